import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { form, required, submit } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { problemOf } from '../api/problem';
import { text } from '../texts/text';
import { Entrance } from './entrance';
import { EntryField } from './entry-field';
import { Session } from './session';

@Component({
  selector: 'gp-login-page',
  imports: [Entrance, EntryField, RouterLink],
  template: `
    <gp-entrance>
      <form (submit)="enter($event)" novalidate>
        <h1>{{ text('login.title') }}</h1>
        @if (trouble(); as sentence) { <p class="notice failed sm" role="alert">{{ sentence }}</p> }
        @else if (session.ended()) { <p class="notice waiting sm" role="status">{{ text('login.ended') }}</p> }
        <gp-entry-field name="username" type="text" icon="user" autocomplete="username" [label]="text('login.username')" [field]="login.username" />
        <gp-entry-field name="password" icon="lock" autocomplete="current-password" [label]="text('login.password')" [field]="login.password" />
        <button class="btn main" type="submit" [attr.aria-busy]="login().submitting()">{{ login().submitting() ? text('login.busy') : text('login.submit') }}</button>
        <a class="sm" routerLink="/forgotten">{{ text('login.forgotten') }}</a>
        <small>{{ text('login.note') }}</small>
      </form>
    </gp-entrance>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginPage {
  readonly #router = inject(Router);
  /** The page that asked for a login. */
  readonly then = input<string>();
  protected readonly text = text;
  protected readonly session = inject(Session);
  protected readonly trouble = signal('');
  readonly #typed = signal({ username: '', password: '' });
  protected readonly login = form(this.#typed, (path) => {
    required(path.username, { message: () => text('login.username.needed') });
    required(path.password, { message: () => text('login.password.needed') });
  });

  protected async enter(event: Event): Promise<void> {
    event.preventDefault();
    this.trouble.set('');
    await submit(this.login, async () => {
      const { username, password } = this.#typed();
      try {
        await this.session.signIn(username, password);
        await this.#router.navigateByUrl(insidePath(this.then()));
      } catch (error) {
        this.trouble.set(problemOf(error).detail);
      }
      return undefined;
    });
  }
}

/** A page of ours, never an address somebody put into a link. */
function insidePath(then: string | undefined): string {
  return then !== undefined && /^\/(?![/\\])/.test(then) && !then.startsWith('/login') ? then : '/';
}
