import { lineTangents, placeTangents, type LampGeometry, type LineTable, type OpticalParameters } from './parameters.js';

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
  const tangents = new Float64Array(table.lines.length);
  const columns = new Float64Array(table.lines.length);
  const kernel = gaussianKernel(sigma);
  const trial = start.slice();
  const found: { zeroPoint: number; scale: number; score: number }[] = [];
  const places = Int32Array.from(voters.columns, (column) => Math.round(column) - geometry.firstColumn + MARGIN + BLOCK_PIXEL / 2);
  const seen = nearVoters(places, raster.length, kernel.length - 1);
  const gain = geometry.columns / (sigma * ROOT_TWO_PI);
  const factors = voters.outlier.map((outlier) => (1 - outlier) * gain);
  const { zeroPointPixel, focalLengthMillimeter } = geometry.optics;
  const { range } = zeroPointPixel;
  const steps = Math.round((SCALE_SIGMAS * focalLengthMillimeter.sigma) / focalLengthMillimeter.mean / SCALE_STEP);
  const scores = new Float64Array(BLOCK_PIXEL);
  for (let block = -range; block <= range; block += BLOCK_PIXEL) {
    trial[0] = start[0] + block;
    lineTangents(table, trial[0], geometry, tangents);
    for (let k = -steps; k <= steps; k++) {
      trial[1] = start[1] + k * SCALE_STEP * geometry.halfWidth;
      placeTangents(tangents, trial, geometry, columns);
      if (!drawLines(raster, columns, table.strengths, kernel, seen, geometry)) continue;
      tally(scores, places, factors, voters.outlier, raster);
      for (const shift of twoBest(scores)) found.push({ zeroPoint: trial[0] + (shift - BLOCK_PIXEL / 2), scale: trial[1], score: scores[shift] });
    }
  }
  return distinct(found.sort((a, b) => b.score - a.score), geometry).map(({ zeroPoint, scale, score }) => {
    const parameters = start.slice();
    parameters.set([zeroPoint, scale]);
    return { parameters, score };
  });
}

/** Half of a Gaussian of unit height, cut at 3.5 σ. */
function gaussianKernel(sigma: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(KERNEL_SIGMAS * sigma) + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
}

/** 1 where a line reaches a place at which some voter looks, for every place of the raster; lines elsewhere need not be drawn. */
function nearVoters(places: Int32Array, length: number, reach: number): Uint8Array {
  const near = new Uint8Array(length);
  for (const place of places) near.fill(1, Math.max(0, place - (BLOCK_PIXEL - 1) - reach), Math.max(0, place + reach + 1));
  return near;
}

/** Draws the density of lines where it is `seen`; false if fewer than three fall on the spectrum. */
function drawLines(raster: Float64Array, columns: Float64Array, strengths: Float64Array, kernel: Float64Array, seen: Uint8Array, geometry: LampGeometry): boolean {
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
    if (!(center >= 0 && center < raster.length) || seen[center] === 0) continue;
    const share = strengths[i] / total;
    const to = Math.min(reach, raster.length - 1 - center);
    for (let k = Math.min(reach, center); k > 0; k--) raster[center - k] += share * kernel[k];
    for (let k = 0; k <= to; k++) raster[center + k] += share * kernel[k];
  }
  return true;
}

/** Scores of the shifts −20…19 columns; `places` where each voter falls in the raster at the first. A product of 40 factors stays within 1e-60…1e100, so one logarithm per shift is enough. */
function tally(scores: Float64Array, places: Int32Array, factors: Float64Array, outlier: Float64Array, raster: Float64Array): void {
  for (let shift = 0; shift < BLOCK_PIXEL; shift++) {
    let product = 1;
    for (let r = 0; r < places.length; r++) {
      const at = places[r] - shift;
      product *= (at >= 0 && at < raster.length ? factors[r] * raster[at] : 0) + outlier[r];
    }
    scores[shift] = Math.log(product);
  }
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

function distinct<H extends { readonly zeroPoint: number; readonly scale: number }>(sorted: readonly H[], geometry: LampGeometry): H[] {
  const kept: H[] = [];
  for (const hypothesis of sorted) {
    const isNew = kept.every(({ zeroPoint, scale }) => {
      const shift = Math.abs(hypothesis.zeroPoint - zeroPoint);
      const stretch = Math.abs(hypothesis.scale - scale) / geometry.halfWidth;
      return shift > DISTINCT.pixel || stretch > DISTINCT.scale;
    });
    if (isNew) kept.push(hypothesis);
    if (kept.length >= KEPT) break;
  }
  return kept;
}
