import { describe, expect, it } from 'vitest';
import { ContractError, FitError } from '../errors.js';
import { divideFlat, normalizeFlat as normalize, type NormalizeOptions } from './flat.js';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import { createRandom } from '../math/random.js';
import { standardDeviation } from '../math/statistics.js';

function flat(nx: number, ny: number, value: (x: number, y: number) => number): Frame {
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 1, binY: 1 });
  for (let p = 0; p < frame.flux.length; p++) {
    frame.flux[p] = value(p % nx, Math.floor(p / nx));
    frame.variance[p] = frame.flux[p];
  }
  return frame;
}

const normalizeFlat = (source: Frame, options: NormalizeOptions): Frame => normalize(source, options).frame;

const lamp = (x: number): number => 2000 + 18_000 * Math.exp(-0.5 * ((x - 2300) / 900) ** 2);

describe('normalizing', () => {
  it('follows a lamp as the original code did: 3.34e-6 at degree 15', () => {
    const { flux } = normalizeFlat(flat(4060, 3, lamp), { method: 'simple', order: 15 });
    const worst = flux.reduce((most, response) => Math.max(most, Math.abs(response - 1)), 0);
    // The vector was measured in float64; the flat here is float32, rounded to 6e-8 three times.
    expect(Math.abs(worst - 3.34e-6)).toBeLessThan(2e-7);
  });

  it('leaves the response of the pixels and the illumination along the slit', () => {
    const random = createRandom(4);
    const response = Float64Array.from({ length: 300 * 41 }, () => 1 + 0.01 * random.normal());
    const slit = (y: number): number => 1 - 0.003 * Math.abs(y - 20);
    const { flux } = normalizeFlat(flat(300, 41, (x, y) => lamp(10 * x) * slit(y) * response[y * 300 + x]), { method: 'simple', order: 8 });
    const reference = slit(10); // half the rows are brighter than this
    const ratios = Float64Array.from(flux, (f, p) => (f * reference) / (slit(Math.floor(p / 300)) * response[p]));
    expect(standardDeviation(ratios)).toBeLessThan(0.002);
    expect(Math.abs(ratios.reduce((sum, r) => sum + r, 0) / ratios.length - 1)).toBeLessThan(0.002);
  });

  it('row by row takes the slit out too, by the mean takes nothing out', () => {
    const source = flat(200, 5, (x, y) => (1000 + 10 * x) * (1 + y));
    expect(normalizeFlat(source, { method: 'full', order: 3 }).flux.every((f) => Math.abs(f - 1) < 1e-5)).toBe(true);
    const mean = normalizeFlat(source, { method: 'mean', order: 0 });
    expect(mean.flux[199 + 4 * 200] / mean.flux[0]).toBeCloseTo((299 * 5) / 100, 4);
    expect(mean.flux.reduce((sum, f) => sum + f, 0) / mean.flux.length).toBeCloseTo(1, 5);
  });

  it('divides the variance by the square of the level', () => {
    const { variance } = normalizeFlat(flat(50, 5, () => 400), { method: 'simple', order: 2 });
    expect(variance[60]).toBeCloseTo(400 / 400 ** 2, 8);
  });

  it('marks what is too faint to divide by and what was masked; neither bends the fit', () => {
    const source = flat(100, 21, () => 1000);
    for (let p = 0; p < 100; p++) source.flux[p] = 20; // a dark row
    source.flux[505] = 1e6;
    source.mask[505] = MASK.BAD_PIXEL;
    const { flux, mask } = normalizeFlat(source, { method: 'simple', order: 3 });
    expect(mask[3]).toBe(MASK.LOW_FLAT);
    expect(mask[505]).toBe(MASK.BAD_PIXEL);
    expect(mask[300]).toBe(0);
    expect(flux[300]).toBeCloseTo(1, 5);
  });

  it('refuses a dark flat, and an order the columns cannot carry', () => {
    expect(() => normalizeFlat(flat(10, 2, () => 0), { method: 'mean', order: 0 })).toThrow(FitError);
    expect(() => normalizeFlat(flat(10, 2, () => 5), { method: 'simple', order: 10 })).toThrow(FitError);
    expect(() => normalizeFlat(flat(10, 2, () => 5), { method: 'simple', order: -1 })).toThrow(ContractError);
  });
});

describe('dividing', () => {
  it('corrects the flux and carries both variances: pulls have spread one', () => {
    const random = createRandom(8);
    const [nx, ny] = [150, 150];
    const frame = flat(nx, ny, () => 0);
    const response = flat(nx, ny, () => 0);
    const truth = 5000;
    for (let p = 0; p < frame.flux.length; p++) {
      const r = 0.7 + 0.6 * random.uniform();
      frame.flux[p] = truth * r + 70 * random.normal();
      frame.variance[p] = 70 ** 2;
      response.flux[p] = r + 0.01 * random.normal();
      response.variance[p] = 0.01 ** 2;
    }
    const { flux, variance } = divideFlat(frame, response);
    const pulls = Float64Array.from(flux, (f, p) => (f - truth) / Math.sqrt(variance[p]));
    // Four times 1/√(2n) is 0.019; second order in the 1 % error of the response far below.
    expect(Math.abs(standardDeviation(pulls) - 1)).toBeLessThan(0.02);
    expect(Math.abs(pulls.reduce((sum, pull) => sum + pull, 0) / pulls.length)).toBeLessThan(0.05);
  });

  it('gives no answer where the response has none', () => {
    const response = flat(2, 1, (x) => (x === 0 ? 0.01 : 2));
    response.mask[0] = MASK.LOW_FLAT;
    const { flux, variance, mask } = divideFlat(flat(2, 1, () => 10), response);
    expect([flux[0], variance[0], mask[0]]).toEqual([NaN, NaN, MASK.LOW_FLAT]);
    expect([flux[1], mask[1]]).toEqual([5, 0]);
  });

  it('needs the very same pixels', () => {
    expect(() => divideFlat(flat(2, 1, () => 1), flat(1, 2, () => 1))).toThrow(ContractError);
  });
});
