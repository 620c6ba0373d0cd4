import { describe, expect, test } from 'vitest';
import type { FitError } from '../errors.js';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import { evaluateFit } from '../math/polynomial.js';
import { pointSourceFrame, type PointSource, type PointSourcePlan } from '../synthetic/point-source.js';
import { fitErrorOf } from '../test-fit-error.js';
import { exampleSlit } from './example-slit.js';
import { findTargets, type TargetSearch } from './targets.js';

const search: TargetSearch = { slit: exampleSlit, model: 'moffat', maximum: 5, backgroundThreshold: 3, minimumSnr: 5 };
const night: PointSourcePlan = { nx: 1000, ny: 300, binning: 2, sources: [], sky: (x, y) => 40 + 0.05 * y + (x % 90 < 4 ? 400 : 0), readNoiseElectron: 4, seed: 1 };

/** A star on a trace of 12 rows tilt and some bow over 1000 columns. */
function star(row: number, electrons: number | ((x: number) => number), fwhm = 4): PointSource {
  const u = (x: number): number => (2 * x) / 999 - 1;
  return { row: (x) => row + 6 * u(x) + 1.5 * u(x) ** 2, fwhm: () => fwhm, electrons: typeof electrons === 'number' ? () => electrons : electrons };
}

test('a star: row at the middle column, width and path', () => {
  const frame = pointSourceFrame({ ...night, sources: [star(150.3, 3000)] });
  const targets = findTargets(frame, search);
  expect(targets).toHaveLength(1);
  expect(targets[0].positionRow).toBeCloseTo(150.3, 1);
  expect(Math.abs(targets[0].fwhmPixel / 4 - 1)).toBeLessThan(0.06); // the path is a parabola per bin of 16 columns: 0.2 rows of smear
  for (const x of [0, 999]) expect(Math.abs(evaluateFit(targets[0].path, x) + targets[0].positionRow - star(150.3, 1).row(x))).toBeLessThan(0.3);
});

test('two stars of ratio 1:0.2 three widths apart, and a third far away, in order of their light', () => {
  const frame = pointSourceFrame({ ...night, sources: [star(150, 800), star(162, 160), star(60, 400)] });
  const rows = findTargets(frame, search).map((target) => target.positionRow);
  expect(rows).toHaveLength(3);
  [150, 60, 162].forEach((row, i) => expect(Math.abs(rows[i] - row)).toBeLessThan(0.15));
});

test('a companion 2 % as bright is found: the threshold is noise, not the brightest peak', () => {
  const frame = pointSourceFrame({ ...night, sources: [star(150, 20_000), star(220, 400)] });
  expect(findTargets(frame, search).map((target) => Math.round(target.positionRow))).toEqual([150, 220]);
});

test.each([500, 20_000, 500_000])('a single star of %d electron per column has no children in its wings', (electrons) => {
  const frame = pointSourceFrame({ ...night, sources: [{ ...star(150, electrons), ghost: { share: 0.05, offset: 0.75 } }] });
  expect(findTargets(frame, search)).toHaveLength(1);
});

test('a source that shines in a seventh of the spectrum only', () => {
  const frame = pointSourceFrame({ ...night, sources: [star(80, (x) => (x > 850 ? 120 : 0))] });
  const targets = findTargets(frame, search);
  expect(targets).toHaveLength(1);
  // The row is known where the light is; at the middle column it depends on a tilt that a seventh of the spectrum hardly tells.
  const [{ positionRow, path }] = targets;
  expect(Math.abs(positionRow + evaluateFit(path, 925) - star(80, 1).row(925))).toBeLessThan(1);
});

test('an emission-line source without continuum: four lines', () => {
  const lines = [200, 230, 262, 290];
  const flux = (x: number): number => lines.reduce((sum, line) => sum + 2500 * Math.exp(-0.5 * ((x - line) / 1.5) ** 2), 0);
  const targets = findTargets(pointSourceFrame({ ...night, sources: [star(200, flux)] }), search);
  expect(targets).toHaveLength(1);
  // The tilt is hardly felt by lines so close together: the row is known where they are, not at the middle column.
  const [{ positionRow, path }] = targets;
  expect(Math.abs(positionRow + evaluateFit(path, 245) - star(200, 1).row(245))).toBeLessThan(1);
});

test('a frame of sky alone has no target: at most one in 200', () => {
  let found = 0;
  for (let seed = 0; seed < 200; seed++) {
    try {
      found += findTargets(pointSourceFrame({ ...night, nx: 512, ny: 240, seed }), search).length;
    } catch (error) {
      expect((error as FitError).reason).toBe('source-not-found');
    }
  }
  expect(found).toBeLessThanOrEqual(1);
});

test('cosmic rays left in the frame are no targets', () => {
  const error = fitErrorOf(() => findTargets(pointSourceFrame({ ...night, unmasked: 300 }), search));
  expect(error.message).toMatch(/No source brighter than 5 σ on the slit \(strongest \d\.\d σ at row \d+\)/);
  expect(error.facts.strongestSnr).toBeLessThan(5);
});

test.each([
  [1, 344],
  [1, 360],
  [298, 750],
  [298, 860],
])('a long cosmic ray at the end of the slit, where sloping paths leave the frame: row %d, column %d', (row, from) => {
  const frame = pointSourceFrame({ ...night, sources: [star(150, 3000)] });
  for (let y = row - 1; y <= row + 1; y++) for (let x = from; x < from + 30; x++) frame.flux[y * 1000 + x] += 120;
  expect(findTargets(frame, search).map((target) => Math.round(target.positionRow))).toEqual([150]);
});

test('masked pixels take no part, be it a bad column, a bad row or one in twenty at random', () => {
  const frame = pointSourceFrame({ ...night, sources: [star(150, 600)], masked: 0.05 });
  for (let y = 0; y < 300; y++) frame.mask[y * 1000 + 333] = MASK.BAD_PIXEL;
  for (let x = 0; x < 1000; x++) frame.mask[40 * 1000 + x] = MASK.BAD_PIXEL;
  for (let i = 0; i < frame.mask.length; i++) if (frame.mask[i] !== 0) frame.flux[i] = i % 2 === 0 ? NaN : 1e6;
  const targets = findTargets(frame, search);
  expect(targets).toHaveLength(1);
  expect(Math.abs(targets[0].positionRow - 150)).toBeLessThan(0.15);
});

test.each([
  ['masked everywhere', MASK.NO_DATA, 10],
  ['the same everywhere', 0, 10],
  ['zero everywhere', 0, 0],
])('a frame that is %s has no target, and that is no crash', (_, mask, flux) => {
  const frame = emptyFrame({ nx: 300, ny: 100, x0: 0, y0: 0, binX: 2, binY: 2 });
  frame.mask.fill(mask);
  frame.flux.fill(flux);
  frame.variance.fill(16 + flux);
  expect(fitErrorOf(() => findTargets(frame, search)).reason).toBe('source-not-found');
});

test('a frame of a few columns and rows is searched as well as it can be', () => {
  const frame = pointSourceFrame({ ...night, nx: 40, ny: 60, sources: [{ row: () => 30.4, fwhm: () => 4, electrons: () => 2000 }] });
  expect(findTargets(frame, search).map((target) => Math.round(target.positionRow))).toEqual([30]);
});

describe('limits', () => {
  const frame = pointSourceFrame({ ...night, sources: [star(150, 3000), star(80, 9000, 9)] });
  test('of width', () => {
    expect(findTargets(frame, { ...search, maximumWidthPixel: 6 }).map((target) => Math.round(target.fwhmPixel))).toEqual([4]);
    expect(findTargets(frame, { ...search, minimumWidthPixel: 6 }).map((target) => Math.round(target.fwhmPixel))).toEqual([9]);
  });
  test('of number: the strongest win', () => {
    expect(findTargets(frame, { ...search, maximum: 1 }).map((target) => Math.round(target.positionRow))).toEqual([80]);
  });
  test('of significance', () => {
    expect(fitErrorOf(() => findTargets(frame, { ...search, minimumSnr: 1e5 })).reason).toBe('source-not-found');
  });
  test('a Gaussian model finds the same rows', () => {
    const rows = findTargets(frame, { ...search, model: 'gaussian' }).map((target) => target.positionRow);
    [80, 150].forEach((row, i) => expect(Math.abs(rows[i] - row)).toBeLessThan(0.2));
  });
});

describe('reference vectors of the older pipeline, whose threshold lost the fainter ones', () => {
  function slit(profile: (y: number) => number): Frame {
    const frame = emptyFrame({ nx: 256, ny: 800, x0: 0, y0: 0, binX: 1, binY: 1 });
    for (let i = 0; i < frame.flux.length; i++) {
      frame.flux[i] = profile(Math.floor(i / 256));
      frame.variance[i] = 16 + frame.flux[i];
    }
    return frame;
  }
  test('four Gaussians on a gradient', () => {
    const stars = [
      [500, 150.3, 4],
      [120, 400.7, 5],
      [40, 650, 4],
      [20, 720, 4],
    ];
    const frame = slit((y) => 50 + 0.02 * y + stars.reduce((sum, [a, c, s]) => sum + a * Math.exp(-0.5 * ((y - c) / s) ** 2), 0));
    const targets = findTargets(frame, { ...search, model: 'gaussian' });
    expect(targets).toHaveLength(4);
    stars.forEach(([amplitude, center, sigma], i) => {
      expect(targets[i].parameters[0] / amplitude).toBeCloseTo(1, 1); // the sky is a running median: it takes some of the skirts
      expect(targets[i].parameters[1]).toBeCloseTo(center, 1);
      expect(targets[i].parameters[2] / sigma).toBeCloseTo(1, 1);
    });
  });
  test('a Moffat of γ 5 and α 2.5: FWHM 5.6525', () => {
    const [target] = findTargets(slit((y) => 50 + 300 * (1 + ((y - 300.25) / 5) ** 2) ** -2.5), search);
    expect(target.positionRow).toBeCloseTo(300.25, 2);
    expect(Math.abs(target.fwhmPixel / 5.6525 - 1)).toBeLessThan(0.015); // 0.5 %: sampled at pixel centers, fitted as pixel averages; the rest: skirts lost to the sky
  });
});
