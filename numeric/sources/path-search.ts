import { median } from '../math/statistics.js';
import type { SlitSignal } from './slit-sky.js';

/** Bins per block: a target must show in three bins of one block at least, so that one or two cosmic rays are not a target. */
export const BINS_PER_BLOCK = 8;
/** Of every block the strongest bins count no more than the next: so many. */
const TRIMMED = 2;
/** Deviation of the sum of 8 normal values whose two largest are replaced by the third, in units of √8 (by simulation). */
const TRIMMED_SCATTER = 1.04;
/** There are more places to look in blocks than in the whole, so chance reaches higher: extra σ asked of a block. */
export const BLOCK_PENALTY = 1;
/** Sums of at most 64 bins are equal to so small a share of them. */
const ROUNDING = 1e-9;

/** Sums along paths and the scatter photon noise gives them; one object serves every path tried, so nothing is allocated in the search. */
export class PathSums {
  readonly whole: Float64Array;
  readonly blocks: readonly Float64Array[];
  readonly scatter: number;
  readonly blockScatters: Float64Array;
  private readonly signal: SlitSignal;
  readonly weights: Float64Array;
  private readonly top: readonly [Float64Array, Float64Array, Float64Array];

  constructor(signal: SlitSignal) {
    const { count, ny } = signal.bins;
    this.signal = signal;
    this.whole = new Float64Array(ny);
    this.blocks = Array.from({ length: Math.ceil(count / BINS_PER_BLOCK) }, () => new Float64Array(ny));
    this.top = [new Float64Array(ny), new Float64Array(ny), new Float64Array(ny)];
    const ceiling = 3 / median(signal.scatter.filter(Number.isFinite)); // one quiet bin must not outvote the rest
    this.weights = signal.scatter.map((scatter) => Math.min(1 / scatter, ceiling));
    const noise = (from: number, to: number): number => TRIMMED_SCATTER * Math.sqrt(this.weights.subarray(from, to).reduce((sum, w) => sum + w * w, 0));
    this.scatter = noise(0, count);
    this.blockScatters = Float64Array.from(this.blocks, (_, k) => noise(k * BINS_PER_BLOCK, (k + 1) * BINS_PER_BLOCK));
  }

  add(filtered: Float64Array, shift: ArrayLike<number>): void {
    const { count, ny } = this.signal.bins;
    const [first, second, third] = this.top;
    this.whole.fill(0);
    for (let k = 0; k < this.blocks.length; k++) {
      const sum = this.blocks[k].fill(0);
      for (const values of this.top) values.fill(-Infinity);
      const [from, to] = [k * BINS_PER_BLOCK, Math.min(count, (k + 1) * BINS_PER_BLOCK)];
      for (let b = from; b < to; b++) {
        const weight = this.weights[b];
        const offset = Math.round(shift[b]);
        const last = Math.min(ny, ny - offset);
        for (let y = Math.max(0, -offset); y < last; y++) {
          const value = weight * filtered[b * ny + y + offset];
          sum[y] += value;
          if (value > third[y]) insertTop(first, second, third, y, value);
        }
      }
      for (let y = 0; y < ny; y++) {
        // Near the ends of the slit a sloping path leaves the frame: with one or two bins left nothing tells a source from a cosmic ray.
        if (to - from > TRIMMED) sum[y] = third[y] > -Infinity ? sum[y] + 2 * third[y] - first[y] - second[y] : 0;
        this.whole[y] += sum[y];
      }
    }
  }

  /** The same for one row of a path that is `offsets[b]` rows off in bin b: written to the blocks. @returns the sum of the whole. */
  row(filtered: Float64Array, offsets: Int32Array, y: number): number {
    const { count, ny } = this.signal.bins;
    let whole = 0;
    for (let k = 0; k < this.blocks.length; k++) {
      const [from, to] = [k * BINS_PER_BLOCK, Math.min(count, (k + 1) * BINS_PER_BLOCK)];
      let [sum, first, second, third] = [0, -Infinity, -Infinity, -Infinity];
      for (let b = from; b < to; b++) {
        const r = y + offsets[b];
        if (r < 0 || r >= ny) continue;
        const value = this.weights[b] * filtered[b * ny + r];
        sum += value;
        if (value > first) [first, second, third] = [value, first, second];
        else if (value > second) [second, third] = [value, second];
        else if (value > third) third = value;
      }
      if (to - from > TRIMMED) sum = third > -Infinity ? sum + 2 * third - first - second : 0;
      this.blocks[k][y] = sum;
      whole += sum;
    }
    return whole;
  }
}

/**
 * The strongest sum of all paths tried. Every sum is bounded by that of all bins, which costs a fraction of it: what the strongest bins count for is only looked at
 * where the bound reaches what was found already. The answer is that of adding everything.
 */
export class PathSearch {
  readonly sums: PathSums;
  readonly best = { value: -Infinity, slope: 0, row: 0, block: -1 };
  private readonly filtered: Float64Array;
  private readonly count: number;
  private readonly ny: number;
  private readonly plain: readonly Float64Array[];
  private readonly whole: Float64Array;
  private readonly looked: Uint8Array;
  /** The rows marked in `looked`. */
  private readonly rows: Int32Array;
  private readonly offsets: Int32Array;
  private floor = -Infinity;

  constructor(filtered: Float64Array, signal: SlitSignal, sums: PathSums) {
    const { count, ny } = signal.bins;
    [this.filtered, this.count, this.ny, this.sums] = [filtered, count, ny, sums];
    this.plain = sums.blocks.map(() => new Float64Array(ny));
    this.whole = new Float64Array(ny);
    this.looked = new Uint8Array(ny);
    this.rows = new Int32Array(ny);
    this.offsets = new Int32Array(count);
  }

  /** What one path reaches is a floor for the best of all. */
  startAt(shift: ArrayLike<number>): void {
    this.sums.add(this.filtered, shift);
    const highest = (values: Float64Array, scatter: number, penalty: number): number => (scatter > 0 ? values.reduce((most, value) => Math.max(most, value), -Infinity) / scatter - penalty : -Infinity);
    this.floor = this.sums.blocks.reduce((most, block, k) => Math.max(most, highest(block, this.sums.blockScatters[k], BLOCK_PENALTY)), highest(this.sums.whole, this.sums.scatter, 0));
  }

  /** Tries one path. */
  look(shift: ArrayLike<number>, slope: number): void {
    const { sums, looked, rows, ny } = this;
    this.bound(shift);
    let marked = 0;
    for (let y = 0; y < ny; y++) if (looked[y] === 1) rows[marked++] = y;
    for (let i = 0; i < marked; i++) this.consider(sums.row(this.filtered, this.offsets, rows[i]), sums.scatter, -1, slope, rows[i]);
    sums.blocks.forEach((block, k) => {
      for (let i = 0; i < marked; i++) this.consider(block[rows[i]], sums.blockScatters[k], k, slope, rows[i]);
    });
  }

  private consider(sum: number, scatter: number, block: number, slope: number, row: number): void {
    if (!(scatter > 0)) return;
    const { best } = this;
    const value = sum / scatter - (block < 0 ? 0 : BLOCK_PENALTY);
    // Equal answers: the flatter path, whatever the order of the search.
    if (value > best.value || (value === best.value && Math.abs(slope) < Math.abs(best.slope))) Object.assign(best, { value, slope, row, block });
  }

  /** Marks the rows in which a sum of the path may be the best: by the plain sums, and all at the ends of the slit, where a bin is missing. */
  private bound(shift: ArrayLike<number>): void {
    const { count, ny, whole, plain, filtered, looked, offsets, sums } = this;
    const floor = Math.max(this.floor, this.best.value);
    const least = floor - ROUNDING * Math.abs(floor);
    let [low, high] = [0, ny];
    for (let b = 0; b < count; b++) {
      offsets[b] = Math.round(shift[b]);
      low = Math.max(low, -offsets[b]);
      high = Math.min(high, ny - offsets[b]);
    }
    looked.fill(1);
    if (low >= high) return;
    looked.fill(0, low, high);
    whole.fill(0);
    for (let k = 0; k < plain.length; k++) {
      const sum = plain[k].fill(0);
      const to = Math.min(count, (k + 1) * BINS_PER_BLOCK);
      for (let b = k * BINS_PER_BLOCK; b < to; b++) {
        const weight = sums.weights[b];
        const start = b * ny + offsets[b];
        for (let y = low; y < high; y++) sum[y] += weight * filtered[start + y];
      }
      const limit = (least + BLOCK_PENALTY) * sums.blockScatters[k];
      for (let y = low; y < high; y++) {
        whole[y] += sum[y];
        if (sum[y] >= limit) looked[y] = 1;
      }
    }
    const limit = least * sums.scatter;
    for (let y = low; y < high; y++) if (whole[y] >= limit) looked[y] = 1;
  }
}

function insertTop(first: Float64Array, second: Float64Array, third: Float64Array, y: number, value: number): void {
  if (value <= second[y]) {
    third[y] = value;
    return;
  }
  third[y] = second[y];
  if (value <= first[y]) {
    second[y] = value;
    return;
  }
  second[y] = first[y];
  first[y] = value;
}
