import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { text } from '../texts/text';
import { Icon } from './icon';

/** Where a frame stands, as people are told. */
export type FrameState = 'reducing' | 'waiting' | 'provisional' | 'final' | 'failed' | 'rejected';

/** In the order in which they ask for attention. */
export const frameStates: readonly FrameState[] = ['reducing', 'waiting', 'failed', 'provisional', 'final', 'rejected'];

/** A state: always icon and word, never color alone. */
@Component({
  selector: 'gp-state',
  imports: [Icon],
  host: { '[class]': "'state state-' + state() + (chip() ? ' chip' : '')" },
  template: `<gp-icon [name]="state()" /><span>{{ words() }}</span>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StateMark {
  readonly state = input.required<FrameState>();
  readonly chip = input(false);
  /** Instead of the word of the state. */
  readonly word = input<string>();

  protected readonly words = computed(() => this.word() ?? text(`state.${this.state()}`));
}
