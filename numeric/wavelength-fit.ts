import type { ArcLine } from './arc-lines.js';
import { invertSymmetric } from './linear-algebra.js';
import { madSigma, median, quantile } from './statistics.js';
import { columnOfSample, PARAMETERS, placeLines, type LampGeometry, type LineTable, type OpticalParameters, type Prior } from './wavelength-optics.js';
import { lowerBound, NormalEquations } from './wavelength-refine.js';

/** A detected line and the laboratory line it is taken for. */
export interface MatchedLine {
  /** Index of the detected line and of the laboratory line. */
  readonly line: number;
  readonly laboratory: number;
  /** Observed minus fitted column, unbinned pixel. */
  readonly residual: number;
  /** Error assumed for it, unbinned pixel. */
  readonly error: number;
  /** Weight of the robust fit, 0…1. */
  readonly weight: number;
}

export interface OpticalFit {
  readonly parameters: OpticalParameters;
  /** Covariance of the parameters, [6 × 6], scaled by the scatter of the lines where that exceeds the assumed errors. */
  readonly covariance: Float64Array;
  readonly matches: readonly MatchedLine[];
  /** Scatter of the lines beyond their noise, unbinned pixel. */
  readonly intrinsicPixel: number;
}

const TOLERANCES = [1.2, 0.8, 0.5, 0.4, 0.4];
/** Scatter beyond the noise (unknown blends, distorted profiles), unbinned pixel; `lines` says how many lines outweigh the start value. */
const INTRINSIC = { start: 0.07, least: 0.005, most: 0.3, lines: 1.5 };
const BISQUARE = 4.685;
/** Share of the expected shift by listed neighbors that counts as error. */
const CONTAMINATION_SHARE = 1;
const ROUNDS = 15;

interface Detected {
  readonly columns: Float64Array;
  readonly lines: readonly ArcLine[];
  readonly fwhm: number;
  readonly referenceWidth: number;
  readonly worstMisfit: number;
  readonly binning: number;
}

/**
 * Fits the six parameters to all lines that can be told apart, with the priors, by iteratively reweighted least squares
 * (Tukey's biweight). Lines are matched anew with a shrinking tolerance.
 *
 * @param fwhm of the lines, unbinned pixel.
 * @returns undefined if fewer than three lines match.
 */
export function fitOptics(lines: readonly ArcLine[], start: OpticalParameters, table: LineTable, geometry: LampGeometry, priors: readonly Prior[], fwhm: number): OpticalFit | undefined {
  const detected = describeLines(lines, geometry, fwhm);
  const columns = new Float64Array(table.lines.length);
  const design = new Float64Array(table.lines.length * PARAMETERS);
  let fit: OpticalFit | undefined;
  let parameters: OpticalParameters = start.slice();
  let intrinsic = INTRINSIC.start;
  for (const tolerance of TOLERANCES) {
    placeLines(table, parameters, geometry, columns);
    const pairs = pairLines(detected, columns, table, geometry, tolerance * Math.max(1, fwhm / 4));
    if (pairs.length < 3) return undefined;
    for (let pass = 0; pass < 2; pass++) {
      fit = robustFit(pairs, detected, parameters, table, geometry, priors, intrinsic, columns, design);
      parameters = fit.parameters;
      intrinsic = intrinsicScatter(fit.matches, pairs.map(({ line, contamination }) => Math.hypot(contamination, ownError(lines[line], detected))));
    }
  }
  return fit;
}

function describeLines(lines: readonly ArcLine[], geometry: LampGeometry, fwhm: number): Detected {
  const byHeight = [...lines].sort((a, b) => b.amplitude - a.amplitude);
  const bright = byHeight.slice(0, Math.max(8, Math.floor(lines.length / 3)));
  const twoThirds = byHeight.slice(0, Math.max(8, Math.floor((2 * lines.length) / 3)));
  return {
    lines,
    columns: Float64Array.from(lines, (line) => columnOfSample(geometry, line.pixel)),
    fwhm,
    referenceWidth: quantile(Float64Array.from(twoThirds, (line) => line.fwhmPixel), 0.4),
    worstMisfit: Math.max(0.06, 1.8 * median(Float64Array.from(bright, (line) => line.misfit))),
    binning: geometry.binning,
  };
}

interface Pair {
  readonly line: number;
  readonly laboratory: number;
  /** Shift to be feared from weaker laboratory lines nearby, unbinned pixel. */
  readonly contamination: number;
}

/** One-to-one pairs of clean detected lines and isolated laboratory lines within a tolerance (unbinned pixel). */
function pairLines(detected: Detected, columns: Float64Array, table: LineTable, geometry: LampGeometry, tolerance: number): Pair[] {
  const last = geometry.firstColumn + geometry.columns;
  const taken = new Map<number, { laboratory: number; distance: number }>();
  for (let i = 0; i < columns.length; i++) {
    if (!(columns[i] > geometry.firstColumn + 3 && columns[i] < last - 4) || !table.lines[i].fit) continue;
    if (isBlendedInLaboratory(i, columns, table, 1.5 * detected.fwhm)) continue;
    const line = nearest(detected.columns, columns[i]);
    const distance = Math.abs(detected.columns[line] - columns[i]);
    if (distance > tolerance || !isClean(line, detected)) continue;
    const rival = taken.get(line);
    if (rival === undefined || rival.distance > distance) taken.set(line, { laboratory: i, distance });
  }
  return [...taken].map(([line, { laboratory }]) => ({ line, laboratory, contamination: contaminationOf(laboratory, columns, table, detected.fwhm) }));
}

/**
 * A neighbor of intensity ratio ρ at distance d moves the fitted center of a Gaussian line by ρ·d·exp(−d²/4σ²). Listed intensities
 * are good to a factor of two or so; the whole expected shift, added in quadrature over the neighbors, is taken as the error.
 */
function contaminationOf(i: number, columns: Float64Array, table: LineTable, fwhm: number): number {
  const sigma = fwhm / 2.3548;
  const reach = 2.5 * fwhm;
  let squares = 0;
  for (let k = lowerBound(columns, columns[i] - reach); k < columns.length && columns[k] < columns[i] + reach; k++) {
    if (k === i) continue;
    const distance = columns[k] - columns[i];
    const ratio = (table.strengths[k] / table.strengths[i]) ** 2;
    squares += (ratio * distance * Math.exp(-(distance * distance) / (4 * sigma * sigma))) ** 2;
  }
  return CONTAMINATION_SHARE * Math.sqrt(squares);
}

function isBlendedInLaboratory(i: number, columns: Float64Array, table: LineTable, reach: number): boolean {
  for (let k = i - 1; k >= 0 && columns[i] - columns[k] < reach; k--) if (table.strengths[k] > 0.33 * table.strengths[i]) return true;
  for (let k = i + 1; k < columns.length && columns[k] - columns[i] < reach; k++) if (table.strengths[k] > 0.33 * table.strengths[i]) return true;
  return false;
}

/** Not saturated, no bright neighbor, of ordinary width and profile. */
function isClean(index: number, { lines, columns, fwhm, referenceWidth, worstMisfit }: Detected): boolean {
  const line = lines[index];
  if (line.saturated || Math.abs(line.fwhmPixel / referenceWidth - 1) > 0.45) return false;
  if (line.misfit > worstMisfit && line.snr > 25) return false;
  for (let k = index - 1; k >= 0 && columns[index] - columns[k] < 2.2 * fwhm; k--) if (lines[k].amplitude > 0.3 * line.amplitude) return false;
  for (let k = index + 1; k < lines.length && columns[k] - columns[index] < 2.2 * fwhm; k++) if (lines[k].amplitude > 0.3 * line.amplitude) return false;
  return true;
}

function nearest(ascending: Float64Array, value: number): number {
  const above = lowerBound(ascending, value);
  if (above === 0) return 0;
  if (above === ascending.length) return above - 1;
  return ascending[above] - value < value - ascending[above - 1] ? above : above - 1;
}

/** Error of a line beyond the intrinsic scatter: noise, and the shift that goes with a distorted profile. Unbinned pixel. */
function ownError(line: ArcLine, { fwhm, referenceWidth, binning }: Detected): number {
  const noise = binning * line.pixelError;
  const distorted = 0.3 * fwhm * Math.max(Math.abs(line.fwhmPixel / referenceWidth - 1) - 0.08, 0);
  return Math.hypot(noise, distorted);
}

/**
 * Scatter s that makes the robust width of residual ÷ √(s² + own error²) one, corrected for the fitted parameters, and averaged
 * with the start value as if that came from four more lines: few lines fitted by six parameters scatter too little.
 */
function intrinsicScatter(matches: readonly MatchedLine[], ownErrors: readonly number[]): number {
  const n = matches.length;
  const correction = Math.sqrt(n / Math.max(1, n - PARAMETERS));
  const width = (s: number): number => correction * madSigma(Float64Array.from(matches, ({ residual }, i) => residual / Math.hypot(s, ownErrors[i])), 0);
  let low = INTRINSIC.least;
  let high = INTRINSIC.most;
  for (let step = 0; step < 20; step++) {
    const middle = Math.sqrt(low * high);
    if (width(middle) > 1) low = middle;
    else high = middle;
  }
  return Math.sqrt((n * low * low + INTRINSIC.lines * INTRINSIC.start ** 2) / (n + INTRINSIC.lines));
}

function robustFit(
  pairs: readonly Pair[],
  detected: Detected,
  start: OpticalParameters,
  table: LineTable,
  geometry: LampGeometry,
  priors: readonly Prior[],
  intrinsic: number,
  columns: Float64Array,
  design: Float64Array,
): OpticalFit {
  const parameters = start.slice();
  const errors = Float64Array.from(pairs, ({ line, contamination }) => Math.hypot(intrinsic, contamination, ownError(detected.lines[line], detected)));
  const residuals = new Float64Array(pairs.length);
  const weights = new Float64Array(pairs.length).fill(1);
  let scale = 1;
  let normal = new NormalEquations(priors, parameters);
  for (let round = 0; round < ROUNDS; round++) {
    placeLines(table, parameters, geometry, columns, design);
    pairs.forEach(({ line, laboratory }, i) => (residuals[i] = detected.columns[line] - columns[laboratory]));
    scale = Math.max(1, madSigma(residuals.map((r, i) => r / errors[i]), 0));
    normal = new NormalEquations(priors, parameters);
    pairs.forEach(({ laboratory }, i) => {
      const t = residuals[i] / (BISQUARE * scale * errors[i]);
      weights[i] = Math.abs(t) < 1 ? (1 - t * t) ** 2 : 0;
      normal.add(design, laboratory * PARAMETERS, residuals[i], weights[i] / (scale * errors[i]) ** 2);
    });
    const step = normal.solve();
    for (let k = 0; k < PARAMETERS; k++) parameters[k] += step[k];
    if (Math.abs(step[0]) + Math.abs(step[1]) < 1e-6) break;
  }
  const covariance = robustCovariance(pairs, residuals, errors, scale, priors, parameters, design);
  const matches = pairs.map(({ line, laboratory }, i) => ({ line, laboratory, residual: residuals[i], error: scale * errors[i], weight: weights[i] }));
  return { parameters, covariance, matches, intrinsicPixel: intrinsic };
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
  residuals: Float64Array,
  errors: Float64Array,
  scale: number,
  priors: readonly Prior[],
  parameters: OpticalParameters,
  design: Float64Array,
): Float64Array {
  const n = pairs.length;
  let squares = 0;
  let slopes = 0;
  for (let i = 0; i < n; i++) {
    const t = residuals[i] / (scale * errors[i]);
    const q = (t / BISQUARE) ** 2;
    if (q >= 1) continue;
    squares += t * t * (1 - q) ** 4;
    slopes += (1 - q) * (1 - 5 * q);
  }
  const spread = (scale * scale * (squares / Math.max(1, n - PARAMETERS))) / Math.max(0.3, slopes / n) ** 2;
  const inflation = (n * spread + 4) / (n + 4);
  const normal = new NormalEquations(priors, parameters);
  pairs.forEach(({ laboratory }, i) => normal.add(design, laboratory * PARAMETERS, 0, 1 / (inflation * errors[i] ** 2)));
  return invertSymmetric(normal.matrix, PARAMETERS) ?? new Float64Array(PARAMETERS * PARAMETERS).fill(NaN);
}
