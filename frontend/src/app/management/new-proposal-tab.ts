import { ChangeDetectionStrategy, Component, computed, effect, inject, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { nameOf } from '../proposals/proposals-page';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

/** One more proposal; those that are there are looked after on their own pages. */
@Component({
  selector: 'gp-new-proposal-tab',
  imports: [RouterLink, Trouble],
  template: `
    <p class="row"><a class="btn" routerLink="/proposals">{{ text('proposals.title') }}</a></p>
    @if (known.error()) { <gp-trouble [what]="text('proposals.failed')" [error]="known.error()" (again)="known.reload()" /> }
    <section class="card" aria-labelledby="new"><header><h2 id="new">{{ text('management.proposal.title') }}</h2></header>
      @if (known.isLoading() && !known.hasValue()) { <div class="body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div></div> }
      @else if (known.hasValue()) {
        <form class="body form" (submit)="add($event, soar)">
          @if (trouble()) { <p class="notice failed sm all" role="alert">{{ trouble() }}</p> }
          <div class="field"><label for="q">{{ text('management.proposal.pi') }}</label><input #q id="q" type="search" autocomplete="off" [value]="asked()" (change)="asked.set(q.value.trim())" /></div>
          <div class="field"><label for="pi">{{ text('proposals.pi') }}</label><select id="pi" name="user_id" required><option value="">{{ text('management.proposal.pi.none') }}</option>@for (user of people(); track user.id) { <option [value]="user.id" [selected]="people().length === 1">{{ nameOf(user) }} · {{ user.email }}</option> }</select></div>
          <div class="field"><label for="semester">{{ text('management.proposal.semester') }}</label><select id="semester" name="semester" (change)="semester.set($any($event.target).value)">@for (each of known.value(); track each.name) { <option [value]="each.name" [selected]="each.name === semester()">{{ each.name }}</option> }</select></div>
          <div class="field"><label for="soar">{{ text('proposals.id') }}</label><input #soar id="soar" name="soar_id" type="text" class="mono" required [value]="suggested()" /></div>
          <div class="field all"><label for="title">{{ text('proposals.name') }}</label><input id="title" name="title" type="text" required maxlength="300" /></div>
          <div class="field all"><label for="abstract">{{ text('proposals.abstract') }}</label><textarea id="abstract" name="abstract" rows="6"></textarea></div>
          <div><button class="btn main" type="submit" [disabled]="busy()">{{ text('management.proposal.make') }}</button></div>
        </form>
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewProposalTab {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly #params = toSignal(inject(ActivatedRoute).queryParamMap);
  protected readonly text = text;
  protected readonly nameOf = nameOf;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  /** What was typed to find the PI; the one who was just registered comes with the address. */
  protected readonly asked = signal('');
  protected readonly semester = signal<string | undefined>(undefined);
  protected readonly known = resource({ loader: ({ abortSignal }) => body(api.GET('/api/semesters/', { signal: abortSignal })) });
  readonly #found = resource({ params: () => this.asked(), loader: ({ params: q, abortSignal }) => body(api.GET('/api/users/', { params: { query: { page_size: 20, is_active: true, ...(q ? { q } : {}) } }, signal: abortSignal })) });
  protected readonly people = computed(() => (this.#found.hasValue() ? this.#found.value().results : []));
  /** The next id that nobody has, in the semester that is chosen. */
  protected readonly suggested = computed(() => {
    const semesters = this.known.hasValue() ? this.known.value() : [];
    return (semesters.find(({ name }) => name === this.semester()) ?? semesters.find(({ current }) => current))?.next_soar_id ?? '';
  });

  constructor() {
    // From what the server and the address say, into what the person may then change.
    effect(() => this.asked.set(this.#params()?.get('pi') ?? ''));
    effect(() => this.semester.set(this.known.hasValue() ? this.known.value().find(({ current }) => current)?.name : undefined));
  }

  protected async add(event: SubmitEvent, id: HTMLInputElement): Promise<void> {
    event.preventDefault();
    const element = event.target as HTMLFormElement;
    const form = new FormData(element);
    const word = (name: string): string => wordOf(form, name);
    await this.#work.do(async () => {
      const { soar_id } = await body(api.POST('/api/proposals/', { body: { soar_id: word('soar_id'), title: word('title'), abstract: word('abstract'), semester: word('semester'), user_id: Number(word('user_id')) } }));
      // The next one is of the same PI and semester: a form that is reset would show the first semester of the list instead.
      element.querySelectorAll<HTMLInputElement>('[name=title], [name=abstract]').forEach((field) => (field.value = ''));
      id.value = this.suggested();
      this.known.reload();
      this.#toasts.show({ state: 'final', title: text('management.proposal.made', { id: soar_id }), sentence: '', link: { words: text('management.proposal.open'), to: `/proposals/${soar_id}` } });
    });
  }
}
