import { ChangeDetectionStrategy, Component, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { problemOf } from '../api/problem';
import type { components } from '../api/schema';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { Toasts } from '../shell/toasts';
import { text } from '../texts/text';

type FailureGroup = components['schemas']['FailureGroup'];
/** The API lists so many at once. */
const MOST = 500;

/** Failures that have one cause stand together, and are retried together. */
@Component({
  selector: 'gp-failures-tab',
  imports: [Empty, Icon, RouterLink, StateMark, Trouble],
  template: `
    @if (list.isLoading() && !list.hasValue()) { <section class="card body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div><div class="skeleton"></div></section> }
    @else if (list.error()) { <gp-trouble [what]="text('logs.failures.failed')" [error]="list.error()" (again)="list.reload()" /> }
    @else if (list.hasValue() && list.value().length === 0) { <section class="card"><gp-empty icon="final" [title]="text('logs.failures.none')" [sentence]="text('logs.failures.none.sentence')" /></section> }
    @else if (list.hasValue()) {
      @for (group of list.value(); track group.code + group.step + group.wavmode) {
        <article class="notice failed">
          <div class="row between"><h2>{{ group.message }}</h2><gp-state state="failed" [word]="group.count === 1 ? text('logs.failures.one') : text('logs.failures.count', { n: group.count })" /></div>
          <p class="mono xs">{{ text('logs.failures.where', { step: group.step || '–', mode: group.wavmode || '–', code: group.code }) }}</p>
          <p class="row wrap">@for (id of group.files; track id) { <a [routerLink]="['/data', id, 'failure']">{{ id }}</a> } @if (group.count > group.files.length) { <span class="faint">+{{ group.count - group.files.length }}</span> }</p>
          <div class="acts"><a class="btn small" [routerLink]="['/data', group.files[0], 'failure']">{{ text('logs.cause') }}</a><button class="btn small" type="button" [disabled]="busy()" (click)="retry(group)"><gp-icon name="redo" />{{ group.count === 1 ? text('logs.retry') : text('logs.retry.all', { n: group.count }) }}</button></div>
        </article>
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FailuresTab {
  readonly #toasts = inject(Toasts);
  readonly #live = inject(Live);
  protected readonly text = text;
  protected readonly busy = signal(false);
  protected readonly list = resource({ params: () => this.#live.openings(), loader: ({ abortSignal }) => body(api.GET('/api/reductions/failures/', { signal: abortSignal })) });

  /** The group names ten of its frames; the list of failed reductions has them all. */
  protected async retry({ code, step, wavmode, count, files }: FailureGroup): Promise<void> {
    this.busy.set(true);
    try {
      const all = count <= files.length ? files : (await body(api.GET('/api/reductions/', { params: { query: { state: 'failed', code, step, wavmode, page_size: MOST } } }))).results.flatMap(({ file_id }) => (file_id === null ? [] : [file_id]));
      const { results } = await body(api.POST('/api/files/reduce/', { body: { file_ids: all.slice(0, MOST) } }));
      this.list.reload();
      this.#toasts.show({ state: 'reducing', title: text('logs.retried', { n: results.length }), sentence: '' });
    } catch (error) {
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    } finally {
      this.busy.set(false);
    }
  }
}
