import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { referenceKernels as kernels } from '#numeric/kernels/reference';
import { createRandom } from '#numeric/math/random';
import { ReductionError } from '../domain/errors.js';
import { qualities } from '../domain/qualities.js';
import { described, type Cards } from '../instruments/goodman/test-headers.js';
import { decodeRaw } from '../products/decode-raw.js';
import type { Products } from '../products/index.js';
import { checkPlausibility } from './check-plausibility.js';
import { combineBias } from './combine-bias.js';
import { combineFlats } from './combine-flats.js';
import { judgeReadout } from './plausibility.js';
import { trim } from './trim.js';

type RawFrame = Products['rawFrame'];

const NY = 60;
const LEVEL_ADU = 490;
const GAIN = 1.48;
const READ_NOISE = 3.89;

/** A read-out of the Red camera, 2×2: `electrons` of light in the columns that see any, read noise everywhere. */
function rawFrame(cards: Cards, electrons: (x: number, y: number) => number, seed = 1): RawFrame {
  const exposure = described({ NAXIS2: NY, ...cards });
  const { nx } = exposure.geometry;
  const random = createRandom(seed);
  const data = Float32Array.from({ length: nx * NY }, (_, p) => {
    const x = p % nx;
    const light = x >= exposure.lightSection.x0 - 1 ? electrons(x, Math.floor(p / nx)) : 0;
    return Math.round(LEVEL_ADU + (light + Math.sqrt(light) * random.normal() + READ_NOISE * random.normal()) / GAIN);
  });
  return { exposure: { ...exposure, name: `${seed}.fits` }, cards: [], provenance: { steps: [] }, image: { geometry: exposure.geometry, data }, checksum: `sum${seed}` };
}

const BIAS: Cards = { OBSTYPE: 'BIAS', EXPTIME: 0 };
const FLAT: Cards = { OBSTYPE: 'LAMPFLAT' };
const star = (seed = 1): RawFrame => rawFrame({}, (_x, y) => 20 + 2000 * Math.exp(-0.5 * ((y - 30) / 2) ** 2), seed);
const bias = (seed = 1): RawFrame => rawFrame(BIAS, () => 0, seed);
const flat = (seed = 1, electrons = 20_000): RawFrame => rawFrame(FLAT, () => electrons, seed);

function changed(raw: RawFrame, value: (adu: number, x: number, y: number) => number): RawFrame {
  const { nx } = raw.image.geometry;
  return { ...raw, image: { ...raw.image, data: raw.image.data.map((adu, p) => value(adu, p % nx, Math.floor(p / nx))) } };
}

function mirrored(raw: RawFrame): RawFrame {
  const { nx } = raw.image.geometry;
  const { data } = raw.image;
  return changed(raw, (_adu, x, y) => data[y * nx + nx - 1 - x] ?? NaN);
}

function twice(raw: RawFrame): RawFrame {
  const { nx } = raw.image.geometry;
  const data = raw.image.data.slice();
  data.copyWithin(50 * nx, 20 * nx, 30 * nx);
  return { ...raw, image: { ...raw.image, data } };
}

function refusal(raw: RawFrame): ReductionError {
  try {
    checkPlausibility.run({ raw }, {}, { kernels, sources: {} });
  } catch (error) {
    if (error instanceof ReductionError) return error;
    throw error;
  }
  throw new Error('the frame was taken');
}

describe('a raw frame before it is used', () => {
  test.each<[string, () => RawFrame]>([
    ['a star', star],
    ['a bias', bias],
    ['a flat', flat],
    ['a faint flat', () => flat(1, 60)],
    ['a flat with light at one end only', () => rawFrame(FLAT, (x) => 15_000 * Math.exp(-8 * (1 - x / 2071)))],
    // The first columns of the Blue camera's prescan, 2017: 744.5, 743, 758, 757, 757, 758 … adu at 2.06 electrons each.
    ['a frame whose amplifier settles in the first columns', () => changed(star(), (adu, x) => (x < 4 ? adu - 22 : adu))],
    ['a window without overscan', () => rawFrame({ NAXIS1: 1000, ROI: 'CUST_600_1000_980_60_2x2' }, (x) => (x === 400 ? 9000 : 20))],
  ])('%s may be', (_name, make) => {
    const { quality } = checkPlausibility.run({ raw: make() }, {}, { kernels, sources: {} });
    expect(quality).toMatchObject({ saturatedPercent: 0, noNumberPercent: 0, unreadRows: 0 });
  });

  test.each<[string, () => RawFrame, string, RegExp]>([
    ['saturated', () => changed(star(), () => 65535), 'frame-saturated', /^1\.fits cannot be used: 100 % of the pixels are saturated; expose shorter\.$/],
    ['constant', () => changed(star(), () => 1000), 'frame-without-information', /every pixel is 1000: it was not read out; send it again\.$/],
    ['all zero', () => changed(bias(), () => 0), 'frame-without-information', /every pixel is 0/],
    ['of NaN', () => changed(flat(), () => NaN), 'frame-without-information', /100 % of the pixels hold no number/],
    ['half read', () => changed(star(), (adu, _x, y) => (y < 30 ? adu : 0)), 'frame-without-information', /30 of 60 rows, from row 31 on, were not read out; send it again/],
    ['with a saturated overscan', () => changed(star(), (adu, x) => (x < 25 ? 65535 : adu)), 'frame-without-information', /its overscan is saturated/],
    ['with a dead overscan', () => changed(star(), (adu, x) => (x < 25 ? 0 : adu)), 'frame-without-information', /its overscan is dead/],
    ['with light in what is taken for overscan', () => changed(flat(), (adu, x) => (x >= 12 ? adu + 9000 : adu)), 'frame-without-information', /light in its overscan: columns of it stand \d+ electrons above the others; check binning and region of interest/],
    ['a bias with light', () => rawFrame(BIAS, () => 40), 'frame-without-information', /it has light, \d+ electrons above the overscan; take bias frames in the dark/],
    ['a bias with a star in it', () => rawFrame(BIAS, (_x, y) => 300 * Math.exp(-0.5 * ((y - 30) / 3) ** 2)), 'frame-without-information', /it has light, rows of it stand \d+ electrons above the others; take bias frames in the dark/],
    ['a bias that was exposed', () => rawFrame({ ...BIAS, EXPTIME: 60 }, () => 0), 'frame-without-information', /it was exposed for 60 s, which no bias is; check its OBSTYPE/],
    ['mirrored, so that a star lies in its overscan', () => mirrored(star()), 'frame-without-information', /light in its overscan: rows of it stand \d+ electrons above the others/],
    ['whose counts lost their offset', () => changed(star(), (adu) => adu - 32_768), 'frame-without-information', /its overscan stands at -322\d\d counts, below zero: the offset of its counts \(BZERO\) is missing/],
    ['whose converter lost a bit', () => changed(rawFrame({}, (x, y) => 20 + 4 * x + 20 * y), (adu) => adu & ~1024), 'frame-without-information', /bit 10 of its counts \(1024\) never changes: the converter is broken/],
    ['whose converter lost its lowest bits', () => changed(star(), (adu) => adu & ~15), 'frame-without-information', /its counts go in steps of 16: the lowest 4 bits never change/],
    ['of which a part came twice', () => twice(star()), 'frame-without-information', /10 of its rows, from row 51 on, repeat other rows count by count; send it again/],
    ['a flat with the lamp off', () => rawFrame(FLAT, () => 0), 'frame-without-information', /it has no light, -?\d+\.\d electrons in its brighter columns: was the lamp on\?/],
  ])('one %s may not', (_name, make, code, sentence) => {
    const error = refusal(make());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
    expect(error.facts['exposure']).toBe('1.fits');
  });

  test('a few rows that were not read are masked, the others are as before', () => {
    const raw = star();
    const run = (each: RawFrame) => trim.run({ raw: each }, { wholeSlit: true }, { kernels, sources: {} }).product.frame;
    const [whole, cut] = [run(raw), run(changed(raw, (adu, _x, y) => (y >= 56 ? 0 : adu)))];
    const { nx } = whole.geometry;
    const end = 55 * nx; // the light begins with row 1
    expect(cut.mask.subarray(end).every((bits) => bits === 1)).toBe(true);
    expect(cut.mask.subarray(0, end)).toEqual(whole.mask.subarray(0, end));
    // The level of the rows is a running line: the missing ones at its end leave the others within its own noise.
    expect(Math.abs((cut.flux[30 * nx + 900] ?? NaN) - (whole.flux[30 * nx + 900] ?? NaN))).toBeLessThan(READ_NOISE / Math.sqrt(22));
  });
});

test('a converter without its lowest bit is used, and flagged', () => {
  const { quality } = checkPlausibility.run({ raw: changed(star(), (adu) => adu & ~1) }, {}, { kernels, sources: {} });
  expect(quality?.['lostBits']).toBe(1);
  expect(qualities.lostBits.atMost).toBe(0);
});

describe('a group never fails for one member', () => {
  const combine = (frames: RawFrame[]) => combineFlats.run({ frames, masterBias: undefined }, { clip: 5, saturatedPercent: 1 }, { kernels, sources: {} });

  test.each<[string, () => RawFrame, RegExp]>([
    ['dark', () => rawFrame(FLAT, () => 0, 99), /no light/],
    ['of zeros', () => changed(flat(99), () => 0), /every pixel is 0/],
    ['of NaN', () => changed(flat(99), () => NaN), /no number/],
    ['at a hundredth of the light', () => flat(99, 200), /^its light is 1\.0 % of that of the others \(a median of (?:199|20\d)\.\d electrons\): was the lamp on\?$/],
    ['saturated', () => changed(flat(99), () => 65535), /saturated/],
  ])('nine flats and one %s', (_name, make, reason) => {
    const good = Array.from({ length: 9 }, (_, i) => flat(i + 1));
    const { product, quality } = combine([...good.slice(0, 4), make(), ...good.slice(4)]);
    expect(quality).toMatchObject({ frames: 9, left: 1 });
    expect(product.members.filter(({ used }) => !used)).toEqual([{ name: '99.fits', key: 'raw/sum99', checksum: 'sum99', used: false, reason: expect.stringMatching(reason) as string }]);
    // The very frame that the nine make without it.
    expect(product.frame).toEqual(combine(good).product.frame);
  });

  test('bias frames likewise; of none usable each reason is said once', () => {
    const run = (frames: RawFrame[]) => combineBias.run({ frames }, { clip: 5 }, { kernels, sources: {} });
    const { product } = run([bias(1), changed(bias(2), () => 0), rawFrame(BIAS, () => 40, 3), bias(4)]);
    expect(product.members.map(({ used, reason }) => (used ? '' : reason))).toEqual(['', expect.stringContaining('every pixel is 0'), expect.stringContaining('it has light'), '']);
    expect(product.frame).toEqual(run([bias(1), bias(4)]).product.frame);
    const zero = [1, 2, 3].map((seed) => changed(bias(seed), () => 0));
    expect(() => run([...zero, rawFrame(BIAS, () => 40, 4)])).toThrow(/^None of the 4 bias frames can be used: 1\.fits and 2 more: every pixel is 0: it was not read out; 4\.fits: it has light, .* Take them again\.$/);
  });
});

const REAL = new URL('../../../shared/data/goodman-frames/', import.meta.url);
const real = ['0129_feige110', '0325_obj1208', 'goodman_blue_bias', 'goodman_blue_spec', 'goodman_blue_flat'].filter((name) => existsSync(new URL(`${name}.fits`, REAL)));

describe.skipIf(real.length === 0)('real frames (skipped where ../shared/data is absent)', () => {
  test.each(real)('%s is plausible', (name) => {
    const raw = decodeRaw(readFileSync(new URL(`${name}.fits`, REAL)), `${name}.fits`);
    expect(judgeReadout(raw).implausible).toBeUndefined();
  });
});
