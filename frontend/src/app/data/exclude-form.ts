import '../texts/with-pages';
import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, output, resource } from '@angular/core';
import { api, body } from '../api/client';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

/** Staff take a calibration out of use, or back into it, and see before what that makes again. */
@Component({
  selector: 'gp-exclude-form',
  imports: [Trouble],
  template: `
    @if (reach.error()) { <gp-trouble [what]="text('exclude.failed')" [error]="reach.error()" (again)="reach.reload()" /> }
    @else if (!reach.hasValue()) { <span class="sm dim" role="status">{{ text('loading') }}</span> }
    @else {
      @let found = reach.value();
      <form class="stack exclude" (submit)="send($event)">
        <p class="sm">{{ text(found.excluded === null ? 'exclude.reach' : 'exclude.reach.back', { frames: found.frames, masters: found.masters }) }} <span class="mono xs dim">{{ found.names.join(', ') }}@if (found.frames > found.names.length) { … }</span></p>
        @if (found.excluded === null) {
          <div class="row wrap inline"><label class="sm" for="exclude-reason">{{ text('exclude.reason', { name: name() }) }}</label>
            <input id="exclude-reason" name="reason" type="text" maxlength="500" [attr.aria-invalid]="trouble() ? true : null" [attr.aria-describedby]="trouble() ? 'exclude-trouble' : null" />
            <button class="btn small danger" type="submit" [disabled]="busy()">{{ text('exclude.do') }}</button><button class="btn small" type="button" (click)="closed.emit()">{{ text('exclude.cancel') }}</button></div>
        } @else {
          <div class="row wrap inline"><span class="sm">{{ text('exclude.now', { reason: found.excluded }) }}</span><button class="btn small" type="button" [disabled]="busy()" (click)="include()">{{ text('exclude.back') }}</button><button class="btn small" type="button" (click)="closed.emit()">{{ text('exclude.cancel') }}</button></div>
        }
        @if (trouble()) { <p id="exclude-trouble" class="xs error" role="alert">{{ trouble() }}</p> }
      </form>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ExcludeForm {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly #place = inject(DestroyRef);
  readonly file = input.required<number>();
  readonly name = input.required<string>();
  readonly done = output();
  readonly closed = output();
  protected readonly text = text;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly reach = resource({ params: () => this.file(), loader: ({ params, abortSignal }) => body(api.GET('/api/files/{id}/exclusion/', { params: { path: { id: String(params) } }, signal: abortSignal })) });

  protected send(event: Event): void {
    event.preventDefault();
    const reason = wordOf(new FormData(event.target as HTMLFormElement), 'reason');
    if (reason.length < 3) return this.trouble.set(text('exclude.reason.missing'));
    const undo = (): void => void this.include();
    void this.#change(() => api.PUT('/api/files/{id}/exclusion/', { params: this.#path(), body: { reason } }), text('exclude.done', { name: this.name() }), undo);
  }

  protected include(): Promise<void> {
    return this.#change(() => api.DELETE('/api/files/{id}/exclusion/', { params: this.#path() }), text('exclude.back.done', { name: this.name() }));
  }

  #path(): { path: { id: string } } {
    return { path: { id: String(this.file()) } };
  }

  async #change(ask: () => Promise<unknown>, title: string, undo?: () => void): Promise<void> {
    await this.#work.do(async () => {
      await ask();
      this.#toasts.show({ state: 'reducing', title, sentence: '', ...(undo ? { undo } : {}) });
      if (!this.#place.destroyed) this.done.emit();
    });
  }
}
