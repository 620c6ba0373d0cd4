/** ∫ from −∞ to u of the unit-area Moffat profile of β = 3: ½ + (8/3π)·(u(3u² + 5)/(8(1 + u²)²) + ⅜·atan u), u = y/α. */
export function moffatIntegral(u: number): number {
  const q = 1 + u * u;
  return 0.5 + (8 / (3 * Math.PI)) * ((u * (3 * u * u + 5)) / (8 * q * q) + 0.375 * Math.atan(u));
}
