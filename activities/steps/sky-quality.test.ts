import { describe, expect, test } from 'vitest';
import { createRandom } from '#numeric/math/random';
import { columnAtWavelength, shiftedModel } from '#numeric/synthetic/optics/optical-model';
import { simulateLampSpectrum, type SimulatedLamp } from '#numeric/synthetic/lamp-spectrum';
import { LineShape } from '#numeric/wavelength/arc-line-shape';
import { MODES } from '../instruments/goodman/modes.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { isHollowCathode, laboratoryLines } from '../reference/line-lists.js';
import { skyQuality, solutionQuality, solveLamp, type SolvedLamp } from './solve-lamp.js';

const instrument = simulatedGoodman();
/** FWHM of a line through the 1″ slit, unbinned columns: 1″ ÷ 0.15″; and its edge, half of it over the blur of 0.8 columns. */
const SLIT_COLUMNS = 1 / 0.15;
const SHAPE = new LineShape(SLIT_COLUMNS / 2 / 0.8);

/** Sky with lines that are in no list beside those that are: brightness against 5577 Å. */
const SKY: readonly (readonly [wavelengthAngstrom: number, brightness: number])[] = [
  [4358.328, 0.2], [5460.735, 0.2], [5577.338, 1], [5889.953, 0.25], [5895.923, 0.15], [6300.304, 0.6], [6363.776, 0.2], [6363.2, 0.03], [6863.955, 0.1], [7276.405, 0.25],
  [7284.439, 0.16], [7340.885, 0.35], [7329.148, 0.16], [7750.64, 0.45], [7794.112, 0.4], [7808.467, 0.15], [7821.503, 0.35], [7913.708, 0.45], [7964.65, 0.4], [7949.204, 0.15],
  [7993.332, 0.4], [8344.602, 0.45], [8399.17, 0.8], [8430.174, 0.85], [8415.231, 0.15], [8465.208, 0.6], [8827.096, 0.6], [8885.85, 0.9],
];

function solved(name: string, lit: readonly string[], seed: number, slitArcsecond = 1): { lamp: SimulatedLamp; solved: SolvedLamp } {
  const lamp = simulateLampSpectrum({ seed, mode: name, lamps: lit, laboratoryLines: laboratoryLines(lit, isHollowCathode(lit)), binning: 2, slitArcsecond }, instrument);
  const setup = MODES.find((mode) => mode.name === name);
  if (!setup) throw new Error(`no mode ${name}`);
  return { lamp, solved: solveLamp(lamp, { setup, optics: goodmanOptics, firstColumn: lamp.firstColumn, binning: 2, detectorColumns: 4060 }, lit) };
}

/** The sky of a frame whose image moved by some unbinned columns after the lamp. */
function skyOf({ model, flux }: SimulatedLamp, movedColumns: number, seed: number, peakElectron = 4000): Float64Array {
  const moved = shiftedModel(model, movedColumns);
  const random = createRandom(seed);
  const mean = new Float64Array(flux.length).fill(200);
  const part = new Float64Array(3);
  for (const [wavelength, brightness] of SKY) {
    const center = (columnAtWavelength(moved, wavelength) - 0.5) / 2;
    for (let q = Math.max(0, Math.ceil(center - 9)); q <= Math.min(mean.length - 1, center + 9); q++) {
      SHAPE.pixelAverage(q - center, SLIT_COLUMNS / 2, part);
      mean[q] = (mean[q] ?? 0) + peakElectron * brightness * (part[0] ?? 0);
    }
  }
  return mean.map((m) => random.poisson(m));
}

const CASES = [
  ['400_M1', ['HGA', 'NE']],
  ['400_M2', ['HGA', 'NE']],
  ['600_MID', ['HGA']],
  ['930_M4', ['HGA', 'NE']],
  ['1200_M3', ['FE']],
  ['1200_M5', ['HGA', 'NE']],
  ['1200_M7', ['CU']],
] as const;

describe('the zero point by sky lines', () => {
  test('an image that moved after the lamp is seen, with its error', () => {
    const pulls: number[] = [];
    for (const [name, lit] of CASES) {
      for (const seed of [1, 2, 3]) {
        const { lamp, solved: { solution } } = solved(name, lit, seed);
        for (const moved of [-2.4, 0, 0.9]) {
          const { skyZeroPointPixel, skyZeroPointErrorPixel } = skyQuality(skyOf(lamp, moved, seed), solution);
          expect(skyZeroPointPixel, `${name} ${moved}`).toBeDefined();
          // Two samples of the shift are four columns: the image moves by half as many samples.
          expect(Math.abs((skyZeroPointPixel ?? NaN) - moved / 2), `${name} ${moved}`).toBeLessThan(0.1);
          pulls.push(((skyZeroPointPixel ?? NaN) - moved / 2) / (skyZeroPointErrorPixel ?? NaN));
        }
      }
    }
    const rms = Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);
    expect(rms).toBeGreaterThan(0.3);
    expect(rms).toBeLessThan(1.5);
  });

  test('without lines of the sky nothing is said: blue set-ups, no sky, noise', () => {
    const { lamp, solved: { solution } } = solved('930_M2', ['CU'], 1);
    const random = createRandom(5);
    expect(skyQuality(lamp.flux.map(() => 300 + 17 * random.normal()), solution)).toEqual({});
    expect(skyQuality(new Float64Array(lamp.flux.length), solution)).toEqual({});
    expect(skyQuality(new Float64Array(lamp.flux.length).fill(NaN), solution)).toEqual({});
  });

  test('what lies beside the line is not taken for it: 100 columns away', () => {
    const { lamp, solved: { solution } } = solved('400_M2', ['HGA', 'NE'], 1);
    const { skyZeroPointPixel } = skyQuality(skyOf(lamp, 100, 1), solution);
    expect(skyZeroPointPixel).toBeUndefined();
  });
});

describe('the resolution', () => {
  // 0.45″ are three columns, as narrow as the blur: box and Gaussian together have an FWHM of 2.355·√(3²/12 + 0.8²) columns.
  test.each([[0.45, 1.39], [1, 3.33], [2, 6.67], [3, 10]])('through %d″ a line is %d samples wide', (slit, samples) => {
    for (const [name, lit] of CASES) {
      const { lamp, solved: result } = solved(name, lit, 1, slit);
      const { lineWidthPixel = NaN, lineWidthAngstrom = NaN, resolvingPower = NaN } = solutionQuality(result, lit);
      // Widened by a pixel; blends widen by up to 5 %.
      expect(lineWidthPixel / Math.hypot(samples, 0.84), name).toBeGreaterThan(0.93);
      expect(lineWidthPixel / Math.hypot(samples, 0.84), name).toBeLessThan(1.08);
      const middle = lamp.wavelengths.length >> 1;
      const dispersion = ((lamp.wavelengths[middle + 1] ?? NaN) - (lamp.wavelengths[middle - 1] ?? NaN)) / 2;
      expect(lineWidthAngstrom / (lineWidthPixel * dispersion)).toBeCloseTo(1, 3);
      expect(resolvingPower * lineWidthAngstrom).toBeCloseTo(lamp.wavelengths[middle] ?? NaN, 0);
    }
  });
});
