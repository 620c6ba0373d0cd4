import { describe, expect, test } from 'vitest';
import { apertureShare, apertureWeights, fractionalSum } from './aperture.js';
import { extractAlongRows, extractAlongTrace } from './lamp.js';
import { emptyFrame, MASK } from '../frame.js';
import { modelProfile, profileFrame } from './spatial-profile.js';
import { shareOfPixel, type PointSource } from '../synthetic/point-source.js';
import type { Target } from '../sources/targets.js';
import type { Trace } from '../sources/trace.js';

const nx = 400;
const source: PointSource = { row: (x) => 40.2 + 0.013 * x, fwhm: () => 5, electrons: () => 1 };
const domain: [number, number] = [0, nx - 1];
const trace: Trace = {
  fit: { kind: 'legendre', domain, coefficients: Float64Array.of(40.2 + (0.013 * (nx - 1)) / 2, (0.013 * (nx - 1)) / 2) },
  fwhm: { kind: 'legendre', domain, coefficients: Float64Array.of(5) },
  rmsPixel: 0.01,
  samples: [],
  samplesUsed: 20,
};
const target: Target = { positionRow: 42.8, fwhmPixel: 5, amplitude: 1, snr: 100, model: 'moffat', parameters: [1, 42.8, 4.9, 3], path: trace.fit, columns: domain };
const profile = modelProfile(profileFrame(target, trace, nx));

describe('fractional sums: pixel k covers k − ½ … k + ½', () => {
  // The older pipeline let pixel k cover k … k + 1: its vector (3.25, 7.75) → 121.5 on 5k + 2 is ours half a pixel lower.
  const ramp = Float64Array.from({ length: 20 }, (_, k) => 5 * k + 2);
  test.each([
    [2.75, 7.25, 121.5],
    [2.5, 6.5, 98],
    [3, 3.25, 0.25 * 17],
    [5.5, 6.5, 32],
  ])('from %d to %d is %d', (low, high, sum) => {
    expect(fractionalSum(ramp, low, high)).toBeCloseTo(sum, 12);
  });
  test('end where the pixels end, on both sides', () => {
    expect(fractionalSum(ramp, -1.5, 2.5)).toBe(2 + 7 + 12);
    expect(fractionalSum(ramp, 17.5, 30)).toBe(92 + 97);
    expect(fractionalSum(ramp, -9, -3)).toBe(0);
  });
  test('and weights are the same rule', () => {
    const weights = apertureWeights(2.75, 7.25, 0, 20);
    expect(weights.reduce((sum, w, k) => sum + w * ramp[k], 0)).toBeCloseTo(121.5, 12);
  });
});

test('the share of the light in an aperture is that of the exact profile', () => {
  const share = apertureShare(profile, 1);
  for (const x of [0, 77, 333]) {
    const weights = apertureWeights(source.row(x) - 5, source.row(x) + 5, 0, 100);
    const exact = weights.reduce((sum, w, y) => sum + w * shareOfPixel(source, x, y), 0);
    expect(Math.abs(share[x] / exact - 1)).toBeLessThan(0.001); // the width in the target is rounded to 4.9
  }
  expect(share[0]).toBeGreaterThan(0.92); // ±1 FWHM of a Moffat of exponent 3 holds 92.9 %, before it is averaged over pixels
  expect(share[0]).toBeLessThan(0.93);
});

describe('the lamp through the aperture of the source', () => {
  /** A Gaussian line at column 200 on the trace, tilted by 0.05 columns per row and curved. */
  const lineAt = (y: number): number => 200 + 0.05 * (y - source.row(200)) + 2e-4 * (y - 60) ** 2;
  const lamp = emptyFrame({ nx, ny: 120, x0: 0, y0: 0, binX: 2, binY: 2 });
  for (let y = 0; y < 120; y++) {
    for (let x = 0; x < nx; x++) {
      lamp.flux[y * nx + x] = 100 + 5000 * Math.exp(-0.5 * ((x - lineAt(y)) / 2) ** 2);
      lamp.variance[y * nx + x] = 16 + lamp.flux[y * nx + x];
    }
  }
  const centroid = (flux: Float64Array): number => {
    let [sum, moment] = [0, 0];
    for (let x = 180; x < 221; x++) {
      sum += flux[x] - 100;
      moment += (flux[x] - 100) * x;
    }
    return moment / sum;
  };

  test('a tilted line lies where the source sees it, weighted by where its light falls', () => {
    let [sum, seen] = [0, 0];
    for (let y = 0; y < 120; y++) {
      const share = shareOfPixel(source, 200, y);
      sum += share;
      seen += share * lineAt(y);
    }
    expect(centroid(extractAlongTrace(lamp, profile).flux)).toBeCloseTo(seen / sum, 2);
    expect(centroid(extractAlongRows(lamp, profile.rows, 4).flux)).toBeCloseTo(seen / sum, 1);
  });

  test('saturated pixels mark the column; one bad pixel in the wing does not', () => {
    const marked = { ...lamp, mask: lamp.mask.slice() };
    marked.mask[Math.round(source.row(150)) * nx + 150] = MASK.SATURATED;
    marked.mask[(Math.round(source.row(160)) + 6) * nx + 160] = MASK.BAD_PIXEL;
    for (let y = 0; y < 120; y++) marked.mask[y * nx + 170] = MASK.BAD_PIXEL;
    const { mask, flux } = extractAlongTrace(marked, profile);
    expect([mask[150], mask[160], mask[170]]).toEqual([MASK.SATURATED, 0, MASK.BAD_PIXEL | MASK.NO_DATA]);
    expect(flux[170]).toBeNaN();
    expect(flux[150]).toBeCloseTo(100, 3);
  });
});
