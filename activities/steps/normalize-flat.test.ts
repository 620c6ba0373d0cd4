import { describe, expect, test } from 'vitest';
import { MASK } from '#numeric/frame';
import { referenceKernels } from '#numeric/kernels/reference';
import type { Products } from '../products/index.js';
import { normalizeFlat } from './normalize-flat.js';
import { frameOf } from './test-frames.js';

const GEOMETRY = { nx: 400, ny: 40, x0: 0, y0: 100, binX: 2, binY: 2 };
/** Rows of the frame that the slit lights; on the detector twice as many, from row 100 on. */
const [LOW, HIGH] = [6, 34];
const SLIT = [100 + 2 * LOW, 100 + 2 * HIGH] as const;

/** The pixels' own response: a grid of weak pixels that no row or column has more than one in twenty of. */
const response = (x: number, y: number): number => ((x + 3 * y) % 20 === 0 ? 0.9 : 1);

const masterFlat = (level: (x: number, y: number) => number): Products['masterFlat'] => ({
  ...frameOf(GEOMETRY, (x, y) => (y >= LOW && y < HIGH ? level(x, y) * response(x, y) : 20)),
  members: [],
  slit: SLIT,
});

const run = (flat: Products['masterFlat'], change: object) => normalizeFlat.run({ masterFlat: flat }, normalizeFlat.settings.parse(change), { kernels: referenceKernels, sources: {} }).product;

describe('mean', () => {
  // Steep along the dispersion: the mean must leave all of it in.
  const level = (x: number): number => 5000 + 20 * x;
  const flat = masterFlat(level);
  const lit = (x: number, row: number) => level(x) * response(x, row + LOW);

  test('divides the lit rows by their mean, and by nothing else', () => {
    const { frame, provenance } = run(flat, { method: 'mean' });
    expect(frame.geometry).toEqual({ ...GEOMETRY, y0: SLIT[0], ny: HIGH - LOW });
    let sum = 0;
    for (let p = 0; p < frame.flux.length; p++) sum += lit(p % GEOMETRY.nx, Math.floor(p / GEOMETRY.nx));
    const mean = sum / frame.flux.length;
    for (let p = 0; p < frame.flux.length; p++) {
      const electrons = lit(p % GEOMETRY.nx, Math.floor(p / GEOMETRY.nx));
      expect(Math.abs((frame.flux[p] ?? NaN) / (electrons / mean) - 1)).toBeLessThan(1e-6); // float32
      // Read noise and photons, over the square of the same number.
      expect(Math.abs((frame.variance[p] ?? NaN) / ((3.89 ** 2 + electrons) / mean ** 2) - 1)).toBeLessThan(1e-6);
    }
    expect(provenance.flatNormalization).toBe('mean');
  });

  test('with the whole slit kept the dark rows count too, and are too faint to divide by', () => {
    const { frame } = run(flat, { method: 'mean', wholeSlit: true });
    expect(frame.geometry).toEqual(GEOMETRY);
    for (let x = 0; x < GEOMETRY.nx; x++) expect([frame.mask[x], frame.mask[20 * GEOMETRY.nx + x]]).toEqual([MASK.LOW_FLAT, 0]);
  });

  test('a masked pixel takes no part', () => {
    const spoilt = masterFlat(level);
    const p = (LOW + 3) * GEOMETRY.nx + 50;
    spoilt.frame.flux[p] = 1e7;
    spoilt.frame.mask[p] = MASK.SATURATED;
    const [with_, without] = [run(spoilt, { method: 'mean' }), run(flat, { method: 'mean' })];
    // One value of 11 200 less in the mean: it was 6000 to 12 000 of 8990.
    expect(Math.abs((with_.frame.flux[0] ?? NaN) / (without.frame.flux[0] ?? NaN) - 1)).toBeLessThan(1 / 11_200);
    expect(with_.frame.mask[3 * GEOMETRY.nx + 50]).toBe(MASK.SATURATED);
  });
});

describe('full', () => {
  // A lamp and, times it, what each row has of its own: tilted lines, a slit of uneven width. Both cubics in x, which order 3 holds; the middle row is the lamp itself, and
  // the median of every column, as the others rise from row to row.
  const level = (x: number, y: number): number => {
    const u = (2 * x) / (GEOMETRY.nx - 1) - 1;
    return (4000 + 300 * u - 500 * u * u + 100 * u ** 3) * (1 + (y - (LOW + HIGH - 1) / 2) * (0.012 + 0.003 * u + 0.002 * u * u + 0.001 * u ** 3));
  };
  const flat = masterFlat(level);

  test('takes the spectrum of each row out and leaves the response of the pixels', () => {
    const { frame, provenance } = run(flat, { method: 'full', order: 3 });
    for (let p = 0; p < frame.flux.length; p++) {
      const truth = response(p % GEOMETRY.nx, Math.floor(p / GEOMETRY.nx) + LOW);
      // One pixel in twenty pulls the series down by 0.1: on average by 0.005, at the ends by no more than three times that (leverage 16/400 of the last point).
      expect(Math.abs((frame.flux[p] ?? NaN) / (truth / 0.995) - 1)).toBeLessThan(0.01);
    }
    expect(provenance.flatNormalization).toBe('full');
  });

  test('simple cannot: one series for all rows leaves their differences in', () => {
    const { frame } = run(flat, { method: 'simple', order: 3 });
    const rowMean = (row: number) => frame.flux.subarray(row * GEOMETRY.nx, (row + 1) * GEOMETRY.nx).reduce((sum, value) => sum + value, 0) / GEOMETRY.nx;
    // Over 28 rows the brightness differs by 28 · 0.012 and more.
    expect(rowMean(HIGH - LOW - 1) / rowMean(0)).toBeGreaterThan(1.3);
    const full = run(flat, { method: 'full', order: 3 }).frame;
    const fullMean = (row: number) => full.flux.subarray(row * GEOMETRY.nx, (row + 1) * GEOMETRY.nx).reduce((sum, value) => sum + value, 0) / GEOMETRY.nx;
    // A least-squares series through a row with a constant term has the mean of that row, whatever the pixels do; weighted by the level it is within the depth of the spectrum.
    expect(Math.abs(fullMean(HIGH - LOW - 1) / fullMean(0) - 1)).toBeLessThan(0.001);
  });

  test('without grain the response is 1 to the digits of float32', () => {
    const smooth: Products['masterFlat'] = { ...frameOf(GEOMETRY, (x, y) => level(x, y)), members: [], slit: SLIT };
    for (const value of run(smooth, { method: 'full', order: 3 }).frame.flux) expect(Math.abs(value - 1)).toBeLessThan(1e-6);
  });
});
