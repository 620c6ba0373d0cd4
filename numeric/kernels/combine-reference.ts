import { MASK } from '../frame.js';
import { SIGMA_PER_MAD } from '../math/statistics.js';
import { sortFew } from './median-reference.js';
import type { CombinedPlanes, CombineInput } from './kernels.js';
import { sampleScatter } from './stack-scatter.js';

const { abs, fround, max, sqrt } = Math;

/** σ of a normal distribution over its median absolute deviation, 1/Φ⁻¹(3/4), as a float32. */
export const MAD_TO_SIGMA = fround(SIGMA_PER_MAD);
export const CLIP_ROUNDS = 5;

/** The values of one pixel across the frames, and the range of the sorted ones that is still in. */
interface Stack {
  /** Scaled values in frame order; +∞ where unusable. */
  readonly values: Float32Array;
  readonly sorted: Float32Array;
  readonly deviations: Float32Array;
  low: number;
  high: number;
}

/** Median of sorted[low … high], both included; of an even number the float32 mean of the middle two. */
function middle(sorted: Float32Array, low: number, high: number): number {
  const sum = low + high;
  const a = sorted[sum >> 1];
  const b = sorted[(sum + 1) >> 1];
  return fround(fround(a + b) * 0.5);
}

/** Narrows [low, high] to the values within median ± limit, until stable. Returns the last median. */
function clip(stack: Stack, clipSigma: number, floor: number): number {
  const { sorted, deviations } = stack;
  let center = 0;
  for (let round = 0; round < CLIP_ROUNDS; round++) {
    const { low, high } = stack;
    center = middle(sorted, low, high);
    const count = high - low + 1;
    for (let i = 0; i < count; i++) deviations[i] = abs(fround(sorted[low + i] - center));
    sortFew(deviations, count);
    const sigma = fround(MAD_TO_SIGMA * middle(deviations, 0, count - 1));
    const limit = fround(clipSigma * fround(sqrt(max(fround(sigma * sigma), floor))));
    while (stack.low < high && abs(fround(sorted[stack.low] - center)) > limit) stack.low++;
    while (stack.high > stack.low && abs(fround(sorted[stack.high] - center)) > limit) stack.high--;
    if (stack.low === low && stack.high === high) break;
  }
  return center;
}

/** Kernel `combine` in plain TypeScript; see `Kernels.combine`. Writes into `out` and returns the number of values without a mask. Frames are sorted by insertion: O(pixels · frames²). */
export function combineReference(input: CombineInput, out: CombinedPlanes): number {
  const { flux, variance, mask, scale, method } = input;
  const n = flux.length;
  const clipSigma = fround(input.clipSigma);
  const square = Float32Array.from(scale, (s) => fround(s * s));
  const stack: Stack = { values: new Float32Array(n), sorted: new Float32Array(n), deviations: new Float32Array(n), low: 0, high: 0 };
  const { values, sorted } = stack;

  let unmasked = 0;
  for (let p = 0; p < out.flux.length; p++) {
    let usable = 0;
    let common = 0xff;
    let floor = Infinity;
    for (let i = 0; i < n; i++) {
      const value = flux[i][p];
      values[i] = Infinity;
      common &= mask[i][p];
      if (mask[i][p] !== 0) continue;
      unmasked++;
      if (!Number.isFinite(value)) continue;
      values[i] = fround(value * scale[i]);
      sorted[usable++] = values[i];
      const own = fround(variance[i][p] * square[i]);
      if (own < floor) floor = own;
    }
    if (usable === 0) {
      out.flux[p] = NaN;
      out.variance[p] = NaN;
      out.used[p] = 0;
      out.mask[p] = common | MASK.NO_DATA;
      continue;
    }
    sortFew(sorted, usable);
    stack.low = 0;
    stack.high = usable - 1;
    const center = clip(stack, clipSigma, floor);

    const least = sorted[stack.low];
    const most = sorted[stack.high];
    const count = stack.high - stack.low + 1;
    let sum = 0;
    let variances = 0;
    for (let i = 0; i < n; i++) {
      if (!(values[i] >= least && values[i] <= most)) continue;
      sum = fround(sum + fround(values[i] - center));
      variances = fround(variances + fround(variance[i][p] * square[i]));
    }
    // Summing the differences from the median keeps the float32 sum exact to the last digits.
    out.flux[p] = method === 'median' ? middle(sorted, stack.low, stack.high) : fround(center + fround(sum / count));
    out.variance[p] = fround(variances / fround(count * count));
    out.used[p] = count;
    out.mask[p] = 0;
  }
  if (input.sample) measureScatter(input, out);
  return unmasked;
}

/** `sampleScatter` of whole planes. */
function measureScatter({ flux, variance, mask, scale, sample }: CombineInput, { used }: CombinedPlanes): void {
  const n = flux.length;
  const stack = { flux: new Float32Array(n), variance: new Float32Array(n), mask: new Uint8Array(n), flux0: 0, variance0: 0, mask0: 0, step: 1 };
  if (!sample) return;
  sampleScatter(sample, 0, used, scale, (p) => {
    for (let i = 0; i < n; i++) [stack.flux[i], stack.variance[i], stack.mask[i]] = [flux[i][p], variance[i][p], mask[i][p]];
    return stack;
  });
}
