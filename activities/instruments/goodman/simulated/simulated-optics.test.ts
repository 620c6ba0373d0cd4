import { expect, test } from 'vitest';
import { createRandom } from '#numeric/math/random';
import { drawModel, wavelengthAtColumn, type SimulatedOpticalModel } from '#numeric/synthetic/optics/optical-model';
import { simulatedGoodman } from './simulated-goodman.js';

/** What the distortion of real lamps was found to be, c2…c5, pixel: the range that 26 template lamps and their uncertainty allow, not what the solver believes of a mode. */
const MEASURED: Readonly<Record<number, { readonly mean: number; readonly sigma: number }>> = {
  2: { mean: 0, sigma: 0.5 },
  3: { mean: -0.06, sigma: 0.15 },
  4: { mean: -0.03, sigma: 0.08 },
  5: { mean: 0.12, sigma: 0.06 },
};
const DRAWS = 8;
const HALF = 2030;

/** P0…P5 of Legendre. */
function legendre(t: number): number[] {
  const p = [1, t];
  for (let k = 1; k < 5; k++) p.push(((2 * k + 1) * t * (p[k] ?? NaN) - k * (p[k - 1] ?? NaN)) / (k + 1));
  return p;
}

/** Columns at which light falls minus those of a perfect camera of the same angle and focal length, at u = −1…1. */
function departures({ setup, deltaRadian, focalLengthMillimeter, pixelMillimeter, axisColumn, ...rest }: SimulatedOpticalModel): { u: number; pixel: number }[] {
  const model = { setup, deltaRadian, focalLengthMillimeter, pixelMillimeter, axisColumn, ...rest };
  const [alpha, camera] = [setup.gratingAngleDegree, setup.cameraAngleDegree].map((degree) => (degree * Math.PI) / 180) as [number, number];
  return Array.from({ length: 204 }, (_, i) => {
    const column = 20 * i;
    const beta = Math.asin((setup.linesPerMm * wavelengthAtColumn(model, column)) / 1e7 - Math.sin(alpha));
    const perfect = axisColumn + (focalLengthMillimeter / pixelMillimeter) * Math.tan(beta - (camera - alpha) + deltaRadian);
    return { u: (perfect - axisColumn) / HALF, pixel: column - perfect };
  });
}

/** c0…c5 that fit best, by Gauss–Jordan on the normal equations, and the rms of what they leave. */
function fitted(points: readonly { u: number; pixel: number }[]): { c: number[]; rms: number } {
  const rows = Array.from({ length: 6 }, () => new Float64Array(7));
  for (const { u, pixel } of points) {
    const p = legendre(u);
    rows.forEach((row, j) => [...p, pixel].forEach((value, k) => (row[k] = (row[k] ?? 0) + (p[j] ?? NaN) * value)));
  }
  rows.forEach((pivot, j) => {
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[j] ?? NaN) / (pivot[j] ?? NaN);
      pivot.forEach((value, k) => (row[k] = (row[k] ?? NaN) - factor * value));
    }
  });
  const c = rows.map((row, j) => (row[6] ?? NaN) / (row[j] ?? NaN));
  const left = points.map(({ u, pixel }) => pixel - legendre(u).reduce((sum, p, k) => sum + p * (c[k] ?? NaN), 0));
  return { c, rms: Math.sqrt(left.reduce((sum, value) => sum + value * value, 0) / left.length) };
}

const { optics, modes } = simulatedGoodman();
const full = Object.values(modes).filter(({ format }) => format.opticalColumns === 2 * HALF);
const fits = full.flatMap((mode) => Array.from({ length: DRAWS }, (_, seed) => fitted(departures(drawModel(optics, mode, mode.format, createRandom(seed).fork(mode.name))))));

test('the simulated camera looks like the measured one: what a solver would fit lies about its priors, as far as they say', () => {
  expect(fits.length).toBeGreaterThan(150);
  for (const k of [2, 3, 4, 5]) {
    const prior = MEASURED[k] ?? { mean: NaN, sigma: NaN };
    const values = fits.map(({ c }) => c[k] ?? NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const scatter = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean - prior.mean), `mean of c${k}`).toBeLessThan(0.25 * prior.sigma);
    expect(scatter, `scatter of c${k}`).toBeLessThan(prior.sigma);
    expect(scatter, `scatter of c${k}`).toBeGreaterThan(0.3 * prior.sigma);
  }
});

test('and it is no such polynomial: some thousandths of a pixel are left that no c0…c5 can follow', () => {
  for (const { rms } of fits) {
    expect(rms).toBeGreaterThan(0.004);
    expect(rms).toBeLessThan(0.01); // the ripple: 3 µm at the slope of a ray at the edge, 0.08, are 0.016 pixel
  }
});
