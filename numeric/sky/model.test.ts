import { describe, expect, test } from 'vitest';
import { FitError } from '../errors.js';
import { MASK, type Frame } from '../frame.js';
import { modelSky, skyAt } from './model.js';
import { estimateTilt } from './tilt.js';
import { planZones, slitPaths } from './zones.js';
import { pointSourceFrame, type PointSource, type PointSourcePlan } from '../synthetic/point-source.js';
import type { Trace } from '../sources/trace.js';

const nx = 900;
const ny = 240;
const domain: [number, number] = [0, nx - 1];

function straight(row: number, fwhm = 4, slope = 0): Trace {
  const coefficients = Float64Array.of(row, slope);
  return { fit: { kind: 'legendre', domain, coefficients }, fwhm: { kind: 'legendre', domain, coefficients: Float64Array.of(fwhm) }, rmsPixel: 0.01, samples: [], samplesUsed: 20 };
}

const star = (row: number, electrons: number): PointSource => ({ row: () => row, fwhm: () => 4, electrons: () => electrons });
const plan: PointSourcePlan = { nx, ny, binning: 2, sources: [], sky: (_, y) => 50 + 0.1 * y, readNoiseElectron: 4, seed: 31 };

function pulls(frame: Frame, trace: Trace, truth: (x: number) => number, others: Trace[] = []): { mean: number; spread: number } {
  const sky = modelSky(frame, trace, others);
  const values = Array.from({ length: nx }, (_, x) => (skyAt(sky, x, 0) - truth(x)) / Math.sqrt(sky.levelVariance[x]));
  const mean = values.reduce((sum, v) => sum + v, 0) / nx;
  return { mean, spread: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / nx) };
}

describe('the sky under a source', () => {
  test('on a gradient along the slit: no bias, honest errors', () => {
    const { mean, spread } = pulls(pointSourceFrame({ ...plan, sources: [star(120, 5000)] }), straight(120), () => 62);
    expect(Math.abs(mean)).toBeLessThan(0.25); // 4/√900, and the wings of the star: 0.06 electron in an error of 0.75
    expect(Math.abs(spread - 1)).toBeLessThan(0.1); // 4/√1800
  });

  test('with a bright neighbor in a zone, known to be there', () => {
    const frame = pointSourceFrame({ ...plan, sources: [star(120, 500), star(150, 40_000)] });
    expect(Math.abs(pulls(frame, straight(120), () => 62, [straight(150)]).mean)).toBeLessThan(0.8); // its wings: 1e-4 of 40 000
  });

  test('with cosmic rays left in and an unknown faint source in a zone', () => {
    const frame = pointSourceFrame({ ...plan, sources: [star(120, 500), star(160, 1500)], unmasked: 3000 });
    const { mean, spread } = pulls(frame, straight(120), () => 62);
    expect(Math.abs(mean)).toBeLessThan(1.5); // the skirts of the source, below 4 σ of a pixel: 0.9 electron, where a mean would be off by 12
    expect(spread).toBeLessThan(1.2);
  });

  test.each([
    { tilt: 0.004, curvature: 0 },
    { tilt: 0.004, curvature: 1.2e-5 },
    { tilt: -0.008, curvature: 1.2e-5 },
  ])('of sky lines 40 times their noise bright, tilt $tilt and curvature $curvature: the bend over the zones is taken out', ({ tilt, curvature }) => {
    const line = (x: number, y: number): number => {
      const moved = x - tilt * (y - 120) - curvature * (y - 120) ** 2;
      return 50 + 3000 * Math.exp(-0.5 * ((((moved % 90) + 90) % 90) - 45) ** 2 / 1.4 ** 2);
    };
    const { mean, spread } = pulls(pointSourceFrame({ ...plan, sky: line }), straight(120), (x) => line(x, 120));
    expect(Math.abs(mean)).toBeLessThan(0.2);
    // In units of the error of the level, a fifth of that of one pixel. A straight line alone gives 1.8, 2.9 and 5.9.
    expect(spread).toBeLessThan(1.5);
  });
});

describe('the tilt of the sky lines', () => {
  const level = Float64Array.from({ length: nx }, (_, x) => 100 + 2000 * Math.exp(-0.5 * ((x % 60) - 30) ** 2 / 2 ** 2));
  const derivative = level.map((_, x) => (x === 0 || x === nx - 1 ? 0 : -(((x % 60) - 30) / 4) * (level[x] - 100)));
  const ones = new Float64Array(nx).fill(1e-4);
  test('is read from the slopes, with its change along the spectrum and the illumination apart', () => {
    const slope = derivative.map((d, x) => -(0.004 + (0.002 * x) / (nx - 1)) * d + 0.001 * level[x]);
    const bend = derivative.map((d, x) => -1e-5 * d + 0.5 * (0.004 + (0.002 * x) / (nx - 1)) ** 2 * (-1 / 4 + (((x % 60) - 30) / 4) ** 2) * (level[x] - 100));
    const tilt = estimateTilt({ level, slope, slopeVariance: ones, bend, bendVariance: ones.map((v) => v / 1e6) })!;
    expect(tilt.left).toBeCloseTo(0.004, 4);
    expect(tilt.right).toBeCloseTo(0.006, 4);
    expect(tilt.curvature / 1e-5).toBeCloseTo(1, 1);
  });
  test('is unknown without lines', () => {
    const flat = new Float64Array(nx).fill(50);
    expect(estimateTilt({ level: flat, slope: flat, slopeVariance: ones, bend: flat, bendVariance: ones })).toBeUndefined();
  });
});

describe('zones', () => {
  test('on both sides, from 4 to 19 widths', () => {
    expect(planZones(ny, slitPaths(nx, straight(120), [])).zones).toEqual([[-76, -16], [16, 76]]);
  });
  test('a source at the end of the slit has one side and a constant sky', () => {
    expect(planZones(ny, slitPaths(nx, straight(6), [])).zones).toEqual([[16, 76]]);
    const sky = modelSky(pointSourceFrame(plan), straight(6), []);
    expect(sky.slope.every((slope) => slope === 0)).toBe(true);
  });
  test('in a slit too short for the gap, the gap shrinks', () => {
    const { zones } = planZones(30, slitPaths(nx, straight(15), []));
    expect(zones.length).toBeGreaterThan(0);
    expect(Math.min(...zones.flat().map(Math.abs))).toBeLessThan(12);
  });
  test('crowded: other sources give up some of their surroundings before the sky is given up', () => {
    const others = [20, 35, 50, 65, 95, 110, 125].map((row) => straight(row));
    const { zones, avoid } = planZones(140, slitPaths(nx, straight(80), others));
    expect(zones.length).toBeGreaterThan(0);
    expect(avoid[0].radius).toBeLessThan(14);
  });
  test('a slit with no row to spare is a failure with numbers', () => {
    expect(() => planZones(7, slitPaths(nx, straight(3), []))).toThrow(FitError);
    expect(() => planZones(7, slitPaths(nx, straight(3), []))).toThrow('7 rows hold the source at row 3.0');
  });
});

test('a column without a usable row is NaN and NO_DATA; sky switched off is 0 with no error', () => {
  const frame = pointSourceFrame(plan);
  for (let y = 0; y < ny; y++) frame.mask[y * nx + 10] = MASK.BAD_PIXEL;
  const sky = modelSky(frame, straight(120), []);
  expect([sky.level[10], sky.mask[10], sky.mask[11]]).toEqual([NaN, MASK.NO_DATA, 0]);
  const off = modelSky(frame, straight(120), [], { disable: true });
  expect([off.level[10], off.levelVariance[10], off.mask[10], off.zones.length]).toEqual([0, 0, 0, 0]);
});
