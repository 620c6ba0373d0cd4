import { FitError } from '../errors.js';
import { emptyFrame, MASK, sectionCovering, type Frame } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { referenceKernels } from '../kernels/reference.js';
import { clippedMean } from '../math/clipped-mean.js';
import { evaluateFit, fitSeries } from '../math/polynomial.js';
import { lampLevel, type LampLevel, type LampProfile } from './lamp-level.js';

/** A pixel that responds less than this share of its neighborhood is not corrected, it is lost. */
const LEAST_RESPONSE = 0.05;
/** No pixel of a CCD responds more than twice as well as its neighborhood: what it shows is not the lamp (a hot column, a ghost). */
const LARGEST_RESPONSE = 2;

/** What of a flat is the lamp and not the pixels. */
export interface NormalizeOptions {
  /** `mean`: divide by one number; `simple`: by one series along the dispersion axis; `full`: by that and one series per row. */
  readonly method: 'mean' | 'simple' | 'full';
  /** Degree of the Chebyshev series. */
  readonly order: number;
  /** Least response that is divided by, relative to the level taken out. */
  readonly minimum?: number;
}

/** The response of the pixels, and how well the lamp was told from them. */
export interface NormalizedFrame {
  readonly frame: Frame;
  readonly lamp: Pick<LampLevel, 'darkColumns' | 'outlyingColumns' | 'unfollowedColumns' | 'residualPercent'>;
  /** Pixels with MASK.LOW_FLAT or MASK.BAD_PIXEL, percent of all. */
  readonly lostPercent: number;
}

/**
 * Takes the spectrum of the lamp out of a master flat: response = flat / level, where level is the mean of the frame, or the lamp's spectrum by `lampLevel`; with `full`
 * that times a Chebyshev series through what is left of each row. Variance is divided by level².
 *
 * Pixels with a response below `minimum`, and columns too dark or too steep to know their pixels' response by, carry MASK.LOW_FLAT; those of more than twice the response
 * of their neighborhood MASK.BAD_PIXEL; masked pixels of the flat stay masked and take no part. The level's own error is left out: it averages over a whole column.
 *
 * @param flat Electron and electron², [ny × nx]; left unchanged.
 * @returns The response, unitless, its variance, and the mask; NaN where there is no answer.
 * @throws {FitError} `frames-unusable` if the flat has no light or too few usable columns for the order.
 * @throws {ContractError} if the order is no whole number from 0 on.
 *
 * Two passes, and for `full` a fit a row.
 */
export function normalizeFlat(flat: Frame, { method, order, minimum = LEAST_RESPONSE }: NormalizeOptions, kernels: Kernels = referenceKernels): NormalizedFrame {
  const { nx, ny } = flat.geometry;
  const out = emptyFrame(flat.geometry);
  const lamp = lampLevel(lampProfile(flat, kernels), method === 'mean' ? 0 : order);
  const level = method === 'mean' ? meanLevel(flat, lamp) : lamp.level;
  // By the mean the lamp's own spectrum stays in the response, and may be of any size.
  const maximum = method === 'mean' ? Infinity : LARGEST_RESPONSE;
  for (let y = 0; y < ny; y++) {
    const ofRow = method === 'full' ? rowLevel(flat, lamp, y, order) : level;
    divideByLevel(flat, out, y * nx, ofRow, minimum, maximum);
  }
  let lost = 0;
  for (let p = 0; p < out.mask.length; p++) if ((out.mask[p] & (MASK.LOW_FLAT | MASK.BAD_PIXEL)) !== 0) lost++;
  const { darkColumns, outlyingColumns, unfollowedColumns, residualPercent } = lamp;
  return { frame: out, lamp: { darkColumns, outlyingColumns, unfollowedColumns, residualPercent }, lostPercent: (100 * lost) / out.mask.length };
}

/** One row, from pixel `first` on; a level for each column. */
function divideByLevel(flat: Frame, out: Frame, first: number, levels: Float64Array, minimum: number, maximum: number): void {
  const { flux, variance, mask } = out;
  const { flux: light, variance: lightVariance, mask: before } = flat;
  for (let x = 0, p = first; x < levels.length; x++, p++) {
    const level = levels[x];
    const response = light[p] / level;
    mask[p] = before[p];
    if (!(level > 0) || !Number.isFinite(response)) {
      flux[p] = NaN;
      variance[p] = NaN;
      mask[p] |= level > 0 ? MASK.NO_DATA : MASK.LOW_FLAT;
      continue;
    }
    flux[p] = response;
    variance[p] = lightVariance[p] / (level * level);
    if (response < minimum) mask[p] |= MASK.LOW_FLAT;
    else if (response > maximum) mask[p] |= MASK.BAD_PIXEL;
  }
}

/** The mean of the frame at every column that has light. */
function meanLevel(flat: Frame, { level }: LampLevel): Float64Array {
  const { mean } = clippedMean(flat.flux.filter((_, p) => flat.mask[p] === 0), 1e6);
  if (!(mean > 0)) throw new FitError('frames-unusable', `The flat has a mean of ${mean.toFixed(1)} electrons: no light to normalize.`, { meanElectron: mean });
  return level.map((known) => (Number.isFinite(known) ? mean : NaN));
}

/** Median, noise and number of the usable pixels of every column; NaN for a column without any. */
function lampProfile(frame: Frame, kernels: Kernels): LampProfile {
  const { medians, variances, pixels } = kernels.columnLevels(frame, frame.geometry.nx);
  return { medians, pixelSigma: variances.map((sum, x) => Math.sqrt(sum / pixels[x])), pixels };
}

/** The lamp's level times the series through what is left of a row, weighted by 1/σ²; NaN for a row with too few usable pixels. */
function rowLevel(flat: Frame, { level, good }: LampLevel, y: number, order: number): Float64Array {
  const { nx } = flat.geometry;
  const at = (x: number): number => y * nx + x;
  const x = Float64Array.from({ length: nx }, (_, i) => i).filter((i) => good[i] === 1 && Number.isFinite(level[i]) && flat.mask[at(i)] === 0 && flat.variance[at(i)] > 0);
  if (x.length <= order) return new Float64Array(nx).fill(NaN);
  const fit = fitSeries({
    ...{ kind: 'chebyshev', degree: order, x, domain: [0, Math.max(1, nx - 1)] },
    y: x.map((i) => flat.flux[at(i)] / level[i]),
    weights: x.map((i) => level[i] ** 2 / flat.variance[at(i)]),
  });
  return level.map((value, i) => value * evaluateFit(fit, i));
}

/**
 * Divides by the response of the pixels, variances of both carried: σ² = (σ²(frame) + (flux/response)²·σ²(response)) / response².
 * Where the response is masked there is no answer: flux and variance are NaN, the mask takes the bits of the flat (LOW_FLAT, NO_DATA, …).
 *
 * @param frame Electron and electron², [ny × nx]; left unchanged.
 * @param normalizedFlat Response, unitless, of the same pixels or more: it is read where it lies under the frame.
 * @throws {ContractError} if it does not cover the frame, pixel on pixel.
 */
export function divideFlat(frame: Frame, normalizedFlat: Frame, kernels: Kernels = referenceKernels): Frame {
  return { geometry: frame.geometry, ...kernels.divideFlat(frame, normalizedFlat, sectionCovering(normalizedFlat.geometry, frame.geometry)) };
}
