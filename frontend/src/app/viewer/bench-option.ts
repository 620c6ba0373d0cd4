import type { EChartsCoreOption } from 'echarts/core';
import { axis, grid, LEFT, once, type Shape } from '../plots/axis';
import { differenceInSigma } from '../plots/difference';
import { PROFILE } from '../plots/frame-option';
import { band, maskLane, ribbon } from '../plots/marks';
import { median, nearest, smoothed, type Spectrum } from '../plots/spectrum';
import { niceStep } from '../plots/spectrum-option';
import { number } from '../texts/numbers';
import { text } from '../texts/text';
import type { Colors } from '../theme/colors';
import { heights, type Heights, type IntensityScale } from './intensity-scale';
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

/** How high curves go, and what is drawn below them. */
export interface BenchPanels {
  readonly scale: Heights;
  /** Later minus earlier, σ, of the columns that are seen: `values` where the chart draws it. */
  readonly difference: { readonly values: Float64Array | undefined; readonly max: number } | undefined;
}

/** Room above and below, px; the edges at the sides are those of the frame. */
const [TOP, BOTTOM, DIFFERENCE, BETWEEN] = [8, 40, 92, 14];
/** Names nearer than this give way, px. */
const NAME_PX = 13;
const MOST_WAVELENGTH_MARKS = 9;
/** Of a curve; twice the pixels that the plot has across. */
const MOST_POINTS = 2400;
/** Width of what a hand draws, px. */
export const PREVIEW_PX = 1.5;

/** Left and right edges of every panel, px. */
export function edgesOf(isNarrow: boolean): { left: number; right: number } {
  return isNarrow ? { left: LEFT.narrow, right: 12 } : { left: LEFT.wide, right: 16 + PROFILE.width + PROFILE.gap };
}

/** First and last column that are seen. */
export function seen({ x }: Spectrum, { from, to }: Pick<BenchLook, 'from' | 'to'>): [number, number] {
  return [Math.max(0, Math.floor(from)), Math.min(x.length - 1, Math.ceil(to))];
}

/** The axes that hold all that is seen. */
export function panelsOf({ spectrum, preview, other }: BenchCurves, look: BenchLook): BenchPanels {
  const [first, last] = seen(spectrum, look);
  const cut = (values: Float64Array): Float64Array => values.subarray(first, last + 1);
  const compared = preview ?? other;
  const [flux, beside] = [cut(spectrum.flux), compared ? cut(compared.flux) : new Float64Array(0)];
  const all = new Float64Array(flux.length + beside.length);
  all.set(flux);
  all.set(beside, flux.length);
  const scale = heights(look.scale, all, median(cut(spectrum.error)));
  // What a hand draws is later than what is here, another version is older.
  const values = preview ? differenceInSigma(preview, spectrum) : other ? differenceInSigma(spectrum, other) : undefined;
  return { scale, difference: values && { values: cut(values), max: differenceMax(cut(values)) } };
}

/** Places of the panels in a plot so large, px: of the curves, and of the difference. */
export function panelPlaces({ width, height }: { width: number; height: number }, isNarrow: boolean, hasDifference: boolean): { curves: PanelPlace; difference: PanelPlace } {
  const { left, right } = edgesOf(isNarrow);
  const bottom = BOTTOM + (hasDifference ? DIFFERENCE + BETWEEN : 0);
  return { curves: { left, top: TOP, width: width - left - right, height: height - TOP - bottom }, difference: { left, top: height - BOTTOM - DIFFERENCE, width: width - left - right, height: DIFFERENCE } };
}

export interface PanelPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Spectrum and difference over the columns of the frame: a column lies under its column, and the axis says which wavelength that is. Pure. */
export function benchOption(curves: BenchCurves, look: BenchLook, { scale, difference }: BenchPanels = panelsOf(curves, look)): EChartsCoreOption {
  const { spectrum, preview, other, lines } = curves;
  const { colors, isNarrow, from, to } = look;
  const [first, last] = seen(spectrum, look);
  const cut = (values: Float64Array): Float64Array => values.subarray(first, last + 1);
  const shown: Spectrum = { ...spectrum, x: Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i), flux: cut(spectrum.flux), error: cut(spectrum.error), sky: cut(spectrum.sky), masked: spectrum.masked.filter(({ index }) => index >= first && index <= last).map(({ index, cause }) => ({ index: index - first, cause })) };
  const curve = (values: Float64Array, style: Shape, z: number, more: Shape = {}): Shape => ({ type: 'line', dimensions: ['column', 'value'], data: pairs(first, values, scale.of), showSymbol: false, connectNulls: false, silent: true, animation: false, z, lineStyle: style, ...more });
  const lifted: Spectrum = { ...shown, flux: shown.flux.map(scale.of), error: shown.flux.map((value, i) => (scale.of(value + (shown.error[i] ?? Number.NaN)) - scale.of(value - (shown.error[i] ?? Number.NaN))) / 2) };
  const series = [
    ...(look.hasBand ? [band(lifted, -Infinity, colors)] : []),
    ...(spectrum.axis === 'wavelength' ? [ribbon(from, to, (column) => wavelengthAt(spectrum, column))] : []),
    maskLane(shown, colors),
    ...(look.hasSky ? [curve(shown.sky, { width: 1, color: colors['plot-sky'], type: [4, 2] }, 2)] : []),
    curve(smoothed(shown.flux, look.smoothing), { width: isNarrow ? 0.8 : 1.25, color: colors['series-1'] }, 4),
    ...(other ? [curve(smoothed(cut(other.flux), look.smoothing), { width: 1.25, color: colors['series-2'], type: [5, 3] }, 5)] : []),
    ...(preview ? [curve(smoothed(cut(preview.flux), look.smoothing), { width: PREVIEW_PX, color: colors['series-5'] }, 6)] : []),
    ...(lines.length > 0 ? [lineNames(spectrum, lines, colors)] : []),
  ];
  const { axisLabel, ...range } = scale.axis as { axisLabel: Shape };
  const edges = edgesOf(isNarrow);
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: colors['font-ui'] },
    grid: [grid({ ...edges, top: TOP, bottom: BOTTOM + (difference ? DIFFERENCE + BETWEEN : 0) }), ...(difference ? [grid({ ...edges, height: DIFFERENCE, bottom: BOTTOM })] : [])],
    xAxis: [columnAxis(spectrum, look, 0, difference === undefined), ...(difference ? [columnAxis(spectrum, look, 1, true)] : [])],
    yAxis: [axis(colors, text('plot.intensity', { unit: spectrum.unit }), { ...range, nameGap: isNarrow ? 40 : 50 }, axisLabel), ...(difference ? [differenceAxis(difference.max, colors, isNarrow)] : [])],
    series: [...series, ...(difference?.values ? [curve(difference.values, { width: 1, color: colors['series-4'] }, 4, { xAxisIndex: 1, yAxisIndex: 1, data: pairs(first, difference.values, (value) => value) })] : [])],
  };
}

/** Columns, marked by round wavelengths where these are known; only the lowest panel says so. */
function columnAxis(spectrum: Spectrum, { colors, from, to }: BenchLook, index: number, isLast: boolean): Shape {
  const isCalibrated = spectrum.axis === 'wavelength';
  const marks = wavelengthMarks(spectrum, from, to);
  const label = isCalibrated ? { formatter: (column: number) => number(Math.round(wavelengthAt(spectrum, column))), customValues: marks } : { formatter: (column: number) => number(column) };
  const ticks = isCalibrated ? { axisTick: { show: true, length: 4, customValues: marks, lineStyle: { color: colors['line-strong'] } } } : {};
  return axis(colors, isLast ? text(isCalibrated ? 'plot.wavelength' : 'plot.dispersion') : '', { gridIndex: index, min: from, max: to, nameGap: 24, ...ticks }, { ...label, show: isLast, showMinLabel: isCalibrated, showMaxLabel: isCalibrated }, false);
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

/** The end of an axis of differences, σ: it changes in steps, not with every value. */
function differenceMax(values: Float64Array): number {
  const largest = values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1);
  const step = niceStep(largest) * 2;
  return Math.ceil((largest * 1.05) / step) * step;
}

function differenceAxis(max: number, colors: Colors, isNarrow: boolean): Shape {
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
