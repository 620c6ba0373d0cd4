import { ContractError, FitError } from '../errors.js';
import { leastSquares } from './linear-algebra.js';
import { madSigma } from './statistics.js';

/** The basis of a series. */
export type SeriesKind = 'legendre' | 'chebyshev';

/** A polynomial as a series Σ cₖ·Bₖ(u) on u = −1…1, the image of `domain`. */
export interface Series {
  readonly kind: SeriesKind;
  readonly coefficients: Float64Array;
  /** The x that become u = −1 and u = 1. */
  readonly domain: readonly [number, number];
}

/** A series with what its data say about its coefficients. */
export interface SeriesFit extends Series {
  /** Inverse of the normal matrix, [n × n]: the covariance of the coefficients if the weights were 1/σ². */
  readonly covariance: Float64Array;
}

/** Legendre polynomials P₀(u) … P_degree(u) into `into`, by Bonnet's recurrence; returns `into`, of degree + 1 values at least. */
export function legendreValues(u: number, degree: number, into: Float64Array): Float64Array {
  into[0] = 1;
  if (degree > 0) into[1] = u;
  for (let k = 2; k <= degree; k++) into[k] = ((2 * k - 1) * u * into[k - 1] - (k - 1) * into[k - 2]) / k;
  return into;
}

/** Chebyshev polynomials T₀(u) … T_degree(u) into `into`, by T_k = 2u·T_{k−1} − T_{k−2}; returns `into`, of degree + 1 values at least. */
export function chebyshevValues(u: number, degree: number, into: Float64Array): Float64Array {
  into[0] = 1;
  if (degree > 0) into[1] = u;
  for (let k = 2; k <= degree; k++) into[k] = 2 * u * into[k - 1] - into[k - 2];
  return into;
}

/**
 * Σ cₖ·Bₖ(u) by Clenshaw's recurrence, stable outside −1…1 as well as extrapolation can be; 0 without coefficients.
 * @see Clenshaw 1955, MTAC 9, 118
 */
export function evaluateSeries(kind: SeriesKind, coefficients: Float64Array, u: number): number {
  let next = 0; // b_{k+1}
  let afterNext = 0; // b_{k+2}
  for (let k = coefficients.length - 1; k > 0; k--) {
    const value =
      kind === 'chebyshev'
        ? coefficients[k] + 2 * u * next - afterNext
        : coefficients[k] + ((2 * k + 1) / (k + 1)) * u * next - ((k + 1) / (k + 2)) * afterNext;
    afterNext = next;
    next = value;
  }
  if (coefficients.length === 0) return 0;
  return kind === 'chebyshev' ? coefficients[0] + u * next - afterNext : coefficients[0] + u * next - 0.5 * afterNext;
}

/** The series at x, in the unit of y; outside the domain it is extrapolated. */
export function evaluateFit(series: Series, x: number): number {
  return evaluateSeries(series.kind, series.coefficients, scaled(series.domain, x));
}

/** Points to be fitted, in any unit. */
export interface SeriesProblem {
  readonly kind: SeriesKind;
  readonly degree: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1/σ² of each y, ≥ 0; 0 leaves a point out. Default 1. */
  readonly weights?: Float64Array;
  /** The x that become u = −1 and 1; default the range of x. */
  readonly domain?: readonly [number, number];
}

/**
 * The polynomial of the given degree with the smallest Σ w·(y − p(x))². Inputs are left unchanged; O(points · degree²).
 *
 * @throws {FitError} `fit-failed` if fewer different x than coefficients carry weight.
 * @throws {ContractError} if lengths differ or the domain is empty.
 */
export function fitSeries({ kind, degree, x, y, weights, domain = rangeOf(x) }: SeriesProblem): SeriesFit {
  if (x.length !== y.length) throw new ContractError(`${x.length} x for ${y.length} y`);
  if (!(domain[1] > domain[0])) throw new ContractError(`domain ${domain[0]} to ${domain[1]} is empty`);
  const [m, n] = [x.length, degree + 1];
  const design = new Float64Array(m * n);
  for (let i = 0; i < m; i++) basisValues(kind, scaled(domain, x[i]), degree, design.subarray(i * n, (i + 1) * n));
  const { coefficients, covariance, rank } = leastSquares(design, m, n, y, weights);
  if (rank < n) {
    throw new FitError('fit-failed', `${m} points determine ${rank} of ${n} coefficients. Try a lower degree.`, { points: m, rank, degree });
  }
  return { kind, coefficients, covariance, domain };
}

/** A series through the points that agree. */
export interface RobustSeriesFit extends SeriesFit {
  /** 1 for each point that took part in the last round, 0 for one rejected. */
  readonly used: Uint8Array;
  /** Robust scatter of the residuals, 1.4826·MAD, in units of y (of σ if weights were given). */
  readonly scatter: number;
}

const LEAST_ABSOLUTE_ROUNDS = 6;
const BISQUARE_ROUNDS = 10;
/** Tukey's c: 95 % efficient on normal errors (Holland & Welsch 1977). */
const BISQUARE_LIMIT = 4.685;
/** Floor of the scatter in units of max|y|: data without noise must not be rejected by rounding errors. */
const ROUNDING = 1e-12;

/**
 * As `fitSeries`, but outliers lose their vote: least absolute residuals to get near, then Tukey's bisquare weights
 * (1 − (r/c·s)²)² with c = 4.685 (or `limit`) and s = 1.4826·MAD, ten rounds.
 *
 * The covariance belongs to the final weighted fit: it assumes the weights given are 1/σ² and is not scaled by the scatter.
 *
 * Inputs are left unchanged; 17 fits.
 *
 * @throws {FitError} `fit-failed` if too few points remain.
 * @throws {ContractError} if lengths differ or the domain is empty.
 * @see Beaton & Tukey 1974, Technometrics 16, 147
 */
export function robustFitSeries(problem: SeriesProblem, limit = BISQUARE_LIMIT): RobustSeriesFit {
  const { x, y } = problem;
  const given = problem.weights ?? new Float64Array(x.length).fill(1);
  const domain = problem.domain ?? rangeOf(x);
  const floor = ROUNDING * y.reduce((largest, value, i) => (given[i] > 0 ? Math.max(largest, Math.abs(value) * Math.sqrt(given[i])) : largest), 1e-300);
  const solve = (factor: Float64Array): SeriesFit => fitSeries({ ...problem, domain, weights: given.map((w, i) => w * factor[i]) });
  const residualsOf = (fit: SeriesFit): Float64Array => y.map((value, i) => (value - evaluateFit(fit, x[i])) * Math.sqrt(given[i]));
  const scatterOf = (r: Float64Array): number => Math.max(floor, madSigma(r.filter((_, i) => given[i] > 0), 0));

  let factor: Float64Array = new Float64Array(x.length).fill(1);
  let fit = solve(factor);
  for (let round = 0; round < LEAST_ABSOLUTE_ROUNDS; round++) {
    const r = residualsOf(fit);
    const near = 0.1 * scatterOf(r);
    fit = solve(r.map((value) => 1 / Math.max(Math.abs(value), near)));
  }
  for (let round = 0; round < BISQUARE_ROUNDS; round++) {
    const r = residualsOf(fit);
    const reach = limit * scatterOf(r);
    factor = r.map((value) => (Math.abs(value) < reach ? (1 - (value / reach) ** 2) ** 2 : 0));
    fit = solve(factor);
  }
  return { ...fit, used: Uint8Array.from(factor, (f, i) => (f > 0 && given[i] > 0 ? 1 : 0)), scatter: scatterOf(residualsOf(fit)) };
}

/** Coefficients of Σ pₖ·xᵏ as Σ cₖ·Tₖ(x) of the same raw x, exact up to rounding. O(n²). */
export function chebyshevFromPower(power: Float64Array): Float64Array {
  const n = power.length;
  let series = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    const times = new Float64Array(n); // x · series: x·T₀ = T₁, x·Tₖ = (Tₖ₊₁ + Tₖ₋₁)/2
    for (let j = 0; j < n; j++) {
      if (series[j] === 0) continue;
      if (j === 0) times[1] += series[0];
      else {
        if (j + 1 < n) times[j + 1] += 0.5 * series[j];
        times[j - 1] += 0.5 * series[j];
      }
    }
    times[0] += power[k];
    series = times;
  }
  return series;
}

/** Coefficients of Σ cₖ·Tₖ(x) as Σ pₖ·xᵏ of the same raw x. */
export function powerFromChebyshev(chebyshev: Float64Array): Float64Array {
  const n = chebyshev.length;
  const power = new Float64Array(n);
  let before = new Float64Array(n); // T_{k−1}
  let current = new Float64Array(n); // T_k
  if (n > 0) current[0] = 1;
  for (let k = 0; k < n; k++) {
    for (let j = 0; j <= k; j++) power[j] += chebyshev[k] * current[j];
    const factor = k === 0 ? 1 : 2;
    const following = current.map((_, j) => factor * (j > 0 ? current[j - 1] : 0) - before[j]);
    [before, current] = [current, following];
  }
  return power;
}

function basisValues(kind: SeriesKind, u: number, degree: number, into: Float64Array): Float64Array {
  return kind === 'chebyshev' ? chebyshevValues(u, degree, into) : legendreValues(u, degree, into);
}

function scaled(domain: readonly [number, number], x: number): number {
  return (2 * x - domain[0] - domain[1]) / (domain[1] - domain[0]);
}

function rangeOf(x: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of x) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
