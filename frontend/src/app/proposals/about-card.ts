import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { api, body } from '../api/client';
import type { components } from '../api/schema';
import { wordOf } from '../parts/word-of';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { nameOf } from './proposals-page';

export type ProposalView = components['schemas']['ProposalView'];

/** What a proposal is; who may change it sees a way to. */
@Component({
  selector: 'gp-about-card',
  template: `
    <section class="card" aria-labelledby="about"><header><h2 id="about">{{ text('proposal.about') }}</h2>@if (mayEdit() && !isEdited()) { <button class="btn small quiet end" type="button" (click)="isEdited.set(true); trouble.set('')">{{ text('proposal.edit') }}</button> }</header>
      @if (isEdited()) {
        <form class="body stack" (submit)="save($event)">
          @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
          @if (may('soar_id')) { <div class="field"><label for="soar-id">{{ text('proposals.id') }}</label><input id="soar-id" name="soar_id" type="text" class="mono" [value]="proposal().soar_id" /></div> }
          @if (may('title')) { <div class="field"><label for="title">{{ text('proposals.name') }}</label><input id="title" name="title" type="text" [value]="proposal().title" /></div> }
          @if (may('abstract')) { <div class="field"><label for="abstract">{{ text('proposals.abstract') }}</label><textarea id="abstract" name="abstract" rows="8" [value]="proposal().abstract"></textarea></div> }
          @if (may('release_date')) { <div class="field"><label for="release">{{ text('proposal.release') }}</label><input id="release" name="release_date" type="date" [value]="proposal().release_date?.slice(0, 10) ?? ''" /></div> }
          <div class="row"><button class="btn" type="button" (click)="isEdited.set(false)">{{ text('proposal.cancel') }}</button><button class="btn main" type="submit" [disabled]="busy()">{{ text('proposal.save') }}</button></div>
        </form>
      } @else {
        <div class="body stack">
          <dl class="facts"><dt>{{ text('proposals.pi') }}</dt><dd>{{ nameOf(proposal().user) }}</dd><dt>{{ text('proposal.semester') }}</dt><dd>{{ proposal().semester }}</dd><dt>{{ text('proposal.release') }}</dt><dd>{{ proposal().release_date?.slice(0, 10) ?? text('proposal.release.none') }}</dd></dl>
          <div><h3>{{ text('proposals.abstract') }}</h3><p class="abstract">{{ proposal().abstract || text('proposals.abstract.none') }}</p></div>
        </div>
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AboutCard {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly proposal = input.required<ProposalView>();
  readonly changed = output<ProposalView>();
  protected readonly text = text;
  protected readonly nameOf = nameOf;
  protected readonly isEdited = signal(false);
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly mayEdit = computed(() => ['title', 'abstract', 'soar_id'].some((name) => this.may(name)));

  protected may(field: string): boolean {
    return this.proposal().may_change.includes(field);
  }

  protected async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const before = this.proposal();
    const form = new FormData(event.target as HTMLFormElement);
    const known = { soar_id: before.soar_id, title: before.title, abstract: before.abstract, release_date: before.release_date?.slice(0, 10) ?? '' };
    // Only what differs is sent: another may have changed the rest meanwhile. A day that is emptied stays as it is.
    const typed = Object.entries(known).filter(([name, value]) => form.has(name) && wordOf(form, name) !== value && !(name === 'release_date' && wordOf(form, name) === ''));
    const change = Object.fromEntries(typed.map(([name]) => [name, wordOf(form, name)]));
    await this.#work.do(async () => {
      const after = await body(api.PATCH('/api/proposals/{id}/', { params: { path: { id: String(before.id) } }, body: change }));
      this.isEdited.set(false);
      this.changed.emit(after);
      this.#toasts.show({ state: 'final', title: text('proposal.saved', { id: after.soar_id }), sentence: after.files_moved > 0 ? text('proposal.moved', { n: number(after.files_moved) }) : '' });
    });
  }
}
