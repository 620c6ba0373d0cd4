import { levenbergMarquardt } from '../math/nonlinear-fit.js';
import type { Profile } from '../math/peak-profile.js';
import type { WidthLimits } from './slit-components.js';
import type { SlitProfile } from './slit-search.js';

/** What the profile of a source looks like: one star, two of the same seeing, or neither. */
export interface Deblended {
  /** Rows of the two, the brighter first; undefined where one curve says as much. */
  readonly pair: readonly [number, number] | undefined;
  /** Rms deviation of the profile from one curve within 1.5 FWHM, percent of its peak, the noise taken out. */
  readonly misfitPercent: number;
}

/** The curve is believed to this share of its peak: what a Moffat leaves of real stars (0.4–1.2 % on spectrophotometric standards). */
const CURVE_ERROR = 0.01;
/** Rows compared on either side of the source, FWHM, and those the misfit is measured in. */
const REACH_FWHM = 3;
const CORE_FWHM = 1.5;
/** One curve is good enough at this χ² per degree of freedom. */
const GOOD = 1.5;
/** Two must win by this much χ²: 5 σ for the two numbers more. */
const WIN = 29;
/** Two stars closer than this, in their FWHM, are not told from one that is not round; fainter ones than this share of the brighter may be the aberration of an image. */
const CLOSEST_FWHM = 0.8;
const FAINTEST_SHARE = 0.1;
/** A Moffat that cannot tell its exponent, and the range of seeing (Trujillo et al. 2001). */
const USUAL_EXPONENT = 3;
const EXPONENT_RANGE = [1.5, 8] as const;
/** Nodes and weights of the five-point Gauss–Legendre rule on −½…½: a star that moved along the slit during the exposure. */
const NODES = [0, 0.26923465505284155, -0.26923465505284155, 0.453089922969332, -0.453089922969332];
const WEIGHTS = [0.28444444444444444, 0.23931433524968324, 0.23931433524968324, 0.11846344252809454, 0.11846344252809454];
/** Longest trail tried, FWHM. */
const LONGEST_TRAIL = 4;
/** Distances (FWHM of the blend) and shares of the light from which a pair is sought. */
const PAIR_STARTS = [0.5, 0.9, 1.4, 2].flatMap((distance) => [-1, 1].flatMap((side) => [0.25, 0.8].map((share) => ({ distance: side * distance, share }))));
/** The two lie within so many FWHM of the blend. */
const PAIR_REACH_FWHM = 2.5;
const TRAIL_STARTS = [0.6, 1.2];

/** A source alone on a constant: everything else subtracted. */
interface Alone {
  readonly rows: readonly number[];
  readonly flux: readonly number[];
  readonly sigma: readonly number[];
}

interface Shape {
  readonly chiSquare: number;
  readonly freedom: number;
  readonly parameters: Float64Array;
}

/**
 * Tells one source from two that the seeing has merged: three curves on a constant are fitted — one star, one star that moved along the slit, two stars
 * of the same width — and two are believed when they win against both by 5 σ, fit well, and stand at least 0.8 FWHM apart.
 *
 * @param profile slit profile with all other sources subtracted, electron per pixel. @param model as a pixel sees it. @param source the single curve fitted
 * before: amplitude, row, width, exponent.
 */
export function deblend(profile: SlitProfile, model: Profile, source: readonly number[], limits: WidthLimits): Deblended {
  const fwhm = model.fwhm(source);
  const data = alone(profile, source, fwhm);
  const moffat = model.parameterCount === 4;
  if (data.rows.length < 9) return { pair: undefined, misfitPercent: 0 };
  const exponent = moffat ? [source[3]] : [];
  const narrow = model.widthOf(limits.narrowest, USUAL_EXPONENT) / 2;
  const wide = 2 * model.widthOf(limits.widest, USUAL_EXPONENT);
  const shapeBounds = { lower: moffat ? [narrow, EXPONENT_RANGE[0]] : [narrow], upper: moffat ? [wide, EXPONENT_RANGE[1]] : [wide] };
  const near = (row: number): [number, number] => [row - PAIR_REACH_FWHM * fwhm, row + PAIR_REACH_FWHM * fwhm];
  const [low, high] = near(source[1]);

  const single = (p: ArrayLike<number>, y: number): number => p[0] + model.evaluate(y, [p[1], p[2], p[3], p[4]]);
  const one = fit(data, single, [[0, source[0], source[1], source[2], ...exponent]], [-Infinity, 0, low, ...shapeBounds.lower], [Infinity, Infinity, high, ...shapeBounds.upper]);
  const misfitPercent = misfit(data, one, single, source, fwhm);
  if (one.chiSquare < GOOD * one.freedom) return { pair: undefined, misfitPercent };

  const moved = (p: ArrayLike<number>, y: number): number => {
    let sum = 0;
    for (let k = 0; k < NODES.length; k++) sum += WEIGHTS[k] * model.evaluate(y + NODES[k] * p[3], [p[1], p[2], p[4], p[5]]);
    return p[0] + sum;
  };
  const trailStarts = TRAIL_STARTS.map((trail) => [0, 1.2 * source[0], source[1], trail * fwhm, 0.7 * source[2], ...exponent]);
  const trail = fit(data, moved, trailStarts, [-Infinity, 0, low, 0, ...shapeBounds.lower], [Infinity, Infinity, high, LONGEST_TRAIL * fwhm, ...shapeBounds.upper]);

  const double = (p: ArrayLike<number>, y: number): number => p[0] + model.evaluate(y, [p[1], p[2], p[5], p[6]]) + model.evaluate(y, [p[3], p[4], p[5], p[6]]);
  const pairStarts = PAIR_STARTS.map(({ distance, share }) => {
    const rows = [source[1] - distance * fwhm * share * 0.5, source[1] + distance * fwhm * (1 - share * 0.5)];
    return [0, source[0], rows[0], share * source[0], rows[1], 0.7 * source[2], ...(moffat ? [USUAL_EXPONENT] : [])];
  });
  const two = fit(data, double, pairStarts, [-Infinity, 0, low, 0, low, ...shapeBounds.lower], [Infinity, Infinity, high, Infinity, high, ...shapeBounds.upper]);
  return { pair: believable(two, one, trail, model, limits), misfitPercent };
}

function believable(two: Shape, one: Shape, trail: Shape, model: Profile, limits: WidthLimits): [number, number] | undefined {
  const [, a, rowA, b, rowB, width, exponent] = two.parameters;
  const fwhm = model.fwhm([1, 0, width, exponent]);
  const fits = two.chiSquare < GOOD * two.freedom || two.chiSquare < (one.chiSquare * two.freedom) / (10 * one.freedom);
  const wins = Math.min(one.chiSquare, trail.chiSquare) - two.chiSquare > WIN * Math.max(1, two.chiSquare / two.freedom);
  const apart = Math.abs(rowA - rowB) > CLOSEST_FWHM * fwhm && Math.min(a, b) > FAINTEST_SHARE * Math.max(a, b);
  if (!fits || !wins || !apart || fwhm < limits.narrowest || fwhm > limits.widest) return undefined;
  return a >= b ? [rowA, rowB] : [rowB, rowA];
}

function alone({ flux, variance }: SlitProfile, source: readonly number[], fwhm: number): Alone {
  const rows: number[] = [];
  for (let y = Math.max(0, Math.ceil(source[1] - REACH_FWHM * fwhm)); y <= Math.min(flux.length - 1, source[1] + REACH_FWHM * fwhm); y++) {
    if (variance[y] > 0 && variance[y] < Infinity) rows.push(y);
  }
  const floor = (CURVE_ERROR * source[0]) ** 2;
  return { rows, flux: rows.map((y) => flux[y]), sigma: rows.map((y) => Math.sqrt(variance[y] + floor)) };
}

function fit(data: Alone, curve: (p: ArrayLike<number>, y: number) => number, starts: readonly number[][], lower: number[], upper: number[]): Shape {
  const { rows, flux, sigma } = data;
  let best: Shape | undefined;
  for (const parameters of starts) {
    const { chiSquare, parameters: found } = levenbergMarquardt({
      count: rows.length,
      parameters,
      bounds: { lower, upper },
      maxIterations: 60,
      tolerance: 1e-6,
      residuals: (p, out) => rows.forEach((y, k) => (out[k] = (curve(p, y) - flux[k]) / sigma[k])),
    });
    if (best === undefined || chiSquare < best.chiSquare) best = { chiSquare, freedom: Math.max(1, rows.length - parameters.length), parameters: found };
  }
  return best!;
}

function misfit({ rows, flux, sigma }: Alone, one: Shape, curve: (p: ArrayLike<number>, y: number) => number, source: readonly number[], fwhm: number): number {
  let [sum, noise, count] = [0, 0, 0];
  rows.forEach((y, k) => {
    if (Math.abs(y - source[1]) > CORE_FWHM * fwhm) return;
    sum += (flux[k] - curve(one.parameters, y)) ** 2;
    noise += sigma[k] ** 2 - (CURVE_ERROR * source[0]) ** 2;
    count++;
  });
  return count > 0 && source[0] > 0 ? (100 * Math.sqrt(Math.max(0, sum - noise) / count)) / source[0] : 0;
}
