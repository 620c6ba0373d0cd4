import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { email, form, required, submit } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { api } from '../api/client';
import { problemOf } from '../api/problem';
import { text } from '../texts/text';
import { Entrance } from './entrance';
import { EntryField } from './entry-field';

/** Asks for a link to choose a new password. */
@Component({
  selector: 'gp-forgotten-page',
  imports: [Entrance, EntryField, RouterLink],
  template: `
    <gp-entrance>
      <form (submit)="send($event)" novalidate>
        <h1>{{ text('forgotten.title') }}</h1>
        @if (sent()) { <p class="notice provisional sm" role="status">{{ text('forgotten.done') }}</p> }
        @else {
          <p class="sm dim">{{ text('forgotten.sentence') }}</p>
          @if (trouble(); as sentence) { <p class="notice failed sm" role="alert">{{ sentence }}</p> }
          <gp-entry-field name="email" type="email" icon="envelope" autocomplete="email" [label]="text('forgotten.email')" [field]="asked.email" />
          <button class="btn main" type="submit">{{ text('forgotten.submit') }}</button>
        }
        <a class="sm" routerLink="/login">{{ text('forgotten.back') }}</a>
      </form>
    </gp-entrance>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ForgottenPage {
  protected readonly text = text;
  protected readonly sent = signal(false);
  protected readonly trouble = signal('');
  readonly #typed = signal({ email: '' });
  protected readonly asked = form(this.#typed, (path) => {
    required(path.email, { message: () => text('forgotten.email.needed') });
    email(path.email, { message: () => text('forgotten.email.needed') });
  });

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.trouble.set('');
    await submit(this.asked, async () => {
      try {
        await api.POST('/api/password/reset/', { body: this.#typed() });
        this.sent.set(true);
      } catch (error) {
        this.trouble.set(problemOf(error).detail);
      }
      return undefined;
    });
  }
}
