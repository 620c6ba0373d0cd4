import type { Frame } from '../frame.js';
import { median, medianInPlace } from '../math/statistics.js';
import { rowNodes, type BiasModel } from './bias-model.js';

/** A place has a pattern of its own where its scatter is above that of the frame by this many σ: one false segment in a full frame. */
const LOCAL_SIGMA = 4.5;

/** Sums of squared residuals and of variances; of the pieces of columns between the edges of tiles: index `ty * nx + x`. */
export interface Scatter {
  readonly squares: Float64Array;
  readonly variance: Float64Array;
  readonly count: Float64Array;
}

function emptyScatter(length: number): Scatter {
  return { squares: new Float64Array(length), variance: new Float64Array(length), count: new Float64Array(length) };
}

/** Writes what is left of each pixel beyond the model to `residual` and adds up squares and variances, defects left out. */
export function measureScatter({ geometry: { nx }, flux, variance, mask }: Frame, model: BiasModel, residual: Float32Array): Scatter {
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

export interface Pattern {
  /** τ² of every piece of a column, electron²: index `ty * nx + x`. */
  readonly tau: Float64Array;
  /** The τ² of an average column, electron². */
  readonly typical: number;
  /** Pixels where it is higher. */
  readonly patterned: number;
}

/** τ² from the scatter: that of the average column, unless a column, a tile or a piece of a column differs from it significantly. */
export function localPattern(pieces: Scatter, { columnLeverage, rowLeverage, tileLeverage, xAxis, yAxis }: BiasModel, excess: number): Pattern {
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
