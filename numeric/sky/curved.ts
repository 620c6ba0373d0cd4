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
/** The same in median absolute deviations. */
const CLIP_MAD = CLIP_SIGMA * SIGMA_PER_MAD;
const ROUNDS = 4;
/** More than the last bits of a quotient. */
const MARGIN = 1e-12;

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
    const alone = avoid.length === 0;
    let count = 0;
    for (const [from, to] of zones) {
      const last = Math.min(ny - 1, center + to);
      for (let y = Math.max(0, Math.ceil(center + from)), i = y * nx + x; y <= last; y++, i += nx) {
        if (mask[i] !== 0 || (!alone && isAvoided(avoid, x, y))) continue;
        if (count === this.value.length) this.grow();
        const t = y - center;
        this.value[count] = flux[i] - bend(t);
        this.offset[count] = t;
        this.variance[count++] = variance[i];
      }
    }
    this.count = count;
    this.kept.fill(1, 0, count);
  }

  fit(start: (t: number) => number): { coefficients: Float64Array; covariance: Float64Array } | undefined {
    let result: { coefficients: Float64Array; covariance: Float64Array } | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      if (result === undefined) for (let k = 0; k < this.count; k++) this.residual[k] = this.value[k] - start(this.offset[k]);
      else this.leaveOver(result.coefficients);
      // The line of the start may be far off: its residuals are judged by their own scatter. The same rows give the same polynomial.
      if (!this.reject() && round > 0) break;
      result = this.solve();
      if (result === undefined) return undefined;
    }
    return result;
  }

  private leaveOver(coefficients: Float64Array): void {
    const { n, far, count, value, offset, residual } = this;
    for (let k = 0; k < count; k++) {
      let sum = coefficients[n - 1];
      for (let a = n - 2; a >= 0; a--) sum = coefficients[a] + (sum * offset[k]) / far;
      residual[k] = value[k] - sum;
    }
  }

  /** Marks what lies beyond 4 σ (MAD) of what is left over; true if anything changed. */
  private reject(): boolean {
    const { count, residual, kept } = this;
    const limit = this.keepsAll() ? Infinity : this.limit();
    let changed = 0;
    for (let k = 0; k < count; k++) {
      const keep = limit > 0 && Math.abs(residual[k]) > limit ? 0 : 1;
      changed |= keep ^ kept[k];
      kept[k] = keep;
    }
    return changed !== 0;
  }

  /** Most columns have no outlier, and counting tells so without the median: the largest residual is within the limit when more than half are larger than its share of it. */
  private keepsAll(): boolean {
    const { count, residual } = this;
    let most = 0;
    for (let k = 0; k < count; k++) most = Math.max(most, Math.abs(residual[k]));
    const enough = (most / CLIP_MAD) * (1 + MARGIN);
    let larger = 0;
    for (let k = 0; k < count; k++) larger += Number(Math.abs(residual[k]) >= enough);
    return larger > count - (count >> 1);
  }

  private limit(): number {
    const { count, residual, distance } = this;
    for (let k = 0; k < count; k++) distance[k] = Math.abs(residual[k]);
    return CLIP_MAD * medianInPlace(distance.subarray(0, count));
  }

  /** Least squares with one weight for all; the covariance is that of the mean variance of the rows kept. */
  private solve(): { coefficients: Float64Array; covariance: Float64Array } | undefined {
    const { n, matrix, target } = this;
    const { count, variance } = n === 2 ? this.sumLine() : this.sumPowers();
    const inverse = count > 2 * n ? invertSymmetric(matrix, n) : undefined;
    if (inverse === undefined) return undefined;
    const coefficients = new Float64Array(n);
    for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) coefficients[a] += inverse[a * n + b] * target[b];
    return { coefficients, covariance: inverse.map((value) => (value * variance) / count) };
  }

  /** Normal equations of the rows kept. @returns how many, and the sum of their variances. */
  private sumPowers(): { count: number; variance: number } {
    const { n, far, matrix, target, powers, kept, value, offset } = this;
    matrix.fill(0);
    target.fill(0);
    let count = 0;
    let variance = 0;
    for (let k = 0; k < this.count; k++) {
      if (kept[k] === 0) continue;
      count++;
      variance += this.variance[k];
      const t = offset[k] / far;
      for (let a = 0, power = 1; a < n; a++, power *= t) powers[a] = power;
      for (let a = 0; a < n; a++) {
        target[a] += powers[a] * value[k];
        for (let b = 0; b < n; b++) matrix[a * n + b] += powers[a] * powers[b];
      }
    }
    return { count, variance };
  }

  /** The same sums in the same order for a line, in registers. */
  private sumLine(): { count: number; variance: number } {
    const { far, matrix, target, kept, value, offset, variance: variances } = this;
    let count = 0;
    let variance = 0;
    let t1 = 0;
    let t2 = 0;
    let v = 0;
    let tv = 0;
    for (let k = 0; k < this.count; k++) {
      if (kept[k] === 0) continue;
      const t = offset[k] / far;
      count++;
      variance += variances[k];
      t1 += t;
      t2 += t * t;
      v += value[k];
      tv += t * value[k];
    }
    matrix[0] = count;
    matrix[1] = matrix[2] = t1;
    matrix[3] = t2;
    target[0] = v;
    target[1] = tv;
    return { count, variance };
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
