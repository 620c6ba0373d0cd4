import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** A sentence whose **deciding words** are bold. */
@Component({
  selector: 'gp-rich',
  template: `@for (part of parts(); track $index) {@if ($odd) {<b>{{ part }}</b>} @else {{{ part }}}}`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Rich {
  readonly sentence = input.required<string>();

  protected readonly parts = computed(() => this.sentence().split('**'));
}
