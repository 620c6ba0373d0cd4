import { describe, expect, test } from 'vitest';
import { factorSymmetric, inverseForm, invertSymmetric, leastSquares, solveFactored, solveSymmetric } from './linear-algebra.js';
import { createRandom } from './random.js';

const random = createRandom(4);
const normals = (n: number): Float64Array => Float64Array.from({ length: n }, random.normal);

describe('least squares', () => {
  test('returns the coefficients that made the data', () => {
    const [m, n] = [30, 5];
    const design = normals(m * n);
    const truth = normals(n);
    const target = Float64Array.from({ length: m }, (_, i) => truth.reduce((sum, c, j) => sum + c * design[i * n + j], 0));
    const { coefficients, rank } = leastSquares(design, m, n, target);
    expect(rank).toBe(n);
    coefficients.forEach((c, j) => expect(c).toBeCloseTo(truth[j], 12));
  });

  test('weighted straight line: coefficients and covariance of the closed form', () => {
    const x = [0, 1, 2, 5];
    const y = [1, 2.5, 2, 6];
    const w = [1, 4, 0.25, 2];
    const [s, sx, sxx, sy, sxy] = x.reduce((a, xi, i) => [a[0] + w[i], a[1] + w[i] * xi, a[2] + w[i] * xi * xi, a[3] + w[i] * y[i], a[4] + w[i] * xi * y[i]], [0, 0, 0, 0, 0]);
    const determinant = s * sxx - sx * sx;
    const { coefficients, covariance } = leastSquares(Float64Array.from(x.flatMap((xi) => [1, xi])), 4, 2, Float64Array.from(y), Float64Array.from(w));
    expect(coefficients[0]).toBeCloseTo((sxx * sy - sx * sxy) / determinant, 12);
    expect(coefficients[1]).toBeCloseTo((s * sxy - sx * sy) / determinant, 12);
    [sxx, -sx, -sx, s].forEach((v, k) => expect(covariance[k]).toBeCloseTo(v / determinant, 12));
  });

  test('keeps nine digits on a Vandermonde matrix of condition 1e8, where normal equations keep none', () => {
    const [m, n] = [40, 12];
    const design = Float64Array.from({ length: m * n }, (_, i) => (Math.floor(i / n) / (m - 1)) ** (i % n));
    const truth = Float64Array.from({ length: n }, (_, j) => (j % 2 === 0 ? 1 : -1));
    const target = Float64Array.from({ length: m }, (_, i) => truth.reduce((sum, c, j) => sum + c * design[i * n + j], 0));
    const { coefficients } = leastSquares(design, m, n, target);
    coefficients.forEach((c, j) => expect(Math.abs(c - truth[j])).toBeLessThan(1e-6)); // condition × 1e-16, with room
  });

  test('tells of dependent columns and still fits the data', () => {
    const design = Float64Array.from([1, 2, 1, 1, 2, 2, 1, 2, 3, 1, 2, 4]); // second column = 2 × first
    const target = Float64Array.of(3, 5, 7, 9);
    const { coefficients, covariance, rank } = leastSquares(design, 4, 3, target);
    expect(rank).toBe(2);
    for (let i = 0; i < 4; i++) expect(coefficients[0] + 2 * coefficients[1] + (i + 1) * coefficients[2]).toBeCloseTo(target[i], 12);
    expect(covariance.some(Number.isNaN)).toBe(true);
  });

  test('refuses lengths that disagree', () => {
    expect(() => leastSquares(new Float64Array(6), 3, 2, new Float64Array(4))).toThrow('3 × 2');
  });

  test('the scatter of many fits is the covariance it reports', () => {
    const [m, n, trials] = [25, 3, 4000];
    const design = normals(m * n);
    const sum = new Float64Array(n * n);
    let covariance = new Float64Array(n * n);
    for (let t = 0; t < trials; t++) {
      const fit = leastSquares(design, m, n, normals(m).map((z) => 2 * z), new Float64Array(m).fill(0.25));
      covariance = Float64Array.from(fit.covariance);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum[i * n + j] += (fit.coefficients[i] * fit.coefficients[j]) / trials;
    }
    for (let i = 0; i < n; i++) expect(sum[i * n + i] / covariance[i * n + i]).toBeCloseTo(1, 1); // ±√(2/4000) = 2 %, allowed 5 %
  });
});

describe('symmetric systems', () => {
  test('are solved and inverted', () => {
    const matrix = Float64Array.of(4, 2, 0.5, 2, 5, 1, 0.5, 1, 3);
    const x = solveSymmetric(matrix, Float64Array.of(1, 2, 3))!;
    for (let i = 0; i < 3; i++) expect(x.reduce((sum, v, j) => sum + v * matrix[i * 3 + j], 0)).toBeCloseTo(i + 1, 12);
    const inverse = invertSymmetric(matrix, 3)!;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        let sum = 0;
        for (let k = 0; k < 3; k++) sum += inverse[i * 3 + k] * matrix[k * 3 + j];
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
  test('with a band are factored as if it were full', () => {
    // Tridiagonal but for a last row that touches nearly all.
    const n = 7;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      matrix[i * n + i] = 4 + i;
      if (i > 0) matrix[i * n + i - 1] = matrix[(i - 1) * n + i] = -1;
    }
    for (let i = 0; i < n - 2; i++) matrix[(n - 1) * n + i] = matrix[i * n + n - 1] = 0.25;
    const factor = factorSymmetric(matrix, n)!;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += factor[i * n + k] * factor[j * n + k];
        expect(sum).toBeCloseTo(matrix[i * n + j], 12);
      }
    }
    const vector = Float64Array.of(1, -2, 0, 3, 0.5, -1, 2);
    const x = solveFactored(factor, n, vector);
    expect(inverseForm(factor, n, vector)).toBeCloseTo(x.reduce((sum, value, i) => sum + value * vector[i], 0), 12);
    expect(inverseForm(factor, n, vector)).toBeGreaterThan(0);
  });
  test('have no answer unless positive definite', () => {
    expect(solveSymmetric(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeUndefined();
    expect(invertSymmetric(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
  });
});
