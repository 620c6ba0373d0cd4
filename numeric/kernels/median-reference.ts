import { sharedFloat32 } from '../frame.js';
import { RUN_LENGTH, type MedianShape, type Plane } from './kernels.js';

/** Sorts the first `count` values in place; insertion sort, the fastest there is for a handful. */
export function sortFew(values: Float32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i];
    let j = i - 1;
    while (j >= 0 && values[j] > value) {
      values[j + 1] = values[j];
      j--;
    }
    values[j + 1] = value;
  }
}

/** Median along one axis, where `step` is the distance between neighbors; only the pixels of the given ranges are written. */
function medianAlong(source: Float32Array, target: Float32Array, nx: number, step: number, size: number, [x0, x1, y0, y1]: readonly number[]): void {
  const half = (size - 1) / 2;
  const window = new Float32Array(size);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const center = y * nx + x;
      for (let k = -half; k <= half; k++) window[k + half] = source[center + k * step];
      sortFew(window, size);
      target[center] = window[half];
    }
  }
}

function medianSquare(source: Float32Array, target: Float32Array, nx: number, ny: number, size: number): void {
  const half = (size - 1) / 2;
  const window = new Float32Array(size * size);
  for (let y = half; y < ny - half; y++) {
    for (let x = half; x < nx - half; x++) {
      let count = 0;
      for (let dy = -half; dy <= half; dy++) {
        for (let dx = -half; dx <= half; dx++) window[count++] = source[(y + dy) * nx + x + dx];
      }
      sortFew(window, count);
      target[y * nx + x] = window[(count - 1) / 2];
    }
  }
}

/** The median filter of the `Kernels` contract. Returns a new plane [ny × nx] in the unit of the input. */
export function medianFilterReference({ data, nx, ny }: Plane, size: number, shape: MedianShape): Float32Array {
  const half = (size - 1) / 2;
  const target = sharedFloat32(data.length);
  target.set(data);
  if (nx < size || ny < size) return target;
  if (shape === 'square') {
    medianSquare(data, target, nx, ny, size);
    return target;
  }
  const alongRows = data.slice();
  medianAlong(data, alongRows, nx, 1, size, [half, nx - half, 0, ny]);
  medianAlong(alongRows, target, nx, nx, size, [half, nx - half, half, ny - half]);
  return target;
}

/** Kernel `runMedians` in plain TypeScript: [starts × nx] along y, [ny × starts] along x, in the unit of the plane. */
export function runMediansReference({ data, nx, ny }: Plane, axis: 'x' | 'y', starts: Int32Array): Float32Array {
  const [lines, step, stride] = axis === 'y' ? [nx, nx, 1] : [ny, 1, nx];
  const out = sharedFloat32(lines * starts.length);
  const run = new Float32Array(RUN_LENGTH);
  starts.forEach((start, s) => {
    for (let line = 0; line < lines; line++) {
      for (let k = 0; k < RUN_LENGTH; k++) run[k] = data[line * stride + (start + k) * step];
      sortFew(run, RUN_LENGTH);
      out[axis === 'y' ? s * nx + line : line * starts.length + s] = run[(RUN_LENGTH - 1) / 2];
    }
  });
  return out;
}
