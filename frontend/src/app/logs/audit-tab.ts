import { ChangeDetectionStrategy, Component, computed, resource, signal } from '@angular/core';
import { api, body } from '../api/client';
import { Empty } from '../parts/empty';
import { Pager } from '../parts/pager';
import { Trouble } from '../parts/trouble';
import { clock } from '../texts/numbers';
import { text } from '../texts/text';

const ROWS = 50;

/** Who changed what. */
@Component({
  selector: 'gp-audit-tab',
  imports: [Empty, Pager, Trouble],
  template: `
    <form class="row" (submit)="$event.preventDefault(); find(field.value)"><label class="sr" for="who">{{ text('logs.audit.find') }}</label><input #field id="who" class="auto" type="search" [placeholder]="text('logs.audit.find')" (search)="find(field.value)" /></form>
    <section class="card">
      @if (list.isLoading() && !list.hasValue()) { <div class="body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div><div class="skeleton"></div></div> }
      @else if (list.error()) { <div class="body"><gp-trouble [what]="text('logs.audit.failed')" [error]="list.error()" (again)="list.reload()" /></div> }
      @else if (list.hasValue() && list.value().results.length === 0) { <gp-empty icon="user" [title]="text('logs.audit.none')" [sentence]="text('logs.audit.none.sentence')" /> }
      @else if (list.hasValue()) {
        <div class="scroll"><table>
          <caption class="sr">{{ text('logs.audit') }}</caption>
          <thead><tr><th scope="col">{{ text('logs.time') }}</th><th scope="col">{{ text('logs.audit.who') }}</th><th scope="col">{{ text('logs.audit.action') }}</th><th scope="col">{{ text('logs.audit.subject') }}</th><th scope="col">{{ text('logs.audit.change') }}</th><th scope="col">{{ text('logs.audit.address') }}</th></tr></thead>
          <tbody>@for (each of list.value().results; track each.id) { <tr><td class="nowrap" [title]="each.at">{{ each.at.slice(0, 10) }} {{ clock(each.at, true) }}</td><td>{{ each.username }}</td><td class="mono xs">{{ each.action }}</td><td class="mono xs">{{ each.subject }}</td><td class="mono xs change" [title]="changeOf(each)">{{ changeOf(each) }}</td><td class="mono xs">{{ each.address }}</td></tr> }</tbody>
        </table></div>
        <gp-pager [pages]="pages()" [(page)]="page" />
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuditTab {
  protected readonly text = text;
  protected readonly clock = clock;
  protected readonly page = signal(1);
  readonly #username = signal('');
  protected readonly list = resource({
    params: () => ({ page: this.page(), username: this.#username() }),
    loader: ({ params: { page, username }, abortSignal }) => body(api.GET('/api/logs/audit/', { params: { query: { page, page_size: ROWS, ...(username ? { username } : {}) } }, signal: abortSignal })),
  });
  protected readonly pages = computed(() => (this.list.hasValue() ? Math.ceil(this.list.value().count / ROWS) : 0));

  protected find(username: string): void {
    this.#username.set(username.trim());
    this.page.set(1);
  }

  protected changeOf({ before, after }: { readonly before: unknown; readonly after: unknown }): string {
    const words = [before, after].map((side) => (side === null ? '' : JSON.stringify(side)));
    return words.filter((word) => word !== '').join(' → ');
  }
}
