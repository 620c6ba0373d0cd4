import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { components } from '../api/schema';
import { Icon } from '../parts/icon';
import { StateMark, type FrameState } from '../parts/state-mark';
import { nightDate, number } from '../texts/numbers';
import { text, type PlainKey } from '../texts/text';
import { daysOf, facetNames, nightRange, typeKey, valuesOf, type Search, type ShownFacet } from './search-query';

type FacetView = components['schemas']['FacetView'];

/** So many nights have a bar. */
const BARS = 26;
const OPEN: readonly string[] = ['state', 'obstype', 'wavmode'];
const marks: Readonly<Record<string, FrameState>> = { reducing: 'reducing', waiting: 'waiting', done: 'final', failed: 'failed', rejected: 'rejected' };

/** What one may filter by, and how many files there are if one also ticks it. */
@Component({
  selector: 'gp-facet-panel',
  imports: [Icon, StateMark],
  host: { class: 'card filters', role: 'complementary', 'aria-labelledby': 'filters' },
  template: `
    <header><h2 id="filters" class="row"><gp-icon name="funnel" />{{ text('search.filters') }}</h2>@if (active() > 0) { <span class="badge end">{{ active() }}</span> }</header>
    <details open>
      <summary>{{ text('search.by.night') }}<gp-icon name="down" /></summary>
      <div class="facet">
        @if (bars().length > 1) {
          <div class="hist" role="img" [attr.aria-label]="text('search.nights.say', { n: bars().length })">@for (bar of bars(); track bar.night) {<i [class.in]="bar.isChosen" [style.height.%]="bar.height" [title]="bar.words"></i>}</div>
        }
        <div class="stack days">
          <input type="date" [value]="days()[0]" [attr.aria-label]="text('search.from')" (change)="range(value($event), days()[1])" />
          <input type="date" [value]="days()[1]" [attr.aria-label]="text('search.to')" (change)="range(days()[0], value($event))" />
        </div>
      </div>
    </details>
    @for (facet of shown(); track facet.name) {
      <details [open]="facet.isOpen">
        <summary>{{ text(facet.title) }}<gp-icon name="down" /></summary>
        <div class="facet">
          @for (row of facet.rows; track row.value) {
            <label>
              <input type="checkbox" [checked]="row.isTicked" (change)="flip(facet.name, row.value)" />
              @if (row.mark) { <gp-state [state]="row.mark" [word]="row.words" /> } @else { <span class="cut" [title]="row.value">{{ row.words }}</span> }
              <b> {{ row.count }}</b><i class="share" [style.width.%]="row.share"></i>
            </label>
          } @empty { <p class="xs faint">{{ text('search.facet.none') }}</p> }
          @if (facet.more > 0) { <p class="xs faint">{{ text('search.facet.more', { n: facet.more }) }}</p> }
        </div>
      </details>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FacetPanel {
  readonly search = input.required<Search>();
  readonly facets = input.required<readonly FacetView[]>();
  readonly active = input(0);
  /** A value of a facet, ticked or unticked: what is ticked already the page knows before it has drawn it. */
  readonly flipped = output<{ readonly name: ShownFacet; readonly value: string }>();
  /** Nights to filter by; undefined drops that filter. */
  readonly nights = output<string | undefined>();
  protected readonly text = text;
  protected readonly days = computed(() => daysOf(this.search().night));
  protected readonly shown = computed(() => facetNames.map((name) => this.#shown(name)));
  protected readonly bars = computed(() => {
    const values = (this.facets().find(({ name }) => name === 'night')?.values ?? []).filter(({ value }) => /^\d{8}$/.test(value));
    const newest = values.toSorted((a, b) => (a.value < b.value ? 1 : -1)).slice(0, BARS).reverse(); // prettier-ignore
    const most = Math.max(1, ...newest.map(({ count }) => count));
    const [from, to] = this.days().map((day) => day.replaceAll('-', '')) as [string, string];
    const isChosen = (night: string): boolean => this.search().night !== undefined && (from === '' || night >= from) && (to === '' || night <= to);
    return newest.map(({ value, count }) => ({ night: value, height: Math.max(4, (100 * count) / most), isChosen: isChosen(value), words: `${nightDate(value)} · ${number(count)}` }));
  });

  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected flip(name: ShownFacet, value: string): void {
    this.flipped.emit({ name, value });
  }

  protected range(from: string, to: string): void {
    const [first, last] = from !== '' && to !== '' && from > to ? [to, from] : [from, to];
    this.nights.emit(nightRange(first, last));
  }

  #shown(name: ShownFacet) {
    const facet = this.facets().find((other) => other.name === name);
    const ticked = valuesOf(this.search(), name);
    const values = (facet?.values ?? []).filter(({ value }) => value !== '');
    // What is ticked stays to be unticked, even when nothing of it is left.
    const gone = ticked.filter((value) => !values.some((other) => other.value === value)).map((value) => ({ value, count: 0 }));
    const most = Math.max(1, ...values.map(({ count }) => count));
    const rows = [...values, ...gone].map(({ value, count }) => ({ value, count: number(count), share: (100 * count) / most, isTicked: ticked.includes(value), mark: name === 'state' ? marks[value] : undefined, words: wordsOf(name, value) }));
    return { name, title: `search.by.${name}` as PlainKey, rows, more: facet?.more ?? 0, isOpen: OPEN.includes(name) || ticked.length > 0 };
  }
}

/** A value of a facet as people read it. */
export function wordsOf(name: string, value: string): string {
  const key = name === 'data_type' ? typeKey(value) : name === 'state' && value in marks ? (value === 'done' ? 'search.done' : (`state.${value}` as PlainKey)) : undefined;
  return key === undefined ? value : text(key);
}
