import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Pager } from '../parts/pager';
import { Trouble } from '../parts/trouble';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';

const ROWS = 50;

/** Frames that lack something, and what. */
@Component({
  selector: 'gp-waiting-tab',
  imports: [Empty, Pager, RouterLink, Trouble],
  template: `
    <section class="card">
      @if (list.isLoading() && !list.hasValue()) { <div class="body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div><div class="skeleton"></div></div> }
      @else if (list.error()) { <div class="body"><gp-trouble [what]="text('logs.waiting.failed')" [error]="list.error()" (again)="list.reload()" /></div> }
      @else if (list.hasValue() && list.value().results.length === 0) { <gp-empty icon="waiting" [title]="text('logs.waiting.none')" [sentence]="text('logs.waiting.none.sentence')" /> }
      @else if (list.hasValue()) {
        <div class="scroll"><table>
          <caption class="sr">{{ text('logs.waiting') }}</caption>
          <thead><tr><th scope="col">{{ text('logs.frame') }}</th><th scope="col">{{ text('logs.proposal') }}</th><th scope="col">{{ text('logs.waiting.for') }}</th><th scope="col">{{ text('logs.waiting.since') }}</th><th scope="col"><span class="sr">{{ text('logs.why') }}</span></th></tr></thead>
          <tbody>@for (each of list.value().results; track each.id) {
            <tr><td class="mono">@if (each.file_id !== null) { <a [routerLink]="['/data', each.file_id]">{{ each.file_name }}</a> } @else { {{ each.master_key }} }</td><td class="mono nowrap">{{ each.proposal_id }}</td><td class="sentence">{{ each.reason }}</td><td class="nowrap" [title]="each.started">{{ each.started.slice(0, 10) }} {{ clock(each.started) }}</td>
              <td class="num">@if (each.file_id !== null) { <a class="btn small quiet" [routerLink]="['/data', each.file_id, 'why']">{{ text('logs.why') }}</a> }</td></tr>
          }</tbody>
        </table></div>
        <gp-pager [pages]="pages()" [(page)]="page" />
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WaitingTab {
  readonly #live = inject(Live);
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly page = signal(1);
  protected readonly list = resource({
    params: () => ({ page: this.page(), opening: this.#live.openings() }),
    loader: ({ params: { page }, abortSignal }) => body(api.GET('/api/reductions/', { params: { query: { state: 'waiting', page, page_size: ROWS } }, signal: abortSignal })),
  });
  protected readonly pages = computed(() => (this.list.hasValue() ? Math.ceil(this.list.value().count / ROWS) : 0));
}
