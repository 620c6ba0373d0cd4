import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { listFiles } from '../api/files';
import { problemOf } from '../api/problem';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Pager } from '../parts/pager';
import { Trouble } from '../parts/trouble';
import { Address } from '../shell/address';
import { Toasts } from '../shell/toasts';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import '../texts/with-pages';

const ROWS = 20;

/** All proposals one may see, and the ways to their frames, people and settings. */
@Component({
  selector: 'gp-proposals-page',
  imports: [Empty, Icon, Pager, RouterLink, Trouble],
  template: `
    <main id="main" tabindex="-1">
      <div class="pagehead">
        <h1>{{ text('proposals.title') }}</h1>@if (list.hasValue()) { <span class="badge">{{ number(list.value().count) }}</span> }
        <form class="find end" role="search" (submit)="$event.preventDefault(); go({ q: field.value.trim() || null, page: null })"><label class="sr" for="find">{{ text('proposals.find') }}</label><input #field id="find" type="search" [value]="q() ?? ''" [placeholder]="text('proposals.find.hint')" /></form>
      </div>
      <section class="card">
        @if (list.isLoading() && !list.hasValue()) {
          <div class="body stack" role="status"><span class="sr">{{ text('loading') }}</span>@for (row of [1, 2, 3, 4]; track row) { <div class="skeleton"></div> }</div>
        } @else if (list.error()) {
          <div class="body"><gp-trouble [what]="text('proposals.failed')" [error]="list.error()" (again)="list.reload()" /></div>
        } @else if (rows().length === 0) {
          @if (q()) { <gp-empty icon="lens" [title]="text('proposals.nothing')" [sentence]="text('proposals.nothing.sentence')"><button class="btn" type="button" (click)="go({ q: null, page: null })">{{ text('proposals.nothing.all') }}</button></gp-empty> }
          @else { <gp-empty icon="star" [title]="text('proposals.none')" [sentence]="text('proposals.none.sentence')" /> }
        } @else {
          <div class="scroll"><table>
            <caption class="sr">{{ text('proposals.caption') }}</caption>
            <thead><tr><th scope="col">{{ text('proposals.pi') }}</th><th scope="col">{{ text('proposals.id') }}</th><th scope="col">{{ text('proposals.name') }}</th><th scope="col" class="no-phone">{{ text('proposals.abstract') }}</th><th scope="col"><span class="sr">{{ text('proposals.ways') }}</span></th></tr></thead>
            <tbody>
              @for (row of rows(); track row.id) {
                <tr>
                  <td class="nowrap">{{ row.pi }}</td>
                  <td><a class="mono soar" [routerLink]="['/proposals', row.soar_id]">{{ row.soar_id }}</a></td>
                  <td class="long" [class.faint]="!row.title" [title]="row.title">{{ row.title || text('proposals.title.none') }}</td>
                  <td class="long dim no-phone" [class.faint]="!row.abstract" [title]="row.abstract">{{ row.abstract || text('proposals.abstract.none') }}</td>
                  <td><div class="row ways">
                    <button class="btn small" type="button" [attr.aria-label]="text('proposals.of', { words: text('proposals.details'), id: row.soar_id })" (click)="details(row.soar_id)"><gp-icon name="picture" />{{ text('proposals.details') }}</button>
                    <a class="btn small" routerLink="/search" [queryParams]="{ proposal_id: row.soar_id }" [attr.aria-label]="text('proposals.of', { words: text('proposals.table'), id: row.soar_id })"><gp-icon name="table" />{{ text('proposals.table') }}</a>
                    <a class="btn small square" [routerLink]="['/proposals', row.soar_id, 'collaborators']" [title]="text('proposals.people')"><gp-icon name="user" [label]="text('proposals.of', { words: text('proposals.people'), id: row.soar_id })" /></a>
                    <a class="btn small square" [routerLink]="['/proposals', row.soar_id, 'settings']" [title]="text('proposals.settings')"><gp-icon name="gear" [label]="text('proposals.of', { words: text('proposals.settings'), id: row.soar_id })" /></a>
                  </div></td>
                </tr>
              }
            </tbody>
          </table></div>
          <gp-pager [pages]="pages()" [page]="at()" (pageChange)="go({ page: $event })" />
        }
      </section>
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProposalsPage {
  readonly #router = inject(Router);
  readonly #address = inject(Address);
  readonly #toasts = inject(Toasts);
  /** Of the address. */
  readonly q = input<string>();
  readonly page = input<string>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly at = computed(() => (/^[1-9]\d{0,5}$/.test(this.page() ?? '') ? Number(this.page()) : 1));
  protected readonly list = resource({
    params: () => ({ page: this.at(), q: this.q() }),
    loader: ({ params: { page, q }, abortSignal }) => body(api.GET('/api/proposals/', { params: { query: { page, page_size: ROWS, ...(q ? { q } : {}) } }, signal: abortSignal })),
  });
  protected readonly rows = computed(() => (this.list.hasValue() ? this.list.value().results.map((row) => ({ ...row, pi: nameOf(row.user) })) : []));
  protected readonly pages = computed(() => (this.list.hasValue() ? Math.ceil(this.list.value().count / ROWS) : 0));

  protected go(queryParams: Readonly<Record<string, string | number | null>>): void {
    void this.#address.change(queryParams);
  }

  /** Its newest frame; a proposal without one has an empty table. */
  protected async details(id: string): Promise<void> {
    try {
      const [newest] = (await listFiles({ proposal_id: [id], data_type: ['0'], page_size: 1 })).results;
      await (newest ? this.#router.navigate(['/data', newest.id]) : this.#router.navigate(['/search'], { queryParams: { proposal_id: id } }));
    } catch (error) {
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    }
  }
}

/** How a person is called; who never signed in has an address only. */
export function nameOf(person: { readonly first_name: string; readonly last_name: string; readonly username: string; readonly email: string } | null): string {
  if (!person) return '';
  return `${person.first_name} ${person.last_name}`.trim() || person.username || person.email;
}
