import { expect, test } from 'vitest';
import { compareSpectra } from './compare-spectra.js';
import type { CalibratedSpectrum } from './products.js';

function spectrum(changes: Partial<CalibratedSpectrum>): CalibratedSpectrum {
  const flux = new Float64Array(100).fill(1000);
  return { firstColumn: 50, binning: 2, flux, variance: flux.map(() => 400), wavelengths: flux.map((_, x) => 4000 + 2 * x), ...changes } as CalibratedSpectrum;
}

test('the largest change is told in errors, with its place', () => {
  const flux = spectrum({}).flux.map((value, x) => (x === 30 ? 1100 : x === 31 ? NaN : value));
  expect(compareSpectra(spectrum({}), spectrum({ flux }))).toEqual({
    columns: 99,
    largest: { sigma: 5, column: 30, wavelengthAngstrom: 4060, before: 1000, after: 1100 },
    fluxRatio: 1,
    shiftPixel: 0,
  });
});

test('columns are those of the detector, and wavelengths shift in pixels', () => {
  const cut = spectrum({ firstColumn: 70, flux: new Float64Array(90).fill(1010), variance: new Float64Array(90).fill(400), wavelengths: Float64Array.from({ length: 90 }, (_, x) => 4020.8 + 2 * x) });
  const { columns, fluxRatio, shiftPixel } = compareSpectra(spectrum({}), cut);
  expect([columns, fluxRatio]).toEqual([90, 1.01]);
  expect(shiftPixel).toBeCloseTo(0.4, 9);
});

test('another binning has no column in common, and nothing is said', () => {
  expect(compareSpectra(spectrum({}), spectrum({ binning: 1 }))).toEqual({ columns: 0, largest: null, fluxRatio: null, shiftPixel: null });
});
