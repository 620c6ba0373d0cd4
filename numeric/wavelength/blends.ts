import type { LineSamples } from './arc-line-fit.js';
import type { LineShape } from './arc-line-shape.js';
import { solveSymmetric } from '../math/linear-algebra.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';
import { sampleOfColumn, type LampGeometry, type LineTable } from './parameters.js';
import { contamination, shiftBehindMisfit, type DetectedLines, type Pair } from './match.js';

/** Lines at least this strong (√intensity) are fitted; weaker ones count as contamination. */
const LEAST_STRENGTH = 0.15;
/** Lines closer than this many FWHM are a blend; of at most so many lines, its brightest at least so far above the noise. */
const REACH = 1.5;
const MOST_LINES = 4;
const LEAST_SNR = 15;

/** How far the fitted window reaches beyond the outermost lines, FWHM, and no less than this, samples. */
const WINDOW = { fwhm: 1.3, samples: 3 };
/** A detected line farther than this from every member is a stranger, FWHM, looked for so far around. */
const STRANGER_FWHM = 0.7;
const SURROUNDINGS_FWHM = 2;
/** Blends this near the ends of the spectrum are left out, FWHM. */
const END_FWHM = 2;

interface Blend {
  /** Indices of laboratory lines. */
  readonly members: readonly number[];
}

/**
 * Positions of lines too close to be told apart. Their distances are known from the laboratory, and on the detector from a
 * solution that is already good to a fraction of a pixel; so a group is fitted as one picture: amplitudes free but not negative,
 * distances and width held, one common shift.
 *
 * @param columns predicted columns of the laboratory lines.
 * @returns one pair per group, for its brightest line; groups with unknown lines in them, a bad profile or little light are left out.
 *          `members` are the laboratory lines that should not be used singly any more.
 */
export function pairBlends(samples: LineSamples, shape: LineShape, detected: DetectedLines, columns: Float64Array, table: LineTable, geometry: LampGeometry, tolerance: number): { pairs: Pair[]; members: Set<number> } {
  const pairs: Pair[] = [];
  const members = new Set<number>();
  for (const blend of findBlends(columns, table, geometry, detected.fwhm)) {
    if (hasStranger(blend, detected, columns)) continue;
    const fit = fitBlend(samples, shape, blend, columns, geometry, detected);
    if (fit === undefined || Math.abs(fit.shift) > tolerance) continue;
    const error = Math.hypot(fit.error, groupContamination(blend, columns, table, detected.fwhm), shiftBehindMisfit(fit.misfit, fit.snr, detected.usualMisfit, detected.fwhm));
    pairs.push({ column: columns[fit.brightest] + fit.shift, laboratory: fit.brightest, error });
    for (const i of blend.members) members.add(i);
  }
  return { pairs, members };
}

function findBlends(columns: Float64Array, table: LineTable, geometry: LampGeometry, fwhm: number): Blend[] {
  const margin = END_FWHM * fwhm;
  const blends: Blend[] = [];
  let group: number[] = [];
  const close = (): void => {
    const inside = group.every((i) => columns[i] > geometry.firstColumn + margin && columns[i] < geometry.firstColumn + geometry.columns - margin);
    if (group.length >= 2 && group.length <= MOST_LINES && inside && group.every((i) => table.lines[i].fit)) blends.push({ members: group });
    group = [];
  };
  for (let i = 0; i < columns.length; i++) {
    if (table.strengths[i] < LEAST_STRENGTH) continue;
    if (group.length > 0 && columns[i] - columns[group[group.length - 1]] > REACH * fwhm) close();
    group.push(i);
  }
  close();
  return blends;
}

/** A detected line near the group that is none of its members, or a saturated one. */
function hasStranger({ members }: Blend, { lines, columns: seen, fwhm }: DetectedLines, columns: Float64Array): boolean {
  const from = columns[members[0]] - SURROUNDINGS_FWHM * fwhm;
  const to = columns[members[members.length - 1]] + SURROUNDINGS_FWHM * fwhm;
  return lines.some((line, k) => {
    if (seen[k] < from || seen[k] > to) return false;
    return line.saturated || members.every((i) => Math.abs(columns[i] - seen[k]) > STRANGER_FWHM * fwhm);
  });
}

/** What lines outside the group may do to its common shift: the mean over the members, weighted by the square of their intensity as in the fit. */
function groupContamination({ members }: Blend, columns: Float64Array, table: LineTable, fwhm: number): number {
  let sum = 0;
  let weights = 0;
  for (const i of members) {
    const weight = table.strengths[i] ** 4;
    sum += weight * contamination(i, columns, table, fwhm, members);
    weights += weight;
  }
  return sum / weights;
}

interface BlendFit {
  /** Observed minus predicted, and its error, unbinned pixel. */
  readonly shift: number;
  readonly error: number;
  readonly brightest: number;
  readonly misfit: number;
  readonly snr: number;
}

function fitBlend(samples: LineSamples, shape: LineShape, { members }: Blend, columns: Float64Array, geometry: LampGeometry, detected: DetectedLines): BlendFit | undefined {
  const centers = members.map((i) => sampleOfColumn(geometry, columns[i]));
  const halfWidth = Math.max(WINDOW.samples, (WINDOW.fwhm * detected.fwhm) / geometry.binning);
  const positions: number[] = [];
  for (let q = Math.max(0, Math.ceil(centers[0] - halfWidth)); q <= Math.min(samples.flux.length - 1, centers[centers.length - 1] + halfWidth); q++) {
    if (samples.blocked[q] === 0) positions.push(q);
  }
  const n = members.length + 2; // shift, constant, amplitudes
  if (positions.length < n + 2) return undefined;
  const floor = Math.min(samples.flux[positions[0]], samples.flux[positions[positions.length - 1]]);
  const start = [0, floor, ...centers.map((center) => Math.max(1e-9, samples.flux[Math.round(center)] - floor))];
  const part = new Float64Array(3);
  const model = (p: Float64Array, out: Float64Array | undefined, jacobian: Float64Array | undefined): void => {
    positions.forEach((q, row) => {
      let value = p[1];
      let slope = 0;
      centers.forEach((center, j) => {
        shape.pixelAverage(q - center - p[0], detected.referenceWidth, part);
        value += p[j + 2] * part[0];
        slope += p[j + 2] * part[1];
        if (jacobian) jacobian[row * n + j + 2] = part[0];
      });
      if (out) out[row] = value - samples.flux[q];
      if (jacobian) [jacobian[row * n], jacobian[row * n + 1]] = [slope, 1];
    });
  };
  const fit = levenbergMarquardt({
    count: positions.length,
    residuals: (p, out) => model(p, out, undefined),
    jacobian: (p, out) => model(p, undefined, out),
    parameters: start,
    bounds: { lower: [-2 * halfWidth, -Infinity, ...members.map(() => 0)], upper: [2 * halfWidth, Infinity, ...members.map(() => Infinity)] },
    maxIterations: 20,
    tolerance: 1e-5, // leaves the shift within 0.003 of its error
  });
  const amplitudes = fit.parameters.slice(2);
  const brightest = amplitudes.indexOf(Math.max(...amplitudes));
  const noise = Math.sqrt(samples.variance[Math.round(centers[brightest])]);
  const misfit = Math.sqrt(fit.chiSquare / Math.max(1, positions.length - n)) / amplitudes[brightest];
  if (!(amplitudes[brightest] > LEAST_SNR * noise) || misfit > detected.worstMisfit) return undefined;
  const jacobian = new Float64Array(positions.length * n);
  model(fit.parameters, undefined, jacobian);
  const error = shiftError(jacobian, positions, samples.variance, n);
  if (!Number.isFinite(error)) return undefined;
  return { shift: geometry.binning * fit.parameters[0], error: geometry.binning * error, brightest: members[brightest], misfit, snr: amplitudes[brightest] / noise };
}

/** Error of the first parameter of an unweighted fit: √ of the first element of H⁻¹·JᵀVJ·H⁻¹. */
function shiftError(jacobian: Float64Array, positions: readonly number[], variance: Float64Array, n: number): number {
  const normal = new Float64Array(n * n);
  for (let i = 0; i < positions.length; i++) {
    for (let a = 0; a < n; a++) for (let b = 0; b <= a; b++) normal[a * n + b] += jacobian[i * n + a] * jacobian[i * n + b];
  }
  const unit = new Float64Array(n);
  unit[0] = 1;
  const row = solveSymmetric(normal, unit);
  if (row === undefined) return NaN;
  let sum = 0;
  for (let i = 0; i < positions.length; i++) {
    let gain = 0;
    for (let a = 0; a < n; a++) gain += row[a] * jacobian[i * n + a];
    sum += gain * gain * variance[positions[i]];
  }
  return Math.sqrt(sum);
}
