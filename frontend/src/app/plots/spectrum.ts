import type { FileSpectrum } from '../api/client';

/** Why a pixel is masked, as people tell causes apart. */
export type Cause = 'saturated' | 'cosmic' | 'bad' | 'empty';

/** A spectrum as it is drawn: one value for each native pixel, NaN for "no answer". */
export interface Spectrum {
  /** Å, or pixels before wavelengths are known. */
  readonly axis: 'wavelength' | 'pixel';
  readonly unit: string;
  readonly x: Float64Array;
  readonly flux: Float64Array;
  /** One standard deviation. */
  readonly error: Float64Array;
  readonly sky: Float64Array;
  readonly masked: readonly { readonly index: number; readonly cause: Cause }[];
  readonly medianSnr: number;
}

/** Bits of the mask in products (README of numeric/): the first that is set names the cause. */
const BITS: readonly (readonly [number, Cause])[] = [
  [2, 'saturated'],
  [8, 'cosmic'],
  [4, 'bad'],
  [16, 'bad'],
  [32, 'bad'],
];
const UNITS: Readonly<Record<string, string>> = { electron: 'e⁻', adu: 'ADU' };

/** @throws Error for an answer without its arrays */
export function spectrumOf({ arrays, axis, unit }: FileSpectrum): Spectrum {
  const array = (name: string): Float64Array => {
    const values = arrays[name];
    if (!values) throw new Error(`the spectrum has no ${name}`);
    return Float64Array.from(values, (value) => value ?? Number.NaN);
  };
  const [flux, error, mask] = [array('flux'), array('uncertainty'), array('mask')];
  const masked = Array.from(mask, (bits, index) => ({ index, bits })).filter(({ bits, index }) => bits !== 0 || Number.isNaN(flux[index]));
  return {
    axis: axis === 'wavelength' ? 'wavelength' : 'pixel',
    unit: UNITS[unit] ?? unit,
    x: array(axis),
    flux,
    error,
    sky: array('sky'),
    masked: masked.map(({ index, bits }) => ({ index, cause: BITS.find(([bit]) => (bits & bit) !== 0)?.[1] ?? 'empty' })),
    medianSnr: median(Array.from(flux, (value, i) => value / (error[i] ?? Number.NaN))),
  };
}

/** Of the values that are numbers; NaN of none. */
export function median(values: ArrayLike<number>): number {
  // Typed arrays are sorted without a call for each pair.
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? Number.NaN : sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The pixel nearest to a value of the axis. */
export function nearest(x: Float64Array, value: number): number {
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] as number) > value) high = middle;
    else low = middle;
  }
  return Math.abs((x[high] as number) - value) < Math.abs((x[low] as number) - value) ? high : low;
}

/** A running mean over so many pixels, on the screen only; gaps stay gaps. */
export function smoothed(values: Float64Array, width: number): Float64Array {
  if (width <= 1) return values;
  const half = (width - 1) / 2;
  return values.map((value, i) => {
    if (Number.isNaN(value)) return value;
    const near = values.subarray(Math.max(0, Math.ceil(i - half)), Math.floor(i + half) + 1).filter(Number.isFinite);
    return near.reduce((sum, one) => sum + one, 0) / near.length;
  });
}

/** Widest window of a smoothed curve, pixels. */
const WIDEST = 99;

/** The window that was typed, made a whole number of pixels; the field says the one that is in force, also when it was that already. */
export function smoothingIn(event: Event): number {
  const field = event.target as HTMLInputElement;
  const width = Math.min(WIDEST, Math.max(1, Math.round(+field.value) || 1));
  field.value = String(width);
  return width;
}
