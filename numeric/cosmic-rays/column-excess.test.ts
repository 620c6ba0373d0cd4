import { describe, expect, test } from 'vitest';
import { createRandom } from '../math/random.js';
import { ColumnExcess } from './column-excess.js';

const [nx, ny] = [11, 61];
const READ_VARIANCE = 16;
const SKY = 100;
const PEAK = 2000;
const CENTER = 30;
const column = 5;

/** A star of FWHM 3 rows whose column is brighter by a factor than its smooth light says; noise as of photons. */
function starIn(factor: number, seed: number) {
  const random = createRandom(seed);
  const [data, light] = [new Float32Array(nx * ny), new Float32Array(nx * ny)];
  for (let p = 0; p < data.length; p++) {
    const star = PEAK * Math.exp(-4 * Math.LN2 * ((Math.floor(p / nx) - CENTER) / 3) ** 2);
    light[p] = SKY + star;
    data[p] = factor * star + Math.sqrt(light[p] + READ_VARIANCE) * random.normal();
  }
  return { data, light, sigma: (y: number) => Math.sqrt(light[y * nx] + READ_VARIANCE), excess: new ColumnExcess({ data, light, nx, readVariance: READ_VARIANCE }) };
}

const seeds = Array.from({ length: 300 }, (_, i) => i);
const at = (y: number): number => y * nx + column;

describe('what stands above a source in its own column', () => {
  test.each([-0.6, 0, 1])('a band of the spectrum is no ray, be the star %f × brighter in it', (factor) => {
    const rows = [CENTER - 2, CENTER - 1, CENTER, CENTER + 1];
    const false_ = seeds.flatMap((seed) => rows.filter((y) => starIn(factor, seed).excess.exceeds(at(y), 5.4)));
    expect(false_).toEqual([]);
  });

  test.each([-0.6, 0, 1])('charge of 8 σ on the star is seen in it', (factor) => {
    const seen = seeds.filter((seed) => {
      const { data, sigma, excess } = starIn(factor, seed);
      data[at(CENTER + 1)] += 8 * sigma(CENTER + 1);
      return excess.exceeds(at(CENTER + 1), 3.5);
    });
    expect(seen.length / seeds.length).toBeGreaterThan(0.9);
  });

  test('a track along the slit over three rows does not hide itself', () => {
    const { data, sigma, excess } = starIn(0, 1);
    const rows = [CENTER - 1, CENTER, CENTER + 1];
    for (const y of rows) data[at(y)] += 15 * sigma(y);
    expect(rows.filter((y) => excess.exceeds(at(y), 3.5))).toEqual(rows);
  });

  test('sky alone is not asked, and the ends of the column are no mistake', () => {
    const { data, excess } = starIn(0, 2);
    for (const y of [0, 5, ny - 1]) {
      data[at(y)] += 1e4;
      expect(excess.exceeds(at(y), 3.5)).toBe(false);
    }
  });
});
