import { FitError } from '../errors.js';
import type { Frame, Geometry } from '../frame.js';
import type { Combined, ScatterSample } from '../kernels/kernels.js';
import { median } from '../math/statistics.js';

/** Levels and noise are medians over at most this many pixels: known to 0.4 % of σ. */
const SAMPLE = 100_000;

/** How frames are combined. */
export interface CombineOptions {
  /** Values farther than this many σ (from the MAD of the stack, no less than the variances say) from the median are left out. */
  readonly clipSigma: number;
  readonly method: 'mean' | 'median';
  /** `median`: bring all frames to a common median level first, as a lamp's brightness drifts. */
  readonly scale?: 'median' | 'none';
}

/** The combined frame, and what a person wants to know before trusting it. */
export interface CombineReport {
  readonly frame: Frame;
  readonly used: {
    /** Values per pixel: the median and the least. */
    readonly median: number;
    readonly least: number;
    /** Usable values that were clipped, percent. */
    readonly rejectedPercent: number;
  };
  readonly noise: {
    /** Median standard deviation of a pixel of the result, electron. */
    readonly sigmaElectron: number;
    /** Scatter between the frames over the scatter their variances promise; 1 when those are honest, NaN for a single frame. */
    readonly scatterRatio: number;
  };
  /** Factor each frame was multiplied by. */
  readonly scale: readonly number[];
}

/** What a combination came to. A median has a larger variance than the mean that the kernels have in mind. */
export function reportOf(geometry: Geometry, combined: Combined, { method, scale, sample }: { readonly method: CombineOptions['method']; readonly scale: Float32Array; readonly sample: ScatterSample }): CombineReport {
  const { flux, variance, mask } = combined;
  if (method === 'median') {
    for (let p = 0; p < variance.length; p++) variance[p] *= medianVarianceFactor(combined.used[p]);
  }
  return { frame: { geometry, flux, variance, mask }, used: summarize(combined, scale.length), noise: measureNoise(combined, sample), scale: Array.from(scale) };
}

/** The pixels of a whole of `length` by which its noise is told. */
export function scatterSample(length: number): ScatterSample {
  const step = strideFor(length);
  return { step, first: 0, ratios: new Float64Array(new SharedArrayBuffer(Math.ceil(length / step) * Float64Array.BYTES_PER_ELEMENT)) };
}

/**
 * The share of the others' light below which a frame makes the mean of `frames` noisier than it is without: scaled up by s, its photon noise adds s to the N − 1
 * variances of the others, and (N − 1 + s)/N² < 1/(N − 1) holds for s < (2N − 1)/(N − 1). Read noise, which grows as s², only asks for more.
 */
export function faintestShare(frames: number): number {
  return (frames - 1) / (2 * frames - 1);
}

/** Factors that bring the median level of every frame, electron, to the mean of the levels. @throws {FitError} `frames-unusable` for one without light. */
export function commonLevel(levels: readonly number[]): Float32Array {
  const dark = levels.findIndex((level) => !(level > 0));
  if (dark >= 0) {
    throw new FitError('frames-unusable', `Frame ${dark + 1} of ${levels.length} has a median of ${levels[dark].toFixed(1)} electrons: no light to scale by.`, {
      frame: dark + 1,
      frames: levels.length,
      medianElectron: levels[dark],
    });
  }
  const target = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return Float32Array.from(levels, (level) => target / level);
}

/** A step through the pixels that is not a divisor of any row length we know, so that a sample spreads over all columns. */
export function strideFor(length: number): number {
  return Math.max(1, Math.floor(length / SAMPLE) | 1);
}

function summarize({ used, unmasked }: Combined, frames: number): CombineReport['used'] {
  const histogram = new Float64Array(frames + 1);
  // Nearly all pixels have all values: those are counted apart, as a place in memory that is written at every pixel is waited for.
  let whole = 0;
  for (let p = 0; p < used.length; p++) {
    if (used[p] === frames) whole++;
    else histogram[used[p]]++;
  }
  histogram[frames] = whole;
  const kept = histogram.reduce((sum, pixels, count) => sum + pixels * count, 0);
  let below = 0;
  let middle = 0;
  while (middle < frames && (below += histogram[middle]) < used.length / 2) middle++;
  return { median: middle, least: histogram.findIndex((count) => count > 0), rejectedPercent: unmasked > 0 ? (100 * (unmasked - kept)) / unmasked : 0 };
}

/**
 * Compares scatter and promise on a sample of pixels: the median over pixels of the reduced χ² of each stack about its combination, over that
 * of the χ² distribution, so that the outliers of a few pixels do not matter.
 */
function measureNoise({ variance, used }: Combined, { step, ratios }: ScatterSample): CombineReport['noise'] {
  const sigmas = new Float64Array(ratios.length);
  let known = 0;
  for (let p = 0; p < variance.length; p += step) if (used[p] > 0) sigmas[known++] = Math.sqrt(variance[p]);
  const measured = ratios.filter((ratio) => !Number.isNaN(ratio));
  return {
    sigmaElectron: median(sigmas.subarray(0, known)),
    scatterRatio: measured.length > 0 ? Math.sqrt(median(measured)) : NaN,
  };
}

/**
 * n · Var(median of n values) / σ² of a normal law: what the median loses against the mean. Right to 0.3 % for every n, by fit to exact
 * integrals (golden/combine.py) of the correction c in its limit π/2 · n/(n + c). 1 below two values.
 */
export function medianVarianceFactor(n: number): number {
  if (n <= 1) return 1;
  const correction = n % 2 === 0 ? 1.42 - 0.57 / n : 0.43 + 0.22 / n;
  return ((Math.PI / 2) * n) / (n + correction);
}
