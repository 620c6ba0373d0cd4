import { ROOT_TWO_PI } from '../math/special-functions.js';
import { solveSymmetric } from '../math/linear-algebra.js';
import { lineTangents, PARAMETERS, placeLines, placeTangents, tangentDerivatives, type LampGeometry, type LineTable, type OpticalParameters } from './parameters.js';
import type { Prior } from './spectrograph-optics.js';
import type { Hypothesis, Voters } from './vote.js';

/** Widths of the match while a hypothesis is drawn tight, unbinned pixel. */
const WIDTHS = [2, 1.2, 0.7, 0.45];
const ROUNDS_PER_WIDTH = 3;
/** … but never narrower than this share of the FWHM: before blends are looked at, a center is not better known than that. */
const LEAST_WIDTH_FWHM = 0.15;
/** Width at which the result is scored, unbinned pixel, or this share of the FWHM where that is more. */
const SCORE_WIDTH = { pixel: 0.35, fwhm: 0.12 };
/** How far zero point and scale may leave the hypothesis, σ in unbinned pixels: the steps of the vote and its blur, several times over. */
const HELD_SIGMA = { zeroPoint: 30, scale: 8 };
/** A matched line weighs as if it were known to this share of the width of the match. */
const KNOWN_TO = 0.5;
/** Beyond this many σ a laboratory line adds less than 2e-8 of its height. */
const MATCH_SIGMAS = 6;
// A copy, because a constant of another module may be read through a getter, which this inner loop would feel.
const N: number = PARAMETERS;
/** Laboratory lines this far beyond the ends still take part, columns. */
const BEYOND = 20;

/** Normal equations of a weighted fit of the six parameters that starts from their priors. */
export class NormalEquations {
  readonly matrix = new Float64Array(PARAMETERS * PARAMETERS);
  readonly target = new Float64Array(PARAMETERS);

  /** @param at the parameters about which the columns are linearized. */
  constructor(priors: readonly Prior[], at: OpticalParameters) {
    priors.forEach(({ mean, sigma }, k) => {
      this.matrix[k * PARAMETERS + k] = 1 / sigma ** 2;
      this.target[k] = (mean - at[k]) / sigma ** 2;
    });
  }

  /** Adds one line: its row of derivatives, observed minus predicted column, and 1/σ². */
  add(design: Float64Array, row: number, residual: number, weight: number): void {
    for (let a = 0; a < N; a++) {
      const value = weight * design[row + a];
      this.target[a] += value * residual;
      for (let b = 0; b <= a; b++) this.matrix[a * N + b] += value * design[row + b];
    }
  }

  /** The step to add to the parameters; zero if the equations have no solution (they always have, with priors). */
  solve(): Float64Array {
    return solveSymmetric(this.matrix, this.target) ?? new Float64Array(PARAMETERS);
  }
}

/**
 * Draws a hypothesis tight: again and again the most probable laboratory line of each bright line is found, with the
 * probability q that it is the right one, and all six parameters are fitted with weights q/(σ/2)² and their priors, while
 * the width σ of the match shrinks (expectation maximization). Scores the result like the vote, at a narrow width, less
 * half of χ² of the priors of scale and distortion.
 *
 * @param fwhm of the lines, unbinned pixel.
 * @returns the refined parameters (unbinned pixel) and their score, natural logarithm of the odds against chance. Inputs are left unchanged.
 * @see Dempster, Laird & Rubin 1977, J. R. Stat. Soc. B 39, 1: expectation maximization
 */
export function refineHypothesis(start: OpticalParameters, voters: Voters, table: LineTable, geometry: LampGeometry, priors: readonly Prior[], fwhm: number): Hypothesis {
  const parameters = start.slice();
  const columns = new Float64Array(table.lines.length);
  const tangents = new Float64Array(table.lines.length);
  const derivatives = new Float64Array(PARAMETERS);
  // Zero point and scale are held near the hypothesis, not near the mean of the instrument: the vote has seen the data.
  const held = priors.map((prior, k) => (k === 0 ? { mean: start[0], sigma: HELD_SIGMA.zeroPoint } : k === 1 ? { mean: start[1], sigma: HELD_SIGMA.scale } : prior));
  for (const width of WIDTHS) {
    const sigma = Math.max(width, LEAST_WIDTH_FWHM * fwhm);
    for (let round = 0; round < ROUNDS_PER_WIDTH; round++) {
      lineTangents(table, parameters[0], geometry, tangents);
      placeTangents(tangents, parameters, geometry, columns);
      const density = new MatchDensity(columns, table.strengths, geometry, sigma, BEYOND);
      const normal = new NormalEquations(held, parameters);
      for (let r = 0; r < voters.columns.length; r++) {
        const { best, membership } = density.match(voters.columns[r], voters.outlier[r]);
        if (best < 0) continue;
        tangentDerivatives(tangents[best], parameters, geometry, derivatives);
        normal.add(derivatives, 0, voters.columns[r] - columns[best], membership / (KNOWN_TO * sigma) ** 2);
      }
      const step = normal.solve();
      for (let k = 0; k < PARAMETERS; k++) parameters[k] += step[k];
    }
  }
  placeLines(table, parameters, geometry, columns);
  const density = new MatchDensity(columns, table.strengths, geometry, Math.max(SCORE_WIDTH.pixel, SCORE_WIDTH.fwhm * fwhm), 0);
  let score = 0;
  for (let r = 0; r < voters.columns.length; r++) score += density.logRatio(voters.columns[r], voters.outlier[r]);
  for (let k = 1; k < PARAMETERS; k++) score -= 0.5 * ((parameters[k] - priors[k].mean) / priors[k].sigma) ** 2;
  return { parameters, score };
}

/** The mixture of laboratory lines on the detector, blurred by σ. */
class MatchDensity {
  private readonly columns: Float64Array;
  private readonly strengths: Float64Array;
  private readonly first: number;
  private readonly last: number;
  private readonly sigma: number;
  private readonly gain: number;

  constructor(columns: Float64Array, strengths: Float64Array, geometry: LampGeometry, sigma: number, beyond: number) {
    this.columns = columns;
    this.strengths = strengths;
    this.sigma = sigma;
    this.first = lowerBound(columns, geometry.firstColumn - beyond);
    this.last = lowerBound(columns, geometry.firstColumn + geometry.columns + beyond);
    let total = 0;
    for (let i = this.first; i < this.last; i++) total += strengths[i];
    this.gain = geometry.columns / (sigma * ROOT_TWO_PI * total);
  }

  match(column: number, outlier: number): { best: number; membership: number } {
    let best = -1;
    let highest = 0;
    let sum = 0;
    for (let i = lowerBound(this.columns, column - MATCH_SIGMAS * this.sigma); i < this.last && this.columns[i] < column + MATCH_SIGMAS * this.sigma; i++) {
      if (i < this.first) continue;
      const likelihood = this.likelihood(i, column) * (1 - outlier);
      sum += likelihood;
      if (likelihood > highest) [best, highest] = [i, likelihood];
    }
    return { best, membership: highest / (sum + outlier) };
  }

  logRatio(column: number, outlier: number): number {
    let sum = 0;
    for (let i = lowerBound(this.columns, column - MATCH_SIGMAS * this.sigma); i < this.last && this.columns[i] < column + MATCH_SIGMAS * this.sigma; i++) {
      if (i >= this.first) sum += this.likelihood(i, column);
    }
    return Math.log((1 - outlier) * sum + outlier);
  }

  private likelihood(i: number, column: number): number {
    const z = (column - this.columns[i]) / this.sigma;
    return this.gain * this.strengths[i] * Math.exp(-0.5 * z * z);
  }
}

/** Index of the first of ascending values that is not below `value`; their number when all are. */
export function lowerBound(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
