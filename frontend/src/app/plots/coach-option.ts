import type { EChartsCoreOption } from 'echarts/core';
import type { Colors } from '../theme/colors';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import { axis, grid } from './axis';

/** What exposures reached together: summed time, s, and signal-to-noise. */
export interface Reached {
  readonly second: number;
  readonly snr: number;
}

/** How far the curve goes beyond what is there: so much more time. */
const AHEAD = 1.15;
const CURVE_POINTS = 40;

/** Signal-to-noise against summed time, the root of time through the last point, and the goal. */
export function coachOption(reached: readonly Reached[], goal: number, colors: Colors): EChartsCoreOption {
  const last = reached.at(-1) ?? { second: 1, snr: 1 };
  const rise = last.snr / Math.sqrt(last.second);
  const end = AHEAD * Math.max(last.second, (goal / rise) ** 2);
  return {
    animation: false,
    backgroundColor: 'transparent',
    grid: [grid({ left: 48, right: 14, top: 10, bottom: 38 })],
    xAxis: [axis(colors, text('coach.axis'), { min: 0, max: end, nameGap: 22, scale: false, splitNumber: 3 }, { formatter: (value: number) => number(value), showMaxLabel: false }, false)],
    yAxis: [axis(colors, text('plot.sn'), { min: 0, max: AHEAD * Math.max(goal, last.snr), nameGap: 32, scale: false, splitNumber: 2 }, { formatter: (value: number) => number(value), showMaxLabel: false })],
    series: [
      { type: 'line', silent: true, showSymbol: false, data: Array.from({ length: CURVE_POINTS + 1 }, (_, i) => [(end * i) / CURVE_POINTS, rise * Math.sqrt((end * i) / CURVE_POINTS)]), lineStyle: { color: colors['text-3'], width: 1.2, type: [4, 3] } },
      {
        type: 'scatter', silent: true, symbolSize: 8, data: reached.map(({ second, snr }) => [second, snr]), itemStyle: { color: colors['series-1'] },
        markLine: { silent: true, symbol: 'none', data: [{ yAxis: goal }], lineStyle: { color: colors.accent, type: 'solid', width: 1 }, label: { formatter: text('coach.goal', { n: number(goal) }), color: colors.accent, position: 'insideStartTop', fontSize: 11 } },
      },
    ],
  }; // prettier-ignore
}
