import type { ArcLines } from './arc-lines.js';
import { invertSymmetric } from '../math/linear-algebra.js';
import { madSigma } from '../math/statistics.js';
import { pairBlends } from './blends.js';
import { memberships, predictedVariance } from './membership.js';
import { describeLines, pairLines, type MatchedLine, type Pair } from './match.js';
import { lineTangents, PARAMETERS, placeLines, placeTangents, tangentDerivatives, type LampGeometry, type LineTable, type OpticalParameters } from './parameters.js';
import type { Prior } from './spectrograph-optics.js';
import { NormalEquations } from './refine.js';

/** The six parameters and how well the lines fix them. */
export interface OpticalFit {
  readonly parameters: OpticalParameters;
  /** Covariance of the parameters, [6 × 6], scaled by the scatter of the lines where that exceeds the assumed errors. */
  readonly covariance: Float64Array;
  readonly matches: readonly MatchedLine[];
  /** Change of each parameter when one line moves by an unbinned pixel, [matches × 6]. */
  readonly influence: Float64Array;
  /** Scatter of the lines beyond their noise, unbinned pixel. */
  readonly intrinsicPixel: number;
}

/** How far a line may lie from its prediction in each round, unbinned pixel; more, in proportion, for lines wider than TOLERANCE_FWHM. */
const TOLERANCES = [1.2, 0.8, 0.5, 0.4, 0.4];
const TOLERANCE_FWHM = 4;
/** Lines of no laboratory line that are expected even where none is left over. */
const LEAST_STRANGERS = 3;
/** Where the prediction itself is uncertain, a line may be off by so many σ of it in addition. */
const TOLERANCE_SIGMAS = 2;
/** … but by no more than this, times the tolerance of the round. */
const MOST_WIDENED = 2;
/** Fewer matched lines than this are no fit. */
const LEAST_PAIRS = 3;
/** Fits per round: the second and third with the scatter, and without the strangers, that the one before showed. */
const PASSES = 3;
/**
 * Scatter beyond the noise (unknown blends, distorted profiles), unbinned pixel, for lines up to 7 pixels wide; `lines` says how many
 * lines the start value counts for. Wider lines have more neighbors and are moved farther by each, so there it grows as the square.
 */
const INTRINSIC = { start: 0.07, least: 0.005, most: 0.3, lines: 1.5, upToFwhm: 7 };
/** Tukey's constant: 95 % of the efficiency of least squares on normal errors. */
const BISQUARE = 4.685;
/** From this round on the solution is good enough to fit blends with the distances it predicts. */
const BLENDS_FROM = 3;
const ROUNDS = 15;
/** A step of zero point and scale below this, unbinned pixel, ends a fit. */
const SMALL_STEP = 1e-6;
/** The mean slope of ψ is taken for no smaller than this: below, too many lines are rejected for the formula to hold. */
const LEAST_SLOPE = 0.3;
/** The scatter expected counts for so many lines beside those that were seen. */
const EXPECTED_LINES = 4;

/**
 * Fits the six parameters to all lines that can be told apart, with the priors, by iteratively reweighted least squares
 * (Tukey's biweight). Lines are matched anew with a shrinking tolerance.
 *
 * @param start parameters already good to a fraction of a line's width. @returns undefined if fewer than three lines match.
 * @see Beaton & Tukey 1974, Technometrics 16, 147: the biweight
 */
export function fitOptics(
  arc: ArcLines,
  start: OpticalParameters,
  table: LineTable,
  geometry: LampGeometry,
  priors: readonly Prior[],
): OpticalFit | undefined {
  const fwhm = arc.fwhmPixel * geometry.binning;
  const detected = describeLines(arc.lines, arc.samples, geometry, fwhm);
  const columns = new Float64Array(table.lines.length);
  const design = new Float64Array(table.lines.length * PARAMETERS);
  let fit: RobustFit | undefined;
  let parameters: OpticalParameters = start.slice();
  const expected = INTRINSIC.start * Math.max(1, fwhm / INTRINSIC.upToFwhm) ** 2;
  let intrinsic = expected;
  for (const [round, unscaled] of TOLERANCES.entries()) {
    const least = unscaled * Math.max(1, fwhm / TOLERANCE_FWHM);
    const last = fit;
    if (last) derive(design, table, last.linearizedAt, geometry);
    const tolerance = columns.map((_, i) => (last ? Math.min(MOST_WIDENED * least, least + TOLERANCE_SIGMAS * Math.sqrt(predictedVariance(design, i * PARAMETERS, last.covariance))) : least));
    placeLines(table, parameters, geometry, columns);
    let pairs = pairLines(detected, columns, table, geometry, tolerance);
    if (round >= BLENDS_FROM) {
      const blends = pairBlends(arc.samples, arc.shape, detected, columns, table, geometry, tolerance);
      pairs = [...pairs.filter(({ laboratory }) => !blends.members.has(laboratory)), ...blends.pairs];
    }
    if (pairs.length < LEAST_PAIRS) return undefined;
    const strangers = Math.max(LEAST_STRANGERS, detected.lines.length - pairs.length) / geometry.columns;
    let belonging: Float64Array = new Float64Array(pairs.length).fill(1);
    for (let pass = 0; pass < PASSES; pass++) {
      fit = robustFit(pairs, belonging, parameters, table, geometry, priors, intrinsic);
      parameters = fit.parameters;
      belonging = memberships(fit, pairs, table, strangers);
      intrinsic = intrinsicScatter(fit.matches, pairs, expected);
    }
  }
  return fit;
}

/** A fit, and what its last step was taken from. */
interface RobustFit extends OpticalFit {
  readonly linearizedAt: OpticalParameters;
  /** Derivatives of the columns of the matched lines by the parameters, [matches × 6]. */
  readonly design: Float64Array;
}

/** Writes the derivatives of the columns of all lines by the parameters, [lines × 6]. */
function derive(design: Float64Array, table: LineTable, at: OpticalParameters, geometry: LampGeometry): void {
  const tangents = new Float64Array(table.lines.length);
  lineTangents(table, at[0], geometry, tangents);
  for (let i = 0; i < tangents.length; i++) tangentDerivatives(tangents[i], at, geometry, design, i * PARAMETERS);
}

/**
 * Scatter s that makes the robust width of residual ÷ √(s² + own error²) one, corrected for the fitted parameters, and averaged
 * with the expected value as if that came from more lines: few lines fitted by six parameters scatter too little.
 */
function intrinsicScatter(matches: readonly MatchedLine[], pairs: readonly Pair[], expected: number): number {
  const n = matches.length;
  const correction = Math.sqrt(n / Math.max(1, n - PARAMETERS));
  const ratios = new Float64Array(n);
  const width = (s: number): number => {
    for (let i = 0; i < n; i++) ratios[i] = matches[i].residual / Math.sqrt(s * s + pairs[i].error ** 2);
    return correction * madSigma(ratios, 0);
  };
  let low = INTRINSIC.least;
  let high = Math.max(INTRINSIC.most, 2 * expected);
  for (let step = 0; step < 20; step++) {
    const middle = Math.sqrt(low * high);
    if (width(middle) > 1) low = middle;
    else high = middle;
  }
  return Math.sqrt((n * low * low + INTRINSIC.lines * expected ** 2) / (n + INTRINSIC.lines));
}

function robustFit(
  pairs: readonly Pair[],
  belonging: Float64Array,
  start: OpticalParameters,
  table: LineTable,
  geometry: LampGeometry,
  priors: readonly Prior[],
  intrinsic: number,
): RobustFit {
  const parameters = start.slice();
  let linearizedAt = parameters.slice();
  const own = { angles: Float64Array.from(pairs, ({ laboratory }) => table.angles[laboratory]) };
  const columns = new Float64Array(pairs.length);
  const tangents = new Float64Array(pairs.length);
  const design = new Float64Array(pairs.length * PARAMETERS);
  const ratios = new Float64Array(pairs.length);
  const errors = Float64Array.from(pairs, ({ error }) => Math.hypot(intrinsic, error));
  const residuals = new Float64Array(pairs.length);
  const weights = new Float64Array(pairs.length).fill(1);
  let scale = 1;
  let normal = new NormalEquations(priors, parameters);
  for (let round = 0; round < ROUNDS; round++) {
    linearizedAt = parameters.slice();
    lineTangents(own, parameters[0], geometry, tangents);
    placeTangents(tangents, parameters, geometry, columns);
    for (let i = 0; i < pairs.length; i++) {
      tangentDerivatives(tangents[i], parameters, geometry, design, i * PARAMETERS);
      residuals[i] = pairs[i].column - columns[i];
      ratios[i] = residuals[i] / errors[i];
    }
    scale = Math.max(1, madSigma(ratios, 0));
    normal = new NormalEquations(priors, parameters);
    for (let i = 0; i < pairs.length; i++) {
      const t = residuals[i] / (BISQUARE * scale * errors[i]);
      weights[i] = belonging[i] * (Math.abs(t) < 1 ? (1 - t * t) ** 2 : 0);
      normal.add(design, i * PARAMETERS, residuals[i], weights[i] / (scale * errors[i]) ** 2);
    }
    const step = normal.solve();
    for (let k = 0; k < PARAMETERS; k++) parameters[k] += step[k];
    if (Math.abs(step[0]) + Math.abs(step[1]) < SMALL_STEP) break;
  }
  const covariance = robustCovariance(pairs, belonging, residuals, errors, scale, priors, parameters, design);
  const matches = pairs.map(({ column, laboratory }, i) => ({ column, laboratory, residual: residuals[i], error: scale * errors[i], weight: weights[i] }));
  return { parameters, covariance, matches, influence: influenceOf(matches, normal, design), intrinsicPixel: intrinsic, linearizedAt, design };
}

/** N⁻¹·JᵀE⁻² of the last equations N of a fit: what each line does to the parameters. */
function influenceOf(matches: readonly MatchedLine[], normal: NormalEquations, design: Float64Array): Float64Array {
  const inverse = invertSymmetric(normal.matrix, PARAMETERS) ?? new Float64Array(PARAMETERS * PARAMETERS);
  const influence = new Float64Array(matches.length * PARAMETERS);
  matches.forEach(({ weight, error }, i) => {
    for (let a = 0; a < PARAMETERS; a++) {
      for (let b = 0; b < PARAMETERS; b++) influence[i * PARAMETERS + a] += (inverse[a * PARAMETERS + b] * design[i * PARAMETERS + b] * weight) / error ** 2;
    }
  });
  return influence;
}

/**
 * Covariance of the parameters of a biweight fit: (κ⁻²·JᵀE⁻²J + priors)⁻¹ with the errors E and
 *
 *     κ² = s²·[Σψ²/(n − p)] ÷ [Σψ′/n]²,   ψ(t) = t·(1 − t²/c²)²,   t = r/(s·E)
 *
 * so that error bars follow the scatter that the lines show. A handful of lines says little about its own scatter: κ² is averaged
 * with 1 as if that came from four more.
 *
 * @see Huber 1981, Robust Statistics, eq. 6.5 of chapter 7
 */
function robustCovariance(
  pairs: readonly Pair[],
  belonging: Float64Array,
  residuals: Float64Array,
  errors: Float64Array,
  scale: number,
  priors: readonly Prior[],
  parameters: OpticalParameters,
  design: Float64Array,
): Float64Array {
  const n = belonging.reduce((sum, q) => sum + q, 0);
  let squares = 0;
  let slopes = 0;
  for (let i = 0; i < pairs.length; i++) {
    const t = residuals[i] / (scale * errors[i]);
    const q = (t / BISQUARE) ** 2;
    if (q >= 1) continue;
    squares += belonging[i] * t * t * (1 - q) ** 4;
    slopes += belonging[i] * (1 - q) * (1 - 5 * q);
  }
  const spread = (scale * scale * (squares / Math.max(1, n - PARAMETERS))) / Math.max(LEAST_SLOPE, slopes / n) ** 2;
  const inflation = (n * spread + EXPECTED_LINES) / (n + EXPECTED_LINES);
  const normal = new NormalEquations(priors, parameters);
  pairs.forEach((_, i) => normal.add(design, i * PARAMETERS, 0, belonging[i] / (inflation * errors[i] ** 2)));
  return invertSymmetric(normal.matrix, PARAMETERS) ?? new Float64Array(PARAMETERS * PARAMETERS).fill(NaN);
}
