import { describe, expect, test } from 'vitest';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import { createRandom } from '../math/random.js';
import { normalizeFlat } from './flat.js';

const NX = 2030;
const NY = 120;
/** Frames combined, and the read noise of each, electron. */
const FRAMES = 3;
const READ_NOISE = 3.9;

interface Truth {
  readonly flat: Frame;
  readonly response: Float64Array;
}

/** A master flat of a lamp, its photon and read noise, and pixels of 1 % different response. */
function masterFlat(lamp: (x: number) => number, seed = 5): Truth {
  const random = createRandom(seed);
  const flat = emptyFrame({ nx: NX, ny: NY, x0: 0, y0: 0, binX: 2, binY: 2 });
  const response = new Float64Array(NX * NY);
  for (let p = 0; p < response.length; p++) {
    response[p] = 1 + 0.01 * random.normal();
    const electron = lamp(p % NX) * response[p];
    const variance = (electron + READ_NOISE ** 2) / FRAMES;
    flat.flux[p] = electron + Math.sqrt(variance) * random.normal();
    flat.variance[p] = variance;
  }
  return { flat, response };
}

/** Mean of measured ÷ true response over each column that may be used, and how many columns that is. */
function columnErrors({ response }: Truth, { flux, mask }: Frame): { readonly errors: Float64Array; readonly columns: number } {
  const errors = new Float64Array(NX).fill(NaN);
  let columns = 0;
  for (let x = 0; x < NX; x++) {
    let [sum, n] = [0, 0];
    for (let p = x; p < flux.length; p += NX) {
      if (mask[p] !== 0) continue;
      sum += flux[p] / response[p] - 1;
      n++;
    }
    if (n < NY / 2) continue;
    errors[x] = sum / n;
    columns++;
  }
  return { errors, columns };
}

const worst = (errors: Float64Array): number => errors.reduce((most, error) => (Number.isNaN(error) ? most : Math.max(most, Math.abs(error))), 0);
/** Means over 31 columns: what a spectrum would be off by, smoothly. */
const smooth = (errors: Float64Array): Float64Array =>
  errors.map((_, i) => {
    const known = errors.subarray(Math.max(0, i - 15), i + 16).filter((error) => !Number.isNaN(error));
    return known.length < 16 ? NaN : known.reduce((sum, error) => sum + error, 0) / known.length;
  });

const full = (x: number): number => 20_000 - 4e-3 * (x - 1200) ** 2;

describe('where the flat has no light to speak of', () => {
  // 15 000 electrons a frame, as the simulated quartz lamp has.
  const fading = (x: number): number => 15_000 * Math.exp(-8 * (1 - x / NX));
  const edge = (x: number): number => 15_000 / (1 + Math.exp(-(x - 700) / 17));

  test.each([
    ['a lamp that fades by a factor of 3000', fading, 1000, 15],
    ['a lamp that ends at the edge of a filter', edge, 700, 15],
    ['the same with a stiffer series', edge, 700, 8],
  ])('%s: what is not masked is right within 1 %%', (_name, lamp, x, order) => {
    const truth = masterFlat(lamp);
    const { frame, lamp: told } = normalizeFlat(truth.flat, { method: 'simple', order });
    const { errors, columns } = columnErrors(truth, frame);
    expect(worst(smooth(errors))).toBeLessThan(0.01);
    expect(frame.mask[0]).toBe(MASK.LOW_FLAT);
    expect(frame.mask[x]).toBe(0);
    // Signal-to-noise of 20 a pixel: with three frames some 147 electrons.
    const bright = Array.from({ length: NX }, (_, i) => lamp(i)).filter((level) => level > 160).length;
    expect(columns).toBeGreaterThanOrEqual(bright - 20);
    expect(told.darkColumns).toBeGreaterThan(NX - bright - 60);
    // Of the faintest columns, whose own medians are known to 0.6 % (120 rows of SNR 20).
    expect(told.residualPercent).toBeLessThan(1.5);
  });

  test('row by row as well', () => {
    const truth = masterFlat(edge);
    const { frame } = normalizeFlat(truth.flat, { method: 'full', order: 5 });
    expect(worst(smooth(columnErrors(truth, frame).errors))).toBeLessThan(0.01);
  });
});

describe('columns that say nothing about the lamp', () => {
  const clean = normalizeFlat(masterFlat(full).flat, { method: 'simple', order: 15 }).frame;

  test.each([
    ['ten dead columns', 600, 10, 0],
    ['twenty dead columns', 1200, 20, 0],
    ['a hot column', 900, 1, 3],
    ['a bad column at the edge', 0, 1, 0],
    ['the same at the other', NX - 1, 1, 0.2],
    ['a ghost', 1500, 12, 1.4],
    ['a hot column at the edge', 0, 1, 3],
  ])('%s: all others as without, within 0.1 %%', (_name, first, width, factor) => {
    const { flat } = masterFlat(full);
    for (let p = 0; p < flat.flux.length; p++) if (p % NX >= first && p % NX < first + width) flat.flux[p] *= factor;
    const { frame, lamp } = normalizeFlat(flat, { method: 'simple', order: 15 });
    let largest = 0;
    for (let p = 0; p < flat.flux.length; p++) {
      if (p % NX >= first && p % NX < first + width) continue;
      if (frame.mask[p] !== clean.mask[p]) largest = Infinity;
      largest = Math.max(largest, Math.abs(frame.flux[p] / clean.flux[p] - 1));
    }
    expect(largest).toBeLessThan(0.001);
    expect(lamp.outlyingColumns + lamp.darkColumns).toBe(width);
    if (factor === 0) expect(frame.mask[first]).toBe(MASK.LOW_FLAT);
    if (factor === 3) expect(frame.mask[first]).toBe(MASK.BAD_PIXEL);
  });
});

test('fringes are the pixels, not the lamp: the level does not follow them', () => {
  const fringe = (x: number): number => 1 + 0.03 * Math.sin((2 * Math.PI * x) / 30);
  const truth = masterFlat((x) => full(x) * fringe(x));
  const { frame } = normalizeFlat(truth.flat, { method: 'simple', order: 15 });
  const { errors } = columnErrors(truth, frame);
  const left = errors.map((error, x) => (1 + error) / fringe(x) - 1);
  // At the very ends a series of degree 15 resolves nine columns (n ÷ degree²), and follows them.
  expect(worst(smooth(left).subarray(30, NX - 30))).toBeLessThan(0.003);
});
