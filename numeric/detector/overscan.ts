import { clippedMean } from '../math/clipped-mean.js';
import { ContractError } from '../errors.js';
import type { Image, Section } from '../frame.js';
import { median } from '../math/statistics.js';

/** Half widths of the running fit over row levels, rows: the first follows drifts of a read-out over a few hundred rows, the last is for levels that hardly drift. */
const HALF_WIDTHS_ROWS = [25, 50, 100, 200, 400] as const;

export interface OverscanEstimate {
  /** Smoothed level of every row of the image, adu, length ny. */
  readonly level: Float32Array;
  readonly medianAdu: number;
  /** Scatter of the measured row levels about the smoothed ones, adu: above readNoiseAdu/√columns the rows have structure of their own. */
  readonly rmsAdu: number;
  /** Standard deviation of a pixel about the level of its row, adu. */
  readonly readNoiseAdu: number;
}

/**
 * Bias level per row from pixels that saw no light. Each row's level is the mean of its overscan pixels within 3.5 σ (MAD) of their median;
 * the levels are then smoothed by a running straight-line fit, rows off by more than 5 σ (blooming) left out. Subtracting a
 * bare row median instead would add 1.25·RN/√columns of noise common to a whole row, and that of a fit over 51 rows, 0.02 RN, is a bump as wide as
 * a source with its sky: a faint spectrum came out 2 % too bright. So the fit is as wide as the drift allows.
 *
 * @param columns Overscan pixels; rows outside take the level of the nearest row inside.
 * @throws {ContractError} if the section leaves the image or is empty.
 */
export function estimateOverscan(image: Image, columns: Section): OverscanEstimate {
  const { nx, ny } = image.geometry;
  const { x0, x1, y0, y1 } = columns;
  if (x0 < 0 || x1 > nx || y0 < 0 || y1 > ny || x0 >= x1 || y0 >= y1) {
    throw new ContractError(`overscan x ${x0}–${x1}, y ${y0}–${y1} of an image of ${nx} × ${ny}`);
  }
  const rows = new Float64Array(y1 - y0);
  for (let y = y0; y < y1; y++) rows[y - y0] = clippedMean(image.data.subarray(y * nx + x0, y * nx + x1), 3.5).mean;

  const smooth = smoothRows(rows);
  const level = Float32Array.from({ length: ny }, (_, y) => smooth[Math.min(Math.max(y, y0), y1 - 1) - y0]);

  const deviations = new Float64Array((x1 - x0) * (y1 - y0));
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) deviations[count++] = image.data[y * nx + x] - smooth[y - y0];
  }
  return {
    level,
    medianAdu: median(smooth),
    rmsAdu: clippedMean(rows.map((row, i) => row - smooth[i]), 5).sigma,
    readNoiseAdu: clippedMean(deviations, 5).sigma,
  };
}

/**
 * A running straight line through the good rows, as wide as the drift of the levels allows: of the half widths the one of least expected error, by
 *
 *     Cp = Σ (level − line)² + 2·σ²·Σ (weight of a row in its own line),
 *
 * σ from the second differences of neighboring rows, which no drift reaches.
 * @see Mallows 1973, Technometrics 15, 661
 */
function smoothRows(rows: Float64Array): Float64Array {
  const [narrowest, ...wider] = HALF_WIDTHS_ROWS;
  const good = goodRows(rows, narrowest);
  const sums = rowSums(rows, good);
  const bends = rows.map((value, row) => (good[row - 1] && good[row] && good[row + 1] ? rows[row - 1] - 2 * value + rows[row + 1] : NaN));
  const variance = clippedMean(bends, 5).sigma ** 2 / 6;
  const cp = ({ line, ownWeight }: RunningLine): number => rows.reduce((sum, value, row) => sum + (good[row] ? (value - line[row]) ** 2 : 0), 2 * variance * ownWeight);
  let best = runningLine(sums, good, narrowest);
  for (const half of wider) {
    if (2 * half >= rows.length) break;
    const candidate = runningLine(sums, good, half);
    if (cp(candidate) < cp(best)) best = candidate;
  }
  const anywhere = median(rows.filter(Number.isFinite));
  return best.line.map((value) => (Number.isFinite(value) ? value : anywhere));
}

interface RunningLine {
  /** NaN where there is no good row. */
  readonly line: Float64Array;
  /** Sum over the good rows of the weight each has in its own line: the degrees of freedom of the smoothing. */
  readonly ownWeight: number;
}

/** Running sums over the good rows of 1, t, t², v and t·v: entry k is for the rows before k, v relative to their median. */
function rowSums(rows: Float64Array, good: readonly boolean[]) {
  const zeros = (): Float64Array => new Float64Array(rows.length + 1);
  const [count, t, tt, v, tv] = [zeros(), zeros(), zeros(), zeros(), zeros()];
  const center = median(rows.filter(Number.isFinite));
  rows.forEach((value, row) => {
    const use = good[row] ? 1 : 0;
    const relative = good[row] ? value - center : 0;
    count[row + 1] = count[row] + use;
    t[row + 1] = t[row] + use * row;
    tt[row + 1] = tt[row] + use * row * row;
    v[row + 1] = v[row] + relative;
    tv[row + 1] = tv[row] + relative * row;
  });
  return { count, t, tt, v, tv, center };
}

/** Straight line through the good rows within `half` of every row; exact for a linear drift up to the ends. */
function runningLine({ count, t, tt, v, tv, center }: ReturnType<typeof rowSums>, good: readonly boolean[], half: number): RunningLine {
  let ownWeight = 0;
  const line = Float64Array.from(good, (own, row) => {
    const [from, to] = [Math.max(0, row - half), Math.min(good.length, row + half + 1)];
    const within = (sums: Float64Array): number => sums[to] - sums[from];
    const n = within(count);
    const offset = within(t) - row * n; // offsets count from the row itself
    const square = within(tt) - 2 * row * within(t) + row * row * n;
    const product = within(tv) - row * within(v);
    const determinant = n * square - offset * offset;
    if (own) ownWeight += determinant > 0 ? square / determinant : 1 / n;
    return center + (determinant > 0 ? (square * within(v) - offset * product) / determinant : within(v) / n);
  });
  return { line, ownWeight };
}

/** Rows with a level, not off by more than 5 σ from the median of their neighborhood. */
function goodRows(rows: Float64Array, half: number): boolean[] {
  const medians = neighborhoodMedians(rows, half);
  const residuals = rows.map((value, row) => value - medians[row]);
  const { sigma } = clippedMean(residuals, 5);
  return Array.from(residuals, (residual) => Math.abs(residual) <= 5 * sigma);
}

/** Median of the finite values within `half` of each, fewer at the ends; NaN where there are none. The sorted window loses one value and gains one at every step. */
function neighborhoodMedians(values: Float64Array, half: number): Float64Array {
  const window = new Float64Array(2 * half + 1);
  let count = 0;
  /** Number of values in the window that are less. */
  const rankOf = (value: number): number => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (window[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const add = (value: number): void => {
    if (!Number.isFinite(value)) return;
    const rank = rankOf(value);
    window.copyWithin(rank + 1, rank, count++);
    window[rank] = value;
  };
  const remove = (value: number): void => {
    if (Number.isFinite(value)) window.copyWithin(rankOf(value), rankOf(value) + 1, count--);
  };
  for (let i = 0; i < Math.min(half, values.length); i++) add(values[i]);
  return values.map((_, i) => {
    if (i - half - 1 >= 0) remove(values[i - half - 1]);
    if (i + half < values.length) add(values[i + half]);
    const middle = count >> 1;
    return count === 0 ? NaN : count % 2 === 1 ? window[middle] : 0.5 * (window[middle - 1] + window[middle]);
  });
}
