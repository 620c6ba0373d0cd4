import { normalIntegral, ROOT_TWO_PI } from '../math/special-functions.js';
import type { SlitImage } from './slit-image.js';

/** An edge is complete this far from its middle, σ. */
const EDGE_REACH = 6;
/** Sweeps over all unknowns. Accelerated, χ² is then within the noise; more of them fit the noise. */
const SWEEPS = 50;
/** After the first so many sweeps, a place without light is tried in every fourth only. */
const TRY_ALL = { first: 5, every: 4 };
/** A change that lowers χ² by less than this is not made. */
const LEAST_GAIN = 1e-4;
/** Knots of the continuum, widths of the slit from each other. */
const KNOT_WIDTHS = 6;
/** Of the light that two matching edges tell, this share is believed at the start. */
const BELIEVED = 0.9;
/** Places of which less than this share of the image falls on usable samples hold no light. */
const LEAST_SEEN = 0.05;

/** Light at places `firstSample + j·step`; height of the image of the slit that each makes, unit of the flux. */
export interface PlacedLight {
  readonly heights: Float64Array;
  readonly firstSample: number;
  readonly step: number;
}

/**
 * The light a_j ≥ 0 on a grid of places x_j, and a continuum c, linear between knots, that minimize
 *
 *     χ² = Σ_q w_q·[f_q − c(q) − Σ_j a_j·s(q − x_j)]²,   s(o) = E(o + h) − E(o − h) the image of a slit 2h wide,
 *     E(t) = σ·[Q((t + ½)/σ) − Q((t − ½)/σ)],   Q(z) = z·Φ(z) + φ(z), an edge blurred by σ and averaged over the sample.
 *
 * Unknowns are improved one after the other, there and back (Gauss–Seidel with bounds); Nesterov's momentum between such pairs of sweeps, begun anew when χ² rises, saves
 * three quarters of them.
 *
 * @see Nesterov 1983, Dokl. Akad. Nauk SSSR 269, 543; O'Donoghue & Candès 2015, Found. Comput. Math. 15, 715: restarts
 */
export class NonNegativeLight {
  readonly #weights: Float64Array;
  readonly #residuals: Float64Array;
  readonly #heights: Float64Array;
  /** Σ w·s² of each place, 0 where it is not seen. */
  readonly #curvatures: Float64Array;
  readonly #knots: Float64Array;
  readonly #knotCurvatures: Float64Array;
  readonly #knotStep: number;
  readonly #phases: number;
  /** The first place lies this many samples before the spectrum: lines beyond its ends reach into it. */
  readonly #margin: number;
  /** The image at places on a sample, and 1, 2… `phases`-ths after it; [2·reach + 2] each, from `reach` samples before. */
  readonly #images: readonly Float64Array[];
  readonly #reach: number;

  /**
   * @param flux n samples. @param weights 1/σ² of each, 0 where it must not be used. @param phases places per sample.
   * @param background where the continuum begins, n samples.
   */
  constructor(flux: Float64Array, weights: Float64Array, image: SlitImage, phases: number, background: Float64Array) {
    const n = flux.length;
    const half = image.width / 2;
    this.#weights = weights;
    this.#phases = phases;
    this.#margin = Math.ceil(half);
    this.#reach = Math.ceil(half + EDGE_REACH * image.sigma + 0.5);
    const reach = this.#reach;
    this.#images = Array.from({ length: phases }, (_, phase) => Float64Array.from({ length: 2 * reach + 2 }, (_, i) => imageAt(i - reach - phase / phases, half, image.sigma)));
    this.#knotStep = KNOT_WIDTHS * image.width;
    this.#knots = Float64Array.from({ length: Math.ceil(n / this.#knotStep) + 1 }, (_, k) => background[Math.min(n - 1, Math.round(k * this.#knotStep))]);
    this.#knotCurvatures = new Float64Array(this.#knots.length);
    this.#residuals = flux.slice();
    for (let k = 0; k < this.#knots.length; k++) {
      this.#addKnot(k, -this.#knots[k]);
      this.#knotCurvatures[k] = this.#projectKnot(k, undefined);
    }
    this.#heights = matchingEdges(flux, half, this.#margin, phases);
    this.#curvatures = this.#heights.map((_, j) => this.#curvature(j));
    for (let j = 0; j < this.#heights.length; j++) {
      if (this.#curvatures[j] > 0) this.#addLight(j, -this.#heights[j]);
      else this.#heights[j] = 0;
    }
  }

  solve(): PlacedLight {
    const [heights, knots, residuals] = [this.#heights, this.#knots, this.#residuals];
    const before = { heights: heights.slice(), knots: knots.slice(), residuals: residuals.slice() };
    let least = Infinity;
    let age = 0;
    for (let sweep = 0; sweep < SWEEPS; sweep += 2) {
      const all = sweep < TRY_ALL.first || sweep % TRY_ALL.every === 0;
      for (const forth of [true, false]) {
        this.#sweepKnots();
        this.#sweepLight(forth, all && (forth || sweep < TRY_ALL.first));
      }
      const chiSquare = this.#chiSquare();
      age = chiSquare > least ? 0 : age + 1;
      least = chiSquare;
      const momentum = sweep + 2 < SWEEPS ? Math.max(0, (age - 1) / (age + 2)) : 0;
      extrapolate(knots, before.knots, momentum);
      extrapolate(residuals, before.residuals, momentum);
      extrapolate(heights, before.heights, momentum);
      for (let j = 0; j < heights.length; j++) {
        if (heights[j] >= 0) continue;
        this.#addLight(j, heights[j]);
        heights[j] = 0;
      }
    }
    return { heights, firstSample: -this.#margin, step: 1 / this.#phases };
  }

  #sweepKnots(): void {
    for (let k = 0; k < this.#knots.length; k++) {
      if (!(this.#knotCurvatures[k] > 0)) continue;
      const change = this.#projectKnot(k, this.#residuals) / this.#knotCurvatures[k];
      this.#knots[k] += change;
      this.#addKnot(k, -change);
    }
  }

  /** @param all also where there is no light. */
  #sweepLight(forth: boolean, all: boolean): void {
    const [heights, curvatures, weights, residuals, phases, reach] = [this.#heights, this.#curvatures, this.#weights, this.#residuals, this.#phases, this.#reach];
    const places = heights.length;
    for (let i = 0; i < places; i++) {
      const j = forth ? i : places - 1 - i;
      if (curvatures[j] === 0 || (!all && heights[j] === 0)) continue;
      const image = this.#images[j % phases];
      const start = Math.floor(j / phases) - this.#margin - reach;
      const from = Math.max(0, start);
      const to = Math.min(residuals.length, start + image.length);
      let sum = 0;
      for (let q = from; q < to; q++) sum += image[q - start] * weights[q] * residuals[q];
      const change = Math.max(-heights[j], sum / curvatures[j]);
      if (change * change * curvatures[j] < LEAST_GAIN) continue;
      heights[j] += change;
      for (let q = from; q < to; q++) residuals[q] -= change * image[q - start];
    }
  }

  /** Adds light at a place to the residuals, not to the heights. */
  #addLight(j: number, height: number): void {
    if (height === 0) return;
    const image = this.#images[j % this.#phases];
    const start = Math.floor(j / this.#phases) - this.#margin - this.#reach;
    for (let q = Math.max(0, start); q < Math.min(this.#residuals.length, start + image.length); q++) this.#residuals[q] += height * image[q - start];
  }

  /** Σ w·s² of a place; 0 if hardly anything of its image falls on usable samples. */
  #curvature(j: number): number {
    const image = this.#images[j % this.#phases];
    const start = Math.floor(j / this.#phases) - this.#margin - this.#reach;
    let [sum, seen, whole] = [0, 0, 0];
    for (let i = 0; i < image.length; i++) {
      const square = image[i] * image[i];
      const weight = this.#weights[start + i] ?? 0;
      sum += square * weight;
      whole += square;
      if (weight > 0) seen += square;
    }
    return seen > LEAST_SEEN * whole ? sum : 0;
  }

  /** Adds a change of the continuum at one knot to the residuals. */
  #addKnot(k: number, change: number): void {
    const [from, to] = this.#spanOfKnot(k);
    for (let q = from; q <= to; q++) this.#residuals[q] += change * (1 - Math.abs(q / this.#knotStep - k));
  }

  /** Σ w·t·values with the tent t of a knot; Σ w·t² without values. */
  #projectKnot(k: number, values: Float64Array | undefined): number {
    const [from, to] = this.#spanOfKnot(k);
    let sum = 0;
    for (let q = from; q <= to; q++) {
      const tent = 1 - Math.abs(q / this.#knotStep - k);
      sum += this.#weights[q] * tent * (values ? values[q] : tent);
    }
    return sum;
  }

  #spanOfKnot(k: number): [number, number] {
    return [Math.max(0, Math.ceil((k - 1) * this.#knotStep)), Math.min(this.#residuals.length - 1, Math.floor((k + 1) * this.#knotStep))];
  }

  #chiSquare(): number {
    let sum = 0;
    for (let q = 0; q < this.#residuals.length; q++) sum += this.#weights[q] * this.#residuals[q] ** 2;
    return sum;
  }
}

/** Moves values on by a share of what they moved since `before`, which then holds what they were. */
function extrapolate(values: Float64Array, before: Float64Array, share: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    values[i] += share * (value - before[i]);
    before[i] = value;
  }
}

/** Where to begin: light where the flux rises half a width before and falls half a width after, as much as the lesser of both. */
function matchingEdges(flux: Float64Array, half: number, margin: number, phases: number): Float64Array {
  const n = flux.length;
  const slopes = flux.map((_, q) => (flux[Math.min(n - 1, q + 1)] - flux[Math.max(0, q - 1)]) / 2);
  const slopeAt = (place: number): number => {
    const q = Math.min(n - 2, Math.max(0, Math.floor(place)));
    return slopes[q] + (place - q) * (slopes[q + 1] - slopes[q]);
  };
  return Float64Array.from({ length: (n - 1 + 2 * margin) * phases + 1 }, (_, j) => {
    const center = j / phases - margin;
    // An edge beyond the end of the spectrum is not seen and forbids nothing.
    const rise = center - half > 0 ? slopeAt(center - half) : Infinity;
    const fall = center + half < n - 1 ? -slopeAt(center + half) : Infinity;
    return (BELIEVED * Math.max(0, Math.min(rise, fall))) / phases;
  });
}

/** s(o) of a slit of half-width h. */
function imageAt(offset: number, half: number, sigma: number): number {
  return edgeAt(offset + half, sigma) - edgeAt(offset - half, sigma);
}

function edgeAt(t: number, sigma: number): number {
  return sigma * (areaUnderIntegral((t + 0.5) / sigma) - areaUnderIntegral((t - 0.5) / sigma));
}

/** Q(z) = z·Φ(z) + φ(z). */
function areaUnderIntegral(z: number): number {
  return z * normalIntegral(z) + Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
}
