import type { ScatterSample } from './kernels.js';

/** The values of one pixel in n frames: `step` apart in their arrays, from the given places on. */
export interface PixelStack {
  readonly flux: Float32Array;
  readonly variance: Float32Array;
  readonly mask: Uint8Array;
  readonly flux0: number;
  readonly variance0: number;
  readonly mask0: number;
  readonly step: number;
}

/**
 * Writes the scatter of those pixels of a tile that belong to the sample: pixel k of the tile is number `first + from + k` of the whole. Pixels of which no value
 * was used say nothing.
 */
export function sampleScatter({ step, first, ratios }: ScatterSample, from: number, used: Uint16Array, scale: Float32Array, stackOf: (k: number) => PixelStack): void {
  const start = first + from;
  for (let s = Math.ceil(start / step); s * step < start + used.length; s++) {
    const k = s * step - start;
    ratios[s] = used[k] > 0 ? scatterRatio(stackOf(k), scale) : NaN;
  }
}

/**
 * Reduced χ² of a stack about its mean over the median of its law, ν(1 − 2/(9ν))³ for ν degrees of freedom (Wilson & Hilferty 1931); NaN below two values.
 */
function scatterRatio({ flux, variance, mask, flux0, variance0, mask0, step }: PixelStack, scale: Float32Array): number {
  let [n, sum, squares, weights] = [0, 0, 0, 0];
  for (let i = 0; i < scale.length; i++) {
    if (mask[mask0 + i * step] !== 0) continue;
    const value = flux[flux0 + i * step] * scale[i];
    n++;
    sum += value;
    squares += value ** 2;
    weights += variance[variance0 + i * step] * scale[i] ** 2;
  }
  if (n < 2) return NaN;
  const freedom = n - 1;
  const expected = freedom * (1 - 2 / (9 * freedom)) ** 3;
  return (squares - (sum * sum) / n) / (weights / n) / expected;
}
