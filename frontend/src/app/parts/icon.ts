import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { iconPaths, type IconName } from './icon-paths';

/** A sign beside a word; alone it needs a label. */
@Component({
  selector: 'gp-icon',
  template: `<svg class="icon" viewBox="0 0 24 24" [attr.role]="label() ? 'img' : null" [attr.aria-label]="label()" [attr.aria-hidden]="label() ? null : 'true'"><path [attr.d]="path()" /></svg>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly label = input<string>();

  protected readonly path = computed(() => iconPaths[this.name()]);
}
