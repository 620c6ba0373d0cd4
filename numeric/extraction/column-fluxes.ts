import { invertSymmetric } from '../math/linear-algebra.js';
import { expectInto, leaveOver, noiseAlone, noiseInto, standsOut, sumHeld, sumProducts, weighInto } from './column-loops.js';
import type { ColumnLight } from './column-light.js';
import type { SpatialProfile } from './profile-curve.js';

/** What is found in the columns of a blend; arrays of nx values a source, or of nx · width pixels. */
export interface ColumnFluxes {
  /** Electron, and electron²; NaN where no pixel can be used. */
  readonly flux: readonly Float64Array[];
  readonly variance: readonly Float64Array[];
  /** Share of each profile on the pixels used. */
  readonly held: readonly Float64Array[];
  /** Weight of each pixel's light in each flux. */
  readonly weight: readonly Float64Array[];
  /** Variance of the noise model, electron²; 0 where a pixel is not used or was rejected. */
  readonly model: Float64Array;
  /** Pixels taken for cosmic rays in each column. */
  readonly rejected: Uint16Array;
  /** 1 where something stands above the profile that is as broad as an image: light of another shape, or a broad ray. */
  readonly broad: Uint8Array;
}

/** What is taken for a cosmic ray. */
export interface Rejection {
  /** Pixels above flux·profile by more than this are cosmic rays, σ. */
  readonly sigma: number;
  /** How wrong the profile may be, as a share of itself, without its light being taken for a cosmic ray. */
  readonly doubt: number;
  /** Whether a ray must be narrower along the slit than any image: then light of another shape than the profile is no ray. */
  readonly sharp: boolean;
  /** Whether the weights of the pixels are wanted. */
  readonly weights: boolean;
}

/** Of the doubt about the profile, the part that is a share of its peak: the model of a source may miss a bump where it has no light itself. */
const PEAK_PART = 0.1;
/** Rounds of flux and noise model, each gains two digits: more than the first guess of a profile is worth. */
const NOISE_ROUNDS = 2;
/** No more of a column is rejected than this: were it all cosmic rays, nothing would be left to know the source by. */
const MOST_REJECTED = 1 / 4;

/** Room for the fluxes of so many sources in nx columns of so many rows: no answer yet, all NaN. */
export function emptyFluxes(nx: number, width: number, sources: number): ColumnFluxes {
  const each = (length: number, value: number): Float64Array[] => Array.from({ length: sources }, () => new Float64Array(length).fill(value));
  return {
    flux: each(nx, NaN),
    variance: each(nx, NaN),
    held: each(nx, 0),
    weight: each(nx * width, 0),
    model: new Float64Array(nx * width),
    rejected: new Uint16Array(nx),
    broad: new Uint8Array(nx),
  };
}

/**
 * Horne's estimator for the columns of one or more overlapping sources: their fluxes F minimize Σ (D − Σ Fᵢ·Pᵢ)²/V, so the error of each has that of
 * its neighbors in it. V is a noise model: base + (sky + light of the sources)/response.
 */
export class ColumnSolver {
  readonly #light: ColumnLight;
  readonly #shares: readonly Float32Array[];
  readonly #width: number;
  readonly #normal: Float64Array;
  readonly #right: Float64Array;
  readonly #fluxes: Float64Array;
  readonly #expected: Float64Array;
  readonly #residual: Float64Array;
  readonly #sums = new Float64Array(2);

  constructor(light: ColumnLight, profiles: readonly SpatialProfile[]) {
    const n = profiles.length;
    this.#light = light;
    this.#shares = profiles.map(({ share }) => share);
    this.#width = profiles[0].width;
    this.#normal = new Float64Array(n * n);
    this.#right = new Float64Array(n);
    this.#fluxes = new Float64Array(n);
    this.#expected = new Float64Array(this.#width);
    this.#residual = new Float64Array(this.#width);
  }

  /**
   * Finds fluxes, noise model and cosmic rays of column x; the worst pixel is rejected first, one at a time, only upward.
   * @param light of each source that the noise model is to believe in, electron; without it the flux found. A variance that follows the noise of its own flux
   * favors columns that scattered low.
   */
  solve(x: number, rejection: Rejection, into: ColumnFluxes, believed?: readonly Float64Array[]): void {
    const fluxes = this.#fluxes;
    for (let s = 0; s < fluxes.length; s++) fluxes[s] = believed === undefined ? 0 : believed[s][x];
    this.#renewModel(x, this.#light.pixelVariance, into);
    const most = this.#width * MOST_REJECTED;
    let inverse: Float64Array | undefined;
    let rejected = 0;
    for (let round = 0; round < (believed ? 1 : NOISE_ROUNDS); round++) {
      inverse = this.#solveFluxes(x, into);
      if (!inverse) break;
      if (!believed) this.#renewModel(x, into.model, into);
      const worst = rejected < most ? this.#worstPixel(x, rejection, into) : -1; // also says whether the column is broad
      if (worst >= 0) {
        into.model[worst] = 0;
        rejected++;
        round = -1;
      }
    }
    into.rejected[x] = rejected;
    this.#write(x, inverse, into, rejection.weights);
  }

  /** @param used of every pixel, not 0 where it can be used. */
  #renewModel(x: number, used: Float64Array, { model }: ColumnFluxes): void {
    const { under, base, inverseResponse } = this.#light;
    const offset = x * this.#width;
    if (this.#shares.length === 1) {
      noiseAlone(model, used, base, under, inverseResponse, Math.max(0, this.#fluxes[0]), this.#shares[0], offset, offset + this.#width);
      return;
    }
    this.#expect(x);
    noiseInto(model, used, base, under, inverseResponse, this.#expected, offset);
  }

  /** Light of all sources in the pixels of a column, no flux taken for less than 0. */
  #expect(x: number): void {
    const fluxes = this.#fluxes;
    for (let s = 0; s < fluxes.length; s++) expectInto(this.#expected, Math.max(0, fluxes[s]), this.#shares[s], x * this.#width, s === 0);
  }

  /** Solves the normal equations of a column; their inverse, or undefined if they have none. */
  #solveFluxes(x: number, { model }: ColumnFluxes): Float64Array | undefined {
    const { light } = this.#light;
    const fluxes = this.#fluxes;
    const n = fluxes.length;
    const normal = this.#normal.fill(0);
    const right = this.#right.fill(0);
    const offset = x * this.#width;
    const end = offset + this.#width;
    const sums = this.#sums;
    for (let s = 0; s < n; s++) {
      for (let t = 0; t <= s; t++) {
        sumProducts(this.#shares[s], this.#shares[t], light, model, offset, end, sums);
        right[s] = sums[0];
        normal[s * n + t] = sums[1];
      }
    }
    if (n === 1) {
      if (!(normal[0] > 0)) return undefined;
      fluxes[0] = right[0] / normal[0];
      normal[0] = 1 / normal[0];
      return normal;
    }
    // A source without a usable pixel has no equation: the flux of the others does not depend on it, and its share held says that it has none.
    for (let s = 0; s < n; s++) if (normal[s * n + s] === 0) normal[s * n + s] = 1;
    const inverse = invertSymmetric(normal, n);
    if (!inverse) return undefined;
    for (let s = 0; s < n; s++) {
      fluxes[s] = 0;
      for (let t = 0; t < n; t++) fluxes[s] += inverse[s * n + t] * right[t];
    }
    return inverse;
  }

  /** The pixel that is most surely a ray, or −1. */
  #worstPixel(x: number, { sigma, doubt, sharp }: Rejection, { model, broad }: ColumnFluxes): number {
    broad[x] = 0;
    const width = this.#width;
    const offset = x * width;
    const expected = this.#expected;
    const residual = this.#residual;
    const { light } = this.#light;
    const least = sigma * sigma;
    if (this.#shares.length === 1 && !standsOut(light, model, Math.max(0, this.#fluxes[0]), this.#shares[0], offset, offset + width, least)) return -1;
    this.#expect(x);
    // Nothing beyond the noise is nothing beyond noise and doubt.
    if (!leaveOver(residual, light, model, expected, offset, least)) return -1;
    let peak = 0;
    for (let k = 0; k < width; k++) peak = Math.max(peak, expected[k]);
    const variance = expected;
    for (let k = 0; k < width; k++) variance[k] = model[offset + k] + (doubt * (expected[k] + PEAK_PART * peak)) ** 2;
    let worst = -1;
    let worstRatio = least;
    for (let k = 0; k < width; k++) {
      if (residual[k] <= 0) continue;
      const ratio = residual[k] ** 2 / variance[k];
      if (ratio <= worstRatio) continue;
      if (!sharp || this.#standsAlone(k, sigma)) [worst, worstRatio] = [offset + k, ratio];
      else broad[x] = 1;
    }
    return worst;
  }

  /** Of an image of FWHM ≥ 2 rows the two neighbors have together as much light as the pixel itself, wherever its center. */
  #standsAlone(k: number, sigma: number): boolean {
    const [residual, variances] = [this.#residual, this.#expected];
    let difference = residual[k];
    let variance = variances[k];
    for (const neighbor of [k - 1, k + 1]) {
      if (neighbor < 0 || neighbor >= this.#width) continue;
      difference -= Math.max(0, residual[neighbor]);
      variance += variances[neighbor];
    }
    return difference > sigma * Math.sqrt(variance);
  }

  #write(x: number, inverse: Float64Array | undefined, { flux, variance, held, weight, model }: ColumnFluxes, weights: boolean): void {
    const n = this.#shares.length;
    const offset = x * this.#width;
    const end = offset + this.#width;
    for (let s = 0; s < n; s++) {
      flux[s][x] = inverse ? this.#fluxes[s] : NaN;
      variance[s][x] = inverse ? inverse[s * n + s] : NaN;
      held[s][x] = inverse ? sumHeld(this.#shares[s], model, offset, end) : 0;
      if (!weights) continue;
      weight[s].fill(0, offset, end);
      for (let t = 0; t < n && inverse; t++) weighInto(weight[s], inverse[s * n + t], this.#shares[t], model, offset, end);
    }
  }
}
