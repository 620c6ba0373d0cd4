import { leastSquares } from '../math/linear-algebra.js';

/** How a sky line moves with the distance t from the trace: (tilt·t + curvature·t²) columns, tilt linear in x between the ends of the spectrum. */
export interface LineTilt {
  readonly left: number;
  readonly right: number;
  readonly curvature: number;
}

/** How the sky of each column changes along the slit: level + slope·t + bend·t², and the variances of slope and bend. */
export interface SkyShape {
  readonly level: Float64Array;
  readonly slope: Float64Array;
  readonly slopeVariance: Float64Array;
  readonly bend: Float64Array;
  readonly bendVariance: Float64Array;
}

/** The tilt must be known this well to be used, σ. */
const SIGNIFICANT = 5;
/** Fewer columns than this cannot tell the terms apart. */
const LEAST_COLUMNS = 20;

/**
 * The tilt and curvature of the sky lines from how the sky S changes along the slit, all columns together:
 *
 *     slope(x) = −tilt(x)·S′ + gradient·S + constant
 *     bend(x)  = −curvature·S′ + ½·tilt²·S″ + gradient₂·S + constant₂
 *
 * by least squares; the terms in S are the illumination of the slit.
 * @returns columns per row, and per row² for the curvature (0 where it is not significant); undefined where the sky has no lines to tell the tilt.
 */
export function estimateTilt({ level, slope, slopeVariance, bend, bendVariance }: SkyShape): LineTilt | undefined {
  const nx = level.length;
  const along = regress(level, (x) => slope[x], slopeVariance, true);
  if (along === undefined || !(Math.abs(along.tilt) > SIGNIFICANT * along.sigma)) return undefined;
  const left = along.tilt - along.change;
  const right = along.tilt + along.change;
  const tiltAt = (x: number): number => left + ((right - left) * x) / (nx - 1);
  const second = (x: number): number => (-level[x - 2] + 16 * level[x - 1] - 30 * level[x] + 16 * level[x + 1] - level[x + 2]) / 12;
  const across = regress(level, (x) => bend[x] - 0.5 * tiltAt(x) ** 2 * second(x), bendVariance, false);
  const curvature = across !== undefined && Math.abs(across.tilt) > SIGNIFICANT * across.sigma ? across.tilt : 0;
  return { left, right, curvature };
}

function regress(level: Float64Array, value: (x: number) => number, variance: Float64Array, changing: boolean) {
  const nx = level.length;
  const n = changing ? 4 : 3;
  const design: number[] = [];
  const target: number[] = [];
  const weights: number[] = [];
  for (let x = 2; x < nx - 2; x++) {
    const derivative = derivativeAt(level, x);
    const y = value(x);
    if (!Number.isFinite(derivative) || !Number.isFinite(y) || !(variance[x] > 0)) continue;
    design.push(-derivative, level[x], 1);
    if (changing) design.push(-derivative * ((2 * x) / (nx - 1) - 1));
    target.push(y);
    weights.push(1 / variance[x]);
  }
  if (target.length < LEAST_COLUMNS) return undefined;
  const fit = leastSquares(Float64Array.from(design), target.length, n, Float64Array.from(target), Float64Array.from(weights));
  if (fit.rank < n) return undefined;
  return { tilt: fit.coefficients[0], change: changing ? fit.coefficients[3] : 0, sigma: Math.sqrt(fit.covariance[0]) };
}

/**
 * Predicts what a straight line along the slit misses of a tilted sky line in column x, t rows from the trace: S(x − s) − S(x) + tilt·t·S′(x), s = tilt·t + curvature·t².
 * @param level S, electron, one per column. @returns electron by x and t; 0 at the ends, where S(x − s) is not known.
 * S between columns is Hermite's cubic with five-point derivatives: lines of FWHM 3 columns are too narrow for three-point ones.
 */
export function bendPredictor(level: Float64Array, { left, right, curvature }: LineTilt): (x: number, t: number) => number {
  const nx = level.length;
  const derivative = level.map((_, x) => derivativeAt(level, x));
  return (x, t) => {
    const linear = (left + ((right - left) * x) / (nx - 1)) * t;
    const s = linear + curvature * t * t;
    const i = Math.floor(x - s);
    if (x < 2 || x + 2 >= nx || i < 2 || i + 3 >= nx) return 0;
    const f = x - s - i;
    const [a, b, slopeA, slopeB] = [level[i], level[i + 1], derivative[i], derivative[i + 1]];
    const moved = a + f * (slopeA + f * (3 * (b - a) - 2 * slopeA - slopeB + f * (2 * (a - b) + slopeA + slopeB)));
    const bend = moved - level[x] + linear * derivative[x];
    return Number.isFinite(bend) ? bend : 0;
  };
}

/** dS/dx by the five-point formula. */
function derivativeAt(level: Float64Array, x: number): number {
  return (8 * (level[x + 1] - level[x - 1]) - (level[x + 2] - level[x - 2])) / 12;
}
