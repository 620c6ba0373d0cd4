import { ChangeDetectionStrategy, Component, computed, effect, ElementRef, input, resource, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { api, body } from '../api/client';
import { problemOf } from '../api/problem';
import { Empty } from '../parts/empty';
import { Icon } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { text } from '../texts/text';
import '../texts/with-pages';
import { AboutCard } from './about-card';
import { PeopleCard } from './people-card';
import { nameOf } from './proposals-page';
import { SettingsForm } from './settings-form';
import { SettingsHistory } from './settings-history';

/** One proposal: what it is, who sees it, and how its frames are reduced. */
@Component({
  selector: 'gp-proposal-page',
  imports: [AboutCard, Empty, Icon, PeopleCard, RouterLink, SettingsForm, SettingsHistory, Trouble],
  template: `
    <main id="main" tabindex="-1">
      @if (view.isLoading() && !view.hasValue()) {
        <h1 class="sr">{{ id() }}</h1><section class="card body stack" role="status"><span class="sr">{{ text('loading') }}</span>@for (row of [1, 2, 3]; track row) { <div class="skeleton"></div> }</section>
      } @else if (view.error()) {
        <h1 class="sr">{{ id() }}</h1>
        @if (problemOf(view.error()).status === 404) {
          <section class="card"><gp-empty icon="lock" [title]="text('proposal.hidden')" [sentence]="text('proposal.hidden.sentence')"><a class="btn" routerLink="/proposals">{{ text('proposals.title') }}</a></gp-empty></section>
        } @else { <gp-trouble [what]="text('proposal.failed')" [error]="view.error()" (again)="view.reload()" /> }
      } @else if (view.hasValue()) {
        <div class="pagehead">
          <div class="crumbs sm"><a routerLink="/proposals">{{ text('proposals.title') }}</a> / <span>{{ view.value().semester }}</span> /</div>
          <h1>{{ view.value().title || text('proposals.title.none') }}</h1><span class="mono dim">{{ view.value().soar_id }}</span>
          <span class="row end"><a class="btn small" routerLink="/search" [queryParams]="{ proposal_id: view.value().soar_id }"><gp-icon name="table" />{{ text('proposals.table') }}</a></span>
        </div>
        <div class="prop">
          <nav class="card plist" aria-labelledby="plist"><header><h2 id="plist">{{ text('menu.proposals') }}</h2>@if (list.hasValue()) { <span class="badge end">{{ list.value().count }}</span> }</header>
            <div class="body"><label class="sr" for="pf">{{ text('proposals.find') }}</label><input id="pf" type="search" [placeholder]="text('proposals.find.hint')" (change)="q.set($any($event.target).value.trim())" /></div>
            <ul>
              @for (row of others(); track row.id) {
                <li [attr.aria-current]="row.soar_id === view.value().soar_id ? 'true' : null"><a [routerLink]="['/proposals', row.soar_id]"><span class="mono">{{ row.soar_id }}</span><span class="badge" [title]="text('proposals.people')">{{ row.collaborators.length }}</span><span class="sub">{{ nameOf(row.user) }}</span><span class="sub cut">{{ row.title || text('proposals.title.none') }}</span></a></li>
              }
            </ul>
          </nav>
          <div class="stack">
            <gp-about-card [proposal]="view.value()" (changed)="view.set($event)" />
            <gp-people-card #people [proposal]="view.value()" (changed)="view.reload()" />
            <gp-settings-history [id]="view.value().soar_id" [version]="version()" [mayChange]="view.value().may_change.includes('settings')" (restored)="form()?.reload()" />
          </div>
          <gp-settings-form #settings [id]="view.value().soar_id" (version)="version.set($event)" />
        </div>
      }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ProposalPage {
  /** Of the address: the SOAR id, and which part of the page is wanted. */
  readonly id = input.required<string>();
  readonly part = input<string>();
  protected readonly form = viewChild<SettingsForm>('settings');
  private readonly settings = viewChild<unknown, ElementRef<HTMLElement>>('settings', { read: ElementRef });
  private readonly people = viewChild<unknown, ElementRef<HTMLElement>>('people', { read: ElementRef });
  protected readonly text = text;
  protected readonly nameOf = nameOf;
  protected readonly problemOf = problemOf;
  protected readonly q = signal('');
  protected readonly version = signal<number | undefined>(undefined);
  protected readonly view = resource({ params: () => this.id(), loader: ({ params, abortSignal }) => body(api.GET('/api/proposals/{id}/', { params: { path: { id: params } }, signal: abortSignal })) });
  protected readonly list = resource({ params: () => this.q(), loader: ({ params: q, abortSignal }) => body(api.GET('/api/proposals/', { params: { query: { page_size: 50, ...(q ? { q } : {}) } }, signal: abortSignal })) });
  protected readonly others = computed(() => (this.list.hasValue() ? this.list.value().results : []));

  constructor() {
    // The part that the address names is brought into view once it is there.
    effect(() => {
      const part = { settings: this.settings(), collaborators: this.people() }[this.part() ?? ''];
      part?.nativeElement.scrollIntoView({ block: 'start' });
    });
  }
}
