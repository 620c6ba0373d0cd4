import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Empty } from '../parts/empty';
import { Session } from '../session/session';
import { text, type PlainKey } from '../texts/text';
import '../texts/with-pages';
import { ImportTab } from './import-tab';
import { NewProposalTab } from './new-proposal-tab';
import { UsersTab } from './users-tab';

const tabs: readonly { readonly path: string; readonly name: PlainKey }[] = [
  { path: 'users', name: 'management.users' },
  { path: 'proposals', name: 'management.proposals' },
  { path: 'import', name: 'management.import' },
];

/** People and proposals, for staff. */
@Component({
  selector: 'gp-management-page',
  imports: [Empty, ImportTab, NewProposalTab, RouterLink, UsersTab],
  template: `
    <main id="main" tabindex="-1">
      <h1>{{ text('management.title') }}</h1>
      @if (session.isStaff()) {
        <nav class="tabs" [attr.aria-label]="text('management.title')">
          @for (each of tabs; track each.path) { <a [routerLink]="['/management', each.path]" [attr.aria-current]="each.path === current() ? 'page' : null">{{ text(each.name) }}</a> }
        </nav>
        @switch (current()) {
          @case ('proposals') { <gp-new-proposal-tab /> }
          @case ('import') { <gp-import-tab /> }
          @default { <gp-users-tab /> }
        }
      } @else { <section class="card"><gp-empty icon="lock" [title]="text('management.staff')" [sentence]="text('management.staff.sentence')" /></section> }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ManagementPage {
  protected readonly session = inject(Session);
  /** Of the address. */
  readonly tab = input<string>();
  protected readonly text = text;
  protected readonly tabs = tabs;
  protected readonly current = computed(() => tabs.find(({ path }) => path === this.tab())?.path ?? 'users');
}
