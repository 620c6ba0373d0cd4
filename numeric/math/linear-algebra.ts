import { ContractError } from '../errors.js';

/** The answer of a linear least-squares problem of n unknowns. */
export interface LeastSquares {
  /** The n coefficients; those of columns that depend on the others are 0 (a basic solution). */
  readonly coefficients: Float64Array;
  /** Inverse of Aᵀ·W·A, [n × n]: the covariance of the coefficients if the weights are 1/σ². NaN in dependent rows and columns. */
  readonly covariance: Float64Array;
  /** Number of independent columns of the design. n means the solution is unique. */
  readonly rank: number;
}

/** A column whose remaining length falls below this share of the longest one is taken as dependent. */
const DEPENDENT = 1e-12;

/**
 * The coefficients c that minimize Σ wᵢ·(bᵢ − Σⱼ Aᵢⱼ·cⱼ)², by Householder reflections with column pivoting, which never square
 * the condition of the design as the normal equations do.
 *
 * @param design A, [m × n] row-major.
 * @param target b, m values.
 * @param weights w, m values ≥ 0: 1/σ² of each target value, so that the covariance is that of the coefficients. Default 1.
 * @throws {ContractError} if the lengths disagree.
 *
 * Inputs are left unchanged. O(m·n²).
 *
 * @see Golub & Van Loan 2013, Matrix Computations, algorithm 5.4.1
 */
export function leastSquares(design: Float64Array, m: number, n: number, target: Float64Array, weights?: Float64Array): LeastSquares {
  if (design.length !== m * n || target.length !== m || (weights !== undefined && weights.length !== m)) {
    throw new ContractError(`a design of ${design.length} for ${m} × ${n}, ${target.length} values, ${weights?.length ?? m} weights`);
  }
  const a = Float64Array.from(design);
  const b = Float64Array.from(target);
  if (weights !== undefined) {
    for (let i = 0; i < m; i++) {
      const root = Math.sqrt(weights[i]);
      b[i] *= root;
      for (let j = 0; j < n; j++) a[i * n + j] *= root;
    }
  }
  const { order, rank } = reflect(a, m, n, b);
  return { ...backSubstitute(a, n, b, order, rank), rank };
}

/** Turns a into R (upper triangle, columns permuted) and b into Qᵀ·b, in place. */
function reflect(a: Float64Array, m: number, n: number, b: Float64Array): { order: Int32Array; rank: number } {
  const order = Int32Array.from({ length: n }, (_, j) => j);
  const steps = Math.min(m, n);
  let longest = 0;
  for (let k = 0; k < steps; k++) {
    let best = k;
    let bestLength = -1;
    for (let j = k; j < n; j++) {
      let length = 0;
      for (let i = k; i < m; i++) length += a[i * n + j] ** 2;
      if (length > bestLength) [best, bestLength] = [j, length];
    }
    const length = Math.sqrt(bestLength);
    if (k === 0) longest = length;
    if (!(length > DEPENDENT * longest)) return { order, rank: k };
    if (best !== k) {
      [order[k], order[best]] = [order[best], order[k]];
      for (let i = 0; i < m; i++) [a[i * n + k], a[i * n + best]] = [a[i * n + best], a[i * n + k]];
    }
    const head = a[k * n + k];
    const alpha = head > 0 ? -length : length;
    const scale = 1 / (length * (length + Math.abs(head))); // 2 / |v|² of the reflector v = column − alpha·e
    a[k * n + k] = head - alpha;
    for (let j = k + 1; j < n; j++) {
      let dot = 0;
      for (let i = k; i < m; i++) dot += a[i * n + k] * a[i * n + j];
      dot *= scale;
      for (let i = k; i < m; i++) a[i * n + j] -= dot * a[i * n + k];
    }
    let dot = 0;
    for (let i = k; i < m; i++) dot += a[i * n + k] * b[i];
    dot *= scale;
    for (let i = k; i < m; i++) b[i] -= dot * a[i * n + k];
    a[k * n + k] = alpha;
  }
  return { order, rank: steps };
}

function backSubstitute(r: Float64Array, n: number, b: Float64Array, order: Int32Array, rank: number) {
  const coefficients = new Float64Array(n);
  const covariance = new Float64Array(n * n).fill(NaN);
  const inverse = new Float64Array(rank * rank); // R⁻¹, upper triangle
  for (let j = 0; j < rank; j++) {
    inverse[j * rank + j] = 1 / r[j * n + j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += r[i * n + k] * inverse[k * rank + j];
      inverse[i * rank + j] = -sum / r[i * n + i];
    }
  }
  for (let i = 0; i < rank; i++) {
    let value = 0;
    for (let k = i; k < rank; k++) value += inverse[i * rank + k] * b[k];
    coefficients[order[i]] = value;
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < rank; k++) sum += inverse[i * rank + k] * inverse[j * rank + k];
      covariance[order[i] * n + order[j]] = sum;
      covariance[order[j] * n + order[i]] = sum;
    }
  }
  return { coefficients, covariance };
}

/**
 * Solves M·x = b for a symmetric positive definite M, [n × n], by Cholesky's factorization (only the lower triangle is read).
 * Undefined if M is not positive definite to rounding. Inputs are left unchanged. O(n³).
 *
 * @throws {ContractError} if M is not n × n for n values of b.
 * @see Golub & Van Loan 2013, Matrix Computations, §4.2
 */
export function solveSymmetric(matrix: Float64Array, target: Float64Array): Float64Array | undefined {
  const n = target.length;
  const factor = factorSymmetric(matrix, n);
  return factor === undefined ? undefined : solveFactored(factor, n, target);
}

/**
 * Inverse of a symmetric positive definite matrix, [n × n]; undefined if it is not positive definite to rounding. Only the lower triangle is read. O(n³).
 * @throws {ContractError} if the matrix is not n × n.
 */
export function invertSymmetric(matrix: Float64Array, n: number): Float64Array | undefined {
  const factor = factorSymmetric(matrix, n);
  if (factor === undefined) return undefined;
  const inverse = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = solveFactored(factor, n, unit);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i];
  }
  return inverse;
}

/** Where the rows of a small matrix begin; used again for each. */
const FEW = new Int32Array(32);

/**
 * Cholesky's factor L of a symmetric positive definite matrix, M = L·Lᵀ, [n × n], 0 above the diagonal: taken apart once, M answers many questions in O(n²).
 * Undefined if M is not positive definite to rounding. Only the lower triangle is read; the input is left unchanged. O(n³).
 *
 * @throws {ContractError} if the matrix is not n × n.
 */
export function factorSymmetric(matrix: Float64Array, n: number): Float64Array | undefined {
  if (matrix.length !== n * n) throw new ContractError(`a matrix of ${matrix.length} values for ${n} unknowns`);
  const factor = new Float64Array(n * n);
  return factorInto(matrix, n, factor) ? factor : undefined;
}

/** As `factorSymmetric`, into the first n × n values of `factor`, of which those above the diagonal are not touched; false if there is no factor. For inner loops: both may be longer. */
export function factorInto(matrix: Float64Array, n: number, factor: Float64Array): boolean {
  // Left of its first entry a row of L has none either: a matrix with a band is factored in the time of its band.
  const from = n > FEW.length ? new Int32Array(n) : FEW.fill(0, 0, n);
  for (let i = 0; i < n; i++) {
    while (from[i] < i && matrix[i * n + from[i]] === 0) from[i]++;
    factor.fill(0, i * n, i * n + from[i]);
    for (let j = from[i]; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = Math.max(from[i], from[j]); k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (i > j) factor[i * n + j] = sum / factor[j * n + j];
      else if (sum > 1e-15 * matrix[i * n + i]) factor[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L·Lᵀ·x = b, n values, by the factor of `factorSymmetric`. Inputs are left unchanged. O(n²). */
export function solveFactored(factor: Float64Array, n: number, target: Float64Array): Float64Array {
  const x = Float64Array.from(target);
  solveInPlace(factor, n, x);
  return x;
}

/** As `solveFactored`, with the first n values of `x` for b and then for the answer. */
export function solveInPlace(factor: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * x[k];
    x[i] = sum / factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i] * x[k];
    x[i] = sum / factor[i * n + i];
  }
}

/** vᵀ·(L·Lᵀ)⁻¹·v by the factor of `factorSymmetric`: the variance of v·x where L·Lᵀ are the normal equations of x. n values. Inputs are left unchanged. O(n²). */
export function inverseForm(factor: Float64Array, n: number, vector: Float64Array): number {
  const y = Float64Array.from(vector);
  let form = 0;
  for (let i = 0; i < n; i++) {
    let sum = y[i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * y[k];
    y[i] = sum / factor[i * n + i];
    form += y[i] * y[i];
  }
  return form;
}
