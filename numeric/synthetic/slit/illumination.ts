import type { Random } from '../../math/random.js';
import type { Geometry } from '../../frame.js';
import type { SimulatedSlit } from '../instrument.js';

/** How much light the slit lets through along its length. */
export interface SlitIllumination {
  /** Unbinned detector rows of the half-light edges of the slit. */
  readonly lowRow: number;
  readonly highRow: number;
  /** Light relative to the median of the lit rows, one value per unbinned detector row from 0. */
  readonly perRow: Float64Array;
}

const EDGE_SIGMA_ROWS = 1.5;

/** The slit of a night: slow gradient, a few specks of dust, soft ends, dark beyond them. */
export function slitIllumination(slit: SimulatedSlit, rows: number, random: Random): SlitIllumination {
  const lowRow = slit.lowRow + slit.wanderRows * random.uniform();
  const highRow = slit.highRow + slit.wanderRows * random.uniform();
  const [slope, bow] = [0.03 * random.normal(), -0.06 * random.uniform()];
  const dust = Array.from({ length: 5 }, () => {
    return { row: lowRow + random.uniform() * (highRow - lowRow), depth: 0.01 + 0.04 * random.uniform(), sigma: 2 + 3 * random.uniform() };
  });
  const perRow = Float64Array.from({ length: rows }, (_, row) => {
    const v = (2 * (row - lowRow)) / (highRow - lowRow) - 1;
    const ends = edge((row - lowRow) / EDGE_SIGMA_ROWS) * edge((highRow - row) / EDGE_SIGMA_ROWS);
    const specks = dust.reduce((product, d) => product * (1 - d.depth * Math.exp(-0.5 * ((row - d.row) / d.sigma) ** 2)), 1);
    return ends * specks * (1 + slope * v + bow * v * v);
  });
  const lit = perRow.slice(Math.ceil(lowRow), Math.floor(highRow)).sort();
  const median = lit[lit.length >> 1];
  return { lowRow, highRow, perRow: perRow.map((light) => light / median) };
}

function edge(z: number): number {
  if (z < -12) return 0;
  return 1 / (1 + Math.exp(-1.702 * z)); // logistic curve within 1 % of the normal integral
}

/** Mean light of each row of a grid. */
export function illuminationOfRows(slit: SlitIllumination, geometry: Geometry): Float64Array {
  return Float64Array.from({ length: geometry.ny }, (_, y) => {
    let sum = 0;
    for (let k = 0; k < geometry.binY; k++) sum += slit.perRow[geometry.y0 + geometry.binY * y + k] ?? 0;
    return sum / geometry.binY;
  });
}
