import { ChangeDetectionStrategy, Component, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import type { components } from '../api/schema';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { StateMark } from '../parts/state-mark';
import { Trouble } from '../parts/trouble';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

type FailureGroup = components['schemas']['FailureGroup'];
/** So many are retried at once, and listed on a page of the API. */
const [MOST, PAGE] = [500, 100];

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
          <div class="row between"><h2>{{ group.message }}</h2><gp-state state="failed" [word]="text('logs.failures.count', { n: group.count })" /></div>
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
  readonly #work = new Work('passing');
  readonly #toasts = inject(Toasts);
  readonly #live = inject(Live);
  protected readonly text = text;
  protected readonly busy = this.#work.busy;
  protected readonly list = resource({ params: () => this.#live.openings(), loader: ({ abortSignal }) => body(api.GET('/api/reductions/failures/', { signal: abortSignal })) });

  /** The group names ten of its frames; the list of failed reductions has them all. */
  protected async retry(group: FailureGroup): Promise<void> {
    const { count, files } = group;
    await this.#work.do(async () => {
      const all = count <= files.length ? files : await framesOf(group);
      const { results } = await body(api.POST('/api/files/reduce/', { body: { file_ids: [...all] } }));
      this.list.reload();
      this.#toasts.show({ state: 'reducing', title: text('logs.retried', { n: results.length }), sentence: '' });
    });
  }
}

/** Every frame of a group, the newest first, up to what one call takes. */
async function framesOf({ code, step, wavmode }: FailureGroup): Promise<readonly number[]> {
  const frames: number[] = [];
  for (let page = 1; frames.length < MOST; page++) {
    const { results, next } = await body(api.GET('/api/reductions/', { params: { query: { state: 'failed', code, step, wavmode, page, page_size: PAGE } } }));
    frames.push(...results.flatMap(({ file_id }) => (file_id === null ? [] : [file_id])));
    if (next === null) break;
  }
  return frames.slice(0, MOST);
}
