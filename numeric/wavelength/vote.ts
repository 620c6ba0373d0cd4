import { ROOT_TWO_PI } from '../math/special-functions.js';
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
  const tangents = new Float64Array(table.lines.length);
  const columns = new Float64Array(table.lines.length);
  const ballot = new Ballot(voters, table.strengths, geometry, sigma);
  const trial = start.slice();
  const found: { zeroPoint: number; scale: number; score: number }[] = [];
  const { zeroPointPixel, focalLengthMillimeter } = geometry.optics;
  const { range } = zeroPointPixel;
  const steps = Math.round((SCALE_SIGMAS * focalLengthMillimeter.sigma) / focalLengthMillimeter.mean / SCALE_STEP);
  for (let block = -range; block <= range; block += BLOCK_PIXEL) {
    trial[0] = start[0] + block;
    lineTangents(table, trial[0], geometry, tangents);
    for (let k = -steps; k <= steps; k++) {
      trial[1] = start[1] + k * SCALE_STEP * geometry.halfWidth;
      placeTangents(tangents, trial, geometry, columns);
      if (!ballot.drawLines(columns)) continue;
      const scores = ballot.tally();
      for (const shift of twoBest(scores)) found.push({ zeroPoint: trial[0] + (shift - BLOCK_PIXEL / 2), scale: trial[1], score: scores[shift] });
    }
  }
  return distinct(found.sort((a, b) => b.score - a.score), geometry).map(({ zeroPoint, scale, score }) => {
    const parameters = start.slice();
    parameters.set([zeroPoint, scale]);
    return { parameters, score };
  });
}

/** A Gaussian of unit height, cut at 3.5 σ. */
function gaussianKernel(sigma: number): Float64Array {
  const reach = Math.ceil(KERNEL_SIGMAS * sigma);
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2));
}

/**
 * What the voters see in one trial: the density of lines where each of them looks at each of the shifts −20…19, [voters × 40]. Lines elsewhere are not drawn. One object
 * serves all trials, so nothing is allocated in the search.
 */
class Ballot {
  readonly #strengths: Float64Array;
  readonly #geometry: LampGeometry;
  readonly #kernel: Float64Array;
  /** Where each voter falls at the first shift, columns from the beginning of the raster; and the voters in the order of their places. */
  readonly #places: Int32Array;
  readonly #ascending: Int32Array;
  readonly #factors: Float64Array;
  readonly #outlier: Float64Array;
  readonly #density: Float64Array;
  readonly #products = new Float64Array(BLOCK_PIXEL);
  readonly #scores = new Float64Array(BLOCK_PIXEL);

  constructor({ columns, outlier }: Voters, strengths: Float64Array, geometry: LampGeometry, sigma: number) {
    const gain = geometry.columns / (sigma * ROOT_TWO_PI);
    this.#strengths = strengths;
    this.#geometry = geometry;
    this.#kernel = gaussianKernel(sigma);
    this.#places = Int32Array.from(columns, (column) => Math.round(column) - geometry.firstColumn + MARGIN + BLOCK_PIXEL / 2);
    this.#ascending = Int32Array.from(columns.keys()).sort((a, b) => this.#places[a] - this.#places[b]);
    this.#factors = outlier.map((each) => (1 - each) * gain);
    this.#outlier = outlier;
    this.#density = new Float64Array(columns.length * BLOCK_PIXEL);
  }

  /** Draws the density of lines at these columns, ascending; false if fewer than three fall on the spectrum. */
  drawLines(columns: Float64Array): boolean {
    const { firstColumn, columns: width } = this.#geometry;
    const strengths = this.#strengths;
    const last = firstColumn + width;
    let inside = 0;
    let total = 0;
    for (let i = 0; i < columns.length; i++) {
      if (!(columns[i] > firstColumn && columns[i] < last)) continue;
      inside++;
      total += strengths[i];
    }
    if (inside < LEAST_LINES) return false;
    const density = this.#density.fill(0);
    const [kernel, places, ascending, length] = [this.#kernel, this.#places, this.#ascending, width + 2 * MARGIN];
    const reach = kernel.length >> 1;
    let from = 0; // voters before this one are left behind by all lines to come
    for (let i = 0; i < columns.length; i++) {
      const center = Math.round(columns[i]) - firstColumn + MARGIN;
      if (!(center >= 0 && center < length)) continue;
      while (from < ascending.length && places[ascending[from]] < center - reach) from++;
      const share = strengths[i] / total;
      for (let v = from; v < ascending.length; v++) {
        const r = ascending[v];
        const distance = places[r] - center; // at the first shift; at a later one that many less
        if (distance - (BLOCK_PIXEL - 1) > reach) break;
        const row = r * BLOCK_PIXEL;
        const first = Math.max(0, distance - reach);
        const last = Math.min(BLOCK_PIXEL - 1, distance + reach);
        for (let at = row + first, k = first - distance + reach; at <= row + last; at++, k++) density[at] += share * kernel[k];
      }
    }
    return true;
  }

  /** Scores of the shifts. A product of 40 factors stays within 1e-60…1e100, so one logarithm per shift is enough. */
  tally(): Float64Array {
    const [products, density] = [this.#products.fill(1), this.#density];
    for (let r = 0, row = 0; r < this.#factors.length; r++, row += BLOCK_PIXEL) {
      const [factor, outlier] = [this.#factors[r], this.#outlier[r]];
      for (let shift = 0; shift < BLOCK_PIXEL; shift++) products[shift] *= factor * density[row + shift] + outlier;
    }
    for (let shift = 0; shift < BLOCK_PIXEL; shift++) this.#scores[shift] = Math.log(products[shift]);
    return this.#scores;
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
