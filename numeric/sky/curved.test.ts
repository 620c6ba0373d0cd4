import { describe, expect, it } from 'vitest';
import type { Frame } from '../frame.js';
import { createRandom } from '../math/random.js';
import { median, SIGMA_PER_MAD } from '../math/statistics.js';
import { fitCurvedSky } from './curved.js';

const [NX, NY, CENTER] = [60, 120, 60];
const ZONES = [
  [-50, -12],
  [12, 50],
] as const;

/** A sky of 40 e⁻ that rises by 0.1 e⁻ per row, σ 3; column x has as many cosmic rays as x modulo 4, some of them only just too bright. */
function skyFrame(): Frame {
  const random = createRandom(7);
  const flux = Float32Array.from({ length: NX * NY }, (_, i) => 40 + 0.1 * (Math.floor(i / NX) - CENTER) + 3 * random.normal());
  for (let x = 0; x < NX; x++) for (let k = 0; k < x % 4; k++) flux[(15 + 7 * k) * NX + x] += 12 + 3 * k * k + (x % 5);
  return { geometry: { nx: NX, ny: NY, x0: 1, y0: 1, binX: 1, binY: 1 }, flux, variance: new Float32Array(NX * NY).fill(9), mask: new Uint8Array(NX * NY) };
}

/** The same line by the book: four rounds, each with the median of what is left over. */
function byTheBook({ flux }: Frame, x: number): { level: number; slope: number; kept: number } {
  const pixels = ZONES.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, k) => ({ t: from + k, value: flux[(CENTER + from + k) * NX + x] })));
  let [level, slope, kept] = [0, 0, pixels];
  for (let round = 0; round < 4; round++) {
    const left = Float64Array.from(pixels, ({ t, value }) => Math.abs(value - level - slope * t));
    const limit = 4 * SIGMA_PER_MAD * median(left);
    kept = pixels.filter((_, k) => left[k] <= limit);
    const mean = (of: (pixel: { t: number; value: number }) => number): number => kept.reduce((sum, pixel) => sum + of(pixel), 0) / kept.length;
    const [t, value] = [mean((pixel) => pixel.t), mean((pixel) => pixel.value)];
    slope = mean((pixel) => (pixel.t - t) * (pixel.value - value)) / mean((pixel) => (pixel.t - t) ** 2);
    level = value - slope * t;
  }
  return { level, slope, kept: kept.length };
}

describe('the sky in zones', () => {
  it('is the line that clipping at 4 σ of the median deviation gives, with and without outliers', () => {
    const frame = skyFrame();
    const rows = new Float64Array(NX).fill(CENTER);
    const { level, slope, levelVariance } = fitCurvedSky(frame, { zones: ZONES, avoid: [] }, rows, 1, () => 0, () => 0); // prettier-ignore
    const book = Array.from({ length: NX }, (_, x) => byTheBook(frame, x));
    expect(new Set(book.map(({ kept }) => 78 - kept)).size).toBeGreaterThan(2);
    book.forEach((line, x) => {
      expect([x, level[x], slope[x]]).toEqual([x, expect.closeTo(line.level, 9), expect.closeTo(line.slope, 9)]);
      expect(levelVariance[x]).toBeCloseTo(9 / line.kept, 2);
    });
  });
});
