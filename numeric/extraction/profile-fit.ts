import { invertSymmetric, solveSymmetric } from '../math/linear-algebra.js';
import type { BlendWindow, ProfileShape } from './profile-curve.js';
import { ShapeTerms, type ProfileData } from './shape-terms.js';

/** A shape and how well it is known. */
export interface FittedShape {
  readonly shape: ProfileShape;
  /**
   * Error of the flux of source s in column x that comes from that of the shape, relative to the flux (1 σ): common to all columns near it, so it does not
   * average out. `weight` of each pixel in the flux.
   */
  readonly scaleError: (s: number, x: number, weight: Float64Array) => number;
  /** χ² per degree of freedom of the light within the core of the sources. */
  readonly chiSquare: number;
}

/**
 * Corrects the shape of the sources of a blend by the light of all columns, one Gauss–Newton step of
 *
 *     Σ (D − Σᵢ fᵢ(x)·(1 + aᵢ(x))·P(t; x))²/V + Σ (θ/σ)²,     t = (y − rowᵢ(x))·F₀/FWHMᵢ(x)
 *
 * P is the model curve, with its width changing along the spectrum (ln FWHM a polynomial of fourth degree) and, for a Moffat, its exponent, plus cubic
 * B-splines c(t) + u·c₁(t) + (3u² − 1)/2·c₂(t), u = −1…1 along the spectrum. All sources of a blend are images of the same seeing and share the curve; in a blend each
 * has a width and a center of its own beside, and no change of the curve along the spectrum but for its width. A bright source so has its own profile, whatever its shape and its changes; a faint one keeps the model, and between
 * the two each has its say. The inverse of the equations is the covariance of the shape, which the error of the flux needs.
 *
 * @param before the shape to start from. Where the data hold numbers that are not finite there is no answer: it comes back as it was, without an error.
 * O(nx · rows · unknowns²).
 *
 * @see de Boor 1978, A Practical Guide to Splines, chapter IX; Marsh 1989, PASP 101, 1032, for profiles that change along the spectrum
 */
export function fitShape(before: ProfileShape, window: BlendWindow, data: ProfileData): FittedShape {
  const terms = new ShapeTerms(before, window, data);
  const { normal, gradient, chiSquare } = accumulate(terms, window, data);
  const solution = solveSymmetric(normal, gradient);
  if (!solution) return { shape: before, scaleError: () => 0, chiSquare };
  // Light that the shape does not explain makes its errors larger than the noise does.
  const inflation = Math.max(1, chiSquare);
  let covariance: Float64Array | undefined;
  const scaleError = (s: number, x: number, weight: Float64Array): number => {
    covariance ??= invertSymmetric(normal, terms.count);
    return covariance ? Math.sqrt(inflation * terms.effect(s, x, weight, data.strength, covariance)) : 0;
  };
  return { shape: terms.corrected(solution), scaleError, chiSquare };
}

/** The normal equations, their right side, and χ² of the shape as it is. */
function accumulate(terms: ShapeTerms, { nx, width, fromRow }: BlendWindow, { light, model, strength }: ProfileData) {
  const equations = new NormalEquations(terms);
  // Pixels of one source that lie alike say the same: they are added up first, which is eleven times faster.
  const cells = strength.length === 1 ? new Cells(terms, nx) : undefined;
  let [squares, freedom] = [0, 0];
  for (let x = 0; x < nx; x++) {
    if (!terms.enter(x, strength)) continue;
    for (let k = 0; k < width; k++) {
      const variance = model[x * width + k];
      if (!(variance > 0) || !(cells ? terms.place(fromRow[x] + k) : terms.derivatives(fromRow[x] + k))) continue;
      const residual = light.light[x * width + k] - terms.expected;
      if (terms.inCore) {
        squares += residual ** 2 / variance;
        freedom++;
      }
      if (cells) cells.add(x, terms.distance, terms.scale ** 2 / variance, (terms.scale * residual) / variance);
      else equations.add(1 / variance, residual / variance);
    }
  }
  cells?.into(equations);
  return { normal: equations.normal, gradient: equations.gradient, chiSquare: freedom > 0 ? squares / freedom : NaN };
}

class NormalEquations {
  readonly normal: Float64Array;
  readonly gradient: Float64Array;
  private readonly terms: ShapeTerms;

  constructor(terms: ShapeTerms) {
    const { count, doubts, pulls } = terms;
    this.terms = terms;
    this.normal = new Float64Array(count * count);
    this.gradient = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      this.normal[i * count + i] = 1 / doubts[i] ** 2;
      this.gradient[i] = pulls[i] / doubts[i] ** 2;
    }
  }

  /** Adds the derivatives last asked for, squared with `weight` and once with `pull`. */
  add(weight: number, pull: number): void {
    const { index, value, used, count } = this.terms;
    const { normal, gradient } = this;
    for (let a = 0; a < used; a++) {
      const i = index[a];
      gradient[i] += pull * value[a];
      const w = weight * value[a];
      for (let b = 0; b <= a; b++) {
        // Only the lower triangle is read; indices of different sources come in any order, and two sources may touch the same unknown.
        const j = index[b];
        if (j < i) normal[i * count + j] += w * value[b];
        else if (j > i) normal[j * count + i] += w * value[b];
        else normal[i * count + i] += (a === b ? 1 : 2) * w * value[b];
      }
    }
  }
}

/** Columns of a cell: the shape changes along the whole spectrum. */
const CELL_COLUMNS = 64;
/** Cells per spline across: within a quarter of their spacing they change by a hundredth of their height. */
const CELLS_PER_SPLINE = 4;

/** Sums over the pixels that lie at the same distance from the center in the same part of the spectrum. */
class Cells {
  private readonly weight: Float64Array;
  private readonly pull: Float64Array;
  private readonly across: number;
  private readonly step: number;
  private readonly nx: number;
  private readonly terms: ShapeTerms;

  constructor(terms: ShapeTerms, nx: number) {
    this.terms = terms;
    this.nx = nx;
    this.step = terms.basis.step / CELLS_PER_SPLINE;
    this.across = 2 * Math.ceil(terms.half / this.step) + 1;
    this.weight = new Float64Array(Math.ceil(nx / CELL_COLUMNS) * this.across);
    this.pull = new Float64Array(this.weight.length);
  }

  add(x: number, distance: number, weight: number, pull: number): void {
    const cell = Math.floor(x / CELL_COLUMNS) * this.across + Math.round(distance / this.step) + (this.across >> 1);
    this.weight[cell] += weight;
    this.pull[cell] += pull;
  }

  into(equations: NormalEquations): void {
    for (let cell = 0; cell < this.weight.length; cell++) {
      if (this.weight[cell] === 0) continue;
      const part = Math.floor(cell / this.across);
      const x = Math.min(this.nx - 1, part * CELL_COLUMNS + (CELL_COLUMNS >> 1));
      this.terms.derivativesAt(((cell % this.across) - (this.across >> 1)) * this.step, x);
      equations.add(this.weight[cell], this.pull[cell]);
    }
  }
}
