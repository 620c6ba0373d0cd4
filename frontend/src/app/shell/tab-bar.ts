import { ChangeDetectionStrategy, Component, output } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon } from '../parts/icon';
import { text } from '../texts/text';
import { menuEntries } from './entries';

/** The menu of a phone: four pages in reach of the thumb, the rest behind More. */
@Component({
  selector: 'gp-tab-bar',
  imports: [Icon, RouterLink, RouterLinkActive],
  template: `
    <nav class="tabbar" [attr.aria-label]="text('menu.phone')">
      @for (entry of entries; track entry.path) {
        <a [routerLink]="entry.path" routerLinkActive ariaCurrentWhenActive="page"><gp-icon [name]="entry.icon" /><span>{{ text(entry.name) }}</span></a>
      }
      <button type="button" (click)="more.emit()"><gp-icon name="menu" /><span>{{ text('menu.more') }}</span></button>
    </nav>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TabBar {
  readonly more = output();
  protected readonly text = text;
  protected readonly entries = menuEntries.slice(0, 4);
}
