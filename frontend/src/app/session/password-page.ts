import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { form, required, submit } from '@angular/forms/signals';
import { api } from '../api/client';
import { problemOf } from '../api/problem';
import { Icon } from '../parts/icon';
import { Toasts } from '../shell/toasts';
import { text } from '../texts/text';
import { EntryField } from './entry-field';
import { newPasswordRules } from './new-password';
import { PasswordRequirements } from './password-requirements';
import { Session } from './session';

/** Change of the own password. */
@Component({
  selector: 'gp-password-page',
  imports: [EntryField, Icon, PasswordRequirements],
  template: `
    <main id="main" tabindex="-1">
      <h1>{{ text('password.title') }}</h1>
      <section class="card narrow">
        <form class="body stack" (submit)="change($event)" novalidate>
          <p class="sm dim">{{ text('password.sentence') }}</p>
          @if (trouble(); as sentence) { <p class="notice failed sm" role="alert">{{ sentence }}</p> }
          <gp-entry-field name="old" icon="key" autocomplete="current-password" [label]="text('password.old')" [field]="chosen.old" />
          <gp-entry-field name="next" icon="key" autocomplete="new-password" [label]="text('password.new')" [field]="chosen.next" />
          <gp-entry-field name="again" icon="key" autocomplete="new-password" [label]="text('password.again')" [field]="chosen.again" />
          <button class="btn main" type="submit"><gp-icon name="lock" />{{ text('password.submit') }}</button>
          <gp-password-requirements />
        </form>
      </section>
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordPage {
  readonly #session = inject(Session);
  readonly #toasts = inject(Toasts);
  protected readonly text = text;
  protected readonly trouble = signal('');
  readonly #typed = signal({ old: '', next: '', again: '' });
  protected readonly chosen = form(this.#typed, (path) => {
    required(path.old, { message: () => text('password.old.needed') });
    newPasswordRules(path);
  });

  protected async change(event: Event): Promise<void> {
    event.preventDefault();
    this.trouble.set('');
    await submit(this.chosen, async () => {
      const { old, next } = this.#typed();
      try {
        await api.POST('/api/users/me/password/', { body: { current_password: old, new_password: next } });
        // This browser has a new key, and writes prove themselves with it.
        await this.#session.renew();
        this.chosen().reset({ old: '', next: '', again: '' });
        this.#toasts.show({ state: 'final', title: text('password.done'), sentence: '' });
      } catch (error) {
        this.trouble.set(problemOf(error).detail);
      }
      return undefined;
    });
  }
}
