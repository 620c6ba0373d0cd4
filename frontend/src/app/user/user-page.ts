import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { problemOf } from '../api/problem';
import type { components } from '../api/schema';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { Session } from '../session/session';
import { Toasts } from '../shell/toasts';
import { text, type PlainKey } from '../texts/text';
import '../texts/with-pages';
import { TokensCard } from './tokens-card';

type AccountChange = components['schemas']['AccountChange'];
type Partner = components['schemas']['Partner'];

/** The own account: names, tokens, how frames look, password. */
@Component({
  selector: 'gp-user-page',
  imports: [Icon, RouterLink, TokensCard, Trouble],
  template: `
    <main id="main" tabindex="-1">
      @if (view.isLoading() && !view.hasValue()) { <h1 class="sr">{{ text('menu.profile') }}</h1><section class="card body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div><div class="skeleton"></div></section> }
      @else if (view.error()) { <h1 class="sr">{{ text('menu.profile') }}</h1><gp-trouble [what]="text('user.failed')" [error]="view.error()" (again)="view.reload()" /> }
      @else if (account(); as user) {
        <h1>{{ text('user.title', { name: user.username }) }}</h1>
        <div class="columns">
          <section class="card" aria-labelledby="names"><header><h2 id="names">{{ text('user.names') }}</h2></header>
            <form class="body stack" (submit)="save($event)">
              @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
              <div class="field"><label for="first">{{ text('user.first') }}</label><input id="first" name="first_name" type="text" maxlength="150" autocomplete="given-name" [value]="user.first_name" /></div>
              <div class="field"><label for="last">{{ text('user.last') }}</label><input id="last" name="last_name" type="text" maxlength="150" autocomplete="family-name" [value]="user.last_name" /></div>
              <div class="field"><label for="email">{{ text('user.email') }}</label><input #email id="email" name="email" type="email" autocomplete="email" [value]="user.email" (input)="isOther.set(email.value.trim() !== user.email)" /></div>
              @if (isOther()) { <div class="field"><label for="current">{{ text('user.current') }}</label><input id="current" name="current_password" type="password" autocomplete="current-password" required /></div> }
              <div class="field"><label for="partner">{{ text('user.partner') }}</label><select id="partner" name="partner">@for (partner of view.value()!.partners; track partner.name) { <option [value]="partner.name" [selected]="partner.name === user.partner">{{ partner.title }}</option> }</select></div>
              <div class="row wrap"><a class="btn danger" routerLink="/password"><gp-icon name="key" />{{ text('user.password') }}</a><button class="btn main" type="submit"><gp-icon name="check" />{{ text('user.apply') }}</button></div>
            </form>
          </section>
          <section class="card" aria-labelledby="visual"><header><h2 id="visual">{{ text('user.visual') }}</h2></header>
            <form class="body stack" (submit)="saveLook($event)">
              <p class="sm dim">{{ text('user.visual.sentence') }}</p>
              @if (lookTrouble()) { <p class="notice failed sm" role="alert">{{ lookTrouble() }}</p> }
              <div class="field"><label for="map">{{ text('user.map') }}</label><select id="map" name="map">@for (map of maps; track map) { <option [value]="map" [selected]="map === preference('map', 'gray')">{{ text(mapKey(map)) }}</option> }</select></div>
              <label class="tick"><input type="checkbox" name="saturated" [checked]="preference('saturated', true)" />{{ text('user.saturated') }}</label>
              <label class="tick"><input type="checkbox" name="mask" [checked]="preference('mask', false)" />{{ text('user.mask') }}</label>
              <div><button class="btn main" type="submit"><gp-icon name="palette" />{{ text('user.visual.save') }}</button></div>
            </form>
          </section>
          <gp-tokens-card class="wide" />
        </div>
      }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserPage {
  readonly #session = inject(Session);
  readonly #toasts = inject(Toasts);
  protected readonly text = text;
  protected readonly maps = ['gray', 'viridis', 'inferno'] as const;
  protected readonly isOther = signal(false);
  protected readonly trouble = signal('');
  protected readonly lookTrouble = signal('');
  protected readonly view = resource({
    loader: async ({ abortSignal: signal }) => {
      const [account, partners] = await Promise.all([body(api.GET('/api/users/me/', { signal })), body(api.GET('/api/partners/', { signal }))]);
      return { account, partners };
    },
  });
  protected readonly account = computed(() => (this.view.hasValue() ? this.view.value().account : undefined));

  protected mapKey(map: (typeof this.maps)[number]): PlainKey {
    return `data.map.${map}`;
  }

  protected preference<Value extends string | boolean>(name: string, otherwise: Value): Value {
    return (this.account()?.preferences[name] as Value | undefined) ?? otherwise;
  }

  protected async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const user = this.account();
    const form = new FormData(event.target as HTMLFormElement);
    const word = (name: string): string => wordOf(form, name);
    const email = word('email');
    const change: AccountChange = { first_name: word('first_name'), last_name: word('last_name'), partner: word('partner') as Partner, ...(email === user?.email ? {} : { email, current_password: passwordOf(form) }) };
    await this.#change(change, this.trouble, text('user.applied'));
  }

  protected async saveLook(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.#change({ preferences: { map: wordOf(form, 'map'), saturated: form.has('saturated'), mask: form.has('mask') } }, this.lookTrouble, text('user.visual.saved'));
  }

  async #change(change: AccountChange, trouble: typeof this.trouble, done: string): Promise<void> {
    trouble.set('');
    try {
      await api.PATCH('/api/users/me/', { body: change });
      this.isOther.set(false);
      this.view.reload();
      // The menu shows the name, and the Data page opens as it was chosen.
      await this.#session.renew();
      this.#toasts.show({ state: 'final', title: done, sentence: '' });
    } catch (error) {
      trouble.set(problemOf(error).detail);
    }
  }
}

/** As it was typed: a blank may be part of it. */
function passwordOf(form: FormData): string {
  const value = form.get('current_password');
  return typeof value === 'string' ? value : '';
}
