import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Icon } from '../parts/icon';
import { number } from '../texts/numbers';
import { text, type PlainKey } from '../texts/text';
import type { Frame } from './frame';

export interface Fall {
  readonly name: PlainKey;
  readonly ms: number;
  /** Where the bar begins and how long it is, percent of the whole. */
  readonly left: number;
  readonly width: number;
  readonly isSlow: boolean;
}

/** Steps that are one line of the table, and their share of two seconds, ms. */
const GROUPS: readonly { readonly name: PlainKey; readonly steps: readonly string[]; readonly budget: number }[] = [
  { name: 'fall.header', steps: ['checkPlausibility'], budget: 120 },
  { name: 'fall.detector', steps: ['trim', 'correctBias', 'normalizeFlat', 'correctFlat'], budget: 330 },
  { name: 'fall.cosmic', steps: ['rejectCosmicRays'], budget: 500 },
  { name: 'fall.extraction', steps: ['findTargets', 'extract', 'extractArc'], budget: 330 },
  { name: 'fall.wavelength', steps: ['calibrateWavelength'], budget: 330 },
];
const STORED_BUDGET_MS = 150;
const REST_BUDGET_MS = 240;
const SCREEN_BUDGET_MS = 100;

/** Where the time went from the last byte of the upload to the paint; undefined while it still goes on. */
export function fallOf({ latencySecond, startedMs, received, timings }: Frame, paintMs: number | undefined): { readonly rows: readonly Fall[]; readonly totalMs: number } | undefined {
  if (latencySecond === null) return undefined;
  const stored = Math.max(0, (startedMs ?? received) - received);
  const steps = GROUPS.map(({ name, steps: names, budget }) => ({ name, budget, ms: 1000 * names.reduce((sum, step) => sum + (timings[step] ?? 0), 0) }));
  const rest = 1000 * latencySecond - stored - steps.reduce((sum, { ms }) => sum + ms, 0);
  const all = [
    { name: 'fall.stored' as const, ms: stored, budget: STORED_BUDGET_MS },
    ...steps,
    { name: 'fall.published' as const, ms: Math.max(0, rest), budget: REST_BUDGET_MS },
    ...(paintMs === undefined ? [] : [{ name: 'fall.screen' as const, ms: paintMs, budget: SCREEN_BUDGET_MS }]),
  ].filter(({ ms }) => ms > 0);
  const totalMs = all.reduce((sum, { ms }) => sum + ms, 0);
  let before = 0;
  const rows = all.map(({ name, ms, budget }) => {
    const left = (100 * before) / totalMs;
    before += ms;
    return { name, ms, left, width: (100 * ms) / totalMs, isSlow: ms > budget };
  });
  return { rows, totalMs };
}

/** "1.67 s". */
export function seconds(ms: number): string {
  return `${number(ms / 1000, ms < 99_500 ? 2 : 0)} s`;
}

/** "Where 1.67 s went": a real table with bars on one scale. */
@Component({
  selector: 'gp-waterfall',
  imports: [Icon],
  template: `
    @if (fall(); as fall) {
      <section class="card" aria-labelledby="fall-title">
        <header><h2 id="fall-title">{{ text('fall.title', { span: seconds(fall.totalMs) }) }}</h2>@if (median(); as ms) { <span class="xs dim nowrap end">{{ text('fall.median', { span: seconds(ms) }) }}</span> }</header>
        <div class="body">
          <table class="fall">
            <caption class="sr">{{ text('fall.caption', { number: frame().number }) }}</caption>
            <tbody>
              @for (row of fall.rows; track row.name) {
                <tr>
                  <th scope="row">{{ text(row.name) }}</th>
                  <td class="bar"><i [class.slow]="row.isSlow" [style.left.%]="row.left" [style.width.%]="row.width"></i></td>
                  <td class="ms nowrap">@if (row.isSlow) { <gp-icon class="slow" name="warn" [label]="text('fall.slow')" /> } {{ text('fall.ms', { n: number(row.ms) }) }}</td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      </section>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Waterfall {
  readonly frame = input.required<Frame>();
  /** From the event to the paint on this screen, ms; undefined when the frame was there before the page. */
  readonly paint = input<number>();
  /** Of the night, ms. */
  readonly median = input<number>();
  protected readonly text = text;
  protected readonly number = number;
  protected readonly seconds = seconds;
  protected readonly fall = computed(() => fallOf(this.frame(), this.paint()));
}
