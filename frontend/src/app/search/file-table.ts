import { afterRenderEffect, ChangeDetectionStrategy, Component, computed, DestroyRef, type ElementRef, inject, input, model, output, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { FileView } from '../api/client';
import { Icon } from '../parts/icon';
import { fileState } from '../parts/file-state';
import { StateMark } from '../parts/state-mark';
import { Keys } from '../shell/keys';
import { nightDate } from '../texts/numbers';
import { text } from '../texts/text';
import { typeKey, type Column } from './search-query';

/** Drawn above and below what is seen, so that a fast hand meets no gap. */
const SPARE = 12;
const HEIGHTS_PX = { compact: 32, roomy: 44 };
export type RowHeight = keyof typeof HEIGHTS_PX;

/** Where nights begin among the rows. */
type Line = { readonly night: string } | { readonly file: FileView; readonly at: number };

/** Files of any number: only the rows that are seen are in the page. */
@Component({
  selector: 'gp-file-table',
  imports: [Icon, RouterLink, StateMark],
  template: `
    <div #scroll class="scroll sticky" tabindex="0" role="region" [attr.aria-label]="text('search.region')" (scroll)="follow()" (keydown)="press($event)">
      <table [class.roomy]="height() === 'roomy'" [attr.aria-rowcount]="lines().length + 1">
        <caption class="sr">{{ text('search.caption') }}</caption>
        <thead><tr>
          <th scope="col"><input type="checkbox" [attr.aria-label]="text('search.all')" [checked]="isAll()" (change)="selectAll()" /></th>
          <th scope="col">{{ text('search.column.state') }}</th>
          @for (column of columns(); track column.field) {
            <th scope="col" [attr.aria-sort]="sortOf(column)">
              @if (column.isUnordered) { {{ text(column.name) }} } @else { <button type="button" (click)="order(column)">{{ text(column.name) }}@if (sortOf(column); as sort) {<gp-icon [name]="sort === 'ascending' ? 'up' : 'down'" />}</button> }
            </th>
          }
        </tr></thead>
        <tbody>
          @if (first() > 0) { <tr class="gap" aria-hidden="true"><td [attr.colspan]="columns().length + 2" [style.height.px]="first() * px()"></td></tr> }
          @for (line of shown(); track $index + first()) {
            @if ('night' in line) {
              <tr class="night"><td [attr.colspan]="columns().length + 2">{{ line.night ? text('search.night', { date: nightDate(line.night) }) : text('search.night.none') }}</td></tr>
            } @else {
              <tr [attr.aria-selected]="selected().has(line.file.id)" [class.at]="line.at === at()" [attr.aria-rowindex]="line.at + 2">
                <td><input #box type="checkbox" [attr.aria-label]="text('search.select', { name: line.file.file_name })" [checked]="selected().has(line.file.id)" (click)="select(line.at, $event.shiftKey); box.checked = selected().has(line.file.id)" /></td>
                <td>@if (stateOf(line.file); as state) { <gp-state [state]="state" /> }</td>
                @for (column of columns(); track column.field) {
                  @if (column.field === 'file_name') {
                    <td><a [class]="line.file.data_type === '0' ? 'raw' : 'child'" [routerLink]="['/data', line.file.id]" [title]="line.file.file_name">{{ nameOf(line.file) }}</a></td>
                  } @else { <td [title]="wordsOf(line.file, column)" [class.faint]="isNothing(line.file, column)">{{ wordsOf(line.file, column) }}</td> }
                }
              </tr>
            }
          }
          @if (after() > 0) { <tr class="gap" aria-hidden="true"><td [attr.colspan]="columns().length + 2" [style.height.px]="after() * px()"></td></tr> }
          @if (isLoading()) { @for (row of [1, 2, 3, 4]; track row) { <tr class="skel"><td [attr.colspan]="columns().length + 2"><div class="skeleton"></div></td></tr> } }
        </tbody>
      </table>
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FileTable {
  readonly #router = inject(Router);
  readonly files = input.required<readonly FileView[]>();
  readonly columns = input.required<readonly Column[]>();
  readonly sort = input<string>();
  readonly height = input<RowHeight>('compact');
  readonly isLoading = input(false);
  readonly selected = model<ReadonlySet<number>>(new Set());
  readonly sorted = output<string | undefined>();
  /** The last rows come into sight. */
  readonly more = output();
  private readonly scroll = viewChild.required<ElementRef<HTMLElement>>('scroll');
  protected readonly text = text;
  protected readonly nightDate = nightDate;
  protected readonly stateOf = fileState;
  protected readonly at = signal(-1);
  readonly #seen = signal({ top: 0, height: 900 });
  #anchor = 0;

  protected readonly px = computed(() => HEIGHTS_PX[this.height()]);
  /** Nights split the list while it is in the order of time. */
  protected readonly lines = computed<readonly Line[]>(() => {
    const isByTime = this.sort() === undefined || /^-?(night|date|id)\b/.test(this.sort() ?? '');
    const files = this.files();
    return files.flatMap((file, at): Line[] => (isByTime && file.night !== files[at - 1]?.night ? [{ night: file.night ?? '' }, { file, at }] : [{ file, at }]));
  });
  protected readonly first = computed(() => Math.max(0, Math.floor(this.#seen().top / this.px()) - SPARE));
  readonly #last = computed(() => Math.min(this.lines().length, Math.ceil((this.#seen().top + this.#seen().height) / this.px()) + SPARE));
  protected readonly shown = computed(() => this.lines().slice(this.first(), this.#last()));
  protected readonly after = computed(() => Math.max(0, this.lines().length - this.#last()));
  protected readonly isAll = computed(() => this.files().length > 0 && this.files().every(({ id }) => this.selected().has(id)));

  constructor() {
    inject(Keys).bind({ j: () => this.#step(1), k: () => this.#step(-1), x: () => this.select(this.at(), false), X: () => this.select(this.at(), true), o: () => this.#open() }, inject(DestroyRef));
    // The height of the window is the browser's: read after every drawing, and a short list asks for more at once.
    afterRenderEffect(() => {
      this.files();
      this.follow();
    });
  }

  protected follow(): void {
    const { scrollTop, clientHeight } = this.scroll().nativeElement;
    const seen = { top: scrollTop, height: clientHeight || 900 };
    if (seen.top !== this.#seen().top || seen.height !== this.#seen().height) this.#seen.set(seen);
    if (this.#last() >= this.lines().length && !this.isLoading()) this.more.emit();
  }

  /** Only of the list itself: on a link or a button in it these keys mean what they always mean. */
  protected press(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget) return;
    const action = { ArrowDown: () => this.#step(1), ArrowUp: () => this.#step(-1), Enter: () => this.#open() }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  protected nameOf({ file_name }: FileView): string {
    return file_name.replace(/\.fits(\.fz)?$/, '');
  }

  protected wordsOf(file: FileView, { field }: Column): string {
    if (field === 'data_type') {
      const key = typeKey(file.data_type);
      return key === undefined ? file.data_type : text(key);
    }
    const value = file[field];
    if (field === 'date') return (file.date ?? '').replace('T', ' ').slice(0, 19);
    return value === null || value === '' ? '' : String(value);
  }

  protected isNothing(file: FileView, { field }: Column): boolean {
    return /^NO_/.test(String(file[field]));
  }

  protected sortOf({ field }: Column): 'ascending' | 'descending' | null {
    const sort = this.sort();
    return sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : null;
  }

  /** Once ascending, again descending, then the newest first. */
  protected order(column: Column): void {
    const now = this.sortOf(column);
    this.sorted.emit(now === null ? column.field : now === 'ascending' ? `-${column.field}` : undefined);
  }

  protected selectAll(): void {
    this.selected.set(this.isAll() ? new Set() : new Set(this.files().map(({ id }) => id)));
  }

  protected select(at: number, isRange: boolean): void {
    const file = this.files()[at];
    if (!file) return;
    const next = new Set(this.selected());
    if (isRange) {
      for (const { id } of this.files().slice(Math.min(at, this.#anchor), Math.max(at, this.#anchor) + 1)) next.add(id);
    } else if (!next.delete(file.id)) next.add(file.id);
    this.#anchor = at;
    this.at.set(at);
    this.selected.set(next);
  }

  #step(by: number): void {
    const at = Math.min(this.files().length - 1, Math.max(0, this.at() + by));
    this.at.set(at);
    const line = this.lines().findIndex((each) => 'file' in each && each.at === at);
    const [element, top] = [this.scroll().nativeElement, line * this.px()];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + 2 * this.px() > element.scrollTop + element.clientHeight) element.scrollTop = top + 2 * this.px() - element.clientHeight;
  }

  #open(): void {
    const file = this.files()[this.at()];
    if (file) void this.#router.navigate(['/data', file.id]);
  }
}
