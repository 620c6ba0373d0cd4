import { leastSquares } from './linear-algebra.js';

/** Columns a sky line moves per row, at the left and right end of the spectrum; linear between. */
export interface LineTilt {
  readonly left: number;
  readonly right: number;
}

/** The tilt must be known this well to be used, σ. */
const SIGNIFICANT = 5;

/**
 * The tilt of the sky lines from how the sky changes along the slit: slope(x) = −tilt·dS/dx + gradient·S + constant, tilt linear
 * in x, least squares over all columns. Undefined where the sky has no lines to tell it.
 *
 * @param level S: sky at the trace, electron per pixel; slope: its change per row; slopeVariance: of that.
 */
export function estimateTilt(level: Float64Array, slope: Float64Array, slopeVariance: Float64Array): LineTilt | undefined {
  const nx = level.length;
  const design: number[] = [];
  const target: number[] = [];
  const weights: number[] = [];
  for (let x = 2; x < nx - 2; x++) {
    const derivative = (8 * (level[x + 1] - level[x - 1]) - (level[x + 2] - level[x - 2])) / 12;
    if (!Number.isFinite(derivative) || !(slopeVariance[x] > 0)) continue;
    const u = (2 * x) / (nx - 1) - 1;
    design.push(-derivative, -derivative * u, level[x], 1);
    target.push(slope[x]);
    weights.push(1 / slopeVariance[x]);
  }
  if (target.length < 20) return undefined;
  const fit = leastSquares(Float64Array.from(design), target.length, 4, Float64Array.from(target), Float64Array.from(weights));
  if (fit.rank < 4 || !(Math.abs(fit.coefficients[0]) > SIGNIFICANT * Math.sqrt(fit.covariance[0]))) return undefined;
  const [mean, change] = fit.coefficients;
  return { left: mean - change, right: mean + change };
}

/** What a straight line along the slit misses of a tilted sky line t rows from the trace: S(x − s) − S(x) + s·S′(x), s = tilt·t. */
export function predictedBend(level: Float64Array, tilt: LineTilt, x: number, t: number): number {
  const nx = level.length;
  const s = (tilt.left + ((tilt.right - tilt.left) * x) / (nx - 1)) * t;
  const whole = Math.floor(x - s);
  if (x < 2 || x + 2 >= nx || whole < 1 || whole + 2 >= nx) return 0;
  const f = x - s - whole;
  const [a, b, c, d] = [level[whole - 1], level[whole], level[whole + 1], level[whole + 2]];
  const moved = b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)));
  const derivative = (level[x + 1] - level[x - 1]) / 2;
  const bend = moved - level[x] + s * derivative;
  return Number.isFinite(bend) ? bend : 0;
}
