import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Icon } from './icon';
import type { IconName } from './icon-paths';

/** What will be here and when; ways on stand inside the element. */
@Component({
  selector: 'gp-empty',
  imports: [Icon],
  template: `<div class="empty"><gp-icon [name]="icon()" /><h2>{{ title() }}</h2><p>{{ sentence() }}</p><ng-content /></div>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Empty {
  readonly icon = input.required<IconName>();
  readonly title = input.required<string>();
  readonly sentence = input.required<string>();
}
