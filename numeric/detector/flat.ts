import { ContractError, FitError } from '../errors.js';
import { assertSameGeometry, emptyFrame, MASK, type Frame } from '../frame.js';
import { clippedMean } from '../math/clipped-mean.js';
import { evaluateFit, fitSeries } from '../math/polynomial.js';
import { medianInPlace } from '../math/statistics.js';

/** A pixel that responds less than this share of its neighborhood is not corrected, it is lost. */
const LEAST_RESPONSE = 0.05;

/** What of a flat is the lamp and not the pixels. */
export interface NormalizeOptions {
  /** `mean`: divide by one number; `simple`: by one series along the dispersion axis; `full`: by one series per row. */
  readonly method: 'mean' | 'simple' | 'full';
  /** Degree of the Chebyshev series. */
  readonly order: number;
  /** Least response that is divided by, relative to the level taken out. */
  readonly minimum?: number;
}

/**
 * Takes the spectrum of the lamp out of a master flat: response = flat / level, where level is the mean of the frame, or a Chebyshev series of the column index
 * (mapped to [−1, 1], unweighted linear least squares) through the column medians, or through each row. Variance is divided by level².
 *
 * Pixels with a response below `minimum`, or where the level is not positive, carry MASK.LOW_FLAT; masked pixels of the flat stay masked and take no part.
 * The level's own error is left out: it averages over a whole column.
 *
 * @param flat Electron and electron², [ny × nx]; left unchanged.
 * @returns The response, unitless, its variance, and the mask; NaN where there is no answer.
 * @throws {FitError} `frames-unusable` if the flat has no light or too few usable columns for the order.
 * @throws {ContractError} if the order is no whole number from 0 on.
 *
 * One pass, and for `full` a fit a row.
 */
export function normalizeFlat(flat: Frame, { method, order, minimum = LEAST_RESPONSE }: NormalizeOptions): Frame {
  const { nx, ny } = flat.geometry;
  const out = emptyFrame(flat.geometry);
  const whole = method === 'full' ? undefined : method === 'mean' ? meanLevel(flat) : seriesThrough(columnMedians(flat), order);
  for (let y = 0; y < ny; y++) {
    const level = whole ?? seriesThrough(rowOf(flat, y), order);
    for (let x = 0; x < nx; x++) divideByLevel(flat, out, y * nx + x, level[x], minimum);
  }
  return out;
}

function divideByLevel(flat: Frame, out: Frame, p: number, level: number, minimum: number): void {
  out.mask[p] = flat.mask[p];
  const response = flat.flux[p] / level;
  if (!(level > 0) || !Number.isFinite(response)) {
    out.flux[p] = NaN;
    out.variance[p] = NaN;
    out.mask[p] |= level > 0 ? MASK.NO_DATA : MASK.LOW_FLAT;
    return;
  }
  out.flux[p] = response;
  out.variance[p] = flat.variance[p] / (level * level);
  if (response < minimum) out.mask[p] |= MASK.LOW_FLAT;
}

function meanLevel(flat: Frame): Float64Array {
  const { mean } = clippedMean(flat.flux.filter((_, p) => flat.mask[p] === 0), 1e6);
  if (!(mean > 0)) throw new FitError('frames-unusable', `The flat has a mean of ${mean.toFixed(1)} electrons: no light to normalize.`, { meanElectron: mean });
  return new Float64Array(flat.geometry.nx).fill(mean);
}

/** Columns read side by side: 16 float32 are one line of the processor's cache. */
const SIDE_BY_SIDE = 16;

/** Median of the usable pixels of every column; NaN for a column without any. */
function columnMedians(flat: Frame): Float64Array {
  const { nx, ny } = flat.geometry;
  const medians = new Float64Array(nx);
  const columns = Array.from({ length: SIDE_BY_SIDE }, () => new Float32Array(ny));
  for (let x0 = 0; x0 < nx; x0 += SIDE_BY_SIDE) {
    const width = Math.min(SIDE_BY_SIDE, nx - x0);
    const counts = new Uint32Array(width);
    for (let y = 0; y < ny; y++) {
      for (let k = 0, p = y * nx + x0; k < width; k++, p++) if (flat.mask[p] === 0) columns[k][counts[k]++] = flat.flux[p];
    }
    counts.forEach((count, k) => (medians[x0 + k] = medianInPlace(columns[k].subarray(0, count))));
  }
  return medians;
}

function rowOf(flat: Frame, y: number): Float64Array {
  const { nx } = flat.geometry;
  return Float64Array.from({ length: nx }, (_, x) => (flat.mask[y * nx + x] === 0 ? flat.flux[y * nx + x] : NaN));
}

/** The series through the finite values of a profile, evaluated at every index. */
function seriesThrough(profile: Float64Array, order: number): Float64Array {
  if (!(Number.isInteger(order) && order >= 0)) throw new ContractError(`flat: order ${order}`);
  const x = Float64Array.from(profile.keys()).filter((i) => Number.isFinite(profile[i]));
  if (x.length <= order) {
    throw new FitError('frames-unusable', `Only ${x.length} columns of the flat are usable; order ${order} needs ${order + 1}.`, { columns: x.length, order });
  }
  const fit = fitSeries({ kind: 'chebyshev', degree: order, x, y: Float64Array.from(x, (i) => profile[i]), domain: [0, Math.max(1, profile.length - 1)] });
  return Float64Array.from(profile.keys(), (i) => evaluateFit(fit, i));
}

/**
 * Divides by the response of the pixels, variances of both carried: σ² = (σ²(frame) + (flux/response)²·σ²(response)) / response².
 * Where the response is masked there is no answer: flux and variance are NaN, the mask takes the bits of the flat (LOW_FLAT, NO_DATA, …).
 *
 * @param frame Electron and electron², [ny × nx]; left unchanged.
 * @param normalizedFlat Response, unitless, of the very same pixels.
 * @throws {ContractError} if the geometries differ.
 */
export function divideFlat(frame: Frame, normalizedFlat: Frame): Frame {
  assertSameGeometry(frame.geometry, normalizedFlat.geometry, 'divideFlat');
  const out = emptyFrame(frame.geometry);
  for (let p = 0; p < out.flux.length; p++) {
    const response = normalizedFlat.flux[p];
    out.mask[p] = frame.mask[p] | normalizedFlat.mask[p];
    if (normalizedFlat.mask[p] !== 0) {
      out.flux[p] = NaN;
      out.variance[p] = NaN;
      continue;
    }
    const flux = frame.flux[p] / response;
    out.flux[p] = flux;
    out.variance[p] = (frame.variance[p] + flux * flux * normalizedFlat.variance[p]) / (response * response);
  }
  return out;
}
