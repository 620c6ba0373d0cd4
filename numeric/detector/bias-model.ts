import type { Frame } from '../frame.js';
import { mean, median, medianInPlace, SIGMA_PER_MAD } from '../math/statistics.js';

/** A pixel this far from the model, in σ of noise and local pattern together, is a defect of its own: it keeps what was measured. */
export const OWN_SIGMA = 5;
/** Levels start from medians over about so many pixels. */
const SAMPLE = 127;
/** Tiles: wide enough that their level is known to σ/64, short enough for the glow of an amplifier. */
const TILE_COLUMNS = 128;
const TILE_ROWS = 32;

/** Boundaries of the tiles along one axis, and where each pixel lies between the centers of two of them. */
interface Axis {
  readonly count: number;
  /** Length count + 1. */
  readonly edges: Int32Array;
  /** Tile whose center is the nearest at or below a pixel; with `share`, weights of a linear interpolation, held constant beyond the outer centers. */
  readonly left: Int32Array;
  readonly share: Float32Array;
}

/** Level of columns, rows and tiles, electron. Their sum is the model. */
export interface BiasModel {
  readonly column: Float64Array;
  readonly row: Float64Array;
  readonly tile: Float64Array;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  /** Residuals beyond this say nothing about levels and pattern, electron, per column. */
  readonly limit: Float64Array;
  /** 1 ÷ pixels behind each level: the part of its own noise a pixel finds in the model. */
  readonly columnLeverage: Float64Array;
  readonly rowLeverage: Float64Array;
  readonly tileLeverage: Float64Array;
}

/** Row levels, then column levels and spreads, as medians over a sample: neither needs the other, as the sampled columns are the same in all rows. */
export function startingModel({ geometry: { nx, ny }, flux, variance, mask }: Frame): BiasModel {
  const stepX = Math.max(1, Math.floor(nx / SAMPLE));
  const stepY = Math.max(1, Math.floor(ny / SAMPLE));
  const sample = new Float64Array(Math.max(Math.ceil(nx / stepX), Math.ceil(ny / stepY)));
  const row = new Float64Array(ny);
  const column = new Float64Array(nx);
  const limit = new Float64Array(nx);
  const variances: number[] = [];
  for (let y = 0; y < ny; y++) {
    let count = 0;
    for (let p = y * nx + (stepX >> 1); p < (y + 1) * nx; p += stepX) if (mask[p] === 0) sample[count++] = flux[p];
    row[y] = count > 0 ? medianInPlace(sample.subarray(0, count)) : NaN;
  }
  fillGaps(row);
  for (let x = 0; x < nx; x++) {
    let count = 0;
    for (let y = stepY >> 1; y < ny; y += stepY) {
      const p = y * nx + x;
      if (mask[p] !== 0) continue;
      sample[count++] = flux[p] - row[y];
      if ((x & 15) === 0) variances.push(variance[p]);
    }
    const values = sample.subarray(0, count);
    column[x] = medianInPlace(values);
    for (let i = 0; i < count; i++) values[i] = Math.abs(values[i] - column[x]);
    limit[x] = SIGMA_PER_MAD * medianInPlace(values);
  }
  fillGaps(column);
  const sigma = Math.sqrt(median(Float64Array.from(variances)));
  for (let x = 0; x < nx; x++) limit[x] = OWN_SIGMA * (limit[x] > sigma ? limit[x] : sigma);
  const xAxis = tileAxis(nx, TILE_COLUMNS);
  const yAxis = tileAxis(ny, TILE_ROWS);
  const tiles = xAxis.count * yAxis.count;
  return {
    ...{ column, row, limit, xAxis, yAxis, tile: new Float64Array(tiles) },
    ...{ columnLeverage: new Float64Array(nx), rowLeverage: new Float64Array(ny), tileLeverage: new Float64Array(tiles) },
  };
}

/** A line without a usable pixel takes the middle level of the others: nothing is read from it, but sums over the frame stay finite. */
function fillGaps(levels: Float64Array): void {
  const known = levels.filter(Number.isFinite);
  const middle = known.length > 0 ? medianInPlace(known) : 0;
  for (let i = 0; i < levels.length; i++) if (Number.isNaN(levels[i])) levels[i] = middle;
}

function tileAxis(length: number, size: number): Axis {
  const count = Math.max(1, Math.round(length / size));
  const edges = Int32Array.from({ length: count + 1 }, (_, i) => Math.round((i * length) / count));
  const centers = Array.from({ length: count }, (_, i) => (edges[i] + edges[i + 1] - 1) / 2);
  const left = new Int32Array(length);
  const share = new Float32Array(length);
  for (let i = 0, at = 0; i < length && count > 1; i++) {
    while (at < count - 2 && centers[at + 1] <= i) at++;
    left[i] = at;
    share[i] = Math.min(1, Math.max(0, (i - centers[at]) / (centers[at + 1] - centers[at])));
  }
  return { count, edges, left, share };
}

/**
 * From medians to means of the pixels near them: columns, rows and tiles in one pass over the pixels. In a full grid the levels of columns and rows are
 * independent (a two-way layout), and the mean of a tile changes by the mean changes of its columns and rows; pixels left out are too few to matter.
 */
export function refineLevels({ geometry: { nx, ny }, flux, mask }: Frame, { column, row, tile, limit, xAxis, yAxis, ...leverage }: BiasModel): void {
  const columns = sumsOf(nx);
  const rows = sumsOf(ny);
  const tiles = sumsOf(tile.length);
  for (let ty = 0, t = 0; ty < yAxis.count; ty++) {
    for (let tx = 0; tx < xAxis.count; tx++, t++) {
      for (let y = yAxis.edges[ty]; y < yAxis.edges[ty + 1]; y++) {
        const level = row[y];
        let sum = 0;
        let count = 0;
        for (let x = xAxis.edges[tx], p = y * nx + x; x < xAxis.edges[tx + 1]; x++, p++) {
          const d = flux[p] - column[x] - level;
          // Written so that NaN is left out.
          if (!(Math.abs(d) <= limit[x]) || mask[p] !== 0) continue;
          columns.sum[x] += d;
          columns.count[x]++;
          sum += d;
          count++;
        }
        rows.sum[y] += sum;
        rows.count[y] += count;
        tiles.sum[t] += sum;
        tiles.count[t] += count;
      }
    }
  }
  const columnChange = meansOf(columns, leverage.columnLeverage);
  const rowChange = meansOf(rows, leverage.rowLeverage);
  const tileMean = meansOf(tiles, leverage.tileLeverage);
  const grand = mean(rowChange);
  for (let x = 0; x < nx; x++) column[x] += columnChange[x];
  for (let y = 0; y < ny; y++) row[y] += rowChange[y] - grand;
  for (let t = 0; t < tile.length; t++) {
    const tx = t % xAxis.count;
    const ty = (t - tx) / xAxis.count;
    const ofColumns = mean(columnChange.subarray(xAxis.edges[tx], xAxis.edges[tx + 1]));
    const ofRows = mean(rowChange.subarray(yAxis.edges[ty], yAxis.edges[ty + 1]));
    if (tiles.count[t] > 0) tile[t] = tileMean[t] - ofColumns - (ofRows - grand);
  }
}

interface Sums {
  readonly sum: Float64Array;
  readonly count: Int32Array;
}

function sumsOf(length: number): Sums {
  return { sum: new Float64Array(length), count: new Int32Array(length) };
}

/** Mean of each place, 0 without pixels; writes the leverage of a pixel on it, 1/count. */
function meansOf({ sum, count }: Sums, leverage: Float64Array): Float64Array {
  return sum.map((total, i) => {
    leverage[i] = 1 / Math.max(1, count[i]);
    return total * leverage[i];
  });
}

/** Row level and surface together at the centers of the tiles along each row: index `y * (count + 1) + tx`, the last one a stand-in. */
export function rowNodes({ row, tile, xAxis, yAxis }: BiasModel): Float64Array {
  const nodes = new Float64Array(row.length * (xAxis.count + 1));
  for (let y = 0; y < row.length; y++) {
    const low = yAxis.left[y] * xAxis.count;
    const high = Math.min(yAxis.left[y] + 1, yAxis.count - 1) * xAxis.count;
    for (let tx = 0; tx < xAxis.count; tx++) nodes[y * (xAxis.count + 1) + tx] = row[y] + tile[low + tx] + yAxis.share[y] * (tile[high + tx] - tile[low + tx]);
  }
  return nodes;
}
