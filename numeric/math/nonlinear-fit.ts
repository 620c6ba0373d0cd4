import { ContractError } from '../errors.js';
import { factorInto, invertSymmetric, solveInPlace } from './linear-algebra.js';

/** Where parameters may lie. */
export interface Bounds {
  /** One value per parameter; −Infinity and Infinity leave a side open. */
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** What is to be minimized, and from where. */
export type NonlinearProblem = SearchTerms & (SeparateModel | JointModel);

interface SearchTerms {
  /** Number of residuals m. */
  readonly count: number;
  /** Where to start, n values; moved into the bounds if outside. */
  readonly parameters: ArrayLike<number>;
  readonly bounds?: Bounds;
  /** Default 100. */
  readonly maxIterations?: number;
  /** Converged when a step lowers χ² by less than this share of it. Default 1e-10. */
  readonly tolerance?: number;
}

interface SeparateModel {
  /** Writes the m residuals (data − model)/σ, or (model − data)/σ, of these parameters. */
  readonly residuals: (parameters: Float64Array, out: Float64Array) => void;
  /** Writes ∂residualᵢ/∂parameterⱼ to out[i·n + j]. Without it central differences are taken. */
  readonly jacobian?: (parameters: Float64Array, out: Float64Array) => void;
}

/** For a model whose derivatives cost little beside its values: nothing is computed twice. */
interface JointModel {
  /** Writes the m residuals, and their derivatives as `jacobian` would. */
  readonly both: (parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array) => void;
}

/** Where the search ended. */
export interface NonlinearFit {
  readonly parameters: Float64Array;
  /** Inverse of JᵀJ, [n × n]: the covariance if residuals are in units of σ. NaN for parameters resting on a bound and for a singular JᵀJ. Computed when first read. */
  readonly covariance: Float64Array;
  /** The m residuals there, and their derivatives, [m × n]. */
  readonly residuals: Float64Array;
  readonly jacobian: Float64Array;
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
  const { bounds, maxIterations = 100, tolerance = 1e-10 } = problem;
  const n = problem.parameters.length;
  if (bounds !== undefined && (bounds.lower.length !== n || bounds.upper.length !== n)) throw new ContractError(`bounds for ${n} parameters`);
  const model: Model = 'both' in problem ? { values: problem.both } : { values: problem.residuals, slopes: problem.jacobian ?? differences(problem.residuals, problem.count) };
  let here = new Place(model, problem.count, n);
  let trial = new Place(model, problem.count, n);
  here.parameters.set(problem.parameters);
  intoBounds(here.parameters, bounds);
  here.look();
  if (!Number.isFinite(here.chiSquare)) throw new ContractError(`the fit starts at residuals that are not finite`);
  here.linearize();
  const steps = new DampedSteps(n, bounds);
  let damping = 1e-3;
  let growth = 2;
  let converged = here.chiSquare === 0;
  let iterations = 0;
  while (!converged && iterations < maxIterations) {
    iterations++;
    const found = steps.take(here, damping, trial.parameters);
    if (found) trial.look();
    if (found && trial.chiSquare <= here.chiSquare) {
      const drop = here.chiSquare - trial.chiSquare;
      const expected = expectedDrop(here, trial.parameters);
      const ratio = expected > 0 ? drop / expected : 1;
      converged = drop <= tolerance * here.chiSquare && expected <= tolerance * here.chiSquare;
      damping = Math.max(1e-12, damping * Math.max(1 / 3, 1 - (2 * ratio - 1) ** 3));
      growth = 2;
      [here, trial] = [trial, here];
      here.linearize();
    } else {
      damping *= growth;
      growth *= 2;
      // No step, however short, goes down any more: this is the minimum to rounding.
      if (damping > 1e14) converged = true;
    }
  }
  return new Outcome(here, bounds, iterations, converged);
}

/** Where the search ended; its covariance is made for whom it concerns. */
class Outcome implements NonlinearFit {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  readonly jacobian: Float64Array;
  readonly chiSquare: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly #place: Place;
  readonly #bounds: Bounds | undefined;
  #covariance: Float64Array | undefined;

  constructor(place: Place, bounds: Bounds | undefined, iterations: number, converged: boolean) {
    ({ parameters: this.parameters, residuals: this.residuals, jacobian: this.jacobian, chiSquare: this.chiSquare } = place);
    this.iterations = iterations;
    this.converged = converged;
    this.#place = place;
    this.#bounds = bounds;
  }

  get covariance(): Float64Array {
    this.#covariance ??= covarianceOf(this.#place, this.#bounds);
    return this.#covariance;
  }
}

interface Model {
  /** Writes the residuals, and the jacobian too where `slopes` is absent. */
  readonly values: (parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array) => void;
  readonly slopes?: (parameters: Float64Array, out: Float64Array) => void;
}

/** One set of parameters and what is known of the residuals there. Two of them serve a whole search, so nothing is allocated in its loop. */
class Place {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  readonly jacobian: Float64Array;
  /** JᵀJ, [n × n]. */
  readonly matrix: Float64Array;
  /** Jᵀr: half the gradient of χ². */
  readonly gradient: Float64Array;
  chiSquare = NaN;
  readonly #model: Model;

  constructor(model: Model, count: number, n: number) {
    this.#model = model;
    this.parameters = new Float64Array(n);
    this.residuals = new Float64Array(count);
    this.jacobian = new Float64Array(count * n);
    this.matrix = new Float64Array(n * n);
    this.gradient = new Float64Array(n);
  }

  /** Residuals and χ² at the parameters as they are now. */
  look(): void {
    const { parameters, residuals, jacobian } = this;
    this.#model.values(parameters, residuals, jacobian);
    let sum = 0;
    for (let i = 0; i < residuals.length; i++) sum += residuals[i] * residuals[i];
    this.chiSquare = sum;
  }

  /** The normal equations there. */
  linearize(): void {
    const { parameters, residuals: r, jacobian: j, matrix, gradient } = this;
    const n = parameters.length;
    this.#model.slopes?.(parameters, j);
    matrix.fill(0);
    gradient.fill(0);
    for (let i = 0, row = 0; i < r.length; i++, row += n) {
      for (let a = 0; a < n; a++) {
        const value = j[row + a];
        if (value === 0) continue;
        gradient[a] += value * r[i];
        for (let b = 0; b <= a; b++) matrix[a * n + b] += value * j[row + b];
      }
    }
    for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) matrix[b * n + a] = matrix[a * n + b];
  }
}

/** The steps of one search. */
class DampedSteps {
  readonly #bounds: Bounds | undefined;
  readonly #free: Int32Array;
  readonly #reduced: Float64Array;
  readonly #factor: Float64Array;
  readonly #step: Float64Array;

  constructor(n: number, bounds: Bounds | undefined) {
    this.#bounds = bounds;
    this.#free = new Int32Array(n);
    this.#reduced = new Float64Array(n * n);
    this.#factor = new Float64Array(n * n);
    this.#step = new Float64Array(n);
  }

  /** Writes where the step leads that solves (JᵀJ + damping·diag JᵀJ)·δ = −Jᵀr in the free parameters; false if that has no solution. */
  take({ parameters, matrix, gradient }: Place, damping: number, to: Float64Array): boolean {
    const n = parameters.length;
    const free = this.#free;
    const size = freeParameters(parameters, gradient, this.#bounds, free);
    const [reduced, step] = [this.#reduced, this.#step];
    reduce(matrix, n, free, size, reduced);
    // A parameter the data do not feel (zero diagonal) gets a floor, so that the others can still move.
    let largest = 0;
    for (let a = 0; a < size; a++) largest = Math.max(largest, reduced[a * size + a]);
    for (let a = 0; a < size; a++) reduced[a * size + a] = reduced[a * size + a] * (1 + damping) + 1e-30 * largest;
    if (!factorInto(reduced, size, this.#factor)) return false;
    for (let a = 0; a < size; a++) step[a] = -gradient[free[a]];
    solveInPlace(this.#factor, size, step);
    to.set(parameters);
    for (let a = 0; a < size; a++) {
      if (!Number.isFinite(step[a])) return false;
      to[free[a]] += step[a];
    }
    intoBounds(to, this.#bounds);
    return true;
  }
}

/** Writes the indices of the parameters that may move, and returns how many. */
function freeParameters(parameters: Float64Array, gradient: Float64Array, bounds: Bounds | undefined, free: Int32Array): number {
  let size = 0;
  for (let k = 0; k < parameters.length; k++) {
    const rests = bounds !== undefined && ((parameters[k] <= bounds.lower[k] && gradient[k] > 0) || (parameters[k] >= bounds.upper[k] && gradient[k] < 0));
    if (!rests) free[size++] = k;
  }
  return size;
}

/** The drop of χ² a linear model predicts for the move actually made (after the bounds). */
function expectedDrop({ matrix, gradient, parameters: from }: Place, to: Float64Array): number {
  const n = from.length;
  let drop = 0;
  for (let a = 0; a < n; a++) {
    const da = to[a] - from[a];
    drop -= 2 * gradient[a] * da;
    for (let b = 0; b < n; b++) drop -= matrix[a * n + b] * da * (to[b] - from[b]);
  }
  return drop;
}

function covarianceOf({ parameters, matrix, gradient }: Place, bounds: Bounds | undefined): Float64Array {
  const n = parameters.length;
  const covariance = new Float64Array(n * n).fill(NaN);
  const free = new Int32Array(n);
  const size = freeParameters(parameters, gradient, bounds, free);
  const reduced = new Float64Array(size * size);
  reduce(matrix, n, free, size, reduced);
  const inverse = invertSymmetric(reduced, size);
  if (inverse === undefined) return covariance;
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) covariance[free[a] * n + free[b]] = inverse[a * size + b];
  return covariance;
}

/** Rows and columns of the free parameters, [size × size]. */
function reduce(matrix: Float64Array, n: number, free: Int32Array, size: number, out: Float64Array): void {
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) out[a * size + b] = matrix[free[a] * n + free[b]];
}

function differences(residuals: SeparateModel['residuals'], m: number): (parameters: Float64Array, out: Float64Array) => void {
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

function intoBounds(parameters: Float64Array, bounds: Bounds | undefined): void {
  if (bounds === undefined) return;
  for (let k = 0; k < parameters.length; k++) parameters[k] = Math.min(bounds.upper[k], Math.max(bounds.lower[k], parameters[k]));
}
