import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { Icon } from '../parts/icon';
import type { IconName } from '../parts/icon-paths';

/** One line of a form before login: its sign inside, what is wrong below. */
@Component({
  selector: 'gp-entry-field',
  imports: [FormField, Icon],
  template: `
    <div class="field">
      <label [for]="name()">{{ label() }}</label>
      <div class="with">
        <gp-icon [name]="icon()" />
        <input [id]="name()" [type]="type()" [autocomplete]="autocomplete()" [formField]="field()" [attr.aria-invalid]="shown() ? true : null" [attr.aria-describedby]="shown() ? name() + '-error' : null" />
      </div>
      @if (shown()) { <span class="xs row error" [id]="name() + '-error'"><gp-icon name="warn" />{{ field()().errors()[0]?.message }}</span> }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EntryField {
  readonly name = input.required<string>();
  readonly label = input.required<string>();
  readonly icon = input.required<IconName>();
  readonly type = input<'text' | 'password' | 'email'>('password');
  readonly autocomplete = input.required<'username' | 'email' | 'current-password' | 'new-password'>();
  readonly field = input.required<FieldTree<string>>();

  /** Nobody is told of a mistake before it could be made. */
  protected shown(): boolean {
    const state = this.field()();
    return state.touched() && state.invalid();
  }
}
