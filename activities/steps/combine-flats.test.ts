import { describe, expect, test } from 'vitest';
import { referenceKernels } from '#numeric/kernels/reference';
import { ReductionError } from '../domain/errors.js';
import type { Products } from '../products/index.js';
import { combineFlats } from './combine-flats.js';
import { rawFrameOf } from './test-frames.js';

const GEOMETRY = { nx: 80, ny: 60, x0: 0, y0: 0, binX: 2, binY: 2 };
const PIXELS = GEOMETRY.nx * GEOMETRY.ny;
const FULL = 65_535;
/** Rows that the slit lights. */
const SLIT = { low: 10, high: 50 };

/** Light of the lamp in counts: a spectrum along x, no two rows alike, dark beyond the slit, where a count more and less says that the rows were read. */
const lamp = (x: number, y: number): number => (y >= SLIT.low && y < SLIT.high ? 8000 + 50 * x + y : (x + y) % 2);

/** A flat whose lamp burns `brightness` times as bright, with so many pixels at the limit of the converter, in the middle of the slit. */
const flat = (number: number, brightness: number, saturated = 0): Products['rawFrame'] => {
  const first = 30 * GEOMETRY.nx;
  return rawFrameOf(GEOMETRY, number, (x, y) => (y * GEOMETRY.nx + x >= first && y * GEOMETRY.nx + x < first + saturated ? FULL : brightness * lamp(x, y)), { kind: 'flat', saturationAdu: FULL });
};

const settings = (change: object = {}) => combineFlats.settings.parse(change);
const combine = (frames: readonly Products['rawFrame'][], change: object = {}) => combineFlats.run({ frames }, settings(change), { kernels: referenceKernels, sources: {} });

describe('flats of which some are saturated', () => {
  // 2 % of the pixels: above the 1 % that is allowed.
  const tooBright = flat(3, 1, 0.02 * PIXELS);
  const good = [flat(1, 0.95), flat(2, 1.05), flat(4, 1)];

  test('the saturated one is left out, and the rest is their mean at their mean level', () => {
    const { product, quality } = combine([good[0]!, tooBright, good[1]!, good[2]!]);
    expect(product.members.map(({ used, reason }) => [used, reason])).toEqual([
      [true, undefined],
      [true, undefined],
      [false, expect.stringMatching(/^2\.0 % of the pixels are saturated, 1 % are allowed/) as string],
      [true, undefined],
    ]);
    expect(quality).toMatchObject({ frames: 3, left: 1 });
    // The three are 0.95, 1.05 and 1 times one lamp, so scaled to a common level they are one frame; float32 holds seven digits.
    for (let p = 0; p < PIXELS; p++) expect(Math.abs((product.frame.flux[p] ?? NaN) - lamp(p % GEOMETRY.nx, Math.floor(p / GEOMETRY.nx)))).toBeLessThan(0.005);
    expect(product.frame.mask.every((bits) => bits === 0)).toBe(true);
  });

  test('it decides nothing: with and without it the master is the same in every bit', () => {
    expect(combine([...good, tooBright]).product.frame).toEqual(combine(good).product.frame);
  });

  test('where more is allowed it takes part, without the pixels that are saturated', () => {
    const { product, quality } = combine([...good, tooBright], { saturatedPercent: 2.5 });
    expect(quality).toMatchObject({ frames: 4, left: 0 });
    // Its level is the median of the pixels it has left, 2 % fewer of a lamp that rises by half: 0.1 % of it.
    for (const p of [30 * GEOMETRY.nx, 30 * GEOMETRY.nx + 40]) expect(Math.abs((product.frame.flux[p] ?? NaN) / lamp(p % GEOMETRY.nx, 30) - 1)).toBeLessThan(0.001);
  });

  test('a frame at the very limit is left out: the setting is the first share that is too much', () => {
    const [below, at] = [flat(5, 1, 0.01 * PIXELS - 1), flat(6, 1, 0.01 * PIXELS)];
    expect(combine([below, at]).product.members.map(({ used }) => used)).toEqual([true, false]);
  });

  test('none that can be used is said, with the reason of the first', () => {
    const all = [flat(1, 1, 0.5 * PIXELS), flat(2, 1, 0.6 * PIXELS)];
    expect(() => combine(all)).toThrow(ReductionError);
    expect(() => combine(all)).toThrow(/^None of the 2 flats can be used: 0001\.fits and 1 more: 50\.0 % of the pixels are saturated, 1 % are allowed\. Take flats with a shorter exposure\.$/);
  });
});
