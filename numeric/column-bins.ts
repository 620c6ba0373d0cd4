import type { Frame } from './frame.js';

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
}

/** Masked runs up to this long are bridged by a straight line between the pixels at their ends; longer ones are left out. */
const LONGEST_BRIDGE = 8;

/**
 * Averages rows `fromRow … toRow − 1` of a frame over `count` bins of columns of equal width.
 *
 * A masked pixel is replaced by the line between its neighbors in the row before the mean is taken: left out, it would tilt the
 * mean wherever the spectrum is steep, at every sky line. Rows outside the range are NaN.
 */
export function averageColumns(frame: Frame, count: number, fromRow = 0, toRow = frame.geometry.ny): ColumnBins {
  const { nx, ny } = frame.geometry;
  const edges = Int32Array.from({ length: count + 1 }, (_, b) => Math.round((b * nx) / count));
  const flux = new Float64Array(count * ny).fill(NaN);
  const variance = new Float64Array(count * ny).fill(NaN);
  for (let y = Math.max(0, fromRow); y < Math.min(ny, toRow); y++) {
    for (let b = 0; b < count; b++) averageRun(frame, y * nx, edges[b], edges[b + 1], b * ny + y, flux, variance);
  }
  return { count, ny, edges, flux, variance };
}

/**
 * Whether a pixel is out of use: masked, or a cosmic ray that went unnoticed, standing 8 σ above all four pixels two steps away. Light
 * from a source or the sky does not do that but at the very peak of an emission line, which the bridge hardly lowers.
 */
function unusable({ geometry, mask, flux, variance }: Frame, i: number, x: number): boolean {
  if (mask[i] !== 0) return true;
  const { nx } = geometry;
  if (x < 2 || x + 2 >= nx || i < 2 * nx || i + 2 * nx >= flux.length) return false;
  const limit = flux[i] - flux[i - 2];
  if (!(limit > 0) || limit * limit < 64 * variance[i]) return false;
  const rise = Math.min(limit, flux[i] - flux[i + 2], flux[i] - flux[i - 2 * nx], flux[i] - flux[i + 2 * nx]);
  return rise > 0 && rise * rise > 64 * variance[i];
}

function averageRun(frame: Frame, row: number, from: number, to: number, cell: number, flux: Float64Array, variance: Float64Array): void {
  let sum = 0;
  let squares = 0; // Σ variance of the good pixels
  let good = 0;
  let bridged = 0;
  for (let x = from; x < to; x++) {
    const i = row + x;
    if (!unusable(frame, i, x)) {
      sum += frame.flux[i];
      squares += frame.variance[i];
      good++;
      continue;
    }
    let end = x;
    while (end < to && unusable(frame, row + end, end)) end++;
    const length = end - x;
    if (length <= LONGEST_BRIDGE && x > from && end < to) {
      sum += (length * (frame.flux[i - 1] + frame.flux[row + end])) / 2;
      bridged += length;
    }
    x = end - 1;
  }
  if (good * 2 < to - from) return;
  flux[cell] = sum / (good + bridged);
  variance[cell] = squares / (good * good);
}

/** Column of the center of a bin. */
export function binCenter(bins: ColumnBins, b: number): number {
  return (bins.edges[b] + bins.edges[b + 1] - 1) / 2;
}
