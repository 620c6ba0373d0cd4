import { invertSymmetric } from '../math/linear-algebra.js';
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
}

/** Of the doubt about the profile, the part that is a share of its peak: the model of a source may miss a bump where it has no light itself. */
const PEAK_PART = 0.1;
/** Rounds of flux and noise model; each gains two digits. */
const NOISE_ROUNDS = 3;
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
  readonly #profiles: readonly SpatialProfile[];
  readonly #width: number;
  readonly #normal: Float64Array;
  readonly #right: Float64Array;
  readonly #residual: Float64Array;
  readonly #variance: Float64Array;

  constructor(light: ColumnLight, profiles: readonly SpatialProfile[]) {
    const n = profiles.length;
    this.#light = light;
    this.#profiles = profiles;
    this.#width = profiles[0].width;
    this.#normal = new Float64Array(n * n);
    this.#right = new Float64Array(n);
    this.#residual = new Float64Array(this.#width);
    this.#variance = new Float64Array(this.#width);
  }

  /**
   * Finds fluxes, noise model and cosmic rays of column x; the worst pixel is rejected first, one at a time, only upward.
   * @param light of each source that the noise model is to believe in, electron; without it the flux found. A variance that follows the noise of its own flux
   * favors columns that scattered low.
   */
  solve(x: number, rejection: Rejection, into: ColumnFluxes, believed?: readonly Float64Array[]): void {
    const { pixelVariance } = this.#light;
    const [offset, end] = [x * this.#width, (x + 1) * this.#width];
    for (let i = offset; i < end; i++) into.model[i] = pixelVariance[i] > 0 ? 1 : 0;
    const fluxes = this.#profiles.map((_, s) => believed?.[s][x] ?? 0);
    this.#renewModel(x, fluxes, into);
    const most = this.#width * MOST_REJECTED;
    let inverse: Float64Array | undefined;
    let rejected = 0;
    for (let round = 0; round < (believed ? 1 : NOISE_ROUNDS); round++) {
      inverse = this.#fluxes(x, fluxes, into);
      if (!inverse) break;
      if (!believed) this.#renewModel(x, fluxes, into);
      const worst = rejected < most ? this.#worstPixel(x, fluxes, rejection, into) : -1; // also says whether the column is broad
      if (worst >= 0) {
        into.model[worst] = 0;
        rejected++;
        round = -1;
      }
    }
    into.rejected[x] = rejected;
    this.#write(x, inverse, fluxes, into);
  }

  #renewModel(x: number, fluxes: readonly number[], { model }: ColumnFluxes): void {
    const { under, base, inverseResponse } = this.#light;
    const [offset, end] = [x * this.#width, (x + 1) * this.#width];
    for (let i = offset; i < end; i++) {
      if (model[i] === 0) continue;
      let photons = under[i];
      for (let s = 0; s < fluxes.length; s++) photons += Math.max(0, fluxes[s]) * this.#profiles[s].share[i];
      model[i] = base[i] + Math.max(0, photons) * inverseResponse[i];
    }
  }

  /** Solves the normal equations of a column; their inverse, or undefined if they have none. */
  #fluxes(x: number, fluxes: number[], { model }: ColumnFluxes): Float64Array | undefined {
    const n = fluxes.length;
    const { light } = this.#light;
    const normal = this.#normal.fill(0);
    const right = this.#right.fill(0);
    const [offset, end] = [x * this.#width, (x + 1) * this.#width];
    for (let i = offset; i < end; i++) {
      if (model[i] === 0) continue;
      for (let s = 0; s < n; s++) {
        const w = this.#profiles[s].share[i] / model[i];
        if (w === 0) continue;
        right[s] += w * light[i];
        for (let t = 0; t <= s; t++) normal[s * n + t] += w * this.#profiles[t].share[i];
      }
    }
    if (n === 1) {
      if (!(normal[0] > 0)) return undefined;
      fluxes[0] = right[0] / normal[0];
      return Float64Array.of(1 / normal[0]);
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
  #worstPixel(x: number, fluxes: readonly number[], { sigma, doubt, sharp }: Rejection, { model, broad }: ColumnFluxes): number {
    const { light } = this.#light;
    broad[x] = 0;
    const offset = x * this.#width;
    let peak = 0;
    for (let k = 0; k < this.#width; k++) {
      let expected = 0;
      for (let s = 0; s < fluxes.length; s++) expected += Math.max(0, fluxes[s]) * this.#profiles[s].share[offset + k];
      this.#variance[k] = expected;
      this.#residual[k] = model[offset + k] > 0 ? light[offset + k] - expected : 0;
      peak = Math.max(peak, expected);
    }
    for (let k = 0; k < this.#width; k++) this.#variance[k] = model[offset + k] + (doubt * (this.#variance[k] + PEAK_PART * peak)) ** 2;
    let worst = -1;
    let worstRatio = sigma * sigma;
    for (let k = 0; k < this.#width; k++) {
      const residual = this.#residual[k];
      if (residual <= 0) continue;
      const ratio = residual ** 2 / this.#variance[k];
      if (ratio <= worstRatio) continue;
      if (!sharp || this.#standsAlone(k, sigma)) [worst, worstRatio] = [offset + k, ratio];
      else broad[x] = 1;
    }
    return worst;
  }

  /** Of an image of FWHM ≥ 2 rows the two neighbors have together as much light as the pixel itself, wherever its center. */
  #standsAlone(k: number, sigma: number): boolean {
    let [difference, variance] = [this.#residual[k], this.#variance[k]];
    for (const neighbor of [k - 1, k + 1]) {
      if (neighbor < 0 || neighbor >= this.#width) continue;
      difference -= Math.max(0, this.#residual[neighbor]);
      variance += this.#variance[neighbor];
    }
    return difference > sigma * Math.sqrt(variance);
  }

  #write(x: number, inverse: Float64Array | undefined, fluxes: readonly number[], into: ColumnFluxes): void {
    const n = fluxes.length;
    const [offset, end] = [x * this.#width, (x + 1) * this.#width];
    for (let s = 0; s < n; s++) {
      into.flux[s][x] = inverse ? fluxes[s] : NaN;
      into.variance[s][x] = inverse ? inverse[s * n + s] : NaN;
      let held = 0;
      for (let i = offset; i < end; i++) {
        let weight = 0;
        if (into.model[i] > 0 && inverse) {
          held += this.#profiles[s].share[i];
          for (let t = 0; t < n; t++) weight += (inverse[s * n + t] * this.#profiles[t].share[i]) / into.model[i];
        }
        into.weight[s][i] = weight;
      }
      into.held[s][x] = held;
    }
  }
}
