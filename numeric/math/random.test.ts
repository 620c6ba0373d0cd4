import { describe, expect, test } from 'vitest';
import { createRandom } from './random.js';
import { logGamma } from './special-functions.js';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => Array.from({ length: 4 }, createRandom(seed).uniform);
  expect(draw(1)).toEqual(draw(1));
  for (const other of [0, -1, 1.5, 2, 2 ** 40]) expect(draw(other)).not.toEqual(draw(1));
});

test('a fork depends on seed and name, not on numbers drawn before', () => {
  const used = createRandom(5);
  used.normal();
  expect(used.fork('sky').uniform()).toBe(createRandom(5).fork('sky').uniform());
  const heads = new Set(['sky', 'yks', 'skz', 'sky '].map((name) => createRandom(5).fork(name).uniform()));
  expect(heads.size).toBe(4);
  expect(createRandom(5).fork('a').fork('b').uniform()).not.toBe(createRandom(5).fork('b').fork('a').uniform());
});

test('uniform numbers fill 100 equal bins: χ² with 99 degrees of freedom', () => {
  const { uniform } = createRandom(11);
  const bins = new Float64Array(100);
  for (let i = 0; i < 200_000; i++) bins[Math.floor(uniform() * 100)]++;
  const chiSquare = bins.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
  expect(chiSquare).toBeGreaterThan(52); // 99 ± 4 × 14.1, lower side at 99.99 %
  expect(chiSquare).toBeLessThan(162);
});

test('normal numbers have the moments 0, 1, 0, 3', () => {
  const { normal } = createRandom(12);
  const n = 400_000;
  const moments = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const z = normal();
    moments.forEach((_, k) => (moments[k] += z ** (k + 1) / n));
  }
  const errors = [1, Math.sqrt(2), Math.sqrt(15), Math.sqrt(96)]; // deviation of each moment × √n
  [0, 1, 0, 3].forEach((truth, k) => expect(Math.abs(moments[k] - truth)).toBeLessThan((4 * errors[k]) / Math.sqrt(n)));
});

describe.each([0.3, 4, 9.99, 10.01, 37, 900, 1e6])('Poisson numbers of mean %d', (mean) => {
  test('have the mean, variance and third moment of the law', () => {
    const random = createRandom(mean);
    const n = 100_000;
    let [first, second, third] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const z = random.poisson(mean) - mean;
      first += z / n;
      second += (z * z) / n;
      third += (z * z * z) / n;
    }
    expect(Math.abs(first)).toBeLessThan(4 * Math.sqrt(mean / n));
    expect(Math.abs(second - mean)).toBeLessThan(4 * Math.sqrt((mean + 2 * mean * mean) / n));
    const sixth = mean + 25 * mean ** 2 + 15 * mean ** 3; // sixth central moment of the law: deviation of the third
    expect(Math.abs(third - mean)).toBeLessThan(4 * Math.sqrt(sixth / n));
  });
});

test('a Poisson number of mean 12 has the chance the law gives it, count by count', () => {
  const random = createRandom(2);
  const n = 200_000;
  const counts = new Float64Array(60);
  for (let i = 0; i < n; i++) counts[random.poisson(12)]++;
  for (let k = 2; k < 28; k++) {
    const expected = n * Math.exp(k * Math.log(12) - 12 - logGamma(k + 1));
    expect(Math.abs(counts[k] - expected)).toBeLessThan(4.5 * Math.sqrt(expected) + 1);
  }
});

test('ln Γ of factorials and of ½', () => {
  let logFactorial = 0;
  for (let k = 1; k < 170; k++) {
    logFactorial += Math.log(k);
    expect(logGamma(k + 1)).toBeCloseTo(logFactorial, 10);
  }
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
  expect(logGamma(0)).toBeNaN();
});
