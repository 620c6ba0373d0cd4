import { ContractError } from '../errors.js';
import { invertSymmetric, solveSymmetric } from './linear-algebra.js';

/** Where parameters may lie. */
export interface Bounds {
  /** One value per parameter; −Infinity and Infinity leave a side open. */
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** What is to be minimized, and from where. */
export interface NonlinearProblem {
  /** Number of residuals m. */
  readonly count: number;
  /** Writes the m residuals (data − model)/σ, or (model − data)/σ, of these parameters. */
  readonly residuals: (parameters: Float64Array, out: Float64Array) => void;
  /** Writes ∂residualᵢ/∂parameterⱼ to out[i·n + j]. Without it central differences are taken. */
  readonly jacobian?: (parameters: Float64Array, out: Float64Array) => void;
  /** Where to start, n values; moved into the bounds if outside. */
  readonly parameters: ArrayLike<number>;
  readonly bounds?: Bounds;
  /** Default 100. */
  readonly maxIterations?: number;
  /** Converged when a step lowers χ² by less than this share of it. Default 1e-10. */
  readonly tolerance?: number;
}

/** Where the search ended. */
export interface NonlinearFit {
  readonly parameters: Float64Array;
  /** Inverse of JᵀJ, [n × n]: the covariance if residuals are in units of σ. NaN for parameters resting on a bound and for a singular JᵀJ. */
  readonly covariance: Float64Array;
  /** Σ residual² there. */
  readonly chiSquare: number;
  readonly iterations: number;
  /** False if `maxIterations` ended the search: the parameters are then the best seen. */
  readonly converged: boolean;
}

/**
 * Minimizes Σ residual² from a given start by the method of Levenberg and Marquardt, in Nielsen's form of the damping;
 * a parameter that presses against its bound rests there for the step.
 *
 * @returns Never no answer: look at `converged`. Inputs are left unchanged. O(m·n²) an iteration, and 2n times the residuals without a jacobian.
 * @throws {ContractError} if the start gives residuals that are not finite, or bounds of the wrong length.
 * @see Marquardt 1963, SIAM J. 11, 431; Nielsen 1999, Damping parameter in Marquardt's method, IMM-REP-1999-05
 */
export function levenbergMarquardt(problem: NonlinearProblem): NonlinearFit {
  const { count: m, residuals, bounds, maxIterations = 100, tolerance = 1e-10 } = problem;
  const n = problem.parameters.length;
  if (bounds !== undefined && (bounds.lower.length !== n || bounds.upper.length !== n)) throw new ContractError(`bounds for ${n} parameters`);
  const jacobian = problem.jacobian ?? differences(residuals, m);
  let parameters = intoBounds(Float64Array.from(problem.parameters), bounds);
  let r = new Float64Array(m);
  let trialResiduals = new Float64Array(m);
  const j = new Float64Array(m * n);
  residuals(parameters, r);
  let chiSquare = sumOfSquares(r);
  if (!Number.isFinite(chiSquare)) throw new ContractError(`the fit starts at residuals that are not finite`);

  let normal = normalEquations(jacobian, parameters, r, j, m, n);
  let damping = 1e-3;
  let growth = 2;
  let converged = chiSquare === 0;
  let iterations = 0;
  while (!converged && iterations < maxIterations) {
    iterations++;
    const free = freeParameters(parameters, normal.gradient, bounds);
    const step = dampedStep(normal, free, damping);
    const trial = step && intoBounds(parameters.map((value, k) => value + step[k]), bounds);
    if (trial) residuals(trial, trialResiduals);
    const trialChi = trial ? sumOfSquares(trialResiduals) : NaN;
    if (trial && trialChi <= chiSquare) {
      const expected = expectedDrop(normal, trial, parameters);
      const ratio = expected > 0 ? (chiSquare - trialChi) / expected : 1;
      converged = chiSquare - trialChi <= tolerance * chiSquare && expected <= tolerance * chiSquare;
      damping = Math.max(1e-12, damping * Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3));
      growth = 2;
      parameters = trial;
      chiSquare = trialChi;
      [r, trialResiduals] = [trialResiduals, r];
      normal = normalEquations(jacobian, parameters, r, j, m, n);
    } else {
      damping *= growth;
      growth *= 2;
      // No step, however short, goes down any more: this is the minimum to rounding.
      if (damping > 1e14) converged = true;
    }
  }
  return { parameters, covariance: covarianceOf(normal, freeParameters(parameters, normal.gradient, bounds)), chiSquare, iterations, converged };
}

interface Normal {
  /** JᵀJ, [n × n]. */
  readonly matrix: Float64Array;
  /** Jᵀr: half the gradient of χ². */
  readonly gradient: Float64Array;
}

function normalEquations(
  jacobian: (parameters: Float64Array, out: Float64Array) => void,
  parameters: Float64Array,
  r: Float64Array,
  j: Float64Array,
  m: number,
  n: number,
): Normal {
  jacobian(parameters, j);
  const matrix = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let i = 0, row = 0; i < m; i++, row += n) {
    for (let a = 0; a < n; a++) {
      const value = j[row + a];
      if (value === 0) continue;
      gradient[a] += value * r[i];
      for (let b = 0; b <= a; b++) matrix[a * n + b] += value * j[row + b];
    }
  }
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) matrix[b * n + a] = matrix[a * n + b];
  return { matrix, gradient };
}

function freeParameters(parameters: Float64Array, gradient: Float64Array, bounds: Bounds | undefined): number[] {
  const indices = Array.from(parameters.keys());
  if (bounds === undefined) return indices;
  return indices.filter((k) => !(parameters[k] <= bounds.lower[k] && gradient[k] > 0) && !(parameters[k] >= bounds.upper[k] && gradient[k] < 0));
}

/** The step that solves (JᵀJ + damping·diag JᵀJ)·δ = −Jᵀr in the free parameters; undefined if that has no solution. */
function dampedStep({ matrix, gradient }: Normal, free: number[], damping: number): Float64Array | undefined {
  const size = free.length;
  const n = gradient.length;
  const reduced = reduce(matrix, n, free);
  // A parameter the data do not feel (zero diagonal) gets a floor, so that the others can still move.
  let largest = 0;
  for (let a = 0; a < size; a++) largest = Math.max(largest, reduced[a * size + a]);
  for (let a = 0; a < size; a++) reduced[a * size + a] = reduced[a * size + a] * (1 + damping) + 1e-30 * largest;
  const solution = solveSymmetric(reduced, Float64Array.from(free, (k) => -gradient[k]));
  if (solution === undefined || !solution.every(Number.isFinite)) return undefined;
  const step = new Float64Array(n);
  free.forEach((k, a) => (step[k] = solution[a]));
  return step;
}

/** The drop of χ² a linear model predicts for the move actually made (after the bounds). */
function expectedDrop({ matrix, gradient }: Normal, to: Float64Array, from: Float64Array): number {
  const n = from.length;
  let drop = 0;
  for (let a = 0; a < n; a++) {
    const da = to[a] - from[a];
    drop -= 2 * gradient[a] * da;
    for (let b = 0; b < n; b++) drop -= matrix[a * n + b] * da * (to[b] - from[b]);
  }
  return drop;
}

function covarianceOf({ matrix, gradient }: Normal, free: number[]): Float64Array {
  const n = gradient.length;
  const covariance = new Float64Array(n * n).fill(NaN);
  const inverse = invertSymmetric(reduce(matrix, n, free), free.length);
  if (inverse === undefined) return covariance;
  free.forEach((ka, a) => free.forEach((kb, b) => (covariance[ka * n + kb] = inverse[a * free.length + b])));
  return covariance;
}

function reduce(matrix: Float64Array, n: number, free: number[]): Float64Array {
  const out = new Float64Array(free.length ** 2);
  free.forEach((ka, a) => free.forEach((kb, b) => (out[a * free.length + b] = matrix[ka * n + kb])));
  return out;
}

function differences(residuals: NonlinearProblem['residuals'], m: number): (parameters: Float64Array, out: Float64Array) => void {
  const [above, below] = [new Float64Array(m), new Float64Array(m)];
  return (parameters, out) => {
    const n = parameters.length;
    const moved = Float64Array.from(parameters);
    for (let k = 0; k < n; k++) {
      const step = 6e-6 * Math.max(Math.abs(parameters[k]), 1e-3); // cube root of the rounding error: best for central differences
      moved[k] = parameters[k] + step;
      residuals(moved, above);
      moved[k] = parameters[k] - step;
      residuals(moved, below);
      moved[k] = parameters[k];
      for (let i = 0; i < m; i++) out[i * n + k] = (above[i] - below[i]) / (2 * step);
    }
  };
}

function intoBounds(parameters: Float64Array, bounds: Bounds | undefined): Float64Array {
  return bounds === undefined ? parameters : parameters.map((value, k) => Math.min(bounds.upper[k], Math.max(bounds.lower[k], value)));
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
