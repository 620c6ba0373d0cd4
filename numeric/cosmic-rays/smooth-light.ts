import { RUN_LENGTH, type Kernels, type Ladder, type Plane } from '../kernels/kernels.js';

/**
 * The light that is smooth along one axis: sky lines, which run along y, and sources, which run along x. Their sum is what a cosmic ray is not.
 *
 * model = A + B, where A is the median of runs of 25 rows of a column, interpolated along y between the centers of the runs, and B the same
 * along x of what A leaves. A line or a source may drift over a run by a fraction of its width. Values must not be NaN.
 * Returns [ny × nx] in the unit of the plane; an axis shorter than a run adds nothing.
 */
export function smoothLight(plane: Plane, kernels: Kernels): Float32Array {
  const { nx, ny } = plane;
  return kernels.smoothLight(plane, { ...(ny >= RUN_LENGTH ? { y: ladder(ny) } : {}), ...(nx >= RUN_LENGTH ? { x: ladder(nx) } : {}) });
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
