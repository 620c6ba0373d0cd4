import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Chart } from '../plots/chart';
import { coachOption, type Reached } from '../plots/coach-option';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { Theme } from '../theme/theme';
import type { Frame } from './frame';

export interface Advice {
  /** After each exposure all so far together, in the order in which they were taken. */
  readonly reached: readonly Reached[];
  /** Exposures like the last one that the goal still takes; 0: it is reached. */
  readonly more: number;
  /** How long the last one was, s. */
  readonly lastSecond: number;
  readonly saturatedColumns: number;
}

/** Fewer points say nothing of how the signal grows. */
const LEAST_POINTS = 2;
/** More than a night of exposures is no advice. */
const MOST_ADVISED = 99;

/**
 * What the exposures of the shown target reached together, and what the goal still takes. Exposures are independent, so the squares of their signal-to-noise add;
 * those to come are taken to be like the last one, whose sky and seeing are the newest. Undefined with fewer than two exposures.
 */
export function adviceOf(shown: Frame, frames: readonly Frame[], goal: number): Advice | undefined {
  const exposures = frames.flatMap((frame) => {
    const isSame = frame.object === shown.object && frame.mode === shown.mode && frame.proposal === shown.proposal && frame.kind === 'target';
    const { exposureSecond: second, quality } = frame;
    const snr = quality['snrPerPixel'] ?? 0;
    return isSame && (frame.state === 'final' || frame.state === 'provisional') && second !== null && second > 0 && snr > 0 ? [{ at: frame.at, second, snr, saturatedColumns: quality['saturatedColumns'] ?? 0 }] : [];
  });
  const inOrder = exposures.sort((a, b) => a.at - b.at);
  const last = inOrder.at(-1);
  if (!last || inOrder.length < LEAST_POINTS) return undefined;
  let [second, power] = [0, 0];
  const reached = inOrder.map((exposure) => ({ second: (second += exposure.second), snr: Math.sqrt((power += exposure.snr ** 2)) }));
  return { reached, more: Math.max(0, Math.ceil((goal ** 2 - power) / last.snr ** 2)), lastSecond: last.second, saturatedColumns: last.saturatedColumns };
}

/** Signal-to-noise of the shown target against summed time, the goal of its proposal, and one sentence of advice. */
@Component({
  selector: 'gp-coach',
  imports: [Chart],
  template: `
    @if (shown(); as shown) {
      <section class="card coach" aria-labelledby="coach-title">
        <header><h2 id="coach-title">{{ text('coach.title') }}</h2><span class="xs dim nowrap end">{{ text('coach.goal.of', { n: number(shown.goal) }) }}</span></header>
        <div class="body">
          <gp-chart [option]="shown.option" [say]="shown.say" />
          <p class="xs">{{ shown.sentences }}</p>
        </div>
      </section>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Coach {
  readonly #theme = inject(Theme);
  readonly frame = input.required<Frame>();
  readonly frames = input.required<readonly Frame[]>();
  /** Of its proposal; without one nothing is shown. */
  readonly goal = input<number>();
  protected readonly text = text;
  protected readonly number = number;
  /** Undefined without a goal, or when there is nothing to advise. */
  protected readonly shown = computed(() => {
    const goal = this.goal();
    const advice = goal === undefined ? undefined : adviceOf(this.frame(), this.frames(), goal);
    if (goal === undefined || !advice) return undefined;
    const points = advice.reached.map(({ second, snr }) => text('coach.point', { snr: number(snr), second: number(second) })).join(', ');
    const { saturatedColumns } = advice;
    return {
      goal,
      option: coachOption(advice.reached, goal, this.#theme.colors()),
      say: text('coach.say', { points, goal: number(goal) }),
      sentences: [sentenceOf(advice), ...(saturatedColumns > 0 ? [text('coach.saturated', { n: number(saturatedColumns) })] : [])].join(' '),
    };
  });
}

function sentenceOf({ more, lastSecond, reached }: Advice): string {
  const span = number(lastSecond);
  if (more === 0) return text('coach.reached', { snr: number(reached.at(-1)?.snr ?? 0) });
  if (more > MOST_ADVISED) return text('coach.far', { n: number(MOST_ADVISED), span });
  return more === 1 ? text('coach.one', { span }) : text('coach.more', { n: number(more), span });
}
