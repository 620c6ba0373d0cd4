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

/** The sky pixels of one column and a robust polynomial in t/far through them; one object serves all columns. Written out in loops: somebody who drags a zone waits for it. */
class CurveFit {
  private readonly n: number;
  private readonly far: number;
  private readonly matrix: Float64Array;
  private readonly target: Float64Array;
  private readonly powers: Float64Array;
  private count = 0;
  private value = new Float64Array(256);
  private offset = new Float64Array(256);
  private variance = new Float64Array(256);
  private residual = new Float64Array(256);
  private distance = new Float64Array(256);
  private kept = new Uint8Array(256);

  constructor(degree: number, far: number) {
    this.n = degree + 1;
    this.far = far;
    this.matrix = new Float64Array(this.n * this.n);
    this.target = new Float64Array(this.n);
    this.powers = new Float64Array(this.n);
  }

  gather({ geometry, flux, variance, mask }: Frame, { zones, avoid }: ZonePlan, x: number, center: number, bend: (t: number) => number): void {
    const { nx, ny } = geometry;
    this.count = 0;
    for (const [from, to] of zones) {
      for (let y = Math.max(0, Math.ceil(center + from)); y <= Math.min(ny - 1, center + to); y++) {
        const i = y * nx + x;
        if (mask[i] !== 0 || isAvoided(avoid, x, y)) continue;
        if (this.count === this.value.length) this.grow();
        this.value[this.count] = flux[i] - bend(y - center);
        this.offset[this.count] = y - center;
        this.variance[this.count++] = variance[i];
      }
    }
    this.kept.fill(1, 0, this.count);
  }

  fit(start: (t: number) => number): { coefficients: Float64Array; covariance: Float64Array } | undefined {
    let result: { coefficients: Float64Array; covariance: Float64Array } | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      if (result === undefined) for (let k = 0; k < this.count; k++) this.residual[k] = this.value[k] - start(this.offset[k]);
      else this.leaveOver(result.coefficients);
      // The line of the start may be far off: its residuals are judged by their own scatter.
      if (!this.reject() && round > 1) break;
      result = this.solve();
      if (result === undefined) return undefined;
    }
    return result;
  }

  private leaveOver(coefficients: Float64Array): void {
    for (let k = 0; k < this.count; k++) {
      let sum = 0;
      for (let a = this.n - 1; a >= 0; a--) sum = coefficients[a] + (sum * this.offset[k]) / this.far;
      this.residual[k] = this.value[k] - sum;
    }
  }

  /** Marks what lies beyond 4 σ (MAD) of what is left over; true if anything changed. */
  private reject(): boolean {
    for (let k = 0; k < this.count; k++) this.distance[k] = Math.abs(this.residual[k]);
    const limit = CLIP_SIGMA * SIGMA_PER_MAD * medianInPlace(this.distance.subarray(0, this.count));
    let changed = false;
    for (let k = 0; k < this.count; k++) {
      const keep = limit > 0 && Math.abs(this.residual[k]) > limit ? 0 : 1;
      if (keep !== this.kept[k]) changed = true;
      this.kept[k] = keep;
    }
    return changed;
  }

  /** Least squares with one weight for all; the covariance is that of the mean variance of the rows kept. */
  private solve(): { coefficients: Float64Array; covariance: Float64Array } | undefined {
    const { n, matrix, target, powers } = this;
    matrix.fill(0);
    target.fill(0);
    let count = 0;
    let variance = 0;
    for (let k = 0; k < this.count; k++) {
      if (this.kept[k] === 0) continue;
      count++;
      variance += this.variance[k];
      const t = this.offset[k] / this.far;
      for (let a = 0, power = 1; a < n; a++, power *= t) powers[a] = power;
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

  private grow(): void {
    const longer = (values: Float64Array): Float64Array<ArrayBuffer> => {
      const more = new Float64Array(2 * values.length);
      more.set(values);
      return more;
    };
    [this.value, this.offset, this.variance] = [longer(this.value), longer(this.offset), longer(this.variance)];
    [this.residual, this.distance, this.kept] = [longer(this.residual), longer(this.distance), new Uint8Array(this.value.length)];
  }
}
