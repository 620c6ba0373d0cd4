import { ChangeDetectionStrategy, Component, type ElementRef, inject, resource, signal, viewChild } from '@angular/core';
import { api, body } from '../api/client';
import type { components } from '../api/schema';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { Clipboard } from '../shell/clipboard';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

type TokenView = components['schemas']['TokenView'];
type TokenScope = components['schemas']['TokenScope'];

/** Tokens of programs. One that is made is shown once, and nowhere again. */
@Component({
  selector: 'gp-tokens-card',
  imports: [Icon, Trouble],
  template: `
    <section class="card" aria-labelledby="tokens"><header><h2 id="tokens">{{ text('tokens.title') }}</h2></header><div class="body stack">
      <p class="sm dim">{{ text('tokens.sentence') }}</p>
      @if (made(); as token) {
        <div class="notice provisional" role="status"><p><b>{{ text('tokens.made', { name: token.name }) }}</b></p><div class="row wrap"><code class="token">{{ token.token }}</code><button class="btn small" type="button" (click)="copy(token.token)"><gp-icon name="copy" />{{ text('tokens.copy') }}</button></div></div>
      }
      @if (trouble()) { <p class="notice failed sm" role="alert">{{ trouble() }}</p> }
      <form class="row wrap make" (submit)="make($event)">
        <div class="field"><label for="token-name">{{ text('tokens.name') }}</label><input id="token-name" name="name" type="text" required maxlength="100" autocomplete="off" /></div>
        <div class="field days"><label for="token-days">{{ text('tokens.days') }}</label><input id="token-days" name="days" type="number" min="1" max="3650" [placeholder]="text('tokens.days.hint')" /></div>
        <fieldset class="row"><legend class="label">{{ text('tokens.scopes') }}</legend>@for (scope of scopes; track scope) { <label class="tick"><input type="checkbox" name="scope" [value]="scope" [attr.checked]="scope === 'read' ? '' : null" />{{ text(scopeKey(scope)) }}</label> }</fieldset>
        <button class="btn main" type="submit" [disabled]="busy()"><gp-icon name="key" />{{ text('tokens.make') }}</button>
      </form>
      @if (list.isLoading() && !list.hasValue()) { <div role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div></div> }
      @else if (list.error()) { <gp-trouble [what]="text('tokens.failed')" [error]="list.error()" (again)="list.reload()" /> }
      @else if (list.hasValue() && list.value().results.length === 0) { <p class="sm dim">{{ text('tokens.none') }}</p> }
      @else if (list.hasValue()) {
        <div class="scroll"><table>
          <caption class="sr">{{ text('tokens.title') }}</caption>
          <thead><tr><th scope="col">{{ text('tokens.name') }}</th><th scope="col">{{ text('tokens.scopes') }}</th><th scope="col">{{ text('tokens.created') }}</th><th scope="col">{{ text('tokens.used') }}</th><th scope="col">{{ text('tokens.expires') }}</th><th scope="col"><span class="sr">{{ text('tokens.revoke') }}</span></th></tr></thead>
          <tbody>@for (token of list.value().results; track token.id) {
            <tr><td>{{ token.name }}</td><td>{{ wordsOf(token) }}</td><td class="nowrap">{{ day(token.created) }}</td><td class="nowrap">{{ token.last_used ? day(token.last_used) : text('tokens.never') }}</td><td class="nowrap">{{ token.expires ? day(token.expires) : text('tokens.never') }}</td><td class="num"><button class="btn small danger" type="button" [attr.aria-label]="text('tokens.revoke.of', { name: token.name })" (click)="ask(token)">{{ text('tokens.revoke') }}</button></td></tr>
          }</tbody>
        </table></div>
      }
      <dialog #sure aria-labelledby="sure" (close)="leaving.set(undefined)">
        @if (leaving(); as token) {
          <div class="stack"><h2 id="sure">{{ text('tokens.revoke.of', { name: token.name }) }}</h2><p class="sm">{{ text('tokens.revoke.sentence') }}</p><div class="row"><button class="btn" type="button" (click)="sure.close()">{{ text('tokens.keep') }}</button><button class="btn danger" type="button" (click)="revoke(token); sure.close()">{{ text('tokens.revoke') }}</button></div></div>
        }
      </dialog>
    </div></section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokensCard {
  readonly #work = new Work('here');
  readonly #toasts = inject(Toasts);
  readonly #clipboard = inject(Clipboard);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('sure');
  protected readonly text = text;
  protected readonly scopes: readonly TokenScope[] = ['read', 'upload', 'reduce', 'admin'];
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly made = signal<components['schemas']['NewToken'] | undefined>(undefined);
  protected readonly leaving = signal<TokenView | undefined>(undefined);
  protected readonly list = resource({ loader: ({ abortSignal }) => body(api.GET('/api/users/me/tokens/', { params: { query: { page_size: 100 } }, signal: abortSignal })) });

  protected scopeKey(scope: TokenScope) {
    return `tokens.scope.${scope}` as const;
  }

  protected wordsOf({ scopes }: TokenView): string {
    return scopes.map((scope) => text(this.scopeKey(scope))).join(', ');
  }

  protected day(instant: string): string {
    return instant.slice(0, 10);
  }

  protected ask(token: TokenView): void {
    this.leaving.set(token);
    this.dialog().nativeElement.showModal();
  }

  protected copy(token: string): Promise<void> {
    return this.#clipboard.copy(token, text('tokens.copied'));
  }

  protected async make(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const element = event.target as HTMLFormElement;
    const form = new FormData(element);
    const days = Number(form.get('days'));
    await this.#try(async () => {
      this.made.set(await body(api.POST('/api/users/me/tokens/', { body: { name: wordOf(form, 'name'), scopes: form.getAll('scope') as TokenScope[], ...(days > 0 ? { days } : {}) } })));
      element.reset();
    });
  }

  protected async revoke({ id, name }: TokenView): Promise<void> {
    await this.#try(async () => {
      await api.DELETE('/api/users/me/tokens/{id}/', { params: { path: { id: String(id) } } });
      if (this.made()?.id === id) this.made.set(undefined);
      this.#toasts.show({ state: 'final', title: text('tokens.revoked', { name }), sentence: '' });
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    await this.#work.do(async () => {
      await action();
      this.list.reload();
    });
  }
}
