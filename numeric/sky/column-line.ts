import type { Frame } from '../frame.js';
import { medianInPlace, SIGMA_PER_MAD } from '../math/statistics.js';
import type { SkyBend } from './tilt.js';
import { isAvoided, type ZonePlan } from './zones.js';

/** Residuals beyond this many σ are cosmic rays or unseen sources. */
const CLIP_SIGMA = 4;
/** Rounds after the first, which clips about the median. */
const ROUNDS = 3;
/** The median and the scatter that the first round clips by are those of about so many of the pixels: it only begins what the line ends. */
const FIRST_LOOK = 40;

/**
 * The sky pixels of one column and their robust straight line; one object serves all columns, so nothing is allocated in the loop, and one walk over the pixels
 * gives all that a round needs.
 */
export class ColumnLine {
  /** Sky at the trace and its change per row, electron; variances and covariance; standard deviation about the line. */
  level = NaN;
  slope = NaN;
  levelVariance = NaN;
  slopeVariance = NaN;
  covariance = NaN;
  sigma = NaN;
  /** What a parabola would add to the line, electron per row², and its variance; NaN where nothing is left to tell. */
  bend = NaN;
  bendVariance = NaN;
  /** Pixels of the column last gathered. */
  count = 0;

  private readonly value: Float64Array;
  private readonly offset: Float64Array;
  private readonly variance: Float64Array;
  private readonly kept: Uint8Array;
  private readonly scratch: Float64Array;
  private both = false;
  /** Sums over the pixels kept: number, t, t², t³, t⁴, v, t·v, t²·v, v² and the variance, v less the value that the round began with. */
  private readonly sums = new Float64Array(10);

  /** @param capacity the most pixels that a column can have. */
  constructor(capacity: number) {
    this.value = new Float64Array(capacity);
    this.offset = new Float64Array(capacity);
    this.variance = new Float64Array(capacity);
    this.kept = new Uint8Array(capacity);
    this.scratch = new Float64Array(capacity);
  }

  gather({ geometry: { nx, ny }, flux, variance, mask }: Frame, { zones, avoid }: ZonePlan, x: number, center: number): void {
    const { value, offset, variance: variances } = this;
    const alone = avoid.length === 0;
    let count = 0;
    let sides = 0;
    for (const [from, to] of zones) {
      const before = count;
      const last = Math.min(ny - 1, center + to);
      for (let y = Math.max(0, Math.ceil(center + from)), i = y * nx + x; y <= last; y++, i += nx) {
        if (mask[i] !== 0 || (!alone && isAvoided(avoid, x, y))) continue;
        value[count] = flux[i];
        variances[count] = variance[i];
        offset[count++] = y - center;
      }
      if (count > before) sides++;
    }
    this.count = count;
    this.both = sides === 2;
  }

  /** Takes off what a sky line in column x departs from its tangent. */
  straighten(bend: SkyBend, x: number): void {
    const { value, offset, count } = this;
    for (let k = 0; k < count; k++) value[k] -= bend.at(x, offset[k]);
  }

  /** The line through the pixels, from the median on; a constant where not `linear` or on one side only. */
  fit(linear: boolean): void {
    const { value, scratch, count } = this;
    const stride = Math.max(1, Math.floor(count / FIRST_LOOK));
    let looked = 0;
    for (let k = 0; k < count; k += stride) scratch[looked++] = value[k];
    const some = scratch.subarray(0, looked);
    const level = medianInPlace(some);
    for (let k = 0; k < looked; k++) some[k] = Math.abs(some[k] - level);
    this.settle(level, 0, SIGMA_PER_MAD * medianInPlace(some), linear);
  }

  /** The same from a line that is nearly right, with the scatter about it. */
  settle(level: number, slope: number, sigma: number, linear: boolean): void {
    const { sums } = this;
    const line = linear && this.both;
    this.kept.fill(2, 0, this.count); // neither kept nor left out: the first round changes all
    for (let round = 0; round <= ROUNDS; round++) {
      const changed = this.sumKept(level, slope, sigma);
      if (!changed) break;
      const n = sums[0];
      const v = sums[5];
      const mean = sums[1] / n;
      const spread = sums[2] - sums[1] * mean;
      const product = sums[6] - mean * v;
      const tilted = line && spread > 0;
      slope = tilted ? product / spread : 0;
      const variance = sums[9] / n;
      this.bendBy(mean, spread, product, variance);
      // A slope spread the values for the MAD of the first round: from now on it is their deviation from the line.
      sigma = Math.sqrt(Math.max(0, sums[8] - (v * v) / n - slope * product) / Math.max(1, n - 2));
      level += v / n - slope * mean;
      this.slopeVariance = tilted ? variance / spread : 0;
      this.covariance = -mean * this.slopeVariance;
      this.levelVariance = variance / n + mean * mean * this.slopeVariance;
    }
    this.level = level;
    this.slope = slope;
    this.sigma = sigma;
  }

  /** Sums over what lies within 4 σ of a line; true if other pixels are kept than before. */
  private sumKept(level: number, slope: number, sigma: number): boolean {
    const { value, offset, variance: variances, kept, count, sums } = this;
    const limit = sigma > 0 ? CLIP_SIGMA * sigma : Infinity;
    let changed = 0;
    let n = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let v0 = 0;
    let v1 = 0;
    let v2 = 0;
    let vv = 0;
    let variance = 0;
    for (let k = 0; k < count; k++) {
      const t = offset[k];
      const v = value[k] - level;
      const keep = Math.abs(v - slope * t) <= limit ? 1 : 0;
      changed |= keep ^ kept[k];
      kept[k] = keep;
      if (keep === 0) continue;
      const square = t * t;
      n++;
      s1 += t;
      s2 += square;
      s3 += square * t;
      s4 += square * square;
      v0 += v;
      v1 += t * v;
      v2 += square * v;
      vv += v * v;
      variance += variances[k];
    }
    sums[0] = n;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = v0;
    sums[6] = v1;
    sums[7] = v2;
    sums[8] = vv;
    sums[9] = variance;
    return changed !== 0;
  }

  /** What a parabola would add: Σ φ·v ÷ Σ φ², φ = τ² less its mean and its slope over the pixels kept, τ the offset from their mean. */
  private bendBy(mean: number, spread: number, product: number, variance: number): void {
    const { sums } = this;
    const square = spread / sums[0];
    const third = sums[3] - mean * (3 * sums[2] - 2 * mean * sums[1]);
    const fourth = sums[4] - mean * (4 * sums[3] - mean * (6 * sums[2] - 3 * mean * sums[1]));
    const tilt = spread > 0 ? third / spread : 0;
    const norm = fourth - square * spread - tilt * third;
    const sum = sums[7] - mean * (2 * sums[6] - mean * sums[5]) - square * sums[5] - tilt * product;
    this.bend = norm > 0 ? sum / norm : NaN;
    this.bendVariance = norm > 0 ? variance / norm : NaN;
  }
}
