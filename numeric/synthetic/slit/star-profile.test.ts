import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random.js';
import { doubleGaussianDensity, drawStarProfile, halfWidth, moffatDensity, starProfile, trailedDensity } from './star-profile.js';
import { moffatIntegral } from './moffat.js';

describe('the image of a star', () => {
  it('holds the light of the closed form where there is one: a Moffat of β = 3', () => {
    const { shareBelow } = starProfile(moffatDensity(3));
    const alphaPerFwhm = 2 * Math.sqrt(2 ** (1 / 3) - 1);
    // 2e-6 of a Moffat of β = 3 lies beyond 12 FWHM and is spread over the rest.
    for (const u of [-9, -2.3, -0.5, 0, 0.137, 1, 4.44]) expect(Math.abs(shareBelow(u) - moffatIntegral(u * alphaPerFwhm))).toBeLessThan(2e-6);
  });

  it('of two Gaussians has the halo it was asked for', () => {
    const [share, ratio] = [0.2, 2];
    const density = doubleGaussianDensity(share, ratio);
    const scale = 2 * halfWidth(density);
    // Normal tails from a table: 2.5 % beyond 1.95996 σ, 0.135 % beyond 3 σ.
    const at = (1.95996 * ratio) / scale;
    // The core holds 8.9e-5 of a normal law beyond 3.92 σ, both sides.
    expect(1 - starProfile(density).shareBelow(at)).toBeCloseTo(share * 0.025 + (1 - share) * 0.5 * 8.86e-5, 6);
  });

  it('that drifts becomes wider and keeps its center', () => {
    const still = moffatDensity(3);
    const trailed = trailedDensity(still, 2 * halfWidth(still));
    expect(halfWidth(trailed) / halfWidth(still)).toBeGreaterThan(1.15);
    expect(starProfile(trailed).shareBelow(0)).toBeCloseTo(0.5, 12);
    // Drift of a hundredth of the width: nothing to see.
    expect(halfWidth(trailedDensity(still, 0.02)) / halfWidth(still)).toBeCloseTo(1, 3);
  });

  it('differs from exposure to exposure, has all light within the table and half of it on each side', () => {
    const wings = new Set<string>();
    for (let exposure = 0; exposure < 12; exposure++) {
      const { shareBelow } = drawStarProfile(createRandom(5).fork(`${exposure}`));
      expect(shareBelow(-12)).toBe(0);
      expect(shareBelow(12)).toBe(1);
      expect(shareBelow(0)).toBeCloseTo(0.5, 12);
      wings.add((1 - shareBelow(1.5)).toFixed(5));
    }
    expect(wings.size).toBe(12);
  });
});
