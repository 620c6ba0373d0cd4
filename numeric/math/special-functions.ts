/** Coefficients B₂ₖ/(2k(2k − 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * ln Γ(x) for x > 0, to about 1e-15 relative (absolute where it passes 0): Stirling's series after moving x above 10 by Γ(x + 1) = x·Γ(x).
 * NaN for x ≤ 0.
 *
 * @see Abramowitz & Stegun 1964, eqs. 6.1.15 and 6.1.41
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  let shifted = x;
  let product = 1;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * square + STIRLING[k];
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.9189385332046728 + series * inverse - Math.log(product);
}

/** √(2π). */
export const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Area under the standard normal curve left of z; |error| < 1e-7, odd about ½ (Abramowitz & Stegun 7.1.26). */
export function normalIntegral(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const tail = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp((-z * z) / 2);
  return z < 0 ? tail : 1 - tail;
}
