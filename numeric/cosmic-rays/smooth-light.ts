import { sharedFloat32 } from '../frame.js';
import { RUN_LENGTH, type Kernels, type Plane } from '../kernels/kernels.js';

/** Runs along an axis, and for every position on it the two runs around it: value = runs[low] + share · (runs[high] − runs[low]). */
interface Ladder {
  readonly starts: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float32Array;
}

/**
 * The light that is smooth along one axis: sky lines, which run along y, and sources, which run along x. Their sum is what a cosmic ray is not.
 *
 * model = A + B, where A is the median of runs of 25 rows of a column, interpolated along y between the centers of the runs, and B the same
 * along x of what A leaves. A line or a source may drift over a run by a fraction of its width. Values must not be NaN.
 * Returns [ny × nx] in the unit of the plane; an axis shorter than a run adds nothing.
 */
export function smoothLight({ data, nx, ny }: Plane, kernels: Kernels): Float32Array {
  const model = sharedFloat32(data.length);
  const rest = sharedFloat32(data.length);
  rest.set(data);

  if (ny >= RUN_LENGTH) {
    const { starts, low, high, share } = ladder(ny);
    const medians = kernels.runMedians({ data, nx, ny }, 'y', starts);
    for (let y = 0; y < ny; y++) {
      const [a, b, part] = [low[y] * nx, high[y] * nx, share[y]];
      for (let x = 0, p = y * nx; x < nx; x++, p++) {
        model[p] = medians[a + x] + part * (medians[b + x] - medians[a + x]);
        rest[p] -= model[p];
      }
    }
  }
  if (nx >= RUN_LENGTH) {
    const { starts, low, high, share } = ladder(nx);
    const medians = kernels.runMedians({ data: rest, nx, ny }, 'x', starts);
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

/** Runs spread evenly from end to end, each close to the next. Beyond the centers of the outermost ones the straight line goes on. */
function ladder(length: number): Ladder {
  const count = Math.ceil(length / RUN_LENGTH);
  const starts = Int32Array.from({ length: count }, (_, i) => (count > 1 ? Math.round((i * (length - RUN_LENGTH)) / (count - 1)) : 0));
  const center = (i: number): number => starts[i] + (RUN_LENGTH - 1) / 2;
  const [low, high, share] = [new Int32Array(length), new Int32Array(length), new Float32Array(length)];
  let run = 0;
  for (let at = 0; at < length; at++) {
    while (run + 2 < count && center(run + 1) <= at) run++;
    low[at] = run;
    high[at] = Math.min(run + 1, count - 1);
    if (high[at] > run) share[at] = (at - center(run)) / (center(high[at]) - center(run));
  }
  return { starts, low, high, share };
}
