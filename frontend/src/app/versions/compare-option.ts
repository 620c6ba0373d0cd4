import type { EChartsCoreOption } from 'echarts/core';
import { axis, crosshair, grid, LEFT, type Shape } from '../plots/axis';
import { differenceInSigma } from '../plots/difference';
import { band, ribbon } from '../plots/marks';
import type { Zoom } from '../plots/chart';
import type { Spectrum } from '../plots/spectrum';
import { logRange, niceStep, type Scale } from '../plots/spectrum-option';
import type { Colors } from '../theme/colors';
import { number, short } from '../texts/numbers';
import { text } from '../texts/text';

/** Which of the two is drawn: both, or in turn while one blinks. */
export type Shown = 'both' | 'later' | 'older';

export interface CompareLook {
  readonly scale: Scale;
  readonly colors: Colors;
  readonly isNarrow: boolean;
  readonly right: number;
  readonly shown: Shown;
}

/** A change is seen with so much of the spectrum around it. */
const SHARE_AROUND = 0.06;
const LEAST_SIGMA = 4;
const HEAD_ROOM = 1.24;

/** The part of the whole range around a column. */
export function around(column: number, columns: number): Zoom {
  const middle = column / Math.max(1, columns - 1);
  const from = Math.min(1 - 2 * SHARE_AROUND, Math.max(0, middle - SHARE_AROUND));
  return [from, from + 2 * SHARE_AROUND];
}

/** Two versions on one axis, the older dashed on top, and their difference below. Pure. */
export function compareOption(later: Spectrum, older: Spectrum, look: CompareLook): EChartsCoreOption {
  const { colors, isNarrow, scale, right, shown } = look;
  const [first, last] = [later.x[0] ?? 0, later.x.at(-1) ?? 1];
  const left = isNarrow ? LEFT.narrow : LEFT.wide;
  const isCalibrated = later.axis === 'wavelength';
  const sigma = differenceInSigma(later, older);
  const range = rangeOf(later, older, scale);
  const limit = Math.max(LEAST_SIGMA, Math.ceil((sigma ?? new Float64Array()).reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0)));
  const points = ({ x }: Spectrum, values: Float64Array, floor = -Infinity): (number | null)[][] => Array.from(values, (value, i) => [x[i] as number, Number.isNaN(value) ? null : Math.max(value, floor)]);
  const line = (name: string, data: unknown, panel: number, style: Shape): Shape => ({ type: 'line', name, data, xAxisIndex: panel, yAxisIndex: panel, showSymbol: false, connectNulls: false, silent: true, z: 4, lineStyle: style });
  const floor = scale === 'log' ? range.min : -Infinity;
  const horizontal = (panel: number, more: Shape, label: Shape): Shape => axis(colors, panel === 1 ? text(isCalibrated ? 'plot.wavelength' : 'plot.dispersion') : '', { gridIndex: panel, min: Math.ceil(first), max: Math.floor(last), ...more }, { showMinLabel: false, showMaxLabel: false, formatter: (value: number) => number(value), ...label });
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: colors['font-ui'] },
    grid: [grid({ left, right, top: 10, bottom: 136 }), grid({ left, right, height: 78, bottom: 42 })],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: { trigger: 'axis', showContent: false, axisPointer: crosshair(colors) },
    xAxis: [horizontal(0, { axisPointer: { label: { show: false } } }, { show: false }), horizontal(1, {}, {})],
    yAxis: [
      axis(colors, text('plot.intensity', { unit: later.unit }), { gridIndex: 0, ...range, nameGap: isNarrow ? 40 : 50 }, { formatter: short }),
      axis(colors, text('compare.sigma'), { gridIndex: 1, min: -limit, max: limit, interval: limit, nameGap: isNarrow ? 40 : 50 }, { formatter: (value: number) => number(value) }),
    ],
    dataZoom: [{ type: 'inside', xAxisIndex: [0, 1], filterMode: 'none', zoomOnMouseWheel: true, moveOnMouseMove: true }],
    series: [
      ...(shown === 'older' ? [] : [band(later, floor, colors), line('later', points(later, later.flux, floor), 0, { width: isNarrow ? 0.8 : 1.25, color: colors['series-1'] })]),
      ...(isCalibrated ? [ribbon(first, last)] : []),
      ...(shown === 'later' ? [] : [line('older', points(older, older.flux, floor), 0, { width: 1.25, color: colors['series-2'], type: [5, 3] })]),
      ...(sigma ? [line('difference', points(later, sigma), 1, { width: 1.1, color: colors['series-4'] })] : []),
    ],
  };
}

function rangeOf(later: Spectrum, older: Spectrum, scale: Scale): { min: number; max: number } & Shape {
  if (scale === 'log') {
    const [a, b] = [logRange(later.flux), logRange(older.flux)];
    return { type: 'log', logBase: 10, min: Math.min(a[0], b[0]), max: Math.max(a[1], b[1]) };
  }
  const values = [...later.flux, ...older.flux].filter(Number.isFinite).sort((a, b) => a - b);
  const peak = Math.max(0, values.at(-1) ?? 0) * HEAD_ROOM || 1;
  const step = niceStep(peak);
  // Both have the same axis: what is clearly below zero in either is shown.
  const lowest = values[Math.floor(values.length * 0.02)] ?? 0;
  return { min: lowest < -0.1 * peak ? -Math.ceil(-lowest / step) * step : 0, max: Math.ceil(peak / step) * step, interval: step };
}
