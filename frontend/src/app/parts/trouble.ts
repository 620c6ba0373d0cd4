import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { problemOf } from '../api/problem';
import { text } from '../texts/text';
import { Icon } from './icon';

/** What failed, that the data are safe, and a way on; the rest of the page lives on. */
@Component({
  selector: 'gp-trouble',
  imports: [Icon],
  template: `
    <div class="notice failed" role="alert">
      <h2>{{ what() }}</h2>
      <p>{{ problem().detail }} {{ text('trouble.safe') }}</p>
      <div class="acts"><button class="btn small" type="button" (click)="again.emit()"><gp-icon name="redo" />{{ text('trouble.again') }}</button></div>
      @if (problem().request; as request) {
        <p class="xs faint mono">{{ text('trouble.request', { request }) }}</p>
      }
    </div>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Trouble {
  /** "The frames could not be loaded". */
  readonly what = input.required<string>();
  readonly error = input.required<unknown>();
  readonly again = output();

  protected readonly text = text;
  protected readonly problem = computed(() => problemOf(this.error()));
}
