import { placeLines, type LampGeometry, type LineTable, type OpticalParameters } from './parameters.js';

/** One place where the lamp might be: the six parameters and how well they explain the bright lines. */
export interface Hypothesis {
  readonly parameters: OpticalParameters;
  /** Natural logarithm of the odds against chance. */
  readonly score: number;
}

/** The bright lines that vote: column, and the probability that a line belongs to no laboratory line. */
export interface Voters {
  /** Unbinned detector column of each. */
  readonly columns: Float64Array;
  /** 0…1. */
  readonly outlier: Float64Array;
}

/** Zero points tried with one drawing of the lines, unbinned pixel: so far the lines move alike to a fraction of the blur. */
const BLOCK_PIXEL = 40;
/** The scale is tried within so many σ of the focal length: 1.2 % where that scatters by 0.6 %. */
const SCALE_SIGMAS = 2;
/** Relative step of the scale: moves the ends of a detector of 4060 columns by 1.6 pixel, less than the blur. */
const SCALE_STEP = 0.0008;
/** The raster reaches this far beyond the spectrum, columns. */
const MARGIN = 60;
/** Hypotheses kept for refinement. */
const KEPT = 24;
/** The lines are blurred by this σ, unbinned pixel, or this share of the FWHM where that is more: positions and trial steps are no better. */
const BLUR = { pixel: 2, fwhm: 0.6 };
/** A Gaussian is cut here, σ: 0.2 % of its height. */
const KERNEL_SIGMAS = 3.5;
/** A trial that puts fewer lines than this on the spectrum says nothing. */
const LEAST_LINES = 3;
/** Two hypotheses are one when closer than this in zero point (unbinned pixel) and in relative scale. */
const DISTINCT = { pixel: 3, scale: 0.002 };
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * Finds where the lamp may lie on the detector by a vote of its brightest lines over zero point and scale. For every trial the
 * laboratory lines, weighted by strength and blurred by σ, form a density T on the detector, and every bright line r adds
 *
 *     ln[ (1 − ε_r)·N·T(x_r)/(σ√2π) + ε_r ]
 *
 * the logarithm of "drawn from this lamp" against "anywhere on the N columns". The zero point is tried pixel by pixel over
 * the range of the instrument about its mean, the scale over ±2 σ of the focal length in steps of 0.08 %, so that the last of 4000 columns moves by
 * 1.6 pixel.
 *
 * @param start parameters with the priors' means. @param fwhm of the lines, unbinned pixel.
 * @returns at most 24 hypotheses, best first, that differ by more than 3 pixel or 0.2 %.
 */
export function voteForOptics(voters: Voters, table: LineTable, geometry: LampGeometry, start: OpticalParameters, fwhm: number): Hypothesis[] {
  const sigma = Math.max(BLUR.pixel, BLUR.fwhm * fwhm);
  const raster = new Float64Array(geometry.columns + 2 * MARGIN);
  const columns = new Float64Array(table.lines.length);
  const kernel = gaussianKernel(sigma);
  const trial = start.slice();
  const found: Hypothesis[] = [];
  const { zeroPointPixel, focalLengthMillimeter } = geometry.optics;
  const { range } = zeroPointPixel;
  const steps = Math.round((SCALE_SIGMAS * focalLengthMillimeter.sigma) / focalLengthMillimeter.mean / SCALE_STEP);
  const scores = new Float64Array(BLOCK_PIXEL);
  for (let block = -range; block <= range; block += BLOCK_PIXEL) {
    trial[0] = start[0] + block;
    for (let k = -steps; k <= steps; k++) {
      trial[1] = start[1] + k * SCALE_STEP * geometry.halfWidth;
      placeLines(table, trial, geometry, columns);
      if (!drawLines(raster, columns, table.strengths, kernel, geometry)) continue;
      tally(scores, voters, raster, geometry, sigma);
      for (const shift of twoBest(scores)) {
        const parameters = trial.slice();
        parameters[0] += shift - BLOCK_PIXEL / 2;
        found.push({ parameters, score: scores[shift] });
      }
    }
  }
  return distinct(found.sort((a, b) => b.score - a.score), geometry);
}

/** Half of a Gaussian of unit height, cut at 3.5 σ. */
function gaussianKernel(sigma: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(KERNEL_SIGMAS * sigma) + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
}

/** Draws the density of lines; false if fewer than three fall on the spectrum. */
function drawLines(raster: Float64Array, columns: Float64Array, strengths: Float64Array, kernel: Float64Array, geometry: LampGeometry): boolean {
  const last = geometry.firstColumn + geometry.columns;
  let inside = 0;
  let total = 0;
  for (let i = 0; i < columns.length; i++) {
    if (!(columns[i] > geometry.firstColumn && columns[i] < last)) continue;
    inside++;
    total += strengths[i];
  }
  if (inside < LEAST_LINES) return false;
  raster.fill(0);
  const reach = kernel.length - 1;
  for (let i = 0; i < columns.length; i++) {
    const center = Math.round(columns[i]) - geometry.firstColumn + MARGIN;
    if (!(center >= 0 && center < raster.length)) continue;
    const share = strengths[i] / total;
    const to = Math.min(raster.length - 1, center + reach);
    for (let x = Math.max(0, center - reach); x <= to; x++) raster[x] += share * kernel[x < center ? center - x : x - center];
  }
  return true;
}

/** Scores of the shifts −20…19 columns. A product of 40 factors stays within 1e-60…1e100, so one logarithm per shift is enough. */
function tally(scores: Float64Array, voters: Voters, raster: Float64Array, geometry: LampGeometry, sigma: number): void {
  const gain = geometry.columns / (sigma * ROOT_TWO_PI);
  scores.fill(1);
  for (let r = 0; r < voters.columns.length; r++) {
    const outlier = voters.outlier[r];
    const factor = (1 - outlier) * gain;
    const x = Math.round(voters.columns[r]) - geometry.firstColumn + MARGIN + BLOCK_PIXEL / 2;
    for (let shift = 0; shift < BLOCK_PIXEL; shift++) {
      const at = x - shift;
      scores[shift] *= (at >= 0 && at < raster.length ? factor * raster[at] : 0) + outlier;
    }
  }
  for (let shift = 0; shift < BLOCK_PIXEL; shift++) scores[shift] = Math.log(scores[shift]);
}

function twoBest(scores: Float64Array): [number, number] {
  let first = 0;
  let second = 1;
  if (scores[1] > scores[0]) [first, second] = [1, 0];
  for (let i = 2; i < scores.length; i++) {
    if (scores[i] > scores[first]) [first, second] = [i, first];
    else if (scores[i] > scores[second]) second = i;
  }
  return [first, second];
}

function distinct(sorted: readonly Hypothesis[], geometry: LampGeometry): Hypothesis[] {
  const kept: Hypothesis[] = [];
  for (const hypothesis of sorted) {
    const isNew = kept.every(({ parameters }) => {
      const shift = Math.abs(hypothesis.parameters[0] - parameters[0]);
      const stretch = Math.abs(hypothesis.parameters[1] - parameters[1]) / geometry.halfWidth;
      return shift > DISTINCT.pixel || stretch > DISTINCT.scale;
    });
    if (isNew) kept.push(hypothesis);
    if (kept.length >= KEPT) break;
  }
  return kept;
}
