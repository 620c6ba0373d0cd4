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
/** A detected line farther than this from every member is a stranger, FWHM, looked for so far around; with more than so many the group is left out. */
const STRANGER_FWHM = 0.7;
const SURROUNDINGS_FWHM = 2;
const MOST_STRANGERS = 2;
/** A stranger may lie this far from where it was found on its own, FWHM. */
const STRANGER_REACH_FWHM = 0.5;
/** Blends this near the ends of the spectrum are left out, FWHM. */
const END_FWHM = 2;

interface Blend {
  /** Indices of laboratory lines. */
  readonly members: readonly number[];
}

/**
 * Positions of lines too close to be told apart. Their distances are known from the laboratory, and on the detector from a
 * solution that is already good to a fraction of a pixel; so a group is fitted as one picture: amplitudes free but not negative,
 * distances and width held, one common shift. Lines of no list among or beside them are fitted along, each at a place of its own.
 *
 * @param columns predicted columns of the laboratory lines.
 * @returns one pair per group, for its brightest line; groups with many unknown lines or a saturated one, a bad profile or little light are left out.
 *          `members` are the laboratory lines that should not be used singly any more.
 */
export function pairBlends(samples: LineSamples, shape: LineShape, detected: DetectedLines, columns: Float64Array, table: LineTable, geometry: LampGeometry, tolerance: Float64Array): { pairs: Pair[]; members: Set<number> } {
  const pairs: Pair[] = [];
  const members = new Set<number>();
  for (const blend of findBlends(columns, table, geometry, detected.fwhm)) {
    const strangers = strangersNear(blend, detected, columns);
    if (strangers === undefined) continue;
    const fit = fitBlend(samples, shape, blend, strangers, columns, geometry, detected);
    if (fit === undefined || Math.abs(fit.shift) > tolerance[fit.brightest]) continue;
    const error = Math.hypot(fit.error, groupContamination(blend, fit.heights, columns, table, detected), shiftBehindMisfit(fit.misfit, fit.snr, detected.usualMisfit, detected.fwhm));
    pairs.push({ column: columns[fit.brightest] + fit.shift, laboratory: fit.brightest, error, height: Math.max(...fit.heights) });
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

/** Columns of detected lines near the group that are none of its members; undefined where there are many, or a saturated line, of which no profile fits. */
function strangersNear({ members }: Blend, { lines, columns: seen, fwhm }: DetectedLines, columns: Float64Array): number[] | undefined {
  const from = columns[members[0]] - SURROUNDINGS_FWHM * fwhm;
  const to = columns[members[members.length - 1]] + SURROUNDINGS_FWHM * fwhm;
  const around = [...seen.keys()].filter((k) => seen[k] > from && seen[k] < to);
  if (around.some((k) => lines[k].saturated)) return undefined;
  const strangers = around.filter((k) => members.every((i) => Math.abs(columns[i] - seen[k]) > STRANGER_FWHM * fwhm));
  return strangers.length > MOST_STRANGERS ? undefined : strangers.map((k) => seen[k]);
}

/** What lines outside the group may do to its common shift: the mean over the members, weighted by the square of their height as in the fit. */
function groupContamination({ members }: Blend, heights: Float64Array, columns: Float64Array, table: LineTable, detected: DetectedLines): number {
  let sum = 0;
  let weights = 0;
  members.forEach((i, j) => {
    if (!(heights[j] > 0)) return;
    sum += heights[j] ** 2 * contamination(i, heights[j], columns, table, detected, members);
    weights += heights[j] ** 2;
  });
  return sum / weights;
}

interface BlendFit {
  /** Observed minus predicted, and its error, unbinned pixel. */
  readonly shift: number;
  readonly error: number;
  readonly brightest: number;
  readonly misfit: number;
  readonly snr: number;
  /** Of the members, unit of the flux. */
  readonly heights: Float64Array;
}

function fitBlend(
  samples: LineSamples,
  shape: LineShape,
  { members }: Blend,
  strangers: readonly number[],
  columns: Float64Array,
  geometry: LampGeometry,
  detected: DetectedLines,
): BlendFit | undefined {
  const centers = members.map((i) => sampleOfColumn(geometry, columns[i]));
  const unknown = strangers.map((column) => sampleOfColumn(geometry, column));
  const halfWidth = Math.max(WINDOW.samples, (WINDOW.fwhm * detected.fwhm) / geometry.binning);
  const positions = usable(samples, Math.min(...centers, ...unknown) - halfWidth, Math.max(...centers, ...unknown) + halfWidth);
  const known = members.length + 2; // shift, constant, amplitudes
  const n = known + 2 * unknown.length; // amplitude and place of each stranger
  if (positions.length < n + 2) return undefined;
  const floor = Math.min(samples.flux[positions[0]], samples.flux[positions[positions.length - 1]]);
  const height = (center: number): number => Math.max(1e-9, samples.flux[Math.round(center)] - floor);
  const start = [0, floor, ...centers.map(height), ...unknown.flatMap((center) => [height(center), center])];
  const model = blendModel(samples, positions, shape, detected.referenceWidth, centers, n);
  const reach = (STRANGER_REACH_FWHM * detected.fwhm) / geometry.binning;
  const fit = levenbergMarquardt({
    count: positions.length,
    both: model,
    parameters: start,
    bounds: {
      lower: [-2 * halfWidth, -Infinity, ...members.map(() => 0), ...unknown.flatMap((center) => [0, center - reach])],
      upper: [2 * halfWidth, Infinity, ...members.map(() => Infinity), ...unknown.flatMap((center) => [Infinity, center + reach])],
    },
    maxIterations: 20,
    tolerance: 1e-5, // leaves the shift within 0.003 of its error
  });
  const amplitudes = fit.parameters.slice(2, known);
  const brightest = amplitudes.indexOf(Math.max(...amplitudes));
  const noise = Math.sqrt(samples.variance[Math.round(centers[brightest])]);
  const misfit = Math.sqrt(fit.chiSquare / Math.max(1, positions.length - n)) / amplitudes[brightest];
  if (!(amplitudes[brightest] > LEAST_SNR * noise) || misfit > detected.worstMisfit) return undefined;
  const error = shiftError(fit.jacobian, positions, samples.variance, n);
  if (!Number.isFinite(error)) return undefined;
  return { shift: geometry.binning * fit.parameters[0], error: geometry.binning * error, brightest: members[brightest], misfit, snr: amplitudes[brightest] / noise, heights: amplitudes };
}

function usable({ flux, blocked }: LineSamples, from: number, to: number): number[] {
  const positions: number[] = [];
  for (let q = Math.max(0, Math.ceil(from)); q <= Math.min(flux.length - 1, to); q++) if (blocked[q] === 0) positions.push(q);
  return positions;
}

type Model = (p: Float64Array, residuals: Float64Array, jacobian: Float64Array) => void;

/** The picture of a group: parameters shift, constant, heights of the members at `centers`, then height and place of every stranger; `n` of them. */
function blendModel({ flux }: LineSamples, positions: readonly number[], shape: LineShape, width: number, centers: readonly number[], n: number): Model {
  const part = new Float64Array(3);
  const known = centers.length + 2;
  return (p, residuals, jacobian) => {
    for (let i = 0, row = 0; i < positions.length; i++, row += n) {
      const q = positions[i];
      let value = p[1];
      let slope = 0;
      for (let j = 2; j < known; j++) {
        shape.pixelAverage(q - centers[j - 2] - p[0], width, part);
        value += p[j] * part[0];
        slope += p[j] * part[1];
        jacobian[row + j] = part[0];
      }
      for (let k = known; k < n; k += 2) {
        shape.pixelAverage(q - p[k + 1], width, part);
        value += p[k] * part[0];
        jacobian[row + k] = part[0];
        jacobian[row + k + 1] = p[k] * part[1];
      }
      residuals[i] = value - flux[q];
      jacobian[row] = slope;
      jacobian[row + 1] = 1;
    }
  };
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
