import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body, type ReductionDetail } from '../api/client';
import { Live } from '../live/live';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import type { Settings } from '../proposals/setting-fields';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';

/** As many as one looks through; Logs has them all. */
const MOST = 100;

/** Frames that one cause stopped, with one retry for those that are ticked. */
@Component({
  selector: 'gp-alike-card',
  imports: [Icon, RouterLink, StateMark, Trouble],
  template: `
    @if (list.error()) { <gp-trouble [what]="text('failure.alike.failed')" [error]="list.error()" (again)="list.reload()" /> }
    @else if (list.hasValue() && list.value().results.length > 1) {
      <section class="card" aria-labelledby="alike">
        <header><h2 id="alike">{{ text('failure.alike') }}</h2><span class="badge">{{ list.value().count }}</span><span class="xs dim no-phone">{{ text('failure.alike.by') }}</span>
          @if (mayRetry()) { <button class="btn small end" type="button" [disabled]="busy() || picked().size === 0" (click)="retry()"><gp-icon name="redo" />{{ text('failure.alike.retry', { n: picked().size }) }}</button> }</header>
        <div class="scroll" tabindex="0" role="group" [attr.aria-label]="text('failure.alike')"><table class="like">
          <thead><tr>@if (mayRetry()) { <th scope="col"><span class="sr">{{ text('failure.alike.pick') }}</span></th> }<th scope="col">{{ text('logs.frame') }}</th><th scope="col">{{ text('failure.stopped') }}</th><th scope="col" class="num">{{ text('failure.tries') }}</th><th scope="col">{{ text('failure.state') }}</th></tr></thead>
          <tbody>@for (other of list.value().results; track other.id) {
            <tr [attr.aria-current]="other.file_id === run().file_id ? 'true' : null">
              @if (mayRetry()) { <td><input type="checkbox" [checked]="picked().has(other.file_id!)" [attr.aria-label]="other.file_name" (change)="pick(other.file_id!)" /></td> }
              <td class="mono xs"><a [routerLink]="['/data', other.file_id, 'failure']">{{ other.file_name }}</a></td><td class="nowrap">{{ other.updated.slice(0, 10) }} {{ clock(other.updated, true) }}</td><td class="num">{{ other.attempt }}</td><td><gp-state state="failed" /></td>
            </tr> }</tbody>
        </table></div>
      </section>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AlikeCard {
  readonly #work = new Work('passing');
  readonly #toasts = inject(Toasts);
  readonly #live = inject(Live);
  readonly run = input.required<ReductionDetail>();
  readonly wavmode = input.required<string>();
  readonly mayRetry = input(false);
  /** As set at the right. */
  readonly settings = input<Settings>({});
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly busy = this.#work.busy;
  readonly #cause = computed(() => ({ code: this.run().failure?.code ?? '', step: this.run().failure?.step ?? '', wavmode: this.wavmode(), n: this.#live.openings() }), { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) });
  protected readonly list = resource({
    params: this.#cause,
    loader: ({ params: { code, step, wavmode }, abortSignal }) => body(api.GET('/api/reductions/', { params: { query: { state: 'failed', code, ...(step === '' ? {} : { step }), ...(wavmode === '' ? {} : { wavmode }), page_size: MOST } }, signal: abortSignal })),
  });
  protected readonly picked = linkedSignal<ReadonlySet<number>>(() => new Set(this.list.hasValue() ? this.list.value().results.flatMap(({ file_id }) => (file_id === null ? [] : [file_id])) : []));

  protected pick(id: number): void {
    this.picked.update((picked) => {
      const next = new Set(picked);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  protected async retry(): Promise<void> {
    await this.#work.do(async () => {
      const settings = this.settings();
      const { results } = await body(api.POST('/api/files/reduce/', { body: { file_ids: [...this.picked()], ...(Object.keys(settings).length === 0 ? {} : { settings }) } }));
      this.#toasts.show({ state: 'reducing', title: text('logs.retried', { n: results.length }), sentence: '' });
      this.list.reload();
    });
  }
}
