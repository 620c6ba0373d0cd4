import { factorSymmetric, inverseForm, solveFactored } from '../math/linear-algebra.js';

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

/** The slope or the bend of all columns by S′, S (about its mean, which the constant takes) and 1, and where it is `changing` S′ times the place along the spectrum. */
function regress(level: Float64Array, value: (x: number) => number, variance: Float64Array, changing: boolean) {
  const nx = level.length;
  const n = changing ? 4 : 3;
  const middle = meanKnown(level);
  const normal = new Float64Array(n * n);
  const right = new Float64Array(n);
  const terms = new Float64Array(n);
  let columns = 0;
  for (let x = 2; x < nx - 2; x++) {
    const derivative = derivativeAt(level, x);
    const y = value(x);
    if (!Number.isFinite(derivative) || !Number.isFinite(y) || !(variance[x] > 0)) continue;
    columns++;
    terms[0] = -derivative;
    terms[1] = level[x] - middle;
    terms[2] = 1;
    if (changing) terms[3] = -derivative * ((2 * x) / (nx - 1) - 1);
    for (let a = 0; a < n; a++) {
      const weighted = terms[a] / variance[x];
      right[a] += weighted * y;
      for (let b = 0; b <= a; b++) normal[a * n + b] += weighted * terms[b];
    }
  }
  const factor = columns < LEAST_COLUMNS ? undefined : factorSymmetric(normal, n);
  if (factor === undefined) return undefined;
  const coefficients = solveFactored(factor, n, right);
  return { tilt: coefficients[0], change: changing ? coefficients[3] : 0, sigma: Math.sqrt(inverseForm(factor, n, Float64Array.of(1, ...new Float64Array(n - 1)))) };
}

function meanKnown(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let x = 0; x < values.length; x++) {
    if (!Number.isFinite(values[x])) continue;
    sum += values[x];
    count++;
  }
  return count > 0 ? sum / count : 0;
}

/**
 * What a straight line along the slit misses of a tilted sky line in column x, t rows from the trace: S(x − s) − S(x) + tilt·t·S′(x), s = tilt·t + curvature·t².
 * S between columns is Hermite's cubic with five-point derivatives: lines of FWHM 3 columns are too narrow for three-point ones.
 */
export class SkyBend {
  private readonly level: Float64Array;
  private readonly derivative: Float64Array;
  private readonly left: number;
  private readonly change: number;
  private readonly curvature: number;

  /** @param level S, electron, one per column. */
  constructor(level: Float64Array, { left, right, curvature }: LineTilt) {
    this.level = level;
    this.derivative = new Float64Array(level.length);
    for (let x = 0; x < level.length; x++) this.derivative[x] = derivativeAt(level, x);
    this.left = left;
    this.change = (right - left) / (level.length - 1);
    this.curvature = curvature;
  }

  /** Electron; 0 at the ends, where S(x − s) is not known. */
  at(x: number, t: number): number {
    const { level, derivative } = this;
    const nx = level.length;
    const linear = (this.left + this.change * x) * t;
    const s = linear + this.curvature * t * t;
    const i = Math.floor(x - s);
    if (x < 2 || x + 2 >= nx || i < 2 || i + 3 >= nx) return 0;
    const f = x - s - i;
    const a = level[i];
    const rise = level[i + 1] - a;
    const slopeA = derivative[i];
    const slopeB = derivative[i + 1];
    const moved = a + f * (slopeA + f * (3 * rise - 2 * slopeA - slopeB + f * (slopeA + slopeB - 2 * rise)));
    const bend = moved - level[x] + linear * derivative[x];
    return Number.isFinite(bend) ? bend : 0;
  }
}

/** dS/dx by the five-point formula. */
function derivativeAt(level: Float64Array, x: number): number {
  return (8 * (level[x + 1] - level[x - 1]) - (level[x + 2] - level[x - 2])) / 12;
}
