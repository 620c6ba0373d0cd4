import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { form, submit } from '@angular/forms/signals';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { api } from '../api/client';
import { problemOf } from '../api/problem';
import { text } from '../texts/text';
import { Entrance } from './entrance';
import { EntryField } from './entry-field';
import { newPasswordRules } from './new-password';
import { PasswordRequirements } from './password-requirements';

/** Where the link of a mail leads: sets a password by the key in its address, behind the # so that no log on the way has it. */
@Component({
  selector: 'gp-reset-page',
  imports: [Entrance, EntryField, PasswordRequirements, RouterLink],
  template: `
    <gp-entrance>
      <form (submit)="set($event)" novalidate>
        <h1>{{ text('reset.title') }}</h1>
        @if (done()) {
          <p class="notice provisional sm" role="status">{{ text('reset.done') }}</p>
        } @else {
          <p class="sm dim">{{ text('reset.sentence') }}</p>
          @if (trouble(); as sentence) { <p class="notice failed sm" role="alert">{{ sentence }}</p> }
          <gp-entry-field name="next" icon="key" autocomplete="new-password" [label]="text('password.new')" [field]="chosen.next" />
          <gp-entry-field name="again" icon="key" autocomplete="new-password" [label]="text('password.again')" [field]="chosen.again" />
          <button class="btn main" type="submit">{{ text('password.submit') }}</button>
          <gp-password-requirements />
        }
        <a class="sm" routerLink="/login">{{ text('forgotten.back') }}</a>
      </form>
    </gp-entrance>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ResetPage {
  readonly token = input<string>();
  protected readonly text = text;
  protected readonly done = signal(false);
  protected readonly trouble = signal('');
  readonly #fragment = inject(ActivatedRoute).snapshot.fragment ?? '';
  readonly #key = computed(() => this.token() ?? this.#fragment);
  readonly #typed = signal({ next: '', again: '' });
  protected readonly chosen = form(this.#typed, newPasswordRules);

  protected async set(event: Event): Promise<void> {
    event.preventDefault();
    this.trouble.set('');
    await submit(this.chosen, async () => {
      try {
        await api.PUT('/api/password/reset/{token}/', { params: { path: { token: this.#key() } }, body: { new_password: this.#typed().next } });
        this.done.set(true);
      } catch (error) {
        this.trouble.set(problemOf(error).detail);
      }
      return undefined;
    });
  }
}
