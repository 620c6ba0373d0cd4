import type { ArcLines } from './arc-lines.js';
import { quantile } from '../math/statistics.js';

/** The width is measured on the brightest lines, this share of all and no fewer than so many; blends only widen lines, so a low quantile of theirs is that of one line. */
const BRIGHT = { share: 2 / 3, least: 8 };
const WIDTH_QUANTILE = 0.4;
/** A pixel of width 1 adds about this to the square of the FWHM of a line, pixel². */
const PIXEL_SQUARED = 0.7;

/** 2·√(2·ln 2), of a Gaussian. */
export const FWHM_PER_SIGMA = 2.3548;

/** Full width at half maximum of a line that the lamp does not widen, as the samples show it; samples. NaN without lines. */
export function lineWidth({ lines, imageWidthPixel }: Pick<ArcLines, 'lines' | 'imageWidthPixel'>): number {
  if (imageWidthPixel !== undefined) return imageWidthPixel; // a box is as wide with the pixel as without
  if (lines.length === 0) return NaN;
  const usable = lines.some(({ saturated }) => !saturated) ? lines.filter(({ saturated }) => !saturated) : lines;
  const brightest = [...usable].sort((a, b) => b.amplitude - a.amplitude).slice(0, Math.max(BRIGHT.least, Math.floor(BRIGHT.share * usable.length)));
  return Math.sqrt(quantile(Float64Array.from(brightest, ({ fwhmPixel }) => fwhmPixel), WIDTH_QUANTILE) ** 2 + PIXEL_SQUARED);
}
