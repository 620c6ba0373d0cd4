import type { EChartsCoreOption } from 'echarts/core';
import type { components } from '../api/schema';
import { axis, grid, LEFT, type Shape } from '../plots/axis';
import type { Colors } from '../theme/colors';
import { clock, number } from '../texts/numbers';
import { text } from '../texts/text';

export type Trend = components['schemas']['QualityTrend'];

/** One number over the night, with its bounds as lines; what is beyond them stands out by shape and color. Pure. */
export function trendOption({ points, unit, at_least: least, at_most: most }: Trend, { colors, isNarrow, current }: { readonly colors: Colors; readonly isNarrow: boolean; readonly current: number }): EChartsCoreOption {
  const timed = points.flatMap((point) => (point.observed_at === null ? [] : [{ ...point, at: Date.parse(point.observed_at) }]));
  const bounds = [least, most].filter((bound) => bound !== null);
  const values = [...timed.map(({ value }) => value), ...bounds];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.08 * (high - low) || 1;
  const dots = (name: string, wanted: (point: (typeof timed)[number]) => boolean, style: Shape): Shape => ({ type: 'scatter', name, data: timed.filter(wanted).map(({ at, value }) => [at, value]), ...style });
  return {
    animation: false,
    backgroundColor: 'transparent',
    grid: [grid({ left: isNarrow ? LEFT.narrow : LEFT.wide, right: 16, top: 10, bottom: 42 })],
    xAxis: [axis(colors, text('quality.time'), { type: 'time' }, { formatter: (value: number) => clock(value) })],
    yAxis: [axis(colors, unit, { min: low - margin, max: high + margin, nameGap: 50 }, { formatter: (value: number) => number(value, high - low < 5 ? 2 : 0), showMinLabel: false, showMaxLabel: false })],
    series: [
      {
        ...dots('within', ({ flagged, file_id }) => !flagged && file_id !== current, { symbol: 'circle', symbolSize: 7, itemStyle: { color: colors['series-1'] } }),
        markLine: { silent: true, symbol: 'none', animation: false, lineStyle: { color: colors['plot-mask'], type: [4, 3] }, label: { show: false }, data: bounds.map((yAxis) => ({ yAxis })) },
      },
      dots('beyond', ({ flagged, file_id }) => flagged && file_id !== current, { symbol: 'triangle', symbolSize: 9, itemStyle: { color: colors['plot-mask'] } }),
      dots('this', ({ file_id }) => file_id === current, { symbol: 'diamond', symbolSize: 12, itemStyle: { color: colors.accent } }),
    ],
  };
}

export function trendSay({ meaning, unit, points }: Trend): string {
  const values = points.map(({ value }) => value);
  return text('quality.trend.say', { meaning, n: points.length, from: number(Math.min(...values), 2), to: number(Math.max(...values), 2), unit, beyond: points.filter(({ flagged }) => flagged).length });
}
