import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { Router } from '@angular/router';
import { api, body } from '../api/client';
import { problemOf } from '../api/problem';
import type { components } from '../api/schema';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Pager } from '../parts/pager';
import { Switch } from '../parts/switch';
import { Trouble } from '../parts/trouble';
import { wordOf } from '../parts/word-of';
import { nameOf } from '../proposals/proposals-page';
import { Session } from '../session/session';
import { Toasts } from '../shell/toasts';
import { Work } from '../shell/work';
import { text } from '../texts/text';

type UserView = components['schemas']['UserView'];
type Partner = components['schemas']['Partner'];
const ROWS = 50;

/** Who has an account, and a form for one more. */
@Component({
  selector: 'gp-users-tab',
  imports: [Empty, Icon, Pager, Switch, Trouble],
  template: `
    <div class="row wrap"><form role="search" (submit)="$event.preventDefault(); find(field.value)"><label class="sr" for="find">{{ text('management.find') }}</label><input #field id="find" class="find" type="search" [placeholder]="text('management.find')" (search)="find(field.value)" /></form>
      <button class="btn main end" type="button" [attr.aria-expanded]="isAdding()" (click)="isAdding.set(!isAdding()); trouble.set('')"><gp-icon [name]="isAdding() ? 'close' : 'plus'" />{{ text(isAdding() ? 'management.close' : 'management.new') }}</button></div>
    @if (isAdding()) {
      <section class="card" aria-labelledby="new"><header><h2 id="new">{{ text('management.user.title') }}</h2></header>
        <form class="body form" (submit)="add($event)">
          @if (trouble()) { <p class="notice failed sm all" role="alert">{{ trouble() }}</p> }
          <div class="field"><label for="first">{{ text('user.first') }}</label><input id="first" name="first_name" type="text" maxlength="150" autocomplete="off" /></div>
          <div class="field"><label for="last">{{ text('user.last') }}</label><input id="last" name="last_name" type="text" maxlength="150" autocomplete="off" /></div>
          <div class="field"><label for="username">{{ text('user.username') }}</label><input id="username" name="username" type="text" maxlength="150" required autocomplete="off" /></div>
          <div class="field"><label for="email">{{ text('user.email') }}</label><input id="email" name="email" type="email" required autocomplete="off" /></div>
          <div class="field"><label for="partner">{{ text('user.partner') }}</label><select id="partner" name="partner">@for (partner of partners.hasValue() ? partners.value() : []; track partner.name) { <option [value]="partner.name" [selected]="partner.name === 'OTHER'">{{ partner.title }}</option> }</select></div>
          @if (isSuper()) { <label class="tick"><input type="checkbox" name="is_staff" />{{ text('management.is.staff') }}</label> } @else { <p class="xs faint">{{ text('management.is.staff.sentence') }}</p> }
          <div><button class="btn main" type="submit" [disabled]="busy()">{{ text('management.user.make') }}</button></div>
        </form>
      </section>
    }
    <section class="card">
      @if (list.isLoading() && !list.hasValue()) { <div class="body stack" role="status"><span class="sr">{{ text('loading') }}</span><div class="skeleton"></div><div class="skeleton"></div></div> }
      @else if (list.error()) { <div class="body"><gp-trouble [what]="text('management.users.failed')" [error]="list.error()" (again)="list.reload()" /></div> }
      @else if (list.hasValue() && list.value().results.length === 0) { <gp-empty icon="user" [title]="text('management.users.none')" [sentence]="text('management.users.none.sentence')" /> }
      @else if (list.hasValue()) {
        <div class="scroll"><table>
          <caption class="sr">{{ text('management.users') }}</caption>
          <thead><tr><th scope="col">{{ text('user.username') }}</th><th scope="col">{{ text('people.name') }}</th><th scope="col">{{ text('user.email') }}</th><th scope="col">{{ text('user.partner') }}</th><th scope="col">{{ text('management.role') }}</th><th scope="col">{{ text('management.login') }}</th><th scope="col">{{ text('management.active') }}</th></tr></thead>
          <tbody>@for (user of list.value().results; track user.id) {
            <tr><td>{{ user.username }}</td><td>{{ nameOf(user) }}</td><td class="mono xs">{{ user.email }}</td><td>{{ user.partner }}</td><td>{{ text(roleKey(user)) }}</td><td class="nowrap">{{ user.last_login?.slice(0, 10) ?? text('management.login.never') }}</td>
              <td><label [gpSwitch]="user.is_active" (gpSwitchChange)="activate(user, $event)"><span class="sr">{{ text('management.active.of', { name: user.username }) }}</span></label></td></tr>
          }</tbody>
        </table></div>
        <gp-pager [pages]="pages()" [(page)]="page" />
      }
    </section>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsersTab {
  readonly #work = new Work('here');
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #session = inject(Session);
  protected readonly text = text;
  protected readonly nameOf = nameOf;
  protected readonly isAdding = signal(false);
  protected readonly busy = this.#work.busy;
  protected readonly trouble = this.#work.trouble;
  protected readonly page = signal(1);
  readonly #q = signal('');
  protected readonly isSuper = computed(() => this.#session.user()?.is_superuser === true);
  protected readonly partners = resource({ loader: ({ abortSignal }) => body(api.GET('/api/partners/', { signal: abortSignal })) });
  protected readonly list = resource({ params: () => ({ page: this.page(), q: this.#q() }), loader: ({ params: { page, q }, abortSignal }) => body(api.GET('/api/users/', { params: { query: { page, page_size: ROWS, ...(q ? { q } : {}) } }, signal: abortSignal })) });
  protected readonly pages = computed(() => (this.list.hasValue() ? Math.ceil(this.list.value().count / ROWS) : 0));

  protected roleKey({ role }: UserView) {
    return `management.role.${role}` as const;
  }

  protected find(q: string): void {
    this.#q.set(q.trim());
    this.page.set(1);
  }

  /** Then comes the proposal of the new PI. */
  protected async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const word = (name: string): string => wordOf(form, name);
    await this.#work.do(async () => {
      const user = await body(api.POST('/api/users/', { body: { first_name: word('first_name'), last_name: word('last_name'), username: word('username'), email: word('email'), partner: word('partner') as Partner, ...(form.has('is_staff') ? { is_staff: true } : {}) } }));
      this.#toasts.show({ state: 'final', title: text('management.user.made', { name: user.username }), sentence: '', link: { words: text('management.proposal.title'), to: '/management/proposals' } });
      await this.#router.navigate(['/management', 'proposals'], { queryParams: { pi: user.username } });
    });
  }

  protected async activate({ id, username }: UserView, is_active: boolean): Promise<void> {
    // As the switch stands now: what the server has turns it back when it refuses.
    this.list.update((list) => list && { ...list, results: list.results.map((user) => (user.id === id ? { ...user, is_active } : user)) });
    try {
      await api.PATCH('/api/users/{id}/', { params: { path: { id: String(id) } }, body: { is_active } });
      this.#toasts.show({ state: 'final', title: text('management.changed', { name: username }), sentence: '' });
    } catch (error) {
      this.#toasts.show({ state: 'failed', title: problemOf(error).detail, sentence: '' });
    }
    this.list.reload();
  }
}
