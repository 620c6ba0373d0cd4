import { describe, expect, test } from 'vitest';
import type { Image } from '../frame.js';
import { createRandom } from '../math/random.js';
import { bitFaults, repeatedRows, unevenRows } from './readout-faults.js';

const [NX, NY] = [400, 160];

/** Counts of a star on a sky, whole numbers: a few hundred to some ten thousand, noise of 3. */
function counts(change: (count: number) => number = (count) => count, light = 20_000): Image {
  const random = createRandom(7);
  const data = Float32Array.from({ length: NX * NY }, (_, p) => {
    const y = Math.floor(p / NX);
    return change(Math.round(500 + (p % NX) / 2 + light * Math.exp(-0.5 * ((y - 80) / 12) ** 2) + 3 * random.normal()));
  });
  return { geometry: { nx: NX, ny: NY, x0: 0, y0: 0, binX: 1, binY: 1 }, data };
}

describe('the bits of a converter', () => {
  test.each<[string, Image, { lost: number; stuck: number[] }]>([
    ['a star', counts(), { lost: 0, stuck: [] }],
    ['a bias, which does not reach most bits', counts((count) => count, 0), { lost: 0, stuck: [] }],
    ['two levels with nothing between them', counts((count) => (count > 1000 ? 20_000 + (count % 50) : count)), { lost: 0, stuck: [] }],
    ['bit 10 never set', counts((count) => count & ~1024), { lost: 0, stuck: [10] }],
    ['bit 6 always set', counts((count) => count | 64), { lost: 0, stuck: [6] }],
    ['the lowest four never set', counts((count) => count & ~15), { lost: 4, stuck: [] }],
    ['the lowest always set, and bit 9 never', counts((count) => (count | 1) & ~512), { lost: 1, stuck: [9] }],
    ['no whole numbers', counts((count) => (count & ~1024) + 0.5), { lost: 0, stuck: [] }],
    ['below zero', counts((count) => (count & ~1024) - 32_768), { lost: 0, stuck: [] }],
    ['one count', counts(() => 512), { lost: 0, stuck: [] }],
  ])('%s', (_name, image, faults) => {
    expect(bitFaults(image)).toEqual(faults);
  });
});

test('rows that come twice are counted, rows of one number are not', () => {
  const image = counts();
  expect(repeatedRows(image)).toEqual({ rows: 0, first: NaN });
  image.data.copyWithin(100 * NX, 20 * NX, 30 * NX);
  expect(repeatedRows(image)).toEqual({ rows: 10, first: 100 });
  image.data.fill(0, 0, 10 * NX);
  expect(repeatedRows(image).rows).toBe(10);
  image.data[100 * NX + 3]++;
  expect(repeatedRows(image)).toEqual({ rows: 9, first: 101 });
});

test('light on some rows stands above the others; a ray does not', () => {
  const section = { x0: 0, x1: 30, y0: 0, y1: NY };
  const dark = counts((count) => count, 0);
  expect(unevenRows(dark, section)).toBeLessThan(2);
  dark.data.fill(60_000, 50 * NX, 52 * NX);
  expect(unevenRows(dark, section)).toBeLessThan(2);
  // A column that is hot over twenty rows, and rows that bloomed into the section.
  const hot = counts((count) => count, 0);
  for (let y = 20; y < 40; y++) hot.data[y * NX + 10] = 30_000;
  expect(unevenRows(hot, section)).toBeLessThan(2);
  hot.data.fill(65_535, 60 * NX, 70 * NX);
  expect(unevenRows(hot, section, 60_000)).toBeLessThan(2);
  expect(unevenRows(counts((count) => count, 100), section)).toBeCloseTo(100 - 0.135, -1);
  expect(unevenRows(dark, { ...section, y1: 4 })).toBeNaN();
});
