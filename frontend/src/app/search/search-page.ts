import { ChangeDetectionStrategy, Component, computed, DestroyRef, type ElementRef, inject, linkedSignal, resource, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { api, body, type FileView } from '../api/client';
import { listFiles } from '../api/files';
import { problemOf } from '../api/problem';
import type { components } from '../api/schema';
import { Live } from '../live/live';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Switch } from '../parts/switch';
import { Trouble } from '../parts/trouble';
import { Clipboard } from '../shell/clipboard';
import { Address } from '../shell/address';
import { Keys } from '../shell/keys';
import { Toasts } from '../shell/toasts';
import { nightDate, number } from '../texts/numbers';
import { text, type PlainKey } from '../texts/text';
import '../texts/with-pages';
import { FacetPanel, wordsOf } from './facet-panel';
import { FileTable, type RowHeight } from './file-table';
import { SavedSearches } from './saved-searches';
import { activeOf, columns, moreColumns, queryOf, searchOf, withFlipped, type Column, type Search, type SearchName, type ShownFacet } from './search-query';
import { SelectionBar } from './selection-bar';

type FacetView = components['schemas']['FacetView'];

const ROWS = 100;

/** Find, select, download, reduce again: every filter stands in the address. */
@Component({
  selector: 'gp-search-page',
  imports: [Empty, FacetPanel, FileTable, Icon, SavedSearches, SelectionBar, Switch, Trouble],
  templateUrl: './search-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SearchPage {
  readonly #address = inject(Address);
  readonly #toasts = inject(Toasts);
  readonly #clipboard = inject(Clipboard);
  readonly #live = inject(Live);
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');
  readonly #params = toSignal(inject(ActivatedRoute).queryParamMap);
  protected readonly text = text;
  protected readonly number = number;
  protected readonly moreColumns = moreColumns;
  protected readonly skeletons = [1, 2, 3, 4, 5, 6];
  protected readonly emptySet: ReadonlySet<number> = new Set();
  protected readonly height = signal<RowHeight>('compact');
  protected readonly extra = signal<readonly Column[]>([]);
  protected readonly columns = computed(() => [...columns, ...this.extra()]);
  protected readonly search = computed(() => { const params = this.#params(); return params ? searchOf(params) : {}; }, { equal: (a, b) => JSON.stringify(a) === JSON.stringify(b) }); // prettier-ignore
  protected readonly active = computed(() => activeOf(this.search()));
  /** New files that came since the list was read: they knock. */
  protected readonly knocked = linkedSignal({ source: () => [this.search(), this.#live.openings()], computation: () => 0 });
  protected readonly selected = linkedSignal<Search, ReadonlySet<number>>({ source: this.search, computation: () => new Set<number>() });

  protected readonly page = resource({ params: () => ({ search: this.search(), opening: this.#live.openings() }), loader: ({ params, abortSignal }) => listFiles({ ...queryOf(params.search), page_size: ROWS }, abortSignal) });
  protected readonly facets = resource({
    params: () => ({ search: this.search(), opening: this.#live.openings() }),
    loader: ({ params: { search: { sort: _sort, ...search } }, abortSignal }) => body(api.GET('/api/files/facets/', { params: { query: queryOf(search) }, signal: abortSignal })),
  });
  /** Known facets stay while new ones load. */
  protected readonly counted = linkedSignal<FacetView[] | undefined, readonly FacetView[]>({
    source: () => (this.facets.hasValue() ? this.facets.value() : undefined),
    computation: (now, before) => now ?? before?.value ?? [],
  });
  /** What came after the first page, by its cursor. */
  readonly #further = linkedSignal({
    source: () => (this.page.hasValue() ? this.page.value() : undefined),
    computation: (first) => ({ files: [] as readonly FileView[], next: first?.next ?? null }),
  });
  protected readonly isFetching = signal(false);
  protected readonly files = computed<readonly FileView[]>(() => [...(this.page.hasValue() ? this.page.value().results : []), ...this.#further().files]);
  protected readonly chosen = computed(() => this.files().filter(({ id }) => this.selected().has(id)));
  protected readonly total = computed(() => {
    if (!this.page.hasValue()) return '';
    const { count, isExact } = this.page.value();
    return isExact ? number(count) : text('search.about', { n: number(count) });
  });
  /** When nothing is found: the filter without which most would be. */
  readonly #costly = resource({
    params: () => (this.page.hasValue() && this.files().length === 0 && Object.keys(this.search()).length > 0 ? this.search() : undefined),
    loader: async ({ params, abortSignal }) => {
      const names = Object.keys(params).filter((name) => name !== 'sort') as SearchName[];
      const found = await Promise.all(names.map(async (name) => ({ name, count: (await listFiles({ ...queryOf({ ...params, [name]: undefined }), page_size: 1 }, abortSignal)).count })));
      return found.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0];
    },
  });
  protected readonly dearest = computed(() => (this.#costly.hasValue() ? this.#costly.value() : undefined));

  constructor() {
    const destroyed = inject(DestroyRef);
    inject(Keys).bind({ '/': () => this.field()?.nativeElement.focus(), Escape: () => this.selected.set(new Set()) }, destroyed);
    this.#live.events.pipe(takeUntilDestroyed()).subscribe(({ kind }) => {
      if (kind === 'file') this.knocked.update((n) => n + 1);
    });
  }

  protected reload(): void {
    this.knocked.set(0);
    this.page.reload();
    this.facets.reload();
  }

  /** They are gone from the list, and come back into it: the bar of what was selected is not there any more when somebody wants them back. */
  protected removed(ids: readonly number[]): void {
    this.selected.set(this.emptySet);
    this.reload();
    this.#toasts.show({ state: 'rejected', title: text('search.deleted', { n: ids.length }), sentence: '', undo: () => void this.#restore(ids) });
  }

  async #restore(ids: readonly number[]): Promise<void> {
    try {
      for (const id of ids) await api.POST('/api/files/{id}/restore/', { params: { path: { id: String(id) } } });
    } catch (error) {
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    }
    this.reload();
  }

  /** The rows after the last one. */
  protected async more(): Promise<void> {
    const { files, next } = this.#further();
    const search = this.search();
    if (next === null || this.isFetching()) return;
    this.isFetching.set(true);
    try {
      const page = await listFiles({ ...queryOf(search), cursor: next, page_size: ROWS });
      if (search === this.search()) this.#further.set({ files: [...files, ...page.results], next: page.next });
    } catch (error) {
      // Scrolling asks again; without an end of its own the list would ask forever.
      this.#further.set({ files, next: null });
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    } finally {
      this.isFetching.set(false);
    }
  }

  protected change(changed: Readonly<Partial<Record<SearchName, string | undefined>>>): void {
    void this.#address.change(Object.fromEntries(Object.entries(changed).map(([name, value]) => [name, value === undefined || value === '' ? null : value])));
  }

  protected flip({ name, value }: { readonly name: ShownFacet; readonly value: string }): void {
    this.change({ [name]: withFlipped({ ...this.search(), ...this.#address.coming }, name, value) });
  }

  protected drop(name: SearchName): void {
    this.change({ [name]: undefined });
  }

  protected reset(): void {
    void this.#address.clear();
  }

  protected find(event: Event): void {
    event.preventDefault();
    this.change({ q: this.field()?.nativeElement.value.trim() });
  }

  protected jump(day: string): void {
    if (day !== '') this.change({ night: `..${day.replaceAll('-', '')}`, sort: undefined });
  }

  protected toggle(column: Column): void {
    this.extra.update((shown) => (shown.includes(column) ? shown.filter((other) => other !== column) : [...shown, column]));
  }

  protected share(): Promise<void> {
    return this.#clipboard.copy(location.href, text('search.shared'));
  }

  /** "SPECTRUM or ARC", "2027-01-12 – 2027-01-18". */
  protected valueWords(name: SearchName, value: string): string {
    if (name === 'night') return value.split('..').map((night) => (night ? nightDate(night) : '…')).join(' – '); // prettier-ignore
    if (name === 'hide_raw_calibrations' || value === 'true') return text('search.yes');
    return value.split(',').map((one) => wordsOf(name, one)).join(text('search.or'));
  }

  protected nameWords(name: SearchName): string {
    const key = nameKeys[name];
    return key === undefined ? name : text(key);
  }
}

const nameKeys: Readonly<Partial<Record<SearchName, PlainKey>>> = {
  state: 'search.column.state', obstype: 'search.column.obstype', wavmode: 'search.column.wavmode', filter: 'search.column.filter', filter_2: 'search.column.filter2', grating: 'search.column.grating', slit: 'search.column.slit',
  roi: 'search.column.roi', technique: 'search.technique', data_type: 'search.column.type', proposal_id: 'search.column.proposal', night: 'search.column.night', hide_raw_calibrations: 'search.hide', object: 'search.column.object', q: 'search.words', provisional: 'state.provisional', flagged: 'search.flagged', excluded: 'search.excluded',
}; // prettier-ignore
