import type { Frame, Spectrum } from '#numeric/frame';
import { extractAlongRows } from '#numeric/extraction/lamp';
import type { TargetSpectrum } from '../domain/products.js';
import { arcAlong } from './arc-along.js';

/** Fewer rows than this are no measure of the sky. */
const LEAST_ROWS = 2;

/**
 * The sky where a source fell, n samples: the mean of its sky zones along its trace, interpolated to its place, since the lines of a slit lean. What an extraction tells of the
 * sky is summed with the weights of each column, which differ where a line is bright, so that lines have another shape there. With a zone on one side only, or none, what fell on
 * the source itself is taken, whose lines lie on its continuum.
 */
export function skyAlong(frame: Frame, spectrum: TargetSpectrum): Pick<Spectrum, 'flux' | 'variance'> {
  const { rows } = spectrum.trace;
  const sides = spectrum.skyZones.map(([from, to]) => ({ offset: (from + to) / 2 - (rows[0] ?? NaN), halfWidth: (to - from) / 2 })).filter(({ halfWidth }) => 2 * halfWidth >= LEAST_ROWS);
  const below = sides.filter(({ offset }) => offset < 0).at(-1);
  const above = sides.find(({ offset }) => offset > 0);
  if (!below || !above) return arcAlong(frame, spectrum);
  const [lower, upper] = [below, above].map(({ offset, halfWidth }) => extractAlongRows(frame, rows.map((row) => row + offset), halfWidth)) as [Spectrum, Spectrum];
  const share = above.offset / (above.offset - below.offset);
  const both = (a: Float64Array, b: Float64Array, weight: number, other: number): Float64Array => a.map((value, x) => weight * value + other * (b[x] ?? NaN));
  return { flux: both(lower.flux, upper.flux, share, 1 - share), variance: both(lower.variance, upper.variance, share ** 2, (1 - share) ** 2) };
}
