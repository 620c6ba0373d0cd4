import { apertureWeights } from './aperture.js';
import { ContractError } from '../errors.js';
import { MASK, type Frame, type Spectrum } from '../frame.js';
import { optimalColumn, type ColumnBuffers, type Rejection } from './optimal-column.js';
import { skyAt, type SkyModel } from '../sky/model.js';
import { fitProfile, modelProfile, profileFrame, type SpatialProfile } from './spatial-profile.js';
import type { Target } from '../sources/targets.js';
import { traceRow, type Trace } from '../sources/trace.js';

/** The spectrum of one source: electron, native columns. No answer is NaN and NO_DATA. Arrays have nx values. */
export interface ExtractedSpectrum extends Spectrum {
  /** All light of the source, the wings outside the aperture included. */
  readonly flux: Float64Array;
  readonly variance: Float64Array;
  /** Sky under the source summed with the weights of the flux, electron, and the variance its measurement adds (part of `variance`). */
  readonly sky: Float64Array;
  readonly skyVariance: Float64Array;
  readonly mask: Uint8Array;
  /** Rows of the aperture in each column, pixel k covering k − ½ … k + ½. For an optimal extraction, the rows the profile holds. */
  readonly apertureLow: Float64Array;
  readonly apertureHigh: Float64Array;
  /** Share of the light of the source inside the aperture (unmasked pixels only); `flux` has been divided by it. */
  readonly apertureShare: Float64Array;
  /** Pixels rejected as cosmic rays by the profile. */
  readonly rejected: number;
  readonly profile: SpatialProfile;
}

/** A source and what was found about it in its frame. */
export interface SourceOnSlit {
  readonly target: Target;
  readonly trace: Trace;
  readonly sky: SkyModel;
}

/** A source already extracted, so that its light can be taken from under another. */
export interface Neighbor {
  readonly flux: Float64Array;
  readonly profile: SpatialProfile;
}

/** What the noise model needs. */
export interface NoiseOptions {
  /** Read noise of the frame, electron per raw pixel. */
  readonly readNoiseElectron: number;
  /** Other sources whose light is subtracted first (its noise stays). Default none; `extractSources` fills it in. */
  readonly neighbors?: readonly Neighbor[];
}

/** How an optimal extraction rejects. */
export interface OptimalOptions extends NoiseOptions {
  /** Pixels further than this from flux·profile are cosmic rays, σ. Default 5. */
  readonly rejectSigma?: number;
}

/** The aperture of a fractional extraction. */
export interface FractionalOptions extends NoiseOptions {
  /** Width of the aperture, FWHM. Default 2. */
  readonly widthFwhm?: number;
}

/** Default limit of a cosmic ray, σ: chance alone reaches it in 3 of ten million pixels. */
const REJECT_SIGMA = 5;
/** Below this share of the light left unmasked a column has no answer: the rest would be a guess by the profile. */
const LEAST_SHARE = 0.25;
/**
 * Profile and flux are each found from the other, and cosmic rays from both. At first the profile is a guess, and what stands out may be the
 * source itself: it may be wrong by 30 %, corrected once by 10 %, at last by 3 %.
 */
const FIRST_DOUBT = 0.3;
const LATER_DOUBTS = [0.1, 0.03];

/**
 * Extracts the spectrum of a point source with the smallest possible variance: at each wavelength every pixel on the slit gives its own
 * estimate of the flux, and the estimates are averaged by how well each is known.
 *
 *     flux(x)     = Σy P·(D − S)/V ÷ Σy P²/V
 *     variance(x) = 1 ÷ Σy P²/V  +  variance of the sky, carried through the same weights
 *
 * V is a noise model, not the scattered pixel: base variance of the pixel plus the Poisson noise of sky + flux·P, repeated until flux and V agree.
 * The response r by which the frame was divided is read back from its variance, variance = (read noise)²/r² + max(flux, 0)/r.
 * P is the pixel-averaged model of the target corrected by the data (`fitProfile`) and sums to 1 with its wings, so flux is all the light.
 * Departures from Horne: 1, not Σ P, stands above the line of the variance (right also when pixels are masked); the profile is smooth
 * in y and x together, so that it may cross rows; the worst pixel is rejected first, one at a time, only upward, with 3 % of
 * flux·P allowed for the profile.
 *
 * @param source target, trace and sky of one source.
 * @returns all arrays of nx values. Columns with less than a quarter of the light unmasked are NaN and NO_DATA.
 * @throws {ContractError} if the sky was measured on a frame of another width.
 * Inputs are left unchanged. O(nx · rows of the profile).
 *
 * @see Horne 1986, PASP 98, 609 — https://doi.org/10.1086/131801; Marsh 1989, PASP 101, 1032
 */
export function extractOptimal(frame: Frame, source: SourceOnSlit, options: OptimalOptions): ExtractedSpectrum {
  const { nx } = frame.geometry;
  const sigma = options.rejectSigma ?? REJECT_SIGMA;
  const shape = profileFrame(source.target, source.trace, nx);
  let profile = modelProfile(shape);
  const buffers = gatherColumns(frame, profile, source.sky, options);
  const result = emptyResult(profile);
  let rejected = sweep(buffers, profile, result, { sigma, doubt: FIRST_DOUBT });
  for (const doubt of LATER_DOUBTS) {
    profile = fitProfile(shape, { light: buffers.light, variance: buffers.model, electrons: result.flux });
    rejected = sweep(buffers, profile, result, { sigma, doubt });
  }
  addSky(buffers.weight, profile, source.sky, result);
  return { ...result, profile, rejected };
}

/**
 * Extracts the spectrum by summing the sky-subtracted pixels of an aperture that follows the trace, those at its ends in part. Masked pixels and
 * rows beyond the slit are made up for by the profile, and so is the light outside the aperture: the sum is divided by the
 * share of the profile on the pixels summed. Not optimal, but blind to small errors of the profile.
 *
 * Cosmic rays are not rejected here; mask them before.
 *
 * @returns as `extractOptimal`; columns with less than a quarter of the light on usable pixels are NaN and NO_DATA.
 * @throws {ContractError} if the aperture is not wider than 0, or the sky was measured on a frame of another width.
 * Inputs are left unchanged. O(nx · rows of the profile).
 */
export function extractFractional(frame: Frame, source: SourceOnSlit, options: FractionalOptions): ExtractedSpectrum {
  const { nx } = frame.geometry;
  const widthFwhm = options.widthFwhm ?? 2;
  if (!(widthFwhm > 0)) throw new ContractError(`an aperture of ${widthFwhm} FWHM`);
  const { profile } = extractOptimal(frame, source, options);
  const buffers = gatherColumns(frame, profile, source.sky, options);
  const result = emptyResult(profile);
  const { width, share, fromRow, rows, fwhms } = profile;
  const half = Math.min(0.5 * widthFwhm, 0.5 * (width - 2) / Math.max(...fwhms)); // no wider than the rows held
  for (let x = 0; x < nx; x++) {
    const [low, high] = [rows[x] - half * fwhms[x], rows[x] + half * fwhms[x]];
    const weights = apertureWeights(low, high, fromRow[x], width);
    let [sum, variance, inside] = [0, 0, 0];
    for (let k = 0; k < width; k++) {
      const i = x * width + k;
      if (!(buffers.pixelVariance[i] > 0) || weights[k] === 0) continue;
      sum += weights[k] * buffers.light[i];
      variance += weights[k] ** 2 * buffers.pixelVariance[i];
      inside += weights[k] * share[i];
    }
    result.apertureLow[x] = low;
    result.apertureHigh[x] = high;
    result.apertureShare[x] = inside;
    const usable = inside >= LEAST_SHARE;
    for (let k = 0; k < width; k++) buffers.weight[x * width + k] = usable && buffers.pixelVariance[x * width + k] > 0 ? weights[k] / inside : 0;
    result.flux[x] = usable ? sum / inside : NaN;
    result.variance[x] = usable ? variance / inside ** 2 : NaN;
  }
  addSky(buffers.weight, profile, source.sky, result);
  return { ...result, profile, rejected: 0 };
}

/** Sources nearer than this share light, FWHM. */
const APART_FWHM = 12;
/** Passes of taking the light of each from under the others; each lowers what is left by the overlap of the profiles. */
const PASSES = 3;

/**
 * Extracts every source of a frame, each with the light of the others subtracted: first by their model profiles and the pixels nearest to each,
 * then in turns, profiles learned from the data. Sources that stand alone are extracted once. The error of the light subtracted is not
 * carried into the variance: of the light of a neighbor (Moffat, exponent 3) the profile picks up
 * 0.5 % at a distance of 3 FWHM and 12 % at 1.5.
 *
 * @returns spectra in the order of the sources; no answer is NaN and NO_DATA. @throws {ContractError} as the extractions of one source.
 */
export function extractSources(
  frame: Frame,
  sources: readonly SourceOnSlit[],
  options: (OptimalOptions & { readonly kind: 'optimal' }) | (FractionalOptions & { readonly kind: 'fractional' }),
): ExtractedSpectrum[] {
  const finish = (source: SourceOnSlit, neighbors: readonly Neighbor[]): ExtractedSpectrum =>
    options.kind === 'optimal' ? extractOptimal(frame, source, { ...options, neighbors }) : extractFractional(frame, source, { ...options, neighbors });
  const near = sources.map((source, i) => sources.flatMap((other, j) => (j !== i && areNear(source, other, frame.geometry.nx) ? [j] : [])));
  const found = new Map<number, Neighbor>();
  const others = (i: number): Neighbor[] => near[i].flatMap((j) => found.get(j) ?? []);
  sources.forEach((source, i) => {
    if (near[i].length > 0) found.set(i, firstGuess(frame, source, near[i].map((j) => sources[j]), options));
  });
  for (let pass = 1; pass < PASSES; pass++) {
    sources.forEach((source, i) => {
      if (near[i].length > 0) found.set(i, extractOptimal(frame, source, { ...options, neighbors: others(i) }));
    });
  }
  return sources.map((source, i) => finish(source, others(i)));
}

function areNear(a: SourceOnSlit, b: SourceOnSlit, nx: number): boolean {
  const middle = nx >> 1;
  const fwhm = Math.max(a.target.fwhmPixel, b.target.fwhmPixel);
  return [0, middle, nx - 1].some((x) => Math.abs(traceRow(a.trace, x) - traceRow(b.trace, x)) < APART_FWHM * fwhm);
}

/** Flux by the model profile from the pixels nearer to this source than to any other. */
function firstGuess(frame: Frame, source: SourceOnSlit, others: readonly SourceOnSlit[], { readNoiseElectron }: NoiseOptions): Neighbor {
  const { nx } = frame.geometry;
  const profile = modelProfile(profileFrame(source.target, source.trace, nx));
  const buffers = gatherColumns(frame, profile, source.sky, { readNoiseElectron });
  const { width, fromRow, rows } = profile;
  for (const other of others) {
    for (let x = 0; x < nx; x++) {
      const middle = 0.5 * (rows[x] + traceRow(other.trace, x));
      for (let k = 0; k < width; k++) if (fromRow[x] + k > middle !== rows[x] > middle) buffers.pixelVariance[x * width + k] = 0;
    }
  }
  const result = emptyResult(profile);
  sweep(buffers, profile, result, { sigma: REJECT_SIGMA, doubt: FIRST_DOUBT });
  return { flux: result.flux, profile };
}

type Result = { -readonly [K in Exclude<keyof ExtractedSpectrum, 'profile' | 'rejected'>]: ExtractedSpectrum[K] };

function emptyResult({ nx, fromRow, width }: SpatialProfile): Result {
  const nans = (): Float64Array => new Float64Array(nx).fill(NaN);
  return {
    flux: nans(),
    variance: nans(),
    sky: nans(),
    skyVariance: nans(),
    mask: new Uint8Array(nx),
    apertureLow: Float64Array.from(fromRow, (row) => row - 0.5),
    apertureHigh: Float64Array.from(fromRow, (row) => row + width - 0.5),
    apertureShare: nans(),
  };
}

/**
 * Copies the rows of the profile column by column: light above the sky and the neighbors, and the parts of the noise model.
 * Unusable pixels get variance 0.
 */
function gatherColumns(frame: Frame, profile: SpatialProfile, sky: SkyModel, { readNoiseElectron, neighbors = [] }: NoiseOptions): ColumnBuffers {
  const { nx, width, fromRow, rows } = profile;
  const { ny } = frame.geometry;
  if (sky.mask.length !== nx) throw new ContractError(`a sky of ${sky.mask.length} columns for a frame of ${nx}`);
  const buffers = emptyBuffers(nx * width);
  const readVariance = readNoiseElectron ** 2;
  for (let x = 0; x < nx; x++) {
    if (sky.mask[x] !== 0) continue;
    for (let k = Math.max(0, -fromRow[x]); k < width && fromRow[x] + k < ny; k++) {
      const y = fromRow[x] + k;
      const i = y * nx + x;
      if (frame.mask[i] !== 0) continue;
      const o = x * width + k;
      const flux = frame.flux[i];
      let under = skyAt(sky, x, y - rows[x]);
      for (const neighbor of neighbors) under += lightOf(neighbor, x, y);
      const photons = Math.max(flux, 0);
      // variance = R²q² + photons·q, solved for q = 1/response in the form that does not cancel.
      const q = (2 * frame.variance[i]) / (photons + Math.sqrt(photons * photons + 4 * readVariance * frame.variance[i]));
      buffers.light[o] = flux - under;
      buffers.sky[o] = under;
      buffers.inverseResponse[o] = q;
      buffers.base[o] = Math.max(frame.variance[i] - photons * q, 1e-6 * frame.variance[i]);
      buffers.pixelVariance[o] = frame.variance[i];
    }
  }
  return buffers;
}

function emptyBuffers(size: number): ColumnBuffers {
  const zeros = (): Float64Array => new Float64Array(size);
  return { light: zeros(), sky: zeros(), base: zeros(), inverseResponse: zeros(), pixelVariance: zeros(), model: zeros(), weight: zeros() };
}

function lightOf({ flux, profile }: Neighbor, x: number, y: number): number {
  const k = y - profile.fromRow[x];
  if (k < 0 || k >= profile.width || !(flux[x] > 0)) return 0;
  return flux[x] * profile.share[x * profile.width + k];
}

function sweep(buffers: ColumnBuffers, profile: SpatialProfile, result: Result, rejection: Rejection): number {
  let rejected = 0;
  for (let x = 0; x < profile.nx; x++) {
    const column = optimalColumn(buffers, profile.share, x * profile.width, profile.width, rejection);
    const usable = column.share >= LEAST_SHARE;
    if (!usable) buffers.weight.fill(0, x * profile.width, (x + 1) * profile.width);
    result.flux[x] = usable ? column.flux : NaN;
    result.variance[x] = usable ? column.variance : NaN;
    result.apertureShare[x] = column.share;
    rejected += column.rejected;
  }
  return rejected;
}

/** Sky summed with the weights of the flux, and its error, which all pixels of a column share. */
function addSky(weight: Float64Array, { nx, width, fromRow, rows }: SpatialProfile, model: SkyModel, result: Result): void {
  for (let x = 0; x < nx; x++) {
    if (!Number.isFinite(result.flux[x])) {
      result.mask[x] |= MASK.NO_DATA;
      continue;
    }
    let [total, sum, moment] = [0, 0, 0];
    for (let k = 0; k < width; k++) {
      const w = weight[x * width + k];
      const t = fromRow[x] + k - rows[x];
      total += w * skyAt(model, x, t);
      sum += w;
      moment += w * t;
    }
    const variance = sum * sum * model.levelVariance[x] + 2 * sum * moment * model.covariance[x] + moment * moment * model.slopeVariance[x];
    result.sky[x] = total;
    result.skyVariance[x] = variance;
    result.variance[x] += variance;
  }
}
