import { madSigma, median } from '../math/statistics.js';
import type { SolutionLine } from './solve.js';

/** Fewer lines of an element than this do not tell where it stands. */
const LEAST_LINES = 3;
/** The error of the median of n normal values is this times σ/√n. */
const MEDIAN_ERROR = 1.2533;

/**
 * The largest difference between two elements of one exposure in where they put the wavelengths: medians of the residuals of their lines, the rejected ones too. Lamps
 * that fill the pupil differently are imaged to different places; then no solution serves both, and the sky is a third.
 *
 * @returns samples, and its error (1 σ); undefined where fewer than two elements have three lines.
 */
export function elementOffset(lines: readonly SolutionLine[]): { readonly offsetPixel: number; readonly errorPixel: number } | undefined {
  const measured = [...Map.groupBy(lines, ({ element }) => element).values()].filter((group) => group.length >= LEAST_LINES).map((group) => {
    const residuals = Float64Array.from(group, ({ residualPixel }) => residualPixel);
    return { middle: median(residuals), error: (MEDIAN_ERROR * madSigma(residuals)) / Math.sqrt(residuals.length) };
  });
  if (measured.length < 2) return undefined;
  const sorted = measured.sort((a, b) => a.middle - b.middle);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  return { offsetPixel: last.middle - first.middle, errorPixel: Math.hypot(first.error, last.error) };
}
