import { number, short } from '../texts/numbers';
import { logRange, niceStep } from '../plots/spectrum-option';
import type { Shape } from '../plots/axis';

export type IntensityScale = 'linear' | 'log' | 'asinh';

/** How an intensity becomes a height, and what the axis says. */
export interface Heights {
  /** Of the axis of the chart. */
  readonly axis: Shape;
  readonly of: (value: number) => number;
  readonly back: (height: number) => number;
}

const HEAD_ROOM = 1.24;

/** The axis for the values that are seen. @param error a usual error of them: below it, asinh is linear. */
export function heights(scale: IntensityScale, values: ArrayLike<number>, error: number): Heights {
  const finite = Float64Array.from(values).filter(Number.isFinite).sort();
  const [lowest, highest] = [finite[Math.floor(finite.length * 0.005)] ?? 0, finite.at(-1) ?? 1];
  if (scale === 'log') {
    const [min, max] = logRange(finite);
    return { axis: { type: 'log', logBase: 10, min, max, axisLabel: { formatter: short } }, of: (value) => Math.max(value, min), back: (height) => height };
  }
  if (scale === 'asinh') {
    const soft = error > 0 ? 3 * error : 1;
    const of = (value: number): number => Math.asinh(value / soft);
    const back = (height: number): number => Math.sinh(height) * soft;
    const decades = Array.from({ length: 12 }, (_, k) => 10 ** (k - 1)).filter((value) => value >= soft && value <= highest * HEAD_ROOM);
    const marks = [...(lowest < -soft ? decades.filter((value) => value <= -lowest).map((value) => -value) : []), 0, ...decades].sort((a, b) => a - b).map(of);
    return { axis: { min: Math.min(0, of(lowest)), max: of(Math.max(highest, 10 * soft) * HEAD_ROOM), axisLabel: { formatter: (height: number) => short(back(height)), customValues: marks }, axisTick: { customValues: marks } }, of, back };
  }
  const step = niceStep((highest > 0 ? highest : 1) * HEAD_ROOM);
  const min = lowest < -0.05 * highest ? -Math.ceil(-lowest / step) * step : 0;
  return { axis: { min, max: Math.ceil(((highest > 0 ? highest : 1) * HEAD_ROOM) / step) * step, interval: step, axisLabel: { formatter: (value: number) => (value === 0 ? number(0) : short(value)) } }, of: (value) => value, back: (height) => height };
}
