import { ChangeDetectionStrategy, Component } from '@angular/core';
import { text } from '../texts/text';

@Component({
  selector: 'gp-password-requirements',
  template: `
    <h2 class="sm">{{ text('password.requirements') }}</h2>
    <ul class="xs dim requirements">
      <li>{{ text('password.personal') }}</li>
      <li>{{ text('password.length') }}</li>
      <li>{{ text('password.common') }}</li>
      <li>{{ text('password.numeric') }}</li>
    </ul>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordRequirements {
  protected readonly text = text;
}
