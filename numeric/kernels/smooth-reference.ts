import { sharedFloat32 } from '../frame.js';
import type { Ladder, Plane } from './kernels.js';
import { runMediansReference } from './median-reference.js';

/** Kernel `smoothLight` in plain TypeScript; see `Kernels.smoothLight`. */
export function smoothLightReference({ data, nx, ny }: Plane, ladders: { readonly y?: Ladder; readonly x?: Ladder }): Float32Array {
  const model = sharedFloat32(data.length);
  const rest = Float32Array.from(data);
  if (ladders.y) {
    const { starts, low, high, share } = ladders.y;
    const medians = runMediansReference({ data, nx, ny }, 'y', starts);
    for (let y = 0; y < ny; y++) {
      const [a, b, part] = [low[y] * nx, high[y] * nx, share[y]];
      for (let x = 0, p = y * nx; x < nx; x++, p++) {
        model[p] = medians[a + x] + part * (medians[b + x] - medians[a + x]);
        rest[p] -= model[p];
      }
    }
  }
  if (ladders.x) {
    const { starts, low, high, share } = ladders.x;
    const medians = runMediansReference({ data: rest, nx, ny }, 'x', starts);
    for (let y = 0; y < ny; y++) {
      const from = y * starts.length;
      for (let x = 0, p = y * nx; x < nx; x++, p++) {
        const a = medians[from + low[x]];
        model[p] += a + share[x] * (medians[from + high[x]] - a);
      }
    }
  }
  return model;
}
