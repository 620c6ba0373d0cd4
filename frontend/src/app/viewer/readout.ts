import type { Spectrum } from '../plots/spectrum';
import { number } from '../texts/numbers';
import { text, type PlainKey } from '../texts/text';
import type { FrameTiles } from './frame-tiles';

/** Names of the bits of a mask, as the README of numeric/ has them. */
const BITS: readonly (readonly [number, PlainKey])[] = [
  [1, 'plot.empty'],
  [2, 'plot.saturated'],
  [4, 'plot.bad'],
  [8, 'plot.cosmic'],
  [16, 'plot.bad'],
  [32, 'plot.bad'],
];

/** Why a pixel is masked, in words. */
export function maskWords(bits: number): string {
  const causes = BITS.filter(([bit]) => (bits & bit) !== 0).map(([, key]) => text(key));
  return causes.length === 0 ? text('viewer.unmasked') : [...new Set(causes)].join(', ');
}

/** What a pixel of the frame says, bold and plain in turn: value and error, place, mask. */
export function pixelWords(tiles: FrameTiles | undefined, at: { readonly x: number; readonly y: number }, hasVariance: boolean, unit: string): string[] {
  const [x, y] = [Math.round(at.x), Math.round(at.y)];
  const [value, variance, mask] = [tiles?.valueAt('flux', x, y), hasVariance ? tiles?.valueAt('variance', x, y) : undefined, tiles?.valueAt('mask', x, y)];
  const about = value?.isExact === false ? '≈ ' : '';
  const error = variance && Number.isFinite(variance.value) ? ` ± ${number(Math.sqrt(variance.value), 1)}` : '';
  return [value === undefined ? '' : Number.isFinite(value.value) ? `${about}${number(value.value, 1)}${error} ${unit}` : text('plot.empty'), text('viewer.row', { x, y }), '', mask === undefined ? '' : maskWords(mask.value)];
}

/** What a column of the spectrum says, bold and plain in turn. */
export function columnWords({ x, flux, error, sky, unit, axis }: Spectrum, column: number): string[] {
  const i = Math.min(x.length - 1, Math.max(0, Math.round(column)));
  const value = (of: Float64Array): number => of[i] ?? Number.NaN;
  const snr = value(flux) / value(error);
  return [
    axis === 'wavelength' ? `${value(x).toFixed(2)} Å` : text('plot.pixel', { n: i }),
    axis === 'wavelength' ? text('plot.pixel', { n: i }) : '',
    Number.isNaN(value(flux)) ? text('plot.empty') : text('plot.value', { value: number(value(flux)), error: number(value(error)), unit }),
    text('plot.sn.short', { n: Number.isFinite(snr) ? Math.round(snr) : '–' }),
    '',
    text('plot.sky.short', { n: Number.isFinite(value(sky)) ? number(value(sky)) : '–' }),
  ];
}
