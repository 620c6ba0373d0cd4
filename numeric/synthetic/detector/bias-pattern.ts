import type { Random } from '../../math/random.js';
import type { SimulatedDetector } from '../instrument.js';
import type { Layout } from '../layout.js';
import { badPixels } from './bad-columns.js';

/** Bias structure above the overscan level, adu [ny × nx]: the amplifier settling, waves and noise of the columns, glow at the last rows, hot columns. */
export function biasPattern({ turnOnAdu, badColumns }: SimulatedDetector, layout: Layout, random: Random): Float32Array {
  const { geometry: { nx, ny, binX }, lightFrom, lightTo } = layout;
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
  for (const { index, excessAdu } of badPixels(badColumns, layout)) pattern[index] += excessAdu;
  return pattern;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Level of the overscan of one frame, adu for each raw row: drifts through the night and a little along the frame. */
export function overscanLevel({ biasLevelAdu }: SimulatedDetector, ny: number, shotNumber: number, random: Random): Float64Array {
  const frame = biasLevelAdu + 3 * Math.sin(shotNumber / 9) + 0.7 * random.normal();
  const slope = 0.6 * random.normal();
  const phase = 2 * Math.PI * random.uniform();
  return Float64Array.from({ length: ny }, (_, y) => frame + slope * (y / ny - 0.5) + 0.4 * Math.sin((2 * Math.PI * y) / ny + phase));
}
