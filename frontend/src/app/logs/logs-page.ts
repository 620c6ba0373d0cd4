import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../session/session';
import { text, type PlainKey } from '../texts/text';
import '../texts/with-pages';
import { AuditTab } from './audit-tab';
import { FailuresTab } from './failures-tab';
import { MachinesTab } from './machines-tab';
import { MessagesTab } from './messages-tab';
import { WaitingTab } from './waiting-tab';

const tabs: readonly { readonly path: string; readonly name: PlainKey; readonly staffOnly?: true }[] = [
  { path: 'messages', name: 'logs.messages' },
  { path: 'failures', name: 'logs.failures' },
  { path: 'waiting', name: 'logs.waiting' },
  { path: 'machines', name: 'logs.machines', staffOnly: true },
  { path: 'audit', name: 'logs.audit', staffOnly: true },
];

/** What happened: in sentences, by cause, by what is missing, by machine and by person. */
@Component({
  selector: 'gp-logs-page',
  imports: [AuditTab, FailuresTab, MachinesTab, MessagesTab, RouterLink, WaitingTab],
  template: `
    <main id="main" tabindex="-1">
      <h1>{{ text('logs.title') }}</h1>
      <nav class="tabs" [attr.aria-label]="text('logs.tabs')">
        @for (each of shown(); track each.path) { <a [routerLink]="['/logs', each.path]" [attr.aria-current]="each.path === current() ? 'page' : null">{{ text(each.name) }}</a> }
      </nav>
      @switch (current()) {
        @case ('failures') { <gp-failures-tab /> }
        @case ('waiting') { <gp-waiting-tab /> }
        @case ('machines') { <gp-machines-tab /> }
        @case ('audit') { <gp-audit-tab /> }
        @default { <gp-messages-tab /> }
      }
    </main>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LogsPage {
  readonly #session = inject(Session);
  /** Of the address. */
  readonly tab = input<string>();
  protected readonly text = text;
  protected readonly shown = computed(() => tabs.filter(({ staffOnly }) => !staffOnly || this.#session.isStaff()));
  protected readonly current = computed(() => this.shown().find(({ path }) => path === this.tab())?.path ?? 'messages');
}
