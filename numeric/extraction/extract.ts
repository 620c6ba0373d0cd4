import { apertureWeights } from './aperture.js';
import type { Neighbor } from './column-light.js';
import { ContractError } from '../errors.js';
import { extractBlend, type Blend, type SourceOnSlit } from './extract-blend.js';
import { MASK, type Frame, type Spectrum } from '../frame.js';
import { PLAIN_HALF_FWHM } from './plain-columns.js';
import type { SpatialProfile } from './profile-curve.js';
import { ratioOfSums } from './ratio-of-sums.js';
import { skyAt, type SkyModel } from '../sky/model.js';
import { traceRow } from '../sources/trace.js';

export type { Neighbor } from './column-light.js';
export type { SourceOnSlit } from './extract-blend.js';

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
  readonly profile: SpatialProfile;
  readonly measured: ExtractionNumbers;
}

/** What the extraction found out about itself. */
export interface ExtractionNumbers {
  /** Pixels rejected as cosmic rays by the profile. */
  readonly rejectedPixels: number;
  /** Columns summed plainly because their light is not of the shape of the source. */
  readonly plainColumns: number;
  /** Columns in which saturated pixels hold more than a tenth of the light. */
  readonly saturatedColumns: number;
  /** χ² per degree of freedom of the profile within the core of the source; NaN where there was nothing to fit. */
  readonly profileChiSquare: number;
  /** Error of the scale of the whole spectrum that comes from the profile, relative (1 σ); it does not average out over columns, and is part of `variance`. */
  readonly scaleError: number;
  /** Optimal ÷ plain sum − 1 over the whole spectrum, and where it differs most along it beyond twice its error. */
  readonly optimalOverPlain: number;
  readonly worstOptimalOverPlain: number;
  /** Light of other sources under the profile, as a share of the light of the source. */
  readonly neighborShare: number;
}

/** What the noise model needs. */
export interface NoiseOptions {
  /** Read noise of the frame, electron per raw pixel. */
  readonly readNoiseElectron: number;
}

/** How an optimal extraction rejects. */
export interface OptimalOptions extends NoiseOptions {
  /** Pixels further than this from flux·profile are cosmic rays, σ. Default 5. */
  readonly rejectSigma?: number;
}

/** The aperture of a fractional extraction. */
export interface FractionalOptions extends OptimalOptions {
  /** Width of the aperture, FWHM. Default 2. */
  readonly widthFwhm?: number;
}

type Options = (OptimalOptions & { readonly kind: 'optimal' }) | (FractionalOptions & { readonly kind: 'fractional' });

/** Default limit of a cosmic ray, σ: chance alone reaches it in 3 of ten million pixels. */
const REJECT_SIGMA = 5;
/** Below this share of the light left unmasked a column has no answer: the rest would be a guess by the profile. */
const LEAST_SHARE = 0.25;
/** A column in which saturated pixels hold more than this of the light says so. */
const MOST_SATURATED = 0.1;
/** Sources nearer than this share light, FWHM; nearer than the other they are extracted together. */
const APART_FWHM = 12;
const BLENDED_FWHM = 4.5;

/**
 * Extracts the spectrum of a point source with the smallest possible variance: at each wavelength every pixel on the slit gives its own
 * estimate of the flux, and the estimates are averaged by how well each is known.
 *
 *     flux(x)     = Σy P·(D − S)/V ÷ Σy P²/V
 *     variance(x) = 1 ÷ Σy P²/V  +  variance of the sky, carried through the same weights  +  (flux · error of the scale)²
 *
 * V is a noise model, not the scattered pixel: base variance of the pixel plus the Poisson noise of sky and of the light of the source, which is taken from
 * the columns around where a column does not stand out of them. P is the pixel-averaged model of the target corrected by the data (`fitShape`) and sums to 1 with its wings,
 * so flux is all the light. Columns whose light is not of the shape of P are summed plainly within ±4 FWHM.
 * Departures from Horne: 1, not Σ P, stands above the line of the variance (right also when pixels are masked); the profile is smooth
 * in y and x together, so that it may cross rows; a ray is rejected one pixel at a time, only upward, only where it is narrower than an image, with 3 % of
 * flux·P allowed for the profile; the error of the profile is part of that of the flux.
 *
 * @param source target, trace and sky of one source.
 * @returns all arrays of nx values. Columns with less than a quarter of the light unmasked are NaN and NO_DATA; those that lost more than a tenth to saturation are SATURATED.
 * @throws {ContractError} if the sky was measured on a frame of another width.
 * Inputs are left unchanged. O(nx · rows of the profile).
 *
 * @see Horne 1986, PASP 98, 609 — https://doi.org/10.1086/131801; Marsh 1989, PASP 101, 1032
 */
export function extractOptimal(frame: Frame, source: SourceOnSlit, options: OptimalOptions): ExtractedSpectrum {
  return extractSources(frame, [source], { ...options, kind: 'optimal' })[0];
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
  return extractSources(frame, [source], { ...options, kind: 'fractional' })[0];
}

/**
 * Extracts every source of a frame. Sources within 4.5 FWHM of each other are extracted together: one profile, and in each column their fluxes by one system of equations,
 * so that the error of each has the neighbor's in it. The light of sources farther away is subtracted, first without knowing it, from the pixels nearest to each, then
 * once more with it; their profiles overlap by 0.1 %, and no error of theirs is carried.
 *
 * @returns spectra in the order of the sources; no answer is NaN and NO_DATA. @throws {ContractError} as the extractions of one source.
 *
 * @see Horne 1986, PASP 98, 609 — https://doi.org/10.1086/131801; Marsh 1989, PASP 101, 1032
 */
export function extractSources(frame: Frame, sources: readonly SourceOnSlit[], options: Options): ExtractedSpectrum[] {
  if (options.kind === 'fractional' && !((options.widthFwhm ?? 2) > 0)) throw new ContractError(`an aperture of ${options.widthFwhm} FWHM`);
  const { nx } = frame.geometry;
  const { readNoiseElectron, rejectSigma: sigma = REJECT_SIGMA } = options;
  const blends = blendsOf(sources, nx);
  const near = blends.map((blend, b) => blends.flatMap((other, c) => (b !== c && blend.some((i) => other.some((j) => distanceFwhm(sources[i], sources[j], nx) < APART_FWHM)) ? [c] : [])));
  const found: Blend[] = blends.map((blend, b) => {
    const apart = near[b].flatMap((c) => blends[c].map((j) => sources[j].trace));
    return extractBlend(frame, blend.map((i) => sources[i]), { readNoiseElectron, sigma, neighbors: [], apart });
  });
  const spectra: ExtractedSpectrum[] = [];
  blends.forEach((blend, b) => {
    const neighbors = near[b].flatMap((c) => found[c].profiles.map((profile, s): Neighbor => ({ flux: found[c].fluxes.flux[s], profile })));
    if (neighbors.length > 0) found[b] = extractBlend(frame, blend.map((i) => sources[i]), { readNoiseElectron, sigma, neighbors });
    blend.forEach((i, s) => (spectra[i] = finish(found[b], s, sources[i].sky, neighbors, options)));
  });
  return spectra;
}

/** Groups of sources that overlap, each in order of the list. */
function blendsOf(sources: readonly SourceOnSlit[], nx: number): number[][] {
  const group = sources.map((_, i) => i);
  sources.forEach((source, i) => {
    for (let j = 0; j < i; j++) {
      if (distanceFwhm(source, sources[j], nx) >= BLENDED_FWHM) continue;
      const [from, to] = [Math.max(group[i], group[j]), Math.min(group[i], group[j])];
      group.forEach((value, k) => value === from && (group[k] = to));
    }
  });
  return [...new Set(group)].map((label) => group.flatMap((value, i) => (value === label ? [i] : [])));
}

/** Least distance of two traces, in the larger FWHM. */
function distanceFwhm(a: SourceOnSlit, b: SourceOnSlit, nx: number): number {
  const fwhm = Math.max(a.target.fwhmPixel, b.target.fwhmPixel);
  return Math.min(...[0, nx >> 1, nx - 1].map((x) => Math.abs(traceRow(a.trace, x) - traceRow(b.trace, x)))) / fwhm;
}

type Arrays = { -readonly [K in Exclude<keyof ExtractedSpectrum, 'profile' | 'measured'>]: ExtractedSpectrum[K] };

/** The spectrum of source s of a blend, with its sky and its numbers. */
function finish(blend: Blend, s: number, sky: SkyModel, neighbors: readonly Neighbor[], options: Options): ExtractedSpectrum {
  const profile = blend.profiles[s];
  const { nx } = profile;
  const out = emptyResult(profile);
  const weight = new Float64Array(nx * profile.width);
  let plainColumns = 0;
  let saturatedColumns = 0;
  let rejectedPixels = 0;
  for (let x = 0; x < nx; x++) {
    const plain = options.kind === 'fractional' || blend.judgement.plain[s][x] === 1;
    if (plain) sumColumn(blend, s, x, options.kind === 'fractional' ? (options.widthFwhm ?? 2) / 2 : PLAIN_HALF_FWHM, out, weight);
    else takeColumn(blend, s, x, out, weight);
    if (options.kind === 'optimal') {
      plainColumns += Number(plain);
      rejectedPixels += plain ? 0 : blend.fluxes.rejected[x];
    }
    if (lostToSaturation(blend, s, x) > MOST_SATURATED) {
      out.mask[x] |= MASK.SATURATED;
      saturatedColumns++;
    }
    out.variance[x] += (blend.believed[s][x] * blend.scaleErrors[s][x]) ** 2;
  }
  addSky(weight, profile, sky, out);
  const { overall, worst } = ratioOfSums(blend, s);
  return {
    ...out,
    profile,
    measured: {
      rejectedPixels,
      plainColumns,
      saturatedColumns,
      profileChiSquare: blend.chiSquare,
      scaleError: scaleOf(blend, s),
      optimalOverPlain: overall,
      worstOptimalOverPlain: worst,
      neighborShare: neighborShare(blend, s, neighbors),
    },
  };
}

function emptyResult({ nx, fromRow, width }: SpatialProfile): Arrays {
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

/** The optimal flux of a column. */
function takeColumn({ fluxes }: Blend, s: number, x: number, out: Arrays, weight: Float64Array): void {
  const held = fluxes.held[s][x];
  out.apertureShare[x] = held;
  if (!(held >= LEAST_SHARE)) return;
  const width = weight.length / out.flux.length;
  out.flux[x] = fluxes.flux[s][x];
  out.variance[x] = fluxes.variance[s][x];
  for (let i = x * width; i < (x + 1) * width; i++) weight[i] = fluxes.weight[s][i];
}

/** The plain sum of a column within ±half FWHM, other sources of the blend subtracted. */
function sumColumn(blend: Blend, s: number, x: number, half: number, out: Arrays, weight: Float64Array): void {
  const { light, profiles, fluxes, believed, window } = blend;
  const { share, width, fromRow, rows, fwhms } = profiles[s];
  const reach = Math.min(half, (0.5 * (2 * window.reach - 1)) / fwhms[x]); // no wider than the rows held
  const [low, high] = [rows[x] - reach * fwhms[x], rows[x] + reach * fwhms[x]];
  const weights = apertureWeights(low, high, fromRow[x], width);
  let sum = 0;
  let variance = 0;
  let inside = 0;
  for (let k = 0; k < width; k++) {
    const i = x * width + k;
    if (!(light.pixelVariance[i] > 0) || weights[k] === 0) continue;
    let others = 0;
    let photons = light.under[i];
    for (let t = 0; t < profiles.length; t++) {
      photons += believed[t][x] * profiles[t].share[i];
      if (t !== s && fluxes.flux[t][x] > 0) others += fluxes.flux[t][x] * profiles[t].share[i];
    }
    sum += weights[k] * (light.light[i] - others);
    variance += weights[k] ** 2 * (light.base[i] + Math.max(0, photons) * light.inverseResponse[i]);
    inside += weights[k] * share[i];
  }
  out.apertureLow[x] = low;
  out.apertureHigh[x] = high;
  out.apertureShare[x] = inside;
  if (!(inside >= LEAST_SHARE)) return;
  for (let k = 0; k < width; k++) weight[x * width + k] = light.pixelVariance[x * width + k] > 0 ? weights[k] / inside : 0;
  out.flux[x] = sum / inside;
  out.variance[x] = variance / inside ** 2;
}

/** Share of the light of a source that falls on saturated pixels. */
function lostToSaturation({ light, profiles }: Blend, s: number, x: number): number {
  const { share, width } = profiles[s];
  let lost = 0;
  for (let i = x * width; i < (x + 1) * width; i++) if (light.mask[i] & MASK.SATURATED) lost += share[i];
  return lost;
}

function addSky(weight: Float64Array, { nx, width, fromRow, rows }: SpatialProfile, model: SkyModel, out: Arrays): void {
  for (let x = 0; x < nx; x++) {
    if (!Number.isFinite(out.flux[x])) {
      out.mask[x] |= MASK.NO_DATA;
      continue;
    }
    let total = 0;
    let sum = 0;
    let moment = 0;
    for (let k = 0; k < width; k++) {
      const w = weight[x * width + k];
      if (w === 0) continue;
      const t = fromRow[x] + k - rows[x];
      total += w * skyAt(model, x, t);
      sum += w;
      moment += w * t;
    }
    const variance = sum * sum * model.levelVariance[x] + 2 * sum * moment * model.covariance[x] + moment * moment * model.slopeVariance[x];
    out.sky[x] = total;
    out.skyVariance[x] = variance;
    out.variance[x] += variance;
  }
}

/** Error of the scale of the whole: mean over the columns, by their light. */
function scaleOf({ believed, scaleErrors }: Blend, s: number): number {
  let sum = 0;
  let total = 0;
  believed[s].forEach((flux, x) => {
    sum += flux * scaleErrors[s][x];
    total += flux;
  });
  return total > 0 ? sum / total : NaN;
}

/** Light of the other sources, weighed as that of source s is, over its own: Σ w·N ÷ F over all columns. */
function neighborShare({ fluxes, profiles, light }: Blend, s: number, neighbors: readonly Neighbor[]): number {
  const { nx, width, share, fromRow } = profiles[s];
  const others: readonly Neighbor[] = [...neighbors, ...profiles.flatMap((profile, t) => (t === s ? [] : [{ profile, flux: fluxes.flux[t] }]))];
  if (others.length === 0) return 0;
  let foreign = 0;
  let own = 0;
  for (let x = 0; x < nx; x++) {
    if (!(fluxes.flux[s][x] > 0)) continue;
    let information = 0;
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const i = x * width + k;
      if (!(fluxes.model[i] > 0) || !(light.pixelVariance[i] > 0)) continue;
      information += share[i] ** 2 / fluxes.model[i];
      for (const { profile, flux } of others) {
        const j = fromRow[x] + k - profile.fromRow[x];
        if (j >= 0 && j < profile.width && flux[x] > 0) sum += (share[i] * flux[x] * profile.share[x * profile.width + j]) / fluxes.model[i];
      }
    }
    if (!(information > 0)) continue;
    foreign += sum / information;
    own += fluxes.flux[s][x];
  }
  return own > 0 ? foreign / own : 0;
}
