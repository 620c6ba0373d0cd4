import { describe, expect, test } from 'vitest';
import { ContractError } from '../errors.js';
import { MASK } from '../frame.js';
import { EXAMPLE_COLUMNS, exampleOptics } from './example-optics.js';
import { columnAtWavelength, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from './grating-model.js';
import { createRandom } from '../math/random.js';
import { fitErrorOf } from '../test-fit-error.js';
import { solveWavelengths, wavelengthAt, type LaboratoryLine, type WavelengthRequest, type WavelengthSolution } from './solve.js';

const setup: GratingSetup = { linesPerMm: 400, gratingAngleDegree: 7.5, cameraAngleDegree: 16.1 };

/** An invented element with lines at random places: the solver has no other knowledge than the list it is given. */
function inventedElement(seed: number, lines = 90): LaboratoryLine[] {
  const random = createRandom(seed).fork('element');
  return Array.from({ length: lines }, () => ({
    wavelengthAngstrom: 4300 + 5300 * random.uniform(),
    element: 'X',
    ionized: false,
    strength: 1000 * 0.003 ** random.uniform(),
    fit: true,
  }));
}

function offsetModel(shiftPixel: number, scale: number): OpticalModel {
  const nominal = nominalModel(setup, exampleOptics, EXAMPLE_COLUMNS);
  return {
    ...nominal,
    deltaRadian: nominal.deltaRadian + (shiftPixel * exampleOptics.pixelMillimeter) / nominal.focalLengthMillimeter,
    focalLengthMillimeter: nominal.focalLengthMillimeter * scale,
    distortion: [0, 0, 0.4, -0.15, 0.02, 0.1],
  };
}

interface Drawing {
  readonly binning?: number;
  readonly firstColumn?: number;
  readonly samples?: number;
  readonly peak?: number;
  readonly level?: number;
}

function drawLamp(laboratory: readonly LaboratoryLine[], model: OpticalModel, { binning = 1, firstColumn = 0, samples = 4060 / binning, peak = 60_000, level = 400 }: Drawing = {}) {
  const random = createRandom(99);
  const sigma = 3 / 2.3548;
  const mean = new Float64Array(samples).fill(level * binning);
  for (const { wavelengthAngstrom, strength } of laboratory) {
    const column = columnAtWavelength(setup, model, wavelengthAngstrom);
    const first = Math.max(0, Math.floor((column - 8 * sigma - firstColumn) / binning));
    const last = Math.min(samples - 1, Math.ceil((column + 8 * sigma - firstColumn) / binning));
    for (let q = first; q <= last; q++) {
      for (let k = 0; k < 10 * binning; k++) {
        const x = firstColumn + q * binning - 0.5 + (k + 0.5) / 10;
        mean[q] += ((peak * strength) / 1000 / 10) * Math.exp(-0.5 * ((x - column) / sigma) ** 2);
      }
    }
  }
  return { flux: mean.map((m) => random.poisson(m)), variance: mean };
}

function requestFor(laboratoryLines: readonly LaboratoryLine[], more: Partial<WavelengthRequest> = {}): WavelengthRequest {
  return { setup, optics: exampleOptics, laboratoryLines, firstColumn: 0, binning: 1, detectorColumns: EXAMPLE_COLUMNS, ...more };
}

/** Rms error in samples between the outermost lines used. */
function rmsError(solution: WavelengthSolution, model: OpticalModel): number {
  let sum = 0;
  let count = 0;
  solution.wavelengths.forEach((wavelength, q) => {
    if (wavelength < solution.loAngstrom || wavelength > solution.hiAngstrom) return;
    const column = solution.firstColumn + solution.binning * q + (solution.binning - 1) / 2;
    const dispersion = wavelengthAtColumn(setup, model, column + 0.5) - wavelengthAtColumn(setup, model, column - 0.5);
    sum += ((wavelength - wavelengthAtColumn(setup, model, column)) / dispersion / solution.binning) ** 2;
    count++;
  });
  return Math.sqrt(sum / count);
}

describe('a lamp of an invented element', () => {
  const laboratory = inventedElement(3);

  test.each([[0, 1], [-100, 1.005], [100, 0.995], [60, 1.01], [-160, 0.99]])('moved by %d pixels, scaled by %d', (shift, scale) => {
    const model = offsetModel(shift, scale);
    const solution = solveWavelengths(drawLamp(laboratory, model), requestFor(laboratory));
    expect(rmsError(solution, model)).toBeLessThan(0.01); // centroids of bright lines are good to 0.01 pixel, and there are dozens
    expect(solution.coverage).toBeGreaterThan(0.9);
    expect(solution.explainedFraction).toBeGreaterThan(0.9);
  });

  test.each([1, 2, 3])('binned %d: sample q is centered on column b·q + (b − 1)/2', (binning) => {
    const model = offsetModel(20, 1.001);
    const solution = solveWavelengths(drawLamp(laboratory, model, { binning, samples: Math.floor(4060 / binning) }), requestFor(laboratory, { binning }));
    // Half an unbinned pixel, the classical mistake, would be 0.25–0.33 samples.
    expect(rmsError(solution, model)).toBeLessThan(0.02);
    expect(wavelengthAt(solution, 100)).toBe(solution.wavelengths[100]);
    const between = (wavelengthAt(solution, 100) + wavelengthAt(solution, 101)) / 2;
    expect(Math.abs(wavelengthAt(solution, 100.5) - between)).toBeLessThan(1e-3);
  });

  test('a region of interest is solved in the columns of the detector', () => {
    const model = offsetModel(-30, 1.002);
    const solution = solveWavelengths(drawLamp(laboratory, model, { firstColumn: 900, samples: 2200 }), requestFor(laboratory, { firstColumn: 900 }));
    expect(rmsError(solution, model)).toBeLessThan(0.015);
  });

  test('works without variances', () => {
    const model = offsetModel(10, 1);
    const { flux } = drawLamp(laboratory, model);
    expect(rmsError(solveWavelengths({ flux }, requestFor(laboratory)), model)).toBeLessThan(0.01);
  });

  test('saturated lines are recognized but not fitted', () => {
    const model = offsetModel(10, 1);
    const bright = drawLamp(laboratory, model, { peak: 400_000 });
    const flux = bright.flux.map((v) => Math.min(v, 65_535));
    const mask = Uint8Array.from(flux, (v) => (v >= 65_535 ? MASK.SATURATED : 0));
    const solution = solveWavelengths({ flux, variance: bright.variance, mask }, requestFor(laboratory));
    expect(rmsError(solution, model)).toBeLessThan(0.015);
    for (const { pixel } of solution.lines) expect(mask[Math.round(pixel)]).toBe(0);
  });

  test('missing samples and cosmic rays do no harm', () => {
    const model = offsetModel(10, 1);
    const { flux, variance } = drawLamp(laboratory, model);
    const random = createRandom(5);
    for (let i = 0; i < 15; i++) flux[random.integer(4060)] += 80_000 * random.uniform();
    flux.fill(NaN, 1500, 1560);
    expect(rmsError(solveWavelengths({ flux, variance }, requestFor(laboratory)), model)).toBeLessThan(0.015);
  });

  test('lines marked as doubtful vote but do not pull', () => {
    const model = offsetModel(10, 1);
    const shifted = laboratory.map((line, i) => (i % 4 === 0 ? { ...line, wavelengthAngstrom: line.wavelengthAngstrom + 0.35, fit: false } : line));
    const solution = solveWavelengths(drawLamp(laboratory, model), requestFor(shifted));
    expect(rmsError(solution, model)).toBeLessThan(0.01);
    const doubtful = new Set(shifted.filter(({ fit }) => !fit).map(({ wavelengthAngstrom }) => wavelengthAngstrom));
    expect(solution.lines.filter(({ wavelengthAngstrom }) => doubtful.has(wavelengthAngstrom))).toEqual([]);
  });
});

test('the predicted error is the error', () => {
  const ratios: number[] = [];
  for (let seed = 1; seed <= 96; seed++) {
    const laboratory = inventedElement(seed, 60);
    const random = createRandom(seed).fork('model');
    const model = offsetModel(60 * random.normal(), 1 + 0.003 * random.normal());
    const solution = solveWavelengths(drawLamp(laboratory, model, { peak: 3000, level: 100 }), requestFor(laboratory));
    ratios.push(rmsError(solution, model) / solution.predictedErrorPixel);
  }
  const rms = Math.sqrt(ratios.reduce((sum, r) => sum + r * r, 0) / ratios.length);
  // These lines scatter by noise alone, while the solver allows for scatter beyond it as if 1.5 lines had shown 0.07 pixel: the error is 0.89 of the
  // predicted one. Four to six degrees of freedom each, 96 lamps: the rms of the ratios scatters by about 0.04; four of those.
  expect(Math.abs(rms - 0.89)).toBeLessThan(0.16);
});

describe('what cannot be solved says why', () => {
  const laboratory = inventedElement(3);

  test('a lamp that was off', () => {
    const { reason, message, facts } = fitErrorOf(() => solveWavelengths(drawLamp([], offsetModel(0, 1)), requestFor(laboratory)));
    expect(reason).toBe('too-few-arc-lines');
    expect(message).toBe('0 of the 4 lines needed were found in the lamp spectrum. Was the lamp on?');
    expect(facts).toEqual({ found: 0, needed: 4 });
  });

  test('another element than the list says', () => {
    const { reason, facts } = fitErrorOf(() => solveWavelengths(drawLamp(inventedElement(4), offsetModel(0, 1)), requestFor(laboratory)));
    expect(reason).toBe('wavelength-ambiguous');
    expect(facts.score).toBeLessThan(21);
  });

  test('a mirrored spectrum', () => {
    const { flux } = drawLamp(laboratory, offsetModel(0, 1));
    expect(fitErrorOf(() => solveWavelengths({ flux: flux.reverse() }, requestFor(laboratory))).reason).toBe('wavelength-ambiguous');
  });

  test('a list without lines in reach', () => {
    const far = laboratory.map((line) => ({ ...line, wavelengthAngstrom: line.wavelengthAngstrom + 9000 }));
    expect(fitErrorOf(() => solveWavelengths(drawLamp(laboratory, offsetModel(0, 1)), requestFor(far))).reason).toBe('too-few-arc-lines');
  });

  test('a caller who promises nonsense', () => {
    expect(() => solveWavelengths({ flux: new Float64Array(100) }, requestFor(laboratory, { binning: 0 }))).toThrow(ContractError);
  });
});
