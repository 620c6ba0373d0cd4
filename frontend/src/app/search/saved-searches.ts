import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink, type Params } from '@angular/router';
import { api } from '../api/client';
import { Icon } from '../parts/icon';
import { Session } from '../session/session';
import { text } from '../texts/text';
import type { Search } from './search-query';
import { Work } from '../shell/work';

/** One that somebody kept: a name for an address. */
export interface SavedSearch {
  /** Under which it is kept among the preferences. */
  readonly slot: string;
  readonly name: string;
  readonly params: Params;
}

/** So many, and so long with their names: an account keeps that much. */
const [SLOTS, LONGEST] = [12, 200];
const slotOf = (n: number): string => `search.${n}`;

/** The searches among the preferences of an account: each a name, and the address on a line of its own; an empty one was taken out. */
export function savedSearches(preferences: Readonly<Record<string, unknown>>): SavedSearch[] {
  return Array.from({ length: SLOTS }, (_, n) => slotOf(n)).flatMap((slot) => {
    const kept = preferences[slot];
    if (typeof kept !== 'string' || kept === '') return [];
    const [name = '', address = ''] = kept.split('\n');
    return [{ slot, name, params: Object.fromEntries(new URLSearchParams(address)) }];
  });
}

/** Where one more goes: over the one of that name, else where none is; undefined when all are taken. */
export function slotFor(saved: readonly SavedSearch[], name: string): string | undefined {
  return saved.find((one) => one.name === name)?.slot ?? Array.from({ length: SLOTS }, (_, n) => slotOf(n)).find((slot) => !saved.some((one) => one.slot === slot));
}

/** Searches under a name: the account keeps them, so they are there on every computer. */
@Component({
  selector: 'gp-saved-searches',
  imports: [Icon, RouterLink],
  template: `
    <details class="columns"><summary class="btn"><gp-icon name="star" />{{ text('search.saved') }}@if (saved().length > 0) { <span class="badge">{{ saved().length }}</span> }</summary>
      <div class="card body saved">
        @for (one of saved(); track one.slot) {
          <span class="row"><a class="grow" routerLink="/search" [queryParams]="one.params">{{ one.name }}</a><button class="btn small square quiet" type="button" [disabled]="busy()" (click)="keep(one.slot, '')"><gp-icon name="bin" [label]="text('search.saved.drop', { name: one.name })" /></button></span>
        } @empty { <p class="sm dim">{{ text('search.saved.none') }}</p> }
        <form class="row" (submit)="save($event)"><label class="sr" for="saved-name">{{ text('search.saved.name') }}</label><input id="saved-name" name="name" maxlength="40" autocomplete="off" [placeholder]="text('search.saved.name')" />
          <button class="btn small" type="submit" [disabled]="busy() || isPlain()">{{ text('search.saved.save') }}</button></form>
        @if (trouble()) { <p class="sm wrong" role="alert">{{ trouble() }}</p> }
      </div>
    </details>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SavedSearches {
  readonly #work = new Work('here');
  readonly #session = inject(Session);
  /** The one that is shown. */
  readonly search = input.required<Search>();
  protected readonly text = text;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly saved = computed(() => savedSearches(this.#session.user()?.preferences ?? {}));
  protected readonly isPlain = computed(() => Object.keys(this.search()).length === 0);

  protected async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form).get('name');
    const name = (typeof given === 'string' ? given : '').replace(/\s+/g, ' ').trim();
    if (name === '') return this.trouble.set(text('search.saved.unnamed'));
    const [slot, value] = [slotFor(this.saved(), name), `${name}\n${new URLSearchParams(this.search()).toString()}`];
    if (slot === undefined) return this.trouble.set(text('search.saved.full', { n: SLOTS }));
    if (value.length > LONGEST) return this.trouble.set(text('search.saved.long', { n: LONGEST }));
    if (await this.keep(slot, value)) form.reset();
  }

  /** @returns whether it is kept */
  protected keep(slot: string, value: string): Promise<boolean> {
    return this.#work.do(async () => {
      await api.PATCH('/api/users/me/', { body: { preferences: { [slot]: value } } });
      await this.#session.renew();
    });
  }
}
