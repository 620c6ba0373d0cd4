import { ChangeDetectionStrategy, Component, computed, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { api } from '../api/client';
import type { components } from '../api/schema';
import { Icon } from '../parts/icon';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';
import type { ProposalView } from './about-card';
import { nameOf } from './proposals-page';

type PersonView = components['schemas']['PersonView'];

/** Who sees the frames of a proposal besides its PI. */
@Component({
  selector: 'gp-people-card',
  imports: [Icon],
  template: `
    <section class="card" aria-labelledby="people"><header><h2 id="people">{{ text('people.title', { id: proposal().soar_id }) }}</h2><span class="badge end">{{ proposal().collaborators.length }}</span></header><div class="body stack">
      @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
      @if (mayChange()) {
        <form class="row" (submit)="add($event)"><label class="sr" for="mail">{{ text('people.email') }}</label><input #mail id="mail" type="email" required autocomplete="off" [placeholder]="text('people.email')" /><button class="btn main square" type="submit" [disabled]="busy()"><gp-icon name="plus" [label]="text('people.add')" /></button></form>
        <p class="xs faint">{{ text('people.hint') }}</p>
      }
      @if (proposal().collaborators.length === 0) { <p class="sm dim">{{ text('people.none') }}</p> }
      @else {
        <table><thead><tr><th scope="col">{{ text('people.name') }}</th><th scope="col">{{ text('people.mail') }}</th>@if (mayChange()) { <th><span class="sr">{{ text('people.remove.word') }}</span></th> }</tr></thead><tbody>
          @for (person of proposal().collaborators; track person.id) {
            <tr><td [class.dim]="isInvited(person)">{{ isInvited(person) ? text('people.invited') : nameOf(person) }}</td><td class="mono xs mail">{{ person.email }}</td>
              @if (mayChange()) { <td class="num"><button class="btn small square danger" type="button" (click)="ask(person)"><gp-icon name="bin" [label]="text('people.remove', { name: nameOf(person) })" /></button></td> }
            </tr>
          }
        </tbody></table>
      }
      <dialog #sure aria-labelledby="sure" (close)="leaving.set(undefined)">
        @if (leaving(); as person) {
          <div class="stack"><h2 id="sure">{{ text('people.remove', { name: nameOf(person) }) }}</h2><p class="sm">{{ text('people.remove.sentence', { name: nameOf(person), id: proposal().soar_id }) }}</p>
            <div class="row"><button class="btn" type="button" (click)="sure.close()">{{ text('people.keep') }}</button><button class="btn danger" type="button" (click)="remove(person); sure.close()">{{ text('people.remove.word') }}</button></div></div>
        }
      </dialog>
    </div></section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PeopleCard {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly proposal = input.required<ProposalView>();
  readonly changed = output();
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('mail');
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('sure');
  protected readonly text = text;
  protected readonly nameOf = nameOf;
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly leaving = signal<PersonView | undefined>(undefined);
  protected readonly mayChange = computed(() => this.proposal().may_change.includes('collaborators'));

  protected isInvited({ first_name, last_name, last_login }: PersonView): boolean {
    return last_login === null && `${first_name}${last_name}` === '';
  }

  protected ask(person: PersonView): void {
    this.leaving.set(person);
    this.dialog().nativeElement.showModal();
  }

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    const field = this.field()?.nativeElement;
    const email = field?.value.trim() ?? '';
    if (email === '') return;
    await this.#change(text('people.added', { email }), () => api.POST('/api/proposals/{id}/collaborators/', { params: { path: { id: String(this.proposal().id) } }, body: { email } }));
    if (field && this.trouble() === '') field.value = '';
  }

  protected async remove(person: PersonView): Promise<void> {
    await this.#change(text('people.removed', { name: nameOf(person) }), () => api.DELETE('/api/proposals/{id}/collaborators/{user_id}/', { params: { path: { id: String(this.proposal().id), user_id: String(person.id) } } }));
  }

  async #change(done: string, ask: () => Promise<unknown>): Promise<void> {
    await this.#work.do(async () => {
      await ask();
      this.changed.emit();
      this.#toasts.show({ state: 'final', title: done, sentence: '' });
    });
  }
}
