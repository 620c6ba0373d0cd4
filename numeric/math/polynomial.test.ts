import { describe, expect, test } from 'vitest';
import {
  chebyshevFromPower,
  chebyshevValues,
  evaluateFit,
  evaluateSeries,
  fitSeries,
  legendreValues,
  powerFromChebyshev,
  robustFitSeries,
} from './polynomial.js';
import { createRandom } from './random.js';

const power = (coefficients: number[], x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);

test('basis values are the polynomials of the tables', () => {
  const u = 0.3;
  const legendre = [1, u, (3 * u * u - 1) / 2, (5 * u ** 3 - 3 * u) / 2, (35 * u ** 4 - 30 * u * u + 3) / 8];
  legendreValues(u, 4, new Float64Array(5)).forEach((v, k) => expect(v).toBeCloseTo(legendre[k], 14));
  chebyshevValues(u, 6, new Float64Array(7)).forEach((v, k) => expect(v).toBeCloseTo(Math.cos(k * Math.acos(u)), 14));
});

test.each(['legendre', 'chebyshev'] as const)('a %s series is the sum of its terms', (kind) => {
  const coefficients = Float64Array.of(0.3, -2, 0.7, 1.1, -0.4, 0.05);
  for (const u of [-1, -0.35, 0, 0.8, 1, 1.3]) {
    const basis = (kind === 'legendre' ? legendreValues : chebyshevValues)(u, 5, new Float64Array(6));
    expect(evaluateSeries(kind, coefficients, u)).toBeCloseTo(coefficients.reduce((sum, c, k) => sum + c * basis[k], 0), 12);
  }
});

describe('fitting', () => {
  const x = Float64Array.from({ length: 200 }, (_, i) => 20 * i);
  test.each(['legendre', 'chebyshev'] as const)('%s: a cubic comes back, also between the points', (kind) => {
    const truth = [120, 0.01, -1e-6, 2e-10];
    const fit = fitSeries({ kind, degree: 3, x, y: x.map((v) => power(truth, v)), domain: [0, 4000] });
    for (const at of [0, 7, 1999.5, 4000]) expect(evaluateFit(fit, at)).toBeCloseTo(power(truth, at), 10);
  });

  test('the reported covariance of the coefficients is the scatter of many fits', () => {
    const random = createRandom(8);
    const weights = x.map((_, i) => (i % 3 === 0 ? 0.25 : 4));
    const [trials, at] = [3000, 3300];
    const basis = legendreValues((2 * at) / x[199] - 1, 4, new Float64Array(5));
    let [sum, variance] = [0, 0];
    for (let t = 0; t < trials; t++) {
      const y = weights.map((w) => random.normal() / Math.sqrt(w));
      const fit = fitSeries({ kind: 'legendre', degree: 4, x, y, weights });
      sum += evaluateFit(fit, at) ** 2 / trials;
      variance = basis.reduce((whole, b, i) => whole + basis.reduce((part, other, j) => part + b * other * fit.covariance[i * 5 + j], 0), 0);
    }
    expect(sum / variance).toBeGreaterThan(0.89); // ±√(2/3000) = 2.6 %, allowed four times
    expect(sum / variance).toBeLessThan(1.11);
  });

  test('too few points have no answer', () => {
    const few = { kind: 'legendre' as const, degree: 3, x: Float64Array.of(1, 2, 3), y: Float64Array.of(1, 2, 3) };
    expect(() => fitSeries(few)).toThrow('3 points determine 3 of 4');
    expect(() => fitSeries({ ...few, x: Float64Array.of(2, 2, 2), degree: 1 })).toThrow('determine 1 of 2');
  });

  test('a robust fit shrugs off a quarter of outliers on one side', () => {
    const random = createRandom(9);
    const truth = [50, 0.02, 3e-6];
    const y = x.map((v, i) => power(truth, v) + 0.1 * random.normal() + (i % 4 === 0 ? 40 : 0));
    const fit = robustFitSeries({ kind: 'legendre', degree: 2, x, y });
    for (const at of [0, 2000, 3980]) expect(Math.abs(evaluateFit(fit, at) - power(truth, at))).toBeLessThan(0.06); // 4σ of the fit at its ends
    expect(fit.used.filter((u, i) => u === 1 && i % 4 === 0)).toHaveLength(0);
    expect(fit.scatter).toBeGreaterThan(0.08);
    expect(fit.scatter).toBeLessThan(0.2);
  });

  test('a robust fit of data without noise keeps every point', () => {
    const fit = robustFitSeries({ kind: 'chebyshev', degree: 1, x, y: x.map((v) => 3 + 0.5 * v) });
    expect(evaluateFit(fit, 1234)).toBeCloseTo(620, 8);
  });
});

test('power and Chebyshev coefficients of the raw index are two names of one polynomial', () => {
  const p = Float64Array.of(4000, 1.1, -2e-5, 3e-9, 1e-13);
  const c = chebyshevFromPower(p);
  // By hand: x² = (T₂ + 1)/2, x³ = (T₃ + 3·T₁)/4, x⁴ = (T₄ + 4·T₂ + 3)/8.
  const byHand = [p[0] + p[2] / 2 + (3 * p[4]) / 8, p[1] + (3 * p[3]) / 4, p[2] / 2 + p[4] / 2, p[3] / 4, p[4] / 8];
  byHand.forEach((v, k) => expect(Math.abs(c[k] / v - 1)).toBeLessThan(1e-13));
  powerFromChebyshev(c).forEach((v, k) => expect(Math.abs(v / p[k] - 1)).toBeLessThan(1e-9)); // cancellation of T₄ in the small terms
});
