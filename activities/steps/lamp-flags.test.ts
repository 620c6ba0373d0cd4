import { describe, expect, test } from 'vitest';
import { FitError } from '#numeric/errors';
import { simulateLampSpectrum } from '#numeric/synthetic/lamp-spectrum';
import { MODES } from '../instruments/goodman/modes.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { isHollowCathode, laboratoryLines } from '../reference/line-lists.js';
import { solutionQuality, solveLamp, solveLampLit, type SolvedLamp } from './solve-lamp.js';

const instrument = simulatedGoodman();

function lampOf(name: string, lit: readonly string[], seed: number) {
  const laboratory = laboratoryLines(lit, isHollowCathode(lit));
  return simulateLampSpectrum({ seed, mode: name, lamps: lit, laboratoryLines: laboratory, binning: 2, slitArcsecond: 1 }, instrument);
}

function solve(name: string, lamp: { readonly flux: Float64Array; readonly variance: Float64Array; readonly firstColumn: number }, named: readonly string[]): SolvedLamp {
  const setup = MODES.find((mode) => mode.name === name);
  if (!setup) throw new Error(`no mode ${name}`);
  return solveLamp({ flux: lamp.flux, variance: lamp.variance }, { setup, optics: goodmanOptics, firstColumn: lamp.firstColumn, binning: 2, detectorColumns: 4060 }, named);
}

/** Largest error over the detector, angstrom. */
function largestError({ solution }: SolvedLamp, truth: Float64Array): number {
  return solution.wavelengths.reduce((most, wavelength, q) => Math.max(most, Math.abs(wavelength - (truth[q] ?? NaN))), 0);
}

describe('lamps that the header names wrongly', () => {
  test.each([
    ['400_M1', ['HGA', 'NE'], ['CU']],
    ['400_M2', ['HGA', 'NE'], ['CU']],
    ['400_M2', ['HGA', 'NE'], ['FE']],
    ['930_M6', ['HGA', 'NE'], ['CU']],
    ['1200_M5', ['HGA', 'NE'], ['CU']],
    ['600_BLUE', ['HGA', 'NE'], ['CU']],
  ])('%s lit by %j, the header says %j: solved with what was lit, and said', (name, lit, named) => {
    for (const seed of [1, 2]) {
      const lamp = lampOf(name, lit, seed);
      const solved = solve(name, lamp, named);
      expect(solved.lamps).toEqual(lit);
      expect(solutionQuality(solved, named)).toMatchObject({ lampsAsNamed: 0 });
      // A tenth of the fault that this cures, 0.43 Å; a pixel of the coarsest of these modes is 2 Å.
      expect(largestError(solved, lamp.wavelengths)).toBeLessThan(0.2);
    }
  });

  test.each([
    ['400_M1', ['HGA', 'NE']],
    ['930_M2', ['CU']],
    ['1200_M5', ['HGA', 'NE']],
    ['600_UV', ['CU']],
  ])('%s lit by %j as named: no other set takes its place', (name, lit) => {
    for (const seed of [1, 2, 3]) {
      const solved = solve(name, lampOf(name, lit, seed), lit);
      expect(solved.lamps).toEqual(lit);
      expect(solutionQuality(solved, lit)).toMatchObject({ lampsAsNamed: 1 });
    }
  });

  test('what is no lamp of its setup is not accepted with any set', () => {
    let tried = 0;
    for (const [name, lit] of [['400_M1', ['HGA', 'NE']], ['930_M2', ['CU']], ['1200_M5', ['HGA', 'NE']], ['600_UV', ['CU']]] as const) {
      for (const seed of [1, 2, 3]) {
        const lamp = lampOf(name, lit, seed);
        const mirrored = { ...lamp, flux: lamp.flux.slice().reverse(), variance: lamp.variance.slice().reverse() };
        tried++;
        expect(() => solve(name, mirrored, lit)).toThrow(FitError);
      }
    }
    expect(tried).toBe(12);
  });

  test('lamps that another spectrum of the exposure told give what a search through all gives', () => {
    const setup = MODES.find(({ name }) => name === '400_M1');
    if (!setup) throw new Error('no mode 400_M1');
    const lamp = lampOf('400_M1', ['HGA', 'NE'], 1);
    const request = { setup, optics: goodmanOptics, firstColumn: lamp.firstColumn, binning: 2, detectorColumns: 4060 };
    const decided = solveLamp(lamp, request, ['CU']);
    const told = solveLampLit(lamp, request, decided.lamps);
    expect(told.lamps).toEqual(['HGA', 'NE']);
    expect(told.solution.wavelengths).toEqual(decided.solution.wavelengths);
  });
});
