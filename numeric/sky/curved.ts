import { MASK, type Frame } from '../frame.js';
import { invertSymmetric } from '../math/linear-algebra.js';
import { medianInPlace, SIGMA_PER_MAD } from '../math/statistics.js';
import { isAvoided, type ZonePlan } from './zones.js';

/** A polynomial of the sky along the slit in every column: value and two moments for the errors, as of a line, and the terms beyond it. */
export interface CurvedSky {
  readonly level: Float64Array;
  readonly slope: Float64Array;
  /** Coefficients of t², t³, …, electron per pixel per row², …, each of nx values. */
  readonly higher: readonly Float64Array[];
  readonly levelVariance: Float64Array;
  readonly slopeVariance: Float64Array;
  readonly covariance: Float64Array;
  readonly mask: Uint8Array;
}

/** Residuals beyond this many σ are cosmic rays or unseen sources. */
const CLIP_SIGMA = 4;
const ROUNDS = 4;

/**
 * Fits a polynomial of this degree through the zones of every column, robustly: outliers clipped at 4 σ, first about the line given, in four rounds.
 * @param rows of the trace. @param start the sky as a line, electron, by column and offset. @param bend what a tilted sky line adds to it, electron.
 * @returns NaN and NO_DATA where there are not enough rows. O(nx · rows of the zones).
 */
export function fitCurvedSky(
  frame: Frame,
  plan: ZonePlan,
  rows: Float64Array,
  degree: number,
  start: (x: number, t: number) => number,
  bend: (x: number, t: number) => number,
): CurvedSky {
  const { nx } = frame.geometry;
  const zeros = (): Float64Array => new Float64Array(nx);
  const out = { level: zeros(), slope: zeros(), levelVariance: zeros(), slopeVariance: zeros(), covariance: zeros(), mask: new Uint8Array(nx) };
  const higher = Array.from({ length: degree - 1 }, zeros);
  const far = Math.max(...plan.zones.flat().map(Math.abs));
  const column = new CurveFit(degree, far);
  for (let x = 0; x < nx; x++) {
    column.gather(frame, plan, x, rows[x], (t) => bend(x, t));
    const fit = column.fit((t) => start(x, t));
    if (fit === undefined) {
      for (const values of [out.level, out.slope, out.levelVariance, out.slopeVariance, out.covariance, ...higher]) values[x] = NaN;
      out.mask[x] = MASK.NO_DATA;
      continue;
    }
    const { coefficients, covariance } = fit;
    const n = degree + 1;
    out.level[x] = coefficients[0];
    out.slope[x] = coefficients[1] / far;
    out.levelVariance[x] = covariance[0];
    out.slopeVariance[x] = covariance[n + 1] / (far * far);
    out.covariance[x] = covariance[1] / far;
    higher.forEach((values, k) => (values[x] = coefficients[k + 2] / far ** (k + 2)));
  }
  return { ...out, higher };
}

/** The sky pixels of one column and a robust polynomial in t/far through them; one object serves all columns. */
class CurveFit {
  private readonly n: number;
  private readonly far: number;
  private readonly value: number[] = [];
  private readonly offset: number[] = [];
  private readonly variance: number[] = [];
  private kept: Uint8Array = new Uint8Array(0);

  constructor(degree: number, far: number) {
    this.n = degree + 1;
    this.far = far;
  }

  gather({ geometry, flux, variance, mask }: Frame, { zones, avoid }: ZonePlan, x: number, center: number, bend: (t: number) => number): void {
    const { nx, ny } = geometry;
    for (const values of [this.value, this.offset, this.variance]) values.length = 0;
    for (const [from, to] of zones) {
      for (let y = Math.max(0, Math.ceil(center + from)); y <= Math.min(ny - 1, center + to); y++) {
        const i = y * nx + x;
        if (mask[i] !== 0 || isAvoided(avoid, x, y)) continue;
        this.value.push(flux[i] - bend(y - center));
        this.offset.push(y - center);
        this.variance.push(variance[i]);
      }
    }
    this.kept = new Uint8Array(this.value.length).fill(1);
  }

  fit(start: (t: number) => number): { coefficients: Float64Array; covariance: Float64Array } | undefined {
    let model = start;
    let result: { coefficients: Float64Array; covariance: Float64Array } | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      // The line of the start may be far off: its residuals are judged by their own scatter.
      if (!this.reject(model) && round > 1) break;
      result = this.solve();
      if (result === undefined) return undefined;
      const { coefficients } = result;
      model = (t) => coefficients.reduceRight((sum, c) => c + (sum * t) / this.far, 0);
    }
    return result;
  }

  /** Marks what lies beyond 4 σ (MAD) from the model; true if anything changed. */
  private reject(model: (t: number) => number): boolean {
    const residual = Float64Array.from(this.value, (value, k) => value - model(this.offset[k]));
    const limit = CLIP_SIGMA * SIGMA_PER_MAD * medianInPlace(residual.map(Math.abs));
    let changed = false;
    residual.forEach((value, k) => {
      const keep = limit > 0 && Math.abs(value) > limit ? 0 : 1;
      if (keep !== this.kept[k]) changed = true;
      this.kept[k] = keep;
    });
    return changed;
  }

  /** Least squares with one weight for all; the covariance is that of the mean variance of the rows kept. */
  private solve(): { coefficients: Float64Array; covariance: Float64Array } | undefined {
    const { n } = this;
    const matrix = new Float64Array(n * n);
    const target = new Float64Array(n);
    const powers = new Float64Array(n);
    let [count, variance] = [0, 0];
    for (let k = 0; k < this.value.length; k++) {
      if (this.kept[k] === 0) continue;
      count++;
      variance += this.variance[k];
      for (let a = 0, power = 1; a < n; a++, power *= this.offset[k] / this.far) powers[a] = power;
      for (let a = 0; a < n; a++) {
        target[a] += powers[a] * this.value[k];
        for (let b = 0; b < n; b++) matrix[a * n + b] += powers[a] * powers[b];
      }
    }
    const inverse = count > 2 * n ? invertSymmetric(matrix, n) : undefined;
    if (inverse === undefined) return undefined;
    const coefficients = new Float64Array(n);
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) coefficients[a] += inverse[a * n + b] * target[b];
    return { coefficients, covariance: inverse.map((value) => (value * variance) / count) };
  }
}
