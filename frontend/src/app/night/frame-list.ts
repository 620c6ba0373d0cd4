import { ChangeDetectionStrategy, Component, computed, effect, type ElementRef, inject, input, linkedSignal, model, output, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Switch } from '../parts/switch';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';
import { STEPS, type Frame } from './frame';

/** Scrolled so far, somebody reads older frames. */
const SCROLLED_PX = 8;

/** Frames, the newest on top. Held while somebody points, scrolls or has a row in focus: new ones knock, nothing moves under the hand. */
@Component({
  selector: 'gp-frame-list',
  imports: [Icon, RouterLink, StateMark, Switch],
  host: { class: 'card list', role: 'region', 'aria-labelledby': 'list-title' },
  template: `
    <header>
      <h2 id="list-title">{{ text('list.title') }}</h2><span class="badge">{{ frames().length }}</span>
      <label class="xs end" [(gpSwitch)]="follows">{{ text('list.follow') }}</label>
    </header>
    @if (newer() > 0) {
      <p class="newer"><button class="btn small" type="button" (click)="release()"><gp-icon name="up" />{{ newer() === 1 ? text('list.newer.one') : text('list.newer', { n: newer() }) }}</button></p>
    }
    <div #scroll class="scroll" tabindex="0" role="region" [attr.aria-label]="text('list.region')" (mouseenter)="pointer.set(true)" (mouseleave)="pointer.set(false)" (focusin)="focus.set(true)" (focusout)="focus.set(false)" (scroll)="follow()">
      <ol class="frames">
        @for (frame of shown(); track frame.id) {
          <li [attr.aria-current]="frame.id === current() ? 'true' : null">
            <a [href]="addressOf(frame)" (click)="choose($event, frame)">
              <span class="n cut"><span>{{ frame.number }}</span>{{ frame.object }}</span><gp-state [state]="frame.state" />
              <span class="sub cut">{{ frame.obstype }} · {{ frame.mode }}</span><span class="sub num">{{ rightWords(frame) }}</span>
              @if (frame.state === 'reducing') {
                <span class="reducing-line" role="img" [attr.aria-label]="text('list.step', { n: stepOf(frame) })">@for (step of steps; track step; let i = $index) {<i [class.on]="i < stepOf(frame)"></i>}</span>
              }
            </a>
          </li>
        }
      </ol>
    </div>
    <p class="newer only-phone"><a class="btn" routerLink="/search">{{ text('list.all', { n: frames().length }) }}</a></p>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FrameList {
  /** In the order in which they were taken. */
  readonly frames = input.required<readonly Frame[]>();
  readonly current = input<number>();
  readonly follows = model(true);
  /** A press on a row shows its spectrum here when it has one; else the link leads to its page. */
  readonly picked = output<Frame>();
  readonly #router = inject(Router);
  private readonly scroll = viewChild.required<ElementRef<HTMLElement>>('scroll');
  protected readonly text = text;
  protected readonly steps = STEPS;
  protected readonly pointer = signal(false);
  protected readonly focus = signal(false);
  readonly #isScrolled = signal(false);
  readonly #isHeld = computed(() => this.pointer() || this.focus() || this.#isScrolled() || !this.follows());
  /** The newest that is shown while the list is held. */
  readonly #until = linkedSignal<{ held: boolean; newest: number }, number>({
    source: () => ({ held: this.#isHeld(), newest: this.frames().at(-1)?.id ?? 0 }),
    computation: ({ held, newest }, before) => (held && before !== undefined ? before.value : newest),
  });
  protected readonly shown = computed(() => {
    const all = this.frames();
    const last = all.findIndex(({ id }) => id === this.#until());
    return (last < 0 ? all : all.slice(0, last + 1)).toReversed();
  });
  protected readonly newer = computed(() => this.frames().length - this.shown().length);

  constructor() {
    // The place in a scrolled list is the browser's, not a signal's: the current frame is brought into view when it changes.
    effect(() => {
      const current = this.current();
      if (current !== undefined && untracked(this.follows) && !untracked(this.#isHeld)) this.scroll().nativeElement.scrollTop = 0;
    });
  }

  /** Shows what knocked. */
  release(): void {
    this.#until.set(this.frames().at(-1)?.id ?? 0);
    this.scroll().nativeElement.scrollTop = 0;
  }

  protected follow(): void {
    this.#isScrolled.set(this.scroll().nativeElement.scrollTop > SCROLLED_PX);
  }

  protected addressOf({ id, state }: Frame): string {
    return state === 'failed' ? `/data/${id}/failure` : `/data/${id}`;
  }

  /** By hand and not by a link of the router, which would lead to the page of a frame that was picked to be shown here. */
  protected choose(event: MouseEvent, frame: Frame): void {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (frame.products.some(({ level }) => level >= 3)) this.picked.emit(frame);
    else void this.#router.navigateByUrl(this.addressOf(frame));
  }

  /** Steps behind it, and the one that runs. */
  protected stepOf({ step }: Frame): number {
    return STEPS.findIndex((name) => name === step) + 1;
  }

  protected rightWords(frame: Frame): string {
    const sn = frame.quality['snrPerPixel'];
    const time = clock(frame.at);
    return sn === undefined || sn === null || frame.kind !== 'target' ? time : text('list.sn', { sn: Math.round(sn), time });
  }
}
