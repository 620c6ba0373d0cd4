import { emptyFrame, type Frame } from '../frame.js';
import { mean, median, medianInPlace } from '../math/statistics.js';

/**
 * What every pixel keeps of its own departure from the model, however quiet its neighborhood is. With it the error of a shrunk pixel is mostly its
 * own, independent and known (0.3 σ), not the model's, which is small but shared along columns and rows and known less well; structure that was
 * missed does less harm; and the bias adds 0.09 σ²/n where a plain mean adds σ²/n.
 */
const KEPT_SHARE = 0.3;
/** A pixel this far from the model, in σ of noise and local pattern together, is a defect of its own: it keeps what was measured. */
const OWN_SIGMA = 5;
/** A place has a pattern of its own where its scatter is above that of the frame by this many σ: one false segment in a full frame. */
const LOCAL_SIGMA = 4.5;
/** Levels start from medians over about so many pixels. */
const SAMPLE = 127;
/** Tiles: wide enough that their level is known to σ/64, short enough for the glow of an amplifier. */
const TILE_COLUMNS = 128;
const TILE_ROWS = 32;
/** Every so many pixels one enters the median σ that is reported; odd, so that it meets all columns. */
const SIGMA_STRIDE = 67;

export interface ShrinkOptions {
  /** True noise over the noise the variances promise, as the scatter between the frames tells; default 1. */
  readonly noiseScale?: number;
}

export interface ShrunkBias {
  readonly frame: Frame;
  /** Scatter of the true structure from pixel to pixel about the model, typical of the frame, electron; 0 when noise explains all. */
  readonly patternElectron: number;
  /** Pixels in places whose pattern is stronger than that, percent. */
  readonly patternedPercent: number;
  /** Pixels that stand out and keep their own value, percent. */
  readonly ownPercent: number;
  /** Median standard deviation of a pixel of the result, electron. */
  readonly sigmaElectron: number;
}

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
interface Model {
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

/**
 * The structure of a combined bias with less noise than the mean of its frames: an empirical-Bayes (Wiener) estimate.
 *
 * Model m = column level + row level + smooth surface (tiles of 128 × 32 pixels, bilinear). A pixel of value b and variance v is
 *
 *     m + w (b − m),    w = max(0.3, τ²/(τ² + v)),
 *
 * τ² being the variance of the true pattern beyond the model, measured as the excess of the residuals' scatter over the noise: its median over the
 * columns, and the own value of a column, a tile or a piece of column (32 rows) whose scatter is significantly above it. Where the pattern is strong the
 * result is the mean, b. Pixels more than 5 σ off the model (hot pixels, pieces of bad columns) keep b and v. Masked ones are passed on as they are.
 *
 *     Var = h v + (1 − h) (w² v + (1 − w)² τ²)
 *
 * where h = 1/pixels in column + 1/in row + 1/in tile, about 0.001, is the leverage of the model. The h v is common to a column, row or tile:
 * averaging over pixels does not reduce it, but it is not above what the plain mean has at these scales.
 *
 * Overestimated variances do little harm: a pattern is then seen late, yet 0.3 of it is kept. Levels common to a whole row of one frame (overscan) count as structure.
 *
 * @see James & Stein 1961, 4th Berkeley Symp. 1, 361; Efron & Morris 1973, JASA 68, 117 (τ² from the data) — https://doi.org/10.1080/01621459.1973.10481350
 */
export function shrinkBias(combined: Frame, { noiseScale = 1 }: ShrinkOptions = {}): ShrunkBias {
  const { nx, ny } = combined.geometry;
  const excess = noiseScale * noiseScale;
  const model = startingModel(combined);
  refineLevels(combined, model);
  const frame = emptyFrame(combined.geometry);
  frame.mask.set(combined.mask);
  const scatter = measureScatter(combined, model, frame.flux);
  const { tau, typical, patterned } = localPattern(scatter, model, excess);
  const own = shrink(combined, model, tau, excess, frame);
  const percent = 100 / (nx * ny);
  return { frame, sigmaElectron: typicalSigma(frame), ownPercent: percent * own, patternElectron: Math.sqrt(typical), patternedPercent: percent * patterned };
}

/** Row levels, then column levels and spreads, as medians over a sample: neither needs the other, as the sampled columns are the same in all rows. */
function startingModel({ geometry: { nx, ny }, flux, variance, mask }: Frame): Model {
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
    limit[x] = 1.4826 * medianInPlace(values);
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
function refineLevels({ geometry: { nx, ny }, flux, mask }: Frame, { column, row, tile, limit, xAxis, yAxis, ...leverage }: Model): void {
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

/** Sums of squared residuals and of variances; of the pieces of columns between the edges of tiles: index `ty * nx + x`. */
interface Scatter {
  readonly squares: Float64Array;
  readonly variance: Float64Array;
  readonly count: Float64Array;
}

function emptyScatter(length: number): Scatter {
  return { squares: new Float64Array(length), variance: new Float64Array(length), count: new Float64Array(length) };
}

/** Row level and surface together at the centers of the tiles along each row: index `y * (count + 1) + tx`, the last one a stand-in. */
function rowNodes({ row, tile, xAxis, yAxis }: Model): Float64Array {
  const nodes = new Float64Array(row.length * (xAxis.count + 1));
  for (let y = 0; y < row.length; y++) {
    const low = yAxis.left[y] * xAxis.count;
    const high = Math.min(yAxis.left[y] + 1, yAxis.count - 1) * xAxis.count;
    for (let tx = 0; tx < xAxis.count; tx++) nodes[y * (xAxis.count + 1) + tx] = row[y] + tile[low + tx] + yAxis.share[y] * (tile[high + tx] - tile[low + tx]);
  }
  return nodes;
}

/** Writes what is left of each pixel beyond the model to `residual` and adds up squares and variances, defects left out. */
function measureScatter({ geometry: { nx }, flux, variance, mask }: Frame, model: Model, residual: Float32Array): Scatter {
  const { column, limit, xAxis, yAxis } = model;
  const pieces = emptyScatter(nx * yAxis.count);
  const { squares, variance: variances, count } = pieces;
  const nodes = rowNodes(model);
  for (let ty = 0; ty < yAxis.count; ty++) {
    for (let tx = 0; tx < xAxis.count; tx++) {
      for (let y = yAxis.edges[ty]; y < yAxis.edges[ty + 1]; y++) {
        const firstNode = y * (xAxis.count + 1);
        for (let x = xAxis.edges[tx], p = y * nx + x, piece = ty * nx + x; x < xAxis.edges[tx + 1]; x++, p++, piece++) {
          const node = firstNode + xAxis.left[x];
          const d = flux[p] - column[x] - nodes[node] - xAxis.share[x] * (nodes[node + 1] - nodes[node]);
          residual[p] = d;
          if (!(Math.abs(d) <= limit[x]) || mask[p] !== 0) continue;
          squares[piece] += d * d;
          variances[piece] += variance[p];
          count[piece]++;
        }
      }
    }
  }
  return pieces;
}

interface Pattern {
  /** τ² of every piece of a column, electron²: index `ty * nx + x`. */
  readonly tau: Float64Array;
  /** The τ² of an average column, electron². */
  readonly typical: number;
  /** Pixels where it is higher. */
  readonly patterned: number;
}

/** τ² from the scatter: that of the average column, unless a column, a tile or a piece of a column differs from it significantly. */
function localPattern(pieces: Scatter, { columnLeverage, rowLeverage, tileLeverage, xAxis, yAxis }: Model, excess: number): Pattern {
  const nx = columnLeverage.length;
  const shared = median(rowLeverage) + median(tileLeverage);
  const freedom = columnLeverage.map((leverage) => 1 - leverage - shared);
  const columns = sumPieces(pieces, nx, (piece) => piece % nx);
  const known = freedom.map((share, x) => patternVariance(columns, x, share, excess)).filter(Number.isFinite);
  const typical = known.length > 0 ? Math.max(0, medianInPlace(known)) : 0;
  const columnTau = freedom.map((share, x) => localOr(typical, columns, x, share, excess));

  const tileOf = new Int32Array(nx);
  for (let tx = 0; tx < xAxis.count; tx++) tileOf.fill(tx, xAxis.edges[tx], xAxis.edges[tx + 1]);
  // Columns with a pattern of their own do not speak for their neighbors.
  const tiles = sumPieces(pieces, tileLeverage.length, (piece) => (columnTau[piece % nx] > typical ? -1 : Math.floor(piece / nx) * xAxis.count + tileOf[piece % nx]));
  const tileTau = tileLeverage.map((leverage, tile) => localOr(typical, tiles, tile, 1 - leverage - 1 / (nx * yAxis.count), excess));

  let patterned = 0;
  const tau = pieces.count.map((count, piece) => {
    const x = piece % nx;
    const wider = Math.max(columnTau[x], tileTau[Math.floor(piece / nx) * xAxis.count + tileOf[x]]);
    const value = localOr(wider, pieces, piece, freedom[x], excess);
    if (value > typical) patterned += count;
    return value;
  });
  return { tau, typical, patterned };
}

/** Pieces put together: `target` tells where each goes, −1 nowhere. */
function sumPieces(pieces: Scatter, length: number, target: (piece: number) => number): Scatter {
  const sums = emptyScatter(length);
  for (let piece = 0; piece < pieces.count.length; piece++) {
    const i = target(piece);
    if (i < 0) continue;
    sums.squares[i] += pieces.squares[piece];
    sums.variance[i] += pieces.variance[piece];
    sums.count[i] += pieces.count[piece];
  }
  return sums;
}

/**
 * τ² = Σd²/(N f) − v: what the residuals d scatter beyond the noise v, electron²; f N are the degrees of freedom the model left. It may be negative.
 * NaN where no pixel or no freedom is left.
 */
function patternVariance({ squares, variance, count }: Scatter, i: number, freedom: number, excess: number): number {
  return count[i] > 0 && freedom > 0 ? (squares[i] / freedom - excess * variance[i]) / count[i] : NaN;
}

/**
 * The own τ² where the scatter is above noise and `base` together by LOCAL_SIGMA, by the cube root law of χ² (Wilson & Hilferty 1931, PNAS 17, 684); else `base`.
 */
function localOr(base: number, sums: Scatter, i: number, freedom: number, excess: number): number {
  const own = patternVariance(sums, i, freedom, excess);
  if (!(own > base)) return base;
  const noise = (excess * sums.variance[i]) / sums.count[i];
  const width = 2 / (9 * sums.count[i] * freedom);
  return own + noise > (noise + base) * (1 - width + LOCAL_SIGMA * Math.sqrt(width)) ** 3 ? own : base;
}

/** Turns the residuals that `out.flux` holds into the result and writes its variance. Returns the number of pixels that keep their own value. */
function shrink({ geometry: { nx }, flux, variance, mask }: Frame, { columnLeverage, rowLeverage, tileLeverage, xAxis, yAxis }: Model, tau: Float64Array, excess: number, out: Frame): number {
  const result = out.flux;
  const resultVariance = out.variance;
  const ownLimit = OWN_SIGMA * OWN_SIGMA;
  const leverage = new Float64Array(nx);
  let own = 0;
  for (let ty = 0; ty < yAxis.count; ty++) {
    for (let x = 0; x < nx; x++) leverage[x] = columnLeverage[x] + tileLeverage[ty * xAxis.count + xAxis.left[x]];
    for (let y = yAxis.edges[ty]; y < yAxis.edges[ty + 1]; y++) {
      const ofRow = rowLeverage[y];
      for (let x = 0, p = y * nx, piece = ty * nx; x < nx; x++, p++, piece++) {
        const v = variance[p];
        const t = tau[piece];
        const total = excess * v + t;
        const d = result[p];
        if (d * d > ownLimit * total || mask[p] !== 0) {
          result[p] = flux[p];
          resultVariance[p] = v;
          if (mask[p] === 0) own++;
          continue;
        }
        const w = t > KEPT_SHARE * total ? t / total : KEPT_SHARE;
        const taken = 1 - w;
        const sum = leverage[x] + ofRow;
        const h = sum < 1 ? sum : 1;
        result[p] = flux[p] - taken * d;
        resultVariance[p] = h * v + (1 - h) * (w * w * v + taken * taken * t);
      }
    }
  }
  return own;
}

function typicalSigma({ variance, mask }: Frame): number {
  const sample: number[] = [];
  for (let p = 0; p < variance.length; p += SIGMA_STRIDE) if (mask[p] === 0) sample.push(variance[p]);
  return Math.sqrt(median(Float64Array.from(sample)));
}
