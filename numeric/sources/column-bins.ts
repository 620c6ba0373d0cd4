import { MASK, type Frame } from '../frame.js';

/** A frame averaged along x in bins of neighboring columns, full resolution along y. */
export interface ColumnBins {
  readonly count: number;
  readonly ny: number;
  /** Column edges of the bins, half-open, count + 1 values. */
  readonly edges: Int32Array;
  /** Mean flux per pixel, [count × ny], electron: `flux[bin * ny + y]`. NaN where fewer than half of the pixels are usable. */
  readonly flux: Float64Array;
  /** Variance of that mean, electron². */
  readonly variance: Float64Array;
  /** 1 where a saturated pixel took part, [count × ny]: the height there is a lower limit, the place of the light is not. */
  readonly saturated: Uint8Array;
}

/** Masked runs up to this long are bridged by a straight line between the pixels at their ends; longer ones are left out. */
const LONGEST_BRIDGE = 8;

/** What keeps a pixel out of the mean. Not saturation: without its core a star would be two. */
const UNUSABLE = ~MASK.SATURATED;

/**
 * Averages rows `fromRow … toRow − 1` of a frame over `count` bins of columns of equal width.
 *
 * A masked pixel is replaced by the line between its neighbors in the row before the mean is taken: left out, it would tilt the
 * mean wherever the spectrum is steep, at every sky line. A pixel that is saturated and nothing else is kept: it is where the light is. Rows outside the range are NaN. Inputs are left unchanged. O(nx · rows).
 */
export function averageColumns(frame: Frame, count: number, fromRow = 0, toRow = frame.geometry.ny): ColumnBins {
  const { nx, ny } = frame.geometry;
  const edges = Int32Array.from({ length: count + 1 }, (_, b) => Math.round((b * nx) / count));
  const flux = new Float64Array(count * ny).fill(NaN);
  const variance = new Float64Array(count * ny).fill(NaN);
  const bins: ColumnBins = { count, ny, edges, flux, variance, saturated: new Uint8Array(count * ny) };
  for (let y = Math.max(0, fromRow); y < Math.min(ny, toRow); y++) {
    for (let b = 0; b < count; b++) averageRun(frame, y * nx, edges[b], edges[b + 1], b * ny + y, bins);
  }
  return bins;
}

/** Rises above all four pixels two steps away by more than this, σ: a cosmic ray that went unnoticed. */
const SPIKE_SIGMA = 8;
const SPIKE_VARIANCES = SPIKE_SIGMA * SPIKE_SIGMA;

/**
 * Whether a pixel stands out of all its surroundings. Light from a source or the sky does not do that but at the very peak of an emission
 * line, which the bridge hardly lowers.
 */
function isSpike(flux: Float32Array, variance: Float32Array, i: number, nx: number): boolean {
  const rise = Math.min(flux[i] - flux[i - 2], flux[i] - flux[i + 2], flux[i] - flux[i - 2 * nx], flux[i] - flux[i + 2 * nx]);
  return rise > 0 && rise * rise > SPIKE_VARIANCES * variance[i];
}

function averageRun(frame: Frame, row: number, from: number, to: number, cell: number, bins: ColumnBins): void {
  const { flux, variance, mask } = frame;
  const { nx } = frame.geometry;
  const inner = row >= 2 * nx && row + 3 * nx <= flux.length;
  const [left, right] = [row + 2, row + nx - 3];
  let sum = 0;
  let squares = 0; // Σ variance of the good pixels
  let good = 0;
  let bridged = 0;
  let full = 0; // pixels that are saturated and nothing else
  let run = 0; // pixels out of use since the last good one
  let before = NaN; // the last good one of this bin
  for (let i = row + from; i < row + to; i++) {
    const value = flux[i];
    const rise = inner ? value - flux[i - 2] : 0; // before the other rows are touched: nearly every pixel ends here
    if ((mask[i] & UNUSABLE) !== 0 || (rise * rise > SPIKE_VARIANCES * variance[i] && rise > 0 && i >= left && i <= right && isSpike(flux, variance, i, nx))) {
      run++;
      continue;
    }
    if (run > 0) {
      if (run <= LONGEST_BRIDGE && good > 0) {
        sum += (run * (before + value)) / 2;
        bridged += run;
      }
      run = 0;
    }
    sum += value;
    squares += variance[i];
    good++;
    if (mask[i] !== 0) full++;
    before = value;
  }
  if (good * 2 < to - from) return;
  bins.flux[cell] = sum / (good + bridged);
  bins.variance[cell] = squares / (good * good);
  if (full > 0) bins.saturated[cell] = 1;
}

/** Column of the center of a bin, counted from 0; half a column for a bin of even width. */
export function binCenter(bins: ColumnBins, b: number): number {
  return (bins.edges[b] + bins.edges[b + 1] - 1) / 2;
}
