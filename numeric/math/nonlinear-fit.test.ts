import { describe, expect, test } from 'vitest';
import { gaussian, moffat, pixelAveraged, type Profile } from './peak-profile.js';
import { levenbergMarquardt } from './nonlinear-fit.js';
import { createRandom } from './random.js';

const x = Float64Array.from({ length: 80 }, (_, i) => i);

function fitProfile(profile: Profile, y: Float64Array, sigma: number, start: number[]) {
  const n = profile.parameterCount;
  return levenbergMarquardt({
    count: y.length,
    parameters: start,
    residuals: (p, out) => x.forEach((v, i) => (out[i] = (profile.evaluate(v, p) - y[i]) / sigma)),
    jacobian: (p, out) => {
      x.forEach((v, i) => profile.gradient(v, p, out, i * n));
      for (let k = 0; k < out.length; k++) out[k] /= sigma;
    },
  });
}

describe.each([
  { profile: gaussian, p: [120, 40.3, 3.1] },
  { profile: moffat, p: [120, 40.3, 4.2, 2.6] },
  { profile: pixelAveraged(gaussian), p: [120, 40.3, 1.1] },
  { profile: pixelAveraged(moffat), p: [120, 40.3, 1.9, 3] },
])('$profile.name with parameters $p', ({ profile, p }) => {
  test('derivatives are those of the curve', () => {
    const slope = new Float64Array(p.length);
    for (const at of [30, 39, 41.5, 47]) {
      expect(profile.gradient(at, p, slope)).toBeCloseTo(profile.evaluate(at, p), 12);
      p.forEach((_, k) => {
        const moved = (step: number): number => profile.evaluate(at, p.map((v, j) => (j === k ? v + step : v)));
        expect(slope[k]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 5);
      });
    }
  });

  test('a fit finds the parameters of exact data', () => {
    const y = x.map((v) => profile.evaluate(v, p));
    const fit = fitProfile(profile, y, 1, [90, 41.5, p[2] * 1.4, 2].slice(0, p.length));
    expect(fit.converged).toBe(true);
    fit.parameters.forEach((v, k) => expect(v).toBeCloseTo(p[k], 5));
  });

  test('parameters of noisy data scatter as the covariance says', () => {
    const random = createRandom(p[2]);
    const sigma = 0.7;
    const pulls = p.map(() => [0, 0]);
    const trials = 600;
    for (let t = 0; t < trials; t++) {
      const y = x.map((v) => profile.evaluate(v, p) + sigma * random.normal());
      const fit = fitProfile(profile, y, sigma, p);
      p.forEach((truth, k) => {
        const pull = (fit.parameters[k] - truth) / Math.sqrt(fit.covariance[k * p.length + k]);
        pulls[k][0] += pull / trials;
        pulls[k][1] += (pull * pull) / trials;
      });
    }
    for (const [mean, square] of pulls) {
      expect(Math.abs(mean)).toBeLessThan(0.17); // 4/√600
      expect(Math.abs(Math.sqrt(square) - 1)).toBeLessThan(0.12); // 4/√1200
    }
  });
});

test('widths, areas and pixel averages are those of the closed forms', () => {
  expect(gaussian.fwhm([1, 0, 2])).toBeCloseTo(4.70964009, 7);
  expect(moffat.fwhm([300, 300.25, -5, 2.5])).toBeCloseTo(5.6525, 4);
  expect(moffat.widthOf(5.652514, 2.5)).toBeCloseTo(5, 4);
  expect(moffat.area([2, 0, 3, 1])).toBeCloseTo(2 * Math.PI * 3, 10); // a Lorentzian
  expect(moffat.area([2, 0, 3, 2])).toBeCloseTo(Math.PI * 3, 10);
  expect(moffat.area([2, 0, 3, 0.5])).toBe(Infinity);
  // Φ(0.5/0.6) − Φ(−0.5/0.6) = erf(0.5/0.6/√2) = 0.5953432…: the central pixel of a Gaussian of σ = 0.6
  const peak = 1 / (0.6 * Math.sqrt(2 * Math.PI));
  expect(pixelAveraged(gaussian).evaluate(0, [peak, 0, 0.6])).toBeCloseTo(0.5953432, 5);
});

describe('Levenberg–Marquardt', () => {
  const rosenbrock = { count: 2, residuals: (p: Float64Array, out: Float64Array) => void out.set([10 * (p[1] - p[0] ** 2), 1 - p[0]]) };

  test('walks the curved valley without being told derivatives', () => {
    const fit = levenbergMarquardt({ ...rosenbrock, parameters: [-1.2, 1], maxIterations: 200 });
    expect(fit.converged).toBe(true);
    expect(fit.parameters[0]).toBeCloseTo(1, 6);
    expect(fit.parameters[1]).toBeCloseTo(1, 6);
  });

  test('rests on a bound, and says so by NaN in the covariance', () => {
    const bounds = { lower: [-2, -2], upper: [0.5, 2] };
    const fit = levenbergMarquardt({ ...rosenbrock, parameters: [-1.2, 1], bounds });
    expect(fit.parameters[0]).toBe(0.5);
    expect(fit.parameters[1]).toBeCloseTo(0.25, 6); // with p0 fixed the valley floor is p1 = p0²
    expect(fit.covariance[0]).toBeNaN();
    expect(fit.covariance[3]).toBeCloseTo(0.01, 6); // 1/10²
  });

  test('does not claim to have arrived when stopped early', () => {
    expect(levenbergMarquardt({ ...rosenbrock, parameters: [-1.2, 1], maxIterations: 2 }).converged).toBe(false);
  });

  test('moves the others when one parameter has no effect', () => {
    const fit = levenbergMarquardt({ count: 2, residuals: (p, out) => void out.set([p[0] - 3, 2 * (p[0] - 3)]), parameters: [0, 7] });
    expect(fit.parameters[0]).toBeCloseTo(3, 8);
    expect(fit.parameters[1]).toBe(7);
  });
});
