import { factorSymmetric, solveFactored } from '../math/linear-algebra.js';
import { ShapeCells, type Misfit } from './shape-cells.js';
import { ShapeEquations } from './shape-equations.js';
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
 * O(nx · rows · terms² + unknowns³).
 *
 * @see de Boor 1978, A Practical Guide to Splines, chapter IX; Marsh 1989, PASP 101, 1032, for profiles that change along the spectrum
 */
export function fitShape(before: ProfileShape, window: BlendWindow, data: ProfileData): FittedShape {
  const terms = new ShapeTerms(before, window, data);
  const { equations, chiSquare } = accumulate(terms, window, data);
  const factor = factorSymmetric(equations.normal, terms.count);
  if (!factor) return { shape: before, scaleError: () => 0, chiSquare };
  // Light that the shape does not explain makes its errors larger than the noise does.
  const inflation = Math.max(1, chiSquare);
  return {
    shape: terms.corrected(solveFactored(factor, terms.count, equations.gradient)),
    scaleError: (s, x, weight) => Math.sqrt(inflation * terms.effect(s, x, weight, data.strength, factor)),
    chiSquare,
  };
}

/** The normal equations, and χ² of the shape as it is. */
function accumulate(terms: ShapeTerms, window: BlendWindow, data: ProfileData): { equations: ShapeEquations; chiSquare: number } {
  const equations = new ShapeEquations(terms);
  const misfit = { squares: 0, freedom: 0 };
  if (data.strength.length === 1) new ShapeCells(terms, window.nx).sumUp(window, data, misfit).into(equations);
  else sumPixels(terms, window, data, equations, misfit);
  return { equations, chiSquare: misfit.freedom > 0 ? misfit.squares / misfit.freedom : NaN };
}

function sumPixels(terms: ShapeTerms, { nx, width, fromRow }: BlendWindow, { light, model, strength }: ProfileData, equations: ShapeEquations, misfit: Misfit): void {
  for (let x = 0; x < nx; x++) {
    if (!terms.enter(x, strength)) continue;
    for (let k = 0; k < width; k++) {
      const variance = model[x * width + k];
      if (!(variance > 0) || !terms.derivatives(fromRow[x] + k)) continue;
      const residual = light.light[x * width + k] - terms.expected;
      if (terms.inCore) {
        misfit.squares += residual ** 2 / variance;
        misfit.freedom++;
      }
      equations.add(1 / variance, residual / variance);
    }
    equations.endColumn();
  }
}
