import { expect, test } from 'vitest';
import { simulateLampSpectrum } from '#numeric/synthetic/lamp-spectrum';
import { qualities } from '../domain/qualities.js';
import { MODES } from '../instruments/goodman/modes.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { laboratoryLines } from '../reference/line-lists.js';
import { solutionQuality, solveLamp } from './solve-lamp.js';

const LAMPS = ['HGA', 'NE'];
const MODE = '400_M1';
/** Of 400_M1, an unbinned pixel. */
const ANGSTROM_PER_PIXEL = 1;
const BOUND = qualities.elementOffsetPixel.atMost;

/** A lamp exposure whose mercury was imaged that many unbinned pixels beside the rest, as it comes out of the solver. */
function offsetOf(mercuryPixel: number, seed: number): number {
  const lit = laboratoryLines(LAMPS, true).map((line) => (line.element === 'Hg' ? { ...line, wavelengthAngstrom: line.wavelengthAngstrom + mercuryPixel * ANGSTROM_PER_PIXEL } : line));
  const lamp = simulateLampSpectrum({ seed, mode: MODE, lamps: LAMPS, laboratoryLines: lit, binning: 1, slitArcsecond: 1 }, simulatedGoodman());
  const setup = MODES.find(({ name }) => name === MODE);
  if (!setup) throw new Error(`no mode ${MODE}`);
  const solved = solveLamp({ flux: lamp.flux, variance: lamp.variance }, { setup, optics: goodmanOptics, firstColumn: lamp.firstColumn, binning: 1, detectorColumns: 4060 }, LAMPS);
  return solutionQuality(solved, LAMPS)['elementOffsetPixel'] ?? NaN;
}

test.each([1, 2, 3, 4])('mercury 0.3 pixels beside neon, as on real lamps, is measured and beyond its bound (camera %i)', (seed) => {
  const offset = offsetOf(-0.3, seed);
  expect(offset).toBeGreaterThan(BOUND);
  // The fit itself gives way by a part of it.
  expect(offset).toBeGreaterThan(0.15);
  expect(offset).toBeLessThan(0.45);
});

test.each([1, 2, 3, 4])('elements that agree are said to agree (camera %i)', (seed) => {
  expect(offsetOf(0, seed)).toBeLessThan(BOUND);
});
