import { expect, test } from 'vitest';
import { evaluateFit, type Series } from './polynomial.js';
import { powerSeries } from './power-series.js';

test.each(['legendre', 'chebyshev'] as const)('a %s series and its power series are one polynomial', (kind) => {
  const series: Series = { kind, coefficients: Float64Array.of(470.25, 11.5, -2.25, 0.4), domain: [3, 4056] };
  const power = powerSeries(series);
  expect(power).toHaveLength(4);
  for (const x of [0, 3, 1000.5, 2029, 4056, 4059]) {
    const value = power.reduceRight((sum, c) => sum * x + c, 0);
    // Float64 with x³ up to 7e10 and terms of some hundred: 1e-10 is a hundred roundings.
    expect(value).toBeCloseTo(evaluateFit(series, x), 9);
  }
});

test('a constant stays one', () => {
  expect(powerSeries({ kind: 'legendre', coefficients: Float64Array.of(7), domain: [0, 0] })).toEqual([7]);
});
