import { describe, expect, it } from 'vitest';
import { MASK } from '../frame.js';
import { maskPyramid, pyramid, rowMeans, tileOf } from './pyramid.js';
import { stretchLimits } from './stretch.js';
import { zscale } from './zscale.js';

const plane = (width: number, height: number, of: (x: number, y: number) => number) => ({ width, height, data: Float32Array.from({ length: width * height }, (_, i) => of(i % width, Math.floor(i / width))) });

describe('a pyramid', () => {
  it('has the mean of what is to be used under each pixel, at every scale', () => {
    const fine = plane(1027, 515, (x, y) => x + 1000 * y);
    const mask = new Uint8Array(fine.data.length);
    mask[0] = MASK.COSMIC_RAY;
    mask[1027 + 1] = MASK.BAD_PIXEL;
    fine.data[2] = NaN;
    const levels = pyramid(fine, mask);
    expect(levels.map(({ width, height }) => [width, height])).toEqual([[1027, 515], [514, 258], [257, 129]]);
    // Pixels (1, 0) and (0, 1) are left; then thirteen of sixteen.
    expect(levels[1]?.data[0]).toBe((1 + 1000) / 2);
    const under = Array.from({ length: 16 }, (_, i) => [i % 4, Math.floor(i / 4)] as const).filter(([x, y]) => !(x === y && x < 2) && !(x === 2 && y === 0));
    expect(levels[2]?.data[0]).toBeCloseTo(under.reduce((sum, [x, y]) => sum + x + 1000 * y, 0) / 13, 2);
    // The corner: 3 columns and 3 rows are under the last pixel.
    expect(levels[2]?.data.at(-1)).toBeCloseTo(1025 + 1000 * 513, 0);
  });

  it('says NaN where nothing is left, and the mask says why', () => {
    const mask = { ...plane(600, 2, () => 0), data: new Uint8Array(1200) };
    for (const i of [0, 1, 600, 601]) mask.data[i] = i === 601 ? MASK.SATURATED : MASK.COSMIC_RAY;
    expect(pyramid(plane(600, 2, () => 7), mask.data)[1]?.data.slice(0, 2)).toEqual(Float32Array.of(NaN, 7));
    expect(maskPyramid(mask)[1]?.data.slice(0, 2)).toEqual(Uint8Array.of(MASK.COSMIC_RAY | MASK.SATURATED, 0));
  });

  it('gives the variance of the mean for variances', () => {
    expect(pyramid(plane(1025, 2, () => 8), undefined, 'variance').map(({ data }) => data[0])).toEqual([8, 2, 1]);
  });

  it('is cut into tiles from the lower left', () => {
    const fine = plane(600, 520, (x, y) => x + 1000 * y);
    const bytes = tileOf(fine, 1, 1);
    const tile = new Float32Array(bytes?.buffer ?? new ArrayBuffer(0));
    expect([tile.length, tile[0], tile.at(-1)]).toEqual([88 * 8, 512 + 512_000, 599 + 519_000]);
    expect(tileOf(fine, 2, 0)).toBeUndefined();
  });

  it('has the profile along the slit', () => {
    expect(rowMeans(plane(3, 2, (x, y) => x + 10 * y), Uint8Array.of(0, 0, 1, 1, 1, 1))).toEqual(Float64Array.of(0.5, NaN));
  });
});

describe('limits for display', () => {
  it('are percentiles of what is to be used', () => {
    const ramp = plane(1000, 1, (x) => x);
    const mask = new Uint8Array(1000);
    mask[999] = MASK.SATURATED;
    expect(stretchLimits(ramp, mask)).toMatchObject({ robust: [20, 983], all: [0, 998] });
  });

  it('from a sample of a large frame are those of the frame', () => {
    // Uniform values in an order that no stride can follow.
    const large = plane(2000, 1000, (x, y) => ((x * 7919 + y * 104_729) % 100_003) / 100_003);
    const { robust } = stretchLimits(large);
    expect(robust?.[0]).toBeCloseTo(0.02, 2);
    expect(robust?.[1]).toBeCloseTo(0.985, 2);
  });

  it('of nothing are none', () => {
    expect(stretchLimits(plane(2, 2, () => NaN))).toEqual({ robust: null, zscale: null, all: null });
  });
});

describe('zscale', () => {
  /** A sky of 100 with a few bright stars, rising. */
  const sky = Float64Array.from({ length: 1000 }, (_, i) => (i < 950 ? 100 + 10 * Math.tan(((i - 475) / 950) * 1.2) : 500 + 40 * (i - 950)));

  it('is that of astropy 8.0', () => {
    const [low, high] = zscale(sky);
    expect(low).toBeCloseTo(93.15863191658308, 9);
    expect(high).toBeCloseTo(127.41842829867988, 9);
  });

  it('of one value is that value', () => {
    expect(zscale([5, 5, 5])).toEqual([5, 5]);
    expect(zscale([])).toEqual([NaN, NaN]);
  });
});
