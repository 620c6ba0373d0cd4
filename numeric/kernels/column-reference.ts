import { medianInPlace } from '../math/statistics.js';
import type { ColumnLevels, FramePlanes } from './kernels.js';

/** Columns read side by side: 16 float32 are one line of the processor's cache. */
const SIDE_BY_SIDE = 16;

/** Room for what `columnLevels` tells of nx columns, in shared memory. */
export function allocateColumnLevels(nx: number): ColumnLevels {
  return { medians: new Float64Array(new SharedArrayBuffer(8 * nx)), variances: new Float64Array(new SharedArrayBuffer(8 * nx)), pixels: new Uint32Array(new SharedArrayBuffer(4 * nx)) };
}

/** Kernel `columnLevels` in plain TypeScript; see `Kernels.columnLevels`. */
export function columnLevelsReference({ flux, variance, mask }: FramePlanes, nx: number): ColumnLevels {
  const ny = flux.length / nx;
  const out = allocateColumnLevels(nx);
  const columns = Array.from({ length: SIDE_BY_SIDE }, () => new Float32Array(ny));
  for (let x0 = 0; x0 < nx; x0 += SIDE_BY_SIDE) {
    const width = Math.min(SIDE_BY_SIDE, nx - x0);
    for (let y = 0; y < ny; y++) {
      for (let k = 0, p = y * nx + x0; k < width; k++, p++) {
        if (mask[p] !== 0) continue;
        columns[k][out.pixels[x0 + k]++] = flux[p];
        out.variances[x0 + k] += variance[p];
      }
    }
    for (let k = 0; k < width; k++) out.medians[x0 + k] = medianInPlace(columns[k].subarray(0, out.pixels[x0 + k]));
  }
  return out;
}
