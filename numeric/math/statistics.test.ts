import { describe, expect, test } from 'vitest';
import { createRandom } from './random.js';
import { madSigma, median, medianInPlace, quantile, quickselect, runningMedian, runningQuantile, standardDeviation } from './statistics.js';

const sorted = (values: Float64Array): Float64Array => Float64Array.from(values).sort();

describe('quickselect', () => {
  test('agrees with sorting, for random, constant, ascending and few-valued lists', () => {
    const random = createRandom(1);
    for (let trial = 0; trial < 300; trial++) {
      const n = 1 + random.integer(40);
      const kinds = [() => random.normal(), () => 3, (i: number) => i, () => random.integer(3)];
      const values = Float64Array.from({ length: n }, (_, i) => kinds[trial % 4](i));
      const k = random.integer(n);
      expect(quickselect(values.slice(), k)).toBe(sorted(values)[k]);
      const middle = 0.5 * (sorted(values)[(n - 1) >> 1] + sorted(values)[n >> 1]);
      expect(median(values)).toBe(middle);
      expect(medianInPlace(Float32Array.from(values))).toBeCloseTo(middle, 6); // float32
    }
  });
  test('refuses a rank outside the list', () => {
    expect(() => quickselect(Float64Array.of(1, 2), 2)).toThrow('rank 2 of 2');
  });
});

test('a median leaves its input alone, is NaN for nothing and for NaN', () => {
  const values = Float64Array.of(5, 1, 3, 2);
  expect(median(values)).toBe(2.5);
  expect([...values]).toEqual([5, 1, 3, 2]);
  expect(median(Float64Array.of())).toBeNaN();
  expect(median(Float64Array.of(1, NaN, 2))).toBeNaN();
});

test('quantiles interpolate between ranks q·(n − 1)', () => {
  const values = Float64Array.of(4, 1, 3, 2); // numpy.quantile([4, 1, 3, 2], q) gives the same numbers
  expect([0, 0.1, 0.5, 0.9, 1].map((q) => quantile(values, q))).toEqual([1, 1.3, 2.5, 3.7, 4].map((v) => expect.closeTo(v, 12) as number));
});

test('the robust deviation is that of normal values, with a third of them spoiled or not', () => {
  const random = createRandom(7);
  const values = Float64Array.from({ length: 40_000 }, () => 10 + 3 * random.normal());
  expect(madSigma(values) / 3).toBeCloseTo(1, 1.7); // its own error: 1.17/√(2n) = 0.4 %, allowed 1 %
  expect(standardDeviation(values) / 3).toBeCloseTo(1, 1.7);
  for (let i = 0; i < 2000; i++) values[i] = 1e6;
  expect(madSigma(values, 10) / 3).toBeLessThan(1.09); // 5 % outliers widen it by 1/(Φ⁻¹(0.75/0.95…)): 8 % at most
});

describe('running windows', () => {
  test('agree with a window sorted anew, ends repeated', () => {
    const random = createRandom(3);
    const values = Float64Array.from({ length: 60 }, () => random.integer(12));
    const width = 7;
    for (const q of [0, 0.2, 0.5, 1]) {
      const out = runningQuantile(values, width, q);
      out.forEach((value, i) => {
        const window = Float64Array.from({ length: width }, (_, k) => values[Math.min(59, Math.max(0, i + k - 3))]);
        expect(value).toBeCloseTo(quantile(window, q), 12);
      });
    }
  });
  test('NaN is no answer where the window holds one, and nowhere else', () => {
    const out = runningMedian(Float64Array.of(1, 1, 1, NaN, 2, 2, 2), 3);
    expect([...out]).toEqual([1, 1, NaN, NaN, NaN, 2, 2]);
  });
  test('an even window is refused', () => {
    expect(() => runningMedian(Float64Array.of(1, 2), 2)).toThrow('must be odd');
  });
});
