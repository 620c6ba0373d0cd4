import { describe, expect, test } from 'vitest';
import { ContractError } from '../errors.js';
import { betweenLamps } from './between-lamps.js';
import { EXAMPLE_COLUMNS, exampleOptics } from './example-optics.js';
import { nominalModel, wavelengthAtColumn, type GratingSetup } from './grating-model.js';
import type { WavelengthSolution } from './solve.js';

const setup: GratingSetup = { linesPerMm: 400, gratingAngleDegree: 7.5, cameraAngleDegree: 16.1 };
const BINNING = 2;

/** A perfect solution of the optics after the image moved by so many unbinned columns; its error is a hundredth of an angstrom. */
function moved(columns: number, errorAngstrom = 0.01): WavelengthSolution {
  const nominal = nominalModel(setup, exampleOptics, EXAMPLE_COLUMNS);
  const wavelengths = Float64Array.from({ length: EXAMPLE_COLUMNS / BINNING }, (_, q) => wavelengthAtColumn(setup, nominal, BINNING * q + (BINNING - 1) / 2 - columns));
  return {
    setup,
    model: nominal,
    firstColumn: 0,
    binning: BINNING,
    lines: [],
    rmsPixel: 0,
    rmsAngstrom: 0,
    predictedErrorPixel: 0.01,
    lineWidthPixel: 3,
    coverage: 0.9,
    score: 50,
    rival: 0,
    explainedFraction: 1,
    wavelengths,
    errorsAngstrom: wavelengths.map(() => errorAngstrom),
    loAngstrom: (wavelengths[100] ?? NaN) + 0.5,
    hiAngstrom: (wavelengths[1900] ?? NaN) + 0.5,
  };
}

/** Largest distance of two scales, unbinned pixel. */
function apart(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, q) => Math.max(most, q === 0 ? 0 : (BINNING * Math.abs(value - (b[q] ?? NaN))) / (value - (a[q - 1] ?? NaN))), 0);
}

describe('between two lamps', () => {
  test.each([
    { first: 0, second: 0.6, hours: [-0.25, 0.75], truth: 0.15, drift: 0.6 },
    { first: 0, second: -0.6, hours: [-0.25, 0.75], truth: -0.15, drift: -0.6 },
    // The nearer lamp is the later one: the lines moved by 0.6 from the earlier to the later.
    { first: 0.6, second: 0, hours: [0.25, -0.75], truth: 0.45, drift: 0.6 },
    { first: 0, second: 1.2, hours: [-0.5, 0.5], truth: 0.6, drift: 1.2 },
  ])('lines that moved by $drift pixel: the wavelengths are those of the time between', ({ first, second, hours: [before = NaN, after = NaN], truth, drift }) => {
    const between = betweenLamps({ solution: moved(first), hours: before }, { solution: moved(second), hours: after });
    expect(apart(between.solution.wavelengths, moved(truth).wavelengths)).toBeLessThan(0.001);
    expect(between.driftPixel).toBeCloseTo(drift, 3);
    expect(between.share).toBeCloseTo(Math.abs(before), 9);
    expect(between.driftOverFlexure).toBeCloseTo(Math.abs(drift) / 1.5, 3);
  });

  test('the expected error carries both lamps and how far the drift may bend', () => {
    const still = betweenLamps({ solution: moved(0, 0.01), hours: -1 }, { solution: moved(0, 0.03), hours: 1 });
    expect(still.solution.errorsAngstrom[500]).toBeCloseTo(0.02, 9);
    const drifted = betweenLamps({ solution: moved(0), hours: -1 }, { solution: moved(0.8), hours: 1 });
    // A sine of two hours of the sky's turn leaves its chord by 1/8 · 30° of it: 0.8 · 0.0654 unbinned pixel.
    const angstromPerColumn = ((drifted.solution.wavelengths[501] ?? NaN) - (drifted.solution.wavelengths[500] ?? NaN)) / BINNING;
    expect(drifted.solution.errorsAngstrom[500]).toBeCloseTo(Math.hypot(0.01, 0.8 * 0.06545 * angstromPerColumn), 4);
    expect(drifted.solution.predictedErrorPixel).toBeCloseTo(Math.hypot(0.01, (0.8 * 0.06545) / BINNING), 4);
  });

  test('lamps that differ by more than flexure allows: the first alone, and what it may be off by is its error', () => {
    // Ten minutes bend the instrument by no more than two thirds of a pixel.
    const between = betweenLamps({ solution: moved(0), hours: -0.05 }, { solution: moved(3), hours: 0.117 });
    expect(between.share).toBe(0);
    expect(between.driftOverFlexure).toBeGreaterThan(1);
    expect(between.driftPixel).toBeCloseTo(3, 2);
    expect(between.solution.wavelengths).toEqual(moved(0).wavelengths);
    expect(between.solution.predictedErrorPixel).toBeGreaterThan((0.05 / 0.167) * (3 / BINNING) * 0.99);
    // In three hours the same distance is flexure.
    expect(betweenLamps({ solution: moved(0), hours: -1 }, { solution: moved(3), hours: 2 }).share).toBeCloseTo(1 / 3, 9);
  });

  test('a solution that is right in the middle and wrong at the ends disagrees', () => {
    const wrong = moved(0);
    const stretched = { ...wrong, wavelengths: wrong.wavelengths.map((wavelength, q) => wavelength + (q - 1015) * 0.004) };
    expect(betweenLamps({ solution: moved(0), hours: -0.1 }, { solution: stretched, hours: 0.1 })).toMatchObject({ share: 0 });
  });

  test('two lamps on one side enclose nothing', () => {
    expect(() => betweenLamps({ solution: moved(0), hours: 1 }, { solution: moved(0), hours: 2 })).toThrow(ContractError);
    expect(() => betweenLamps({ solution: moved(0), hours: 0 }, { solution: moved(0), hours: 0 })).toThrow(ContractError);
  });
});
