import { madSigma, median } from './statistics.js';

const ROUNDS = 10;

/** What is left of values after clipping, in their unit. */
export interface ClippedMean {
  readonly mean: number;
  /** Standard deviation of the values kept, not corrected for the clipped tails (0.1 % at 3.5 σ). */
  readonly sigma: number;
  /** Values kept. */
  readonly count: number;
}

/**
 * Mean and standard deviation of the values within `limit`·σ of the center, where center and σ start as median and 1.4826·MAD and are then those
 * of the values kept, until nothing changes. Values that are not finite are left out; NaN and a count of 0 when none is left. At most 10 rounds; the input is left unchanged.
 *
 * Counts are whole numbers, so half of them can share one value: the MAD is then 0 and would reject the rest. It is taken as one quantum at least,
 * the smallest step between different values near the median.
 */
export function clippedMean(values: Float64Array | Float32Array, limit: number): ClippedMean {
  const finite = new Float64Array(values).filter(Number.isFinite);
  if (finite.length === 0) return { mean: NaN, sigma: NaN, count: 0 };
  let center = median(finite);
  let sigma = Math.max(madSigma(finite, center), quantum(finite, center));
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [middle, reach] = [center, limit * sigma];
    let [kept, sum] = [0, 0];
    for (const value of finite) {
      if (Math.abs(value - middle) > reach) continue;
      kept++;
      sum += value;
    }
    if (kept === count) break;
    count = kept;
    center = sum / count;
    let squares = 0;
    for (const value of finite) if (Math.abs(value - middle) <= reach) squares += (value - center) ** 2;
    sigma = Math.sqrt(squares / Math.max(1, count - 1));
  }
  return { mean: center, sigma, count };
}

/** Distance from the center to the nearest other value; 0 when all are equal. */
function quantum(values: Float64Array, center: number): number {
  let nearest = Infinity;
  for (const value of values) {
    const distance = Math.abs(value - center);
    if (distance > 0 && distance < nearest) nearest = distance;
  }
  return Number.isFinite(nearest) ? nearest : 0;
}
