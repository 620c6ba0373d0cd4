import type { Random } from '../../math/random.js';

/** Half the width of the table, FWHM: beyond it a Moffat of β = 2.5, the widest wing drawn, has 1e-5 of its light. */
export const PROFILE_REACH_FWHM = 12;
const STEPS_PER_FWHM = 64;
/** Positions of a trail that are added up, an odd number for Simpson's rule. */
const TRAIL_POSITIONS = 33;

/** A density over the distance from its center, symmetric, of any scale. */
type Density = (distance: number) => number;

/**
 * The image of a point source along the slit: the share of its light below a distance from its center, in units of its full width at
 * half maximum. Symmetric, so that peak, median and center of gravity are one and the true trace has one meaning.
 */
export interface StarProfile {
  readonly shareBelow: (distanceFwhm: number) => number;
}

/** Along the slit: (1 + (y/α)²)^−β with α = 1. */
export function moffatDensity(beta: number): Density {
  return (distance) => (1 + distance * distance) ** -beta;
}

/** The image of something that is no point: a Gaussian of σ = 1. */
export function gaussianDensity(distance: number): number {
  return Math.exp(-0.5 * distance * distance);
}

/** A core of σ = 1 and a halo `ratio` times as wide that holds `share` of the light. */
export function doubleGaussianDensity(share: number, ratio: number): Density {
  return (distance) => (1 - share) * Math.exp(-0.5 * distance ** 2) + (share / ratio) * Math.exp(-0.5 * (distance / ratio) ** 2);
}

/** The image drifts evenly over `length` along the slit while the shutter is open. */
export function trailedDensity(still: Density, length: number): Density {
  const step = length / (TRAIL_POSITIONS - 1);
  return (distance) => {
    let sum = 0;
    for (let k = 0; k < TRAIL_POSITIONS; k++) {
      const weight = k === 0 || k === TRAIL_POSITIONS - 1 ? 1 : k % 2 === 1 ? 4 : 2;
      sum += weight * still(distance + k * step - length / 2);
    }
    return sum / (3 * (TRAIL_POSITIONS - 1));
  };
}

/** Distance from the center at which a density that falls outwards is half as high as there. */
export function halfWidth(density: Density): number {
  const half = density(0) / 2;
  let [low, high] = [0, 1];
  while (density(high) > half) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (density(middle) > half) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The profile of a density, scaled to FWHM 1. All its light lies within ±12 FWHM: the rest, 1e-5 at most, is added to it. */
export function starProfile(density: Density): StarProfile {
  const scale = 2 * halfWidth(density);
  const heights = Float64Array.from({ length: 2 * PROFILE_REACH_FWHM * STEPS_PER_FWHM + 1 }, (_, i) => density((i / STEPS_PER_FWHM - PROFILE_REACH_FWHM) * scale));
  const shares = new Float64Array(heights.length);
  for (let i = 1; i < heights.length; i++) {
    const middle = density(((i - 0.5) / STEPS_PER_FWHM - PROFILE_REACH_FWHM) * scale);
    shares[i] = shares[i - 1] + (heights[i - 1] + 4 * middle + heights[i]) / 6; // Simpson
  }
  const total = shares[shares.length - 1];
  for (let i = 0; i < shares.length; i++) {
    shares[i] /= total;
    heights[i] /= total;
  }
  return { shareBelow: (distanceFwhm) => readTable(shares, heights, (distanceFwhm + PROFILE_REACH_FWHM) * STEPS_PER_FWHM) };
}

/** Cubic Hermite interpolation between values with known slopes per step; 0 and 1 beyond the ends. */
function readTable(values: Float64Array, slopes: Float64Array, position: number): number {
  if (position <= 0) return 0;
  if (position >= values.length - 1) return 1;
  const i = Math.floor(position);
  const f = position - i;
  const g = 1 - f;
  return g * g * ((1 + 2 * f) * values[i] + f * slopes[i]) + f * f * ((3 - 2 * f) * values[i + 1] - g * slopes[i + 1]);
}

/**
 * The star image of one exposure, one of three kinds with equal chance: a Moffat of β = 2.5–5 (images show 2.5, turbulence theory gives 4.765:
 * Trujillo et al. 2001, MNRAS 328, 977), a double Gaussian with 10–30 % of the light in a halo 1.8–2.5 times as wide, or such a Moffat that
 * drifted by 0.3–0.8 of its FWHM along the slit. The last two and nearly all of the first are not the shape an extractor fits.
 */
export function drawStarProfile(random: Random): StarProfile {
  const kind = random.integer(3);
  const [first, second] = [random.uniform(), random.uniform()];
  const moffat = moffatDensity(2.5 + 2.5 * first);
  if (kind === 0) return starProfile(moffat);
  if (kind === 1) return starProfile(doubleGaussianDensity(0.1 + 0.2 * first, 1.8 + 0.7 * second));
  return starProfile(trailedDensity(moffat, 2 * halfWidth(moffat) * (0.3 + 0.5 * second)));
}
