import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ContractError } from '../errors.js';
import { EXAMPLE_COLUMNS, exampleOptics } from './example-optics.js';
import { columnAtWavelength, distortionAt, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from './grating-model.js';

interface GoldenModel extends GratingSetup, OpticalModel {
  readonly columns: readonly number[];
  readonly angstrom: readonly number[];
}

const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../golden/wavelength.json`, 'utf8')) as { models: GoldenModel[] };
const setup: GratingSetup = { linesPerMm: 400, gratingAngleDegree: 7.5, cameraAngleDegree: 16.1 };

describe.each(golden.models.map((model) => ({ ...model, pixelMillimeter: 0.015 })))('a $linesPerMm line grating at $cameraAngleDegree°', (model) => {
  test.each(model.columns.map((column, i) => [column, model.angstrom[i]]))('column %d shows %d angstrom', (column, angstrom) => {
    // The root finder of the golden script stops at 1e-10 angstrom.
    expect(Math.abs(wavelengthAtColumn(model, model, column) - angstrom)).toBeLessThan(1e-8);
    expect(Math.abs(columnAtWavelength(model, model, angstrom) - column)).toBeLessThan(1e-7);
  });
});

test('column and wavelength undo each other, inside and outside the detector', () => {
  const model = { ...nominalModel(setup, exampleOptics, EXAMPLE_COLUMNS), distortion: [12, -3, 0.9, -0.3, 0.2, 0.3] };
  for (let column = -300; column < 4400; column += 37.7) {
    expect(columnAtWavelength(setup, model, wavelengthAtColumn(setup, model, column))).toBeCloseTo(column, 9);
  }
});

test('the middle of the detector shows the central wavelength (sin α + sin β)/G when nothing is offset', () => {
  const model = { ...nominalModel(setup, exampleOptics, EXAMPLE_COLUMNS), deltaRadian: 0, distortion: [] };
  expect(wavelengthAtColumn(setup, model, 2029.5)).toBeCloseTo(7001.54, 2); // from the instrument's mode table
});

test('an offset angle moves the spectrum by δ·f/p on the axis', () => {
  const model = nominalModel(setup, exampleOptics, EXAMPLE_COLUMNS);
  const zeroPoint = (model.deltaRadian * model.focalLengthMillimeter) / exampleOptics.pixelMillimeter;
  expect(zeroPoint).toBeCloseTo(-40 + 5.5 * 16.1, 9);
  const ideal = { ...model, distortion: [] };
  const moved = columnAtWavelength(setup, ideal, 7001.54) - 2029.5;
  expect(moved).toBeCloseTo((model.focalLengthMillimeter / exampleOptics.pixelMillimeter) * Math.tan(model.deltaRadian), 1);
});

test('the distortion is a Legendre series', () => {
  for (const u of [-1, -0.4, 0, 0.37, 1]) {
    const p = [1, u, (3 * u ** 2 - 1) / 2, (5 * u ** 3 - 3 * u) / 2, (35 * u ** 4 - 30 * u ** 2 + 3) / 8];
    p.forEach((value, k) => expect(distortionAt(p.map((_, j) => (j === k ? 1 : 0)), u)).toBeCloseTo(value, 12));
  }
  expect(distortionAt([], 0.3)).toBe(0);
});

test('light the grating does not send has no column', () => {
  expect(columnAtWavelength(setup, nominalModel(setup, exampleOptics, EXAMPLE_COLUMNS), 60_000)).toBeNaN();
});

test('a setup that is none is refused', () => {
  expect(() => nominalModel({ ...setup, linesPerMm: 0 }, exampleOptics, EXAMPLE_COLUMNS)).toThrow(ContractError);
  expect(() => nominalModel({ ...setup, cameraAngleDegree: NaN }, exampleOptics, EXAMPLE_COLUMNS)).toThrow(ContractError);
});
