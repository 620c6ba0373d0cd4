import type { EChartsCoreOption } from 'echarts/core';
import { axis, grid, LEFT, once, type Shape } from '../plots/axis';
import { PROFILE } from '../plots/frame-option';
import { band, maskLane, ribbon } from '../plots/marks';
import { median, nearest, smoothed, type Spectrum } from '../plots/spectrum';
import { niceStep } from '../plots/spectrum-option';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import type { Colors } from '../theme/colors';
import { heights, type IntensityScale } from './intensity-scale';
import type { NamedLine } from './line-lists';

/** Another curve on the same columns. */
export interface Other {
  readonly flux: Float64Array;
  /** One standard deviation. */
  readonly error: Float64Array;
}

export interface BenchCurves {
  /** Its x is a wavelength, or the column itself. */
  readonly spectrum: Spectrum;
  /** What the zones under the hand give. */
  readonly preview: Other | undefined;
  /** Another version. */
  readonly other: Other | undefined;
  readonly lines: readonly NamedLine[];
}

export interface BenchLook {
  readonly colors: Colors;
  readonly isNarrow: boolean;
  readonly scale: IntensityScale;
  readonly hasBand: boolean;
  readonly hasSky: boolean;
  readonly smoothing: number;
  /** Columns that are seen, as the frame above has them. */
  readonly from: number;
  readonly to: number;
}

/** Room above and below, px; the edges at the sides are those of the frame. */
const [TOP, BOTTOM, DIFFERENCE, BETWEEN] = [8, 40, 92, 14];
/** Names nearer than this give way, px. */
const NAME_PX = 13;
const MOST_WAVELENGTH_MARKS = 9;
/** Of a curve; twice the pixels that the plot has across. */
const MOST_POINTS = 2400;

/** Left and right edges of every panel, px. */
export function edgesOf(isNarrow: boolean): { left: number; right: number } {
  return isNarrow ? { left: LEFT.narrow, right: 12 } : { left: LEFT.wide, right: 16 + PROFILE.width + PROFILE.gap };
}

/** Spectrum and difference over the columns of the frame: a column lies under its column, and the axis says which wavelength that is. Pure. */
export function benchOption({ spectrum, preview, other, lines }: BenchCurves, look: BenchLook): EChartsCoreOption {
  const { colors, isNarrow, from, to } = look;
  const [first, last] = [Math.max(0, Math.floor(from)), Math.min(spectrum.x.length - 1, Math.ceil(to))];
  const cut = (values: Float64Array): Float64Array => values.subarray(first, last + 1);
  const shown: Spectrum = { ...spectrum, x: Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i), flux: cut(spectrum.flux), error: cut(spectrum.error), sky: cut(spectrum.sky), masked: spectrum.masked.filter(({ index }) => index >= first && index <= last).map(({ index, cause }) => ({ index: index - first, cause })) };
  const compared = preview ?? other;
  const scale = heights(look.scale, [...shown.flux, ...(compared ? cut(compared.flux) : [])], median(Array.from(shown.error)));
  const curve = (values: Float64Array, style: Shape, z: number, more: Shape = {}): Shape => ({ type: 'line', data: pairs(first, values, scale.of), showSymbol: false, connectNulls: false, silent: true, animation: false, z, lineStyle: style, ...more });
  const lifted: Spectrum = { ...shown, flux: shown.flux.map(scale.of), error: shown.flux.map((value, i) => (scale.of(value + (shown.error[i] ?? Number.NaN)) - scale.of(value - (shown.error[i] ?? Number.NaN))) / 2) };
  const series = [
    ...(look.hasBand ? [band(lifted, -Infinity, colors)] : []),
    ...(spectrum.axis === 'wavelength' ? [ribbon(from, to, (column) => wavelengthAt(spectrum, column))] : []),
    maskLane(shown, colors),
    ...(look.hasSky ? [curve(shown.sky, { width: 1, color: colors['plot-sky'], type: [4, 2] }, 2)] : []),
    curve(smoothed(shown.flux, look.smoothing), { width: isNarrow ? 0.8 : 1.25, color: colors['series-1'] }, 4),
    ...(other ? [curve(smoothed(cut(other.flux), look.smoothing), { width: 1.25, color: colors['series-2'], type: [5, 3] }, 5)] : []),
    ...(preview ? [curve(smoothed(cut(preview.flux), look.smoothing), { width: 1.5, color: colors['series-5'] }, 6)] : []),
    ...(lines.length > 0 ? [lineNames(spectrum, lines, colors)] : []),
  ];
  const below = compared ? differenceOf(shown, { flux: cut(compared.flux), error: cut(compared.error) }) : undefined;
  const bottom = BOTTOM + (below ? DIFFERENCE + BETWEEN : 0);
  const edges = edgesOf(isNarrow);
  const marks = wavelengthMarks(spectrum, from, to);
  const xAxis = (isLast: boolean, index: number): Shape => {
    const label = spectrum.axis === 'wavelength' ? { formatter: (column: number) => number(Math.round(wavelengthAt(spectrum, column))), customValues: marks } : { formatter: (column: number) => number(column) };
    return axis(colors, isLast ? text(spectrum.axis === 'wavelength' ? 'plot.wavelength' : 'plot.dispersion') : '', { gridIndex: index, min: from, max: to, nameGap: 24, ...(spectrum.axis === 'wavelength' ? { axisTick: { show: true, length: 4, customValues: marks, lineStyle: { color: colors['line-strong'] } } } : {}) }, { ...label, show: isLast, showMinLabel: spectrum.axis === 'wavelength', showMaxLabel: spectrum.axis === 'wavelength' }, false);
  };
  const { axisLabel, ...range } = scale.axis as { axisLabel: Shape };
  const yAxis = axis(colors, text('plot.intensity', { unit: spectrum.unit }), { ...range, nameGap: isNarrow ? 40 : 50 }, axisLabel);
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: colors['font-ui'] },
    grid: [grid({ ...edges, top: TOP, bottom }), ...(below ? [grid({ ...edges, height: DIFFERENCE, bottom: BOTTOM })] : [])],
    xAxis: [xAxis(!below, 0), ...(below ? [xAxis(true, 1)] : [])],
    yAxis: [yAxis, ...(below ? [differenceAxis(below, colors, isNarrow)] : [])],
    series: [...series, ...(below ? [curve(below, { width: 1, color: colors['series-4'] }, 4, { xAxisIndex: 1, yAxisIndex: 1, data: pairs(first, below, (value) => value) })] : [])],
  };
}

/**
 * Column and height in turn, as a chart takes them without an object for each; NaN is a gap. Of more columns than a screen has, the lowest and the highest of
 * each few, in their order: nothing that an eye could see is left out.
 */
export function pairs(first: number, values: Float64Array, of: (value: number) => number): Float64Array {
  const few = values.length > MOST_POINTS ? Math.ceil((2 * values.length) / MOST_POINTS) : 1;
  const out = new Float64Array(4 * Math.ceil(values.length / few));
  let n = 0;
  const put = (i: number): void => {
    out[n++] = first + i;
    out[n++] = Number.isNaN(values[i]) ? Number.NaN : of(values[i] as number);
  };
  for (let i = 0; i < values.length; i += few) {
    const end = Math.min(values.length, i + few);
    let [low, high, gap] = [i, i, -1];
    for (let k = i; k < end; k++) {
      const value = values[k] as number;
      if (Number.isNaN(value)) gap = k;
      if (!(value >= (values[low] as number))) low = k;
      if (!(value <= (values[high] as number))) high = k;
    }
    // A gap is seen, however narrow.
    if (gap >= 0) put(gap);
    else if (low === high) put(low);
    else for (const k of low < high ? [low, high] : [high, low]) put(k);
  }
  return out.subarray(0, n);
}

/** Other minus shown, in standard deviations of the shown one: the photons are the same, so the errors do not add. */
export function differenceOf(shown: Pick<Spectrum, 'flux' | 'error'>, other: Other): Float64Array {
  return other.flux.map((value, i) => (value - (shown.flux[i] ?? Number.NaN)) / (shown.error[i] ?? Number.NaN));
}

/** The wavelength at a place between columns. */
export function wavelengthAt({ x }: Spectrum, column: number): number {
  const low = Math.min(x.length - 2, Math.max(0, Math.floor(column)));
  const [from, to] = [x[low] ?? 0, x[low + 1] ?? 0];
  return from + (column - low) * (to - from);
}

/** The place of a wavelength between columns; NaN beyond the spectrum. */
export function columnOf(spectrum: Spectrum, angstrom: number): number {
  const { x } = spectrum;
  if (spectrum.axis !== 'wavelength' || angstrom < (x[0] ?? 0) || angstrom > (x.at(-1) ?? 0)) return Number.NaN;
  const near = nearest(x, angstrom);
  const low = Math.min(x.length - 2, (x[near] ?? 0) > angstrom ? Math.max(0, near - 1) : near);
  return low + (angstrom - (x[low] ?? 0)) / ((x[low + 1] ?? 0) - (x[low] ?? 0));
}

function wavelengthMarks(spectrum: Spectrum, from: number, to: number): number[] {
  if (spectrum.axis !== 'wavelength') return [];
  const [low, high] = [wavelengthAt(spectrum, Math.max(0, from)), wavelengthAt(spectrum, Math.min(spectrum.x.length - 1, to))];
  let step = niceStep(high - low);
  while ((high - low) / step > MOST_WAVELENGTH_MARKS) step *= 2;
  return Array.from({ length: MOST_WAVELENGTH_MARKS + 2 }, (_, i) => columnOf(spectrum, (Math.ceil(low / step) + i) * step)).filter((column) => column >= from && column <= to);
}

function differenceAxis(values: Float64Array, colors: Colors, isNarrow: boolean): Shape {
  const largest = values.filter(Number.isFinite).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const step = niceStep(largest) * 2;
  const max = Math.ceil((largest * 1.05) / step) * step;
  return axis(colors, text('viewer.difference'), { gridIndex: 1, min: -max, max, interval: max, nameGap: isNarrow ? 40 : 50 }, { formatter: (value: number) => number(value) });
}

function lineNames(spectrum: Spectrum, lines: readonly NamedLine[], colors: Colors): Shape {
  return once(
    'lines',
    ({ coordSys: { x: left, y, width, height } }, api) => {
      const children: Shape[] = [];
      let last = -Infinity;
      for (const { name, angstrom } of lines) {
        const column = columnOf(spectrum, angstrom);
        if (Number.isNaN(column)) continue;
        const at = api.coord([column, 1])[0];
        if (at < left || at > left + width) continue;
        children.push({ type: 'line', shape: { x1: at, y1: y, x2: at, y2: y + height }, style: { stroke: colors['text-3'], lineWidth: 1, lineDash: [1, 4] } });
        // A name that would lie on the one before gives way; its line stays.
        if (at - last < NAME_PX) continue;
        last = at;
        children.push({ type: 'text', x: at + 3, y: y + 2, rotation: Math.PI / 2, style: { text: name, fill: colors['text-2'], font: `11px ${colors['font-ui']}`, align: 'right', verticalAlign: 'top' } });
      }
      return { type: 'group', children };
    },
    { z: 3 },
  );
}
