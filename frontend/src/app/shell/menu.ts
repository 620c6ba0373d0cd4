import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, viewChild, ViewContainerRef } from '@angular/core';
import { Router, RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '../parts/icon';
import { Logo } from '../parts/logo';
import { Switch } from '../parts/switch';
import { Session } from '../session/session';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import { Connection } from './connection';
import { menuEntries } from './entries';

/** The row that stays: title, entries, connection, theme, who one is, and the way out. */
@Component({
  selector: 'gp-menu',
  imports: [Connection, Icon, Logo, RouterLink, RouterLinkActive, Switch],
  template: `
    <header class="menu">
      <a class="brand" routerLink="/"><gp-logo /><span>Goodman <b>Live Pipeline</b></span></a>
      <nav [attr.aria-label]="text('menu.main')">
        @for (entry of entries(); track entry.path) {
          @if (entry.outside) {
            <a [href]="entry.path"><gp-icon [name]="entry.icon" /><span>{{ text(entry.name) }}</span></a>
          } @else {
            <a [routerLink]="entry.path" routerLinkActive ariaCurrentWhenActive="page"><gp-icon [name]="entry.icon" /><span>{{ text(entry.name) }}</span></a>
          }
        }
      </nav>
      <div class="menu-end">
        <gp-connection />
        <ng-container #bell />
        <label [gpSwitch]="theme.isDark()" (gpSwitchChange)="theme.flip()"><span class="wide">{{ text('menu.theme') }}</span><gp-icon name="moon" /></label>
        <a class="who" routerLink="/user" [title]="text('menu.profile')"><gp-icon name="user" /><span>{{ session.shortName() }}</span></a>
        <button class="logout" type="button" (click)="leave()"><gp-icon name="door" /><span>{{ text('menu.logout') }}</span></button>
      </div>
    </header>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Menu {
  readonly #router = inject(Router);
  protected readonly text = text;
  protected readonly theme = inject(Theme);
  protected readonly session = inject(Session);
  protected readonly entries = computed(() => menuEntries.filter((entry) => !entry.staffOnly || this.session.isStaff()));

  private readonly bell = viewChild.required('bell', { read: ViewContainerRef });

  constructor() {
    const destroyed = inject(DestroyRef);
    // Comes after the page: nobody waits for it, and who is gone meanwhile needs none.
    void import('../comments/bell').then(({ Bell }) => destroyed.destroyed || this.bell().createComponent(Bell));
  }

  protected async leave(): Promise<void> {
    await this.session.signOut();
    await this.#router.navigateByUrl('/login');
  }
}
