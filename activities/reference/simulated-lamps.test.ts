import { describe, expect, test } from 'vitest';
import { columnAtWavelength, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from '#numeric/wavelength/grating-model';
import { FitError } from '#numeric/errors';
import { createRandom, type Random } from '#numeric/math/random';
import { simulateLampSpectrum } from '#numeric/synthetic/lamp-spectrum';
import { solveWavelengths, type WavelengthSolution } from '#numeric/wavelength/solve';
import type { Lamp } from '../domain/exposure.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { simulatedGoodman } from '../instruments/goodman/simulated/simulated-goodman.js';
import { isHollowCathode, laboratoryLines } from './line-lists.js';

/** A lamp whose wavelengths are known exactly: Gaussian lines averaged over the pixels, Poisson and read noise. */
interface SimulatedLamp {
  readonly setup: GratingSetup;
  readonly flux: Float64Array;
  readonly variance: Float64Array;
  /** True wavelength of every sample. */
  readonly wavelengths: Float64Array;
  /** Outermost listed lines that stand out. */
  readonly lo: number;
  readonly hi: number;
}

interface Mode {
  readonly name: string;
  readonly lamps: readonly Lamp[];
  readonly setup: GratingSetup;
  readonly detectorColumns: number;
}

function mode(name: string, lamps: readonly Lamp[], linesPerMm: number, grating: number, camera: number, detectorColumns = 4060): Mode {
  return { name, lamps, setup: { linesPerMm, gratingAngleDegree: grating, cameraAngleDegree: camera }, detectorColumns };
}

const MODES = [
  mode('400_M1', ['HGA', 'NE'], 400, 5.8, 11.6),
  mode('400_M2', ['HGA', 'NE'], 400, 7.5, 16.1),
  mode('600_RED', ['HGA', 'NE'], 600, 12, 27),
  mode('1200_M5', ['HGA', 'NE'], 1200, 24.8, 49.6),
  mode('930_M2', ['CU'], 930, 12.6, 25.2),
  mode('600_UV', ['CU'], 600, 7, 15.25),
];

const READ_VARIANCE = 10 * 3.89 ** 2; // ten rows added up
const BRIGHTEST_ELECTRON = 500_000; // peak of the brightest line over those rows, unbinned
const UNLISTED = 25;

/** δ, f and c2…c5 as they scatter from mode to mode (numeric/optics). */
function drawModel({ setup, detectorColumns }: Mode, random: Random): OpticalModel {
  const nominal = nominalModel(setup, goodmanOptics, detectorColumns);
  return {
    ...nominal,
    deltaRadian: nominal.deltaRadian + (80 * random.normal() * goodmanOptics.pixelMillimeter) / nominal.focalLengthMillimeter,
    focalLengthMillimeter: nominal.focalLengthMillimeter * (1 + 0.0035 * Math.max(-2.5, Math.min(2.5, random.normal()))),
    distortion: goodmanOptics.distortion.map(({ mean, sigma }, k) => (k < 2 ? 0 : mean + sigma * random.normal())),
  };
}

/** Integral of the standard normal density by its error function (Abramowitz & Stegun 7.1.26, error below 1e-7). */
function normalIntegral(z: number): number {
  const t = 1 / (1 + 0.2316418882 * Math.abs(z));
  const tail = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-0.5 * z * z);
  return z < 0 ? tail : 1 - tail;
}

function simulateLamp(lamp: Mode, binning: number, fwhm: number, seed: number): SimulatedLamp {
  const random = createRandom(seed).fork(lamp.name);
  const model = drawModel(lamp, random.fork('model'));
  const { setup, detectorColumns } = lamp;
  const strengths = random.fork('strengths');
  const listed = laboratoryLines(lamp.lamps, isHollowCathode(lamp.lamps)).flatMap(({ wavelengthAngstrom, element, strength }) => {
    const column = columnAtWavelength(setup, model, wavelengthAngstrom);
    return column > -20 && column < detectorColumns + 20 ? [{ column, element, strength: strength * Math.exp(0.5 * strengths.normal()) }] : [];
  });
  const strongest = new Map<string, number>();
  for (const { element, strength } of listed) strongest.set(element, Math.max(strongest.get(element) ?? 0, strength));
  const known = listed.map(({ column, element, strength }) => ({ column, peak: (BRIGHTEST_ELECTRON * strength) / (strongest.get(element) ?? 1) }));
  const unknown = Array.from({ length: UNLISTED }, () => ({ column: detectorColumns * strengths.uniform(), peak: BRIGHTEST_ELECTRON * 0.003 * (0.08 / 0.003) ** strengths.uniform() }));
  const n = Math.floor(detectorColumns / binning);
  const mean = new Float64Array(n).fill(50 * binning);
  const sigma = fwhm / (2 * Math.sqrt(2 * Math.LN2));
  for (const { column, peak } of [...known, ...unknown]) {
    const light = peak * sigma * Math.sqrt(2 * Math.PI);
    const first = Math.max(0, Math.floor((column - 6 * sigma) / binning) - 1);
    const last = Math.min(n - 1, Math.ceil((column + 6 * sigma) / binning) + 1);
    for (let q = first; q <= last; q++) {
      const left = q * binning - 0.5 - column;
      mean[q] = (mean[q] ?? 0) + light * (normalIntegral((left + binning) / sigma) - normalIntegral(left / sigma));
    }
  }
  const noise = random.fork('noise');
  const clear = known.filter(({ column, peak }) => column > 0 && column < detectorColumns - 1 && peak > 1000).map(({ column }) => column).sort((a, b) => a - b);
  const ends = [clear[0] ?? NaN, clear[clear.length - 1] ?? NaN].map((column) => wavelengthAtColumn(setup, model, column));
  return {
    setup,
    flux: mean.map((m) => noise.poisson(m) + Math.sqrt(READ_VARIANCE) * noise.normal()),
    variance: mean.map((m) => m + READ_VARIANCE),
    wavelengths: Float64Array.from({ length: n }, (_, q) => wavelengthAtColumn(setup, model, binning * q + (binning - 1) / 2)),
    lo: Math.min(...ends),
    hi: Math.max(...ends),
  };
}

/** The lamps of this file that are drawn from the solver's own model fall on a detector without waves. */
const FLAT_DETECTOR = { ...goodmanOptics, surfaceMicrometer: 0 };

function solve(lamp: Mode, simulated: SimulatedLamp, binning: number, optics = goodmanOptics): WavelengthSolution {
  return solveWavelengths(simulated, {
    setup: lamp.setup,
    optics,
    laboratoryLines: laboratoryLines(lamp.lamps, isHollowCathode(lamp.lamps)),
    firstColumn: 0,
    binning,
    detectorColumns: lamp.detectorColumns,
  });
}

/** Errors of the solution in samples, at every sample between two wavelengths. */
function errorsBetween(solution: WavelengthSolution, truth: SimulatedLamp, lo: number, hi: number): number[] {
  const errors: number[] = [];
  for (let q = 1; q < truth.flux.length - 1; q++) {
    const wavelength = truth.wavelengths[q] ?? NaN;
    if (wavelength < lo || wavelength > hi) continue;
    const dispersion = ((truth.wavelengths[q + 1] ?? NaN) - (truth.wavelengths[q - 1] ?? NaN)) / 2;
    errors.push(((solution.wavelengths[q] ?? NaN) - wavelength) / dispersion);
  }
  return errors;
}

const quantile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? NaN;
const rms = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1);

// FWHM 3 and 6.7 unbinned pixels: slits of 0.45″ and 1.0″. The limits are those the project set itself; all modes together do far better.
// The exception is the blue end of 400_M1 at FWHM 6.7: 6.7 Å wide, every mercury line there is a blend.
describe.each([
  { binning: 2, fwhm: 3, median: 0.01, percentile95: 0.04 },
  { binning: 2, fwhm: 6.7, median: 0.01, percentile95: 0.04 },
  { binning: 1, fwhm: 3, median: 0.015, percentile95: 0.06 },
  { binning: 1, fwhm: 6.7, median: 0.015, percentile95: 0.06 },
])('lamps binned $binning with lines of FWHM $fwhm', ({ binning, fwhm, median, percentile95 }) => {
  const pulls: number[] = [];
  const all: number[] = [];

  test.each(MODES)('$name: between the outermost lines the wavelengths are right', (lamp) => {
    const errors: number[] = [];
    for (const seed of SEEDS) {
      const truth = simulateLamp(lamp, binning, fwhm, seed);
      const solution = solve(lamp, truth, binning, FLAT_DETECTOR);
      errors.push(...errorsBetween(solution, truth, truth.lo, truth.hi).map(Math.abs));
      all.push(...errorsBetween(solution, truth, truth.lo, truth.hi).map(Math.abs));
      pulls.push(rms(errorsBetween(solution, truth, solution.loAngstrom, solution.hiAngstrom)) / solution.predictedErrorPixel);
    }
    expect(quantile(errors, 0.5)).toBeLessThan(median);
    expect(quantile(errors, 0.95)).toBeLessThan(percentile95);
  });

  test('all modes together: half of the samples within 0.003, 95 % within 0.015', () => {
    expect(quantile(all, 0.5)).toBeLessThan(0.003);
    expect(quantile(all, 0.95)).toBeLessThan(0.015);
  });

  test('the predicted error is the error', () => {
    expect(pulls).toHaveLength(MODES.length * SEEDS.length);
    // 48 lamps with a few degrees of freedom each: the rms of their pulls scatters by about 0.08; four of those above 1. These lines scatter by noise alone,
    // while the solver allows for more: where they are narrow the error is two thirds of the predicted one.
    expect(rms(pulls)).toBeGreaterThan(0.6);
    expect(rms(pulls)).toBeLessThan(1.32);
  });
});

// Lines of 20 columns with flat tops: most of them blends. The goals of the project: half within 0.1 pixel, seven of eight accepted, none wrong by a pixel.
test('images of a 3.0″ slit: half within 0.1 pixel, seven of eight accepted, none wrong, the predicted error within a factor of three', () => {
  const trials = MODES.flatMap((lamp) => ([2, 1] as const).flatMap((binning) => [1, 2, 3].map((seed) => ({ lamp, binning, seed }))));
  const accepted = trials.flatMap(({ lamp, binning, seed }) => {
    const lines = laboratoryLines(lamp.lamps, isHollowCathode(lamp.lamps));
    const { range: _range, ...simulated } = simulateLampSpectrum({ seed, mode: lamp.name, lamps: lamp.lamps, laboratoryLines: lines, binning, slitArcsecond: 3 }, simulatedGoodman());
    try {
      const truth = { ...simulated, setup: lamp.setup, lo: NaN, hi: NaN };
      const solution = solve(lamp, truth, binning);
      const error = rms(errorsBetween(solution, truth, solution.loAngstrom, solution.hiAngstrom));
      return [{ error: error * binning, ratio: error / solution.predictedErrorPixel }];
    } catch (error) {
      if (error instanceof FitError) return [];
      throw error;
    }
  });
  expect(accepted.length).toBeGreaterThanOrEqual((7 / 8) * trials.length);
  expect(accepted.filter(({ error }) => error <= 0.1).length).toBeGreaterThanOrEqual(trials.length / 2);
  expect(accepted.filter(({ error }) => error > 1)).toEqual([]);
  expect(accepted.filter(({ ratio }) => ratio > 3)).toEqual([]);
});

// The image of the slit is a box blurred by the optics, as the simulator of whole nights draws it: nothing like a Gaussian at 1.0″.
describe.each([
  { binning: 2 as const, median: 0.01, percentile95: 0.04 },
  { binning: 1 as const, median: 0.015, percentile95: 0.06 },
])('images of a 1.0″ slit binned $binning', ({ binning, median, percentile95 }) => {
  test.each(MODES)('$name: between the outermost lines the wavelengths are right', (lamp) => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 4; seed++) {
      const lines = laboratoryLines(lamp.lamps, isHollowCathode(lamp.lamps));
      const { range, ...simulated } = simulateLampSpectrum({ seed, mode: lamp.name, lamps: lamp.lamps, laboratoryLines: lines, binning, slitArcsecond: 1 }, simulatedGoodman());
      const truth = { ...simulated, setup: lamp.setup, lo: range?.loAngstrom ?? NaN, hi: range?.hiAngstrom ?? NaN };
      errors.push(...errorsBetween(solve(lamp, truth, binning), truth, truth.lo, truth.hi).map(Math.abs));
    }
    expect(quantile(errors, 0.5)).toBeLessThan(median);
    expect(quantile(errors, 0.95)).toBeLessThan(percentile95);
  });
});
