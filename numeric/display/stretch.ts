import { zscale } from './zscale.js';
import type { ScaledPlane } from './pyramid.js';

/** Limits for display, in the unit of the plane; null where no pixel is to be used. */
export interface StretchLimits {
  /** 2 to 98.5 percent of the pixels: what most people want to see. */
  readonly robust: readonly [number, number] | null;
  /** As IRAF and DS9 choose them: faint light near the sky. */
  readonly zscale: readonly [number, number] | null;
  /** Smallest and largest value. */
  readonly all: readonly [number, number] | null;
}

const ROBUST = [0.02, 0.985] as const;
/** Pixels of a regular grid that stand for all: 2⁻⁸ of the spread of any percentile, and sorted in milliseconds. */
const SAMPLE = 65_536;
/** zscale's own number. */
const ZSCALE_SAMPLE = 1000;

/** Limits of a plane over the pixels whose mask is 0 (all finite ones without a mask), from a regular sample of them; smallest and largest of all. */
export function stretchLimits({ data }: ScaledPlane, mask?: Uint8Array): StretchLimits {
  const stride = strideFor(data.length);
  const sample = new Float32Array(Math.ceil(data.length / stride));
  let [taken, low, high] = [0, Infinity, -Infinity];
  // NaN is neither smaller nor larger; infinities are none of ours.
  for (let i = 0; i < data.length; i++) {
    if (mask !== undefined && mask[i] !== 0) continue;
    const value = data[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (let i = 0; i < data.length; i += stride) if ((mask === undefined || mask[i] === 0) && Number.isFinite(data[i])) sample[taken++] = data[i];
  if (low > high) return { robust: null, zscale: null, all: null };
  const sorted = taken > 0 ? sample.subarray(0, taken).sort() : Float32Array.of(low, high);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const step = Math.max(1, Math.floor(sorted.length / ZSCALE_SAMPLE));
  return { robust: [at(ROBUST[0]), at(ROBUST[1])], zscale: zscale(sorted.filter((_, i) => i % step === 0)), all: [low, high] };
}

/** Odd, so that a sample does not follow columns or read-out blocks of even width. */
function strideFor(pixels: number): number {
  const stride = Math.ceil(pixels / SAMPLE);
  return stride <= 1 ? 1 : stride | 1;
}
