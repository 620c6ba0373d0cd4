import type { EChartsCoreOption } from 'echarts/core';
import type { Colors } from '../theme/colors';
import { number, short } from '../texts/numbers';
import { text } from '../texts/text';
import { axis, crosshair, grid, LEFT, type Shape } from './axis';
import { band, maskLane, ribbon } from './marks';
import { smoothed, type Spectrum } from './spectrum';

export type Scale = 'linear' | 'log';

export interface SpectrumLook {
  readonly scale: Scale;
  readonly colors: Colors;
  readonly isNarrow: boolean;
  /** Room at the right for the words beside it, px. */
  readonly right: number;
  readonly hasBand?: boolean;
  readonly hasSky?: boolean;
  /** Running mean over so many pixels. */
  readonly smoothing?: number;
}

/** Room above the highest value. */
const HEAD_ROOM = 1.24;
const MARKS = 5;

/** The smallest of 1, 2, 5 × 10ⁿ that makes at most five steps up to a value. */
export function niceStep(peak: number): number {
  const unit = 10 ** Math.floor(Math.log10(peak / 3));
  return [1, 2, 5, 10].map((k) => k * unit).find((step) => peak / step <= MARKS) ?? 10 * unit;
}

/** Where a log axis begins and ends: a decade below the median of what is positive, and above the peak. */
export function logRange(flux: Float64Array): [number, number] {
  const positive = [...flux].filter((value) => value > 0).sort((a, b) => a - b);
  const [low, high] = [positive[Math.floor(positive.length * 0.05)] ?? 1, positive.at(-1) ?? 10];
  return [Math.max(1, 10 ** Math.floor(Math.log10(low))), 10 ** Math.ceil(Math.log10(high * 1.05))];
}

/** One spectrum with its error, sky, mask and the color of its light. Pure: the same spectrum and look give the same option. */
export function spectrumOption(spectrum: Spectrum, look: SpectrumLook): EChartsCoreOption {
  const { colors, scale, isNarrow } = look;
  const { x, flux, sky, unit } = spectrum;
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 1];
  const range = rangeOf(spectrum, scale);
  const isCalibrated = spectrum.axis === 'wavelength';
  const points = (values: Float64Array): (number | null)[][] => Array.from(values, (value, i) => [x[i] as number, Number.isNaN(value) ? null : scale === 'log' ? Math.max(value, range.min) : value]);
  const line = (name: string, values: Float64Array, style: Shape, z: number): Shape => ({ type: 'line', name, data: points(values), showSymbol: false, connectNulls: false, silent: true, z, lineStyle: style });
  const pointerLabel = (value: number): string => (isCalibrated ? `${value.toFixed(2)} Å` : number(value));
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: colors['font-ui'] },
    grid: [grid({ left: isNarrow ? LEFT.narrow : LEFT.wide, right: look.right, top: 10, bottom: 42 })],
    tooltip: { trigger: 'axis', showContent: false, axisPointer: crosshair(colors) },
    xAxis: [axis(colors, text(isCalibrated ? 'plot.wavelength' : 'plot.dispersion'), { min: Math.ceil(first), max: Math.floor(last), axisPointer: { show: true, snap: false, label: { formatter: ({ value }: { value: number }) => pointerLabel(value) } } }, { formatter: (value: number) => number(value), showMinLabel: false, showMaxLabel: false })],
    yAxis: [axis(colors, text('plot.intensity', { unit }), { ...range, nameGap: isNarrow ? 40 : 50, axisPointer: { label: { formatter: ({ value }: { value: number }) => number(value) } } }, { formatter: short })],
    dataZoom: [{ type: 'inside', xAxisIndex: [0], filterMode: 'none', zoomOnMouseWheel: true, moveOnMouseMove: true }],
    series: [
      ...(look.hasBand === false ? [] : [band(spectrum, scale === 'log' ? range.min : -Infinity, colors)]),
      ...(isCalibrated ? [ribbon(first, last)] : []),
      maskLane(spectrum, colors),
      ...(look.hasSky === false ? [] : [line('sky', sky, { width: 1, color: colors['plot-sky'], type: [4, 2] }, 2)]),
      line('spectrum', smoothed(flux, look.smoothing ?? 1), { width: isNarrow ? 0.8 : 1.25, color: colors['series-1'] }, 4),
    ],
  };
}

function rangeOf({ flux }: Spectrum, scale: Scale): { min: number; max: number } & Shape {
  if (scale === 'log') {
    const [min, max] = logRange(flux);
    return { type: 'log', logBase: 10, min, max };
  }
  const values = [...flux].filter(Number.isFinite);
  const peak = values.reduce((a, b) => Math.max(a, b), 0) * HEAD_ROOM || 1;
  const step = niceStep(peak);
  // What is clearly below zero is shown: it is a fault that an eye should see.
  const lowest = values.sort((a, b) => a - b)[Math.floor(values.length * 0.02)] ?? 0;
  return { min: lowest < -0.1 * peak ? -Math.ceil(-lowest / step) * step : 0, max: Math.ceil(peak / step) * step, interval: step };
}
