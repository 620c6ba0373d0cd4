import type { Random } from '../../math/random.js';
import type { SimulatedDetector } from '../instrument.js';
import type { Layout } from '../layout.js';

/** Bias structure above the overscan level, adu [ny × nx]: the amplifier settling, waves and noise of the columns, glow at the last rows, charge traps. */
export function biasPattern({ turnOnAdu }: SimulatedDetector, { geometry: { nx, ny, binX }, lightFrom, lightTo }: Layout, random: Random): Float32Array {
  const columns = new Float32Array(nx);
  const phase = random.uniform() * 2 * Math.PI;
  for (let x = 0; x < nx; x++) {
    if (x < lightFrom) columns[x] = sum(turnOnAdu.slice(x * binX, (x + 1) * binX)) / binX;
    else if (x < lightTo) columns[x] = 2.5 * Math.sin((2 * Math.PI * x) / (0.4 * nx) + phase) + 0.8 * random.normal();
  }
  const pattern = new Float32Array(nx * ny);
  for (let y = 0; y < ny; y++) {
    const glow = 3 * Math.exp(-(ny - y) / (0.05 * ny)); // amplifier glow at the last rows
    for (let x = 0; x < nx; x++) pattern[y * nx + x] = columns[x] + (x >= lightFrom ? glow : 0);
  }
  for (const { x, fromRow, excess } of badColumns({ nx, ny, lightFrom, lightTo }, random)) {
    for (let y = fromRow; y < ny; y++) pattern[y * nx + x] += excess;
  }
  return pattern;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Three charge traps: bright from some row to the end of the column. */
function badColumns(grid: { nx: number; ny: number; lightFrom: number; lightTo: number }, random: Random): { x: number; fromRow: number; excess: number }[] {
  return [60, 180, 420].map((excess) => ({
    x: grid.lightFrom + random.integer(grid.lightTo - grid.lightFrom),
    fromRow: random.integer(grid.ny),
    excess,
  }));
}

/** Level of the overscan of one frame, adu for each raw row: drifts through the night and a little along the frame. */
export function overscanLevel({ biasLevelAdu }: SimulatedDetector, ny: number, shotNumber: number, random: Random): Float64Array {
  const frame = biasLevelAdu + 3 * Math.sin(shotNumber / 9) + 0.7 * random.normal();
  const slope = 0.6 * random.normal();
  const phase = 2 * Math.PI * random.uniform();
  return Float64Array.from({ length: ny }, (_, y) => frame + slope * (y / ny - 0.5) + 0.4 * Math.sin((2 * Math.PI * y) / ny + phase));
}
