import { medianInPlace, SIGMA_PER_MAD } from './statistics.js';

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
export function clippedMean(values: Float64Array | Float32Array | Uint16Array, limit: number): ClippedMean {
  const finite = finiteOf(values);
  if (finite.length === 0) return { mean: NaN, sigma: NaN, count: 0 };
  const scratch = finite.slice();
  let center = medianInPlace(scratch);
  for (let i = 0; i < finite.length; i++) scratch[i] = Math.abs(finite[i] - center);
  let sigma = Math.max(SIGMA_PER_MAD * medianInPlace(scratch), quantum(finite, center));
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [middle, reach] = [center, limit * sigma];
    let [kept, sum] = [0, 0];
    for (let i = 0; i < finite.length; i++) {
      if (Math.abs(finite[i] - middle) > reach) continue;
      kept++;
      sum += finite[i];
    }
    if (kept === count) break;
    count = kept;
    center = sum / count;
    let squares = 0;
    for (let i = 0; i < finite.length; i++) if (Math.abs(finite[i] - middle) <= reach) squares += (finite[i] - center) ** 2;
    sigma = Math.sqrt(squares / Math.max(1, count - 1));
  }
  return { mean: center, sigma, count };
}

/** The values that are finite, in their order; by index, as this runs once a row of every frame. */
function finiteOf(values: Float64Array | Float32Array | Uint16Array): Float64Array {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) finite[count++] = values[i];
  return finite.subarray(0, count);
}

/** Distance from the center to the nearest other value; 0 when all are equal. */
function quantum(values: Float64Array, center: number): number {
  let nearest = Infinity;
  for (let i = 0; i < values.length; i++) {
    const distance = Math.abs(values[i] - center);
    if (distance > 0 && distance < nearest) nearest = distance;
  }
  return Number.isFinite(nearest) ? nearest : 0;
}
