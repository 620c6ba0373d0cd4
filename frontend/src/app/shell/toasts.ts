import { ChangeDetectionStrategy, Component, inject, Injectable, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../parts/icon';
import { StateMark, type FrameState } from '../parts/state-mark';
import { text } from '../texts/text';

export interface Toast {
  readonly state: FrameState;
  readonly title: string;
  readonly sentence: string;
  /** A way on. */
  readonly link?: { readonly words: string; readonly to: string };
  readonly undo?: () => void;
}

const SHOWN_MS = 8000;
const MOST = 3;

/** Passing messages: never the only trace of a thing. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  readonly shown = signal<readonly Toast[]>([]);
  readonly #timers = new Map<Toast, ReturnType<typeof setTimeout>>();

  show(toast: Toast): void {
    const [oldest] = this.shown();
    if (this.shown().length >= MOST && oldest) this.close(oldest);
    this.shown.update((toasts) => [...toasts, toast]);
    this.release(toast);
  }

  close(toast: Toast): void {
    this.hold(toast);
    this.#timers.delete(toast);
    this.shown.update((toasts) => toasts.filter((other) => other !== toast));
  }

  /** It stays as long as somebody looks at it. */
  hold(toast: Toast): void {
    clearTimeout(this.#timers.get(toast));
  }

  release(toast: Toast): void {
    this.hold(toast);
    this.#timers.set(
      toast,
      setTimeout(() => this.close(toast), SHOWN_MS),
    );
  }
}

@Component({
  selector: 'gp-toasts',
  imports: [Icon, RouterLink, StateMark],
  template: `
    <div class="toasts" role="log" aria-live="polite" [attr.aria-label]="text('toast.region')">
      @for (toast of toasts.shown(); track toast) {
        <div class="toast" (mouseenter)="toasts.hold(toast)" (mouseleave)="toasts.release(toast)" (focusin)="toasts.hold(toast)" (focusout)="toasts.release(toast)">
          <gp-state [state]="toast.state" word="" />
          <div class="grow">
            <b>{{ toast.title }}</b><br />
            <span class="dim">{{ toast.sentence }}</span>
            @if (toast.link; as link) { <a [routerLink]="link.to" (click)="toasts.close(toast)">{{ link.words }}</a> }
            @if (toast.undo; as undo) { <button class="btn small quiet" type="button" (click)="undo(); toasts.close(toast)">{{ text('toast.undo') }}</button> }
          </div>
          <button class="btn small square quiet" type="button" (click)="toasts.close(toast)"><gp-icon name="close" [label]="text('toast.close')" /></button>
        </div>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ToastList {
  protected readonly text = text;
  protected readonly toasts = inject(Toasts);
}
