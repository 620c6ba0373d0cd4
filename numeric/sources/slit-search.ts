import { binCenter } from './column-bins.js';
import { evaluateFit, robustFitSeries, type Series } from '../math/polynomial.js';
import { madSigma, median } from '../math/statistics.js';
import { PathSearch, PathSums } from './path-search.js';
import type { SlitSignal } from './slit-sky.js';

/**
 * Each bin in units of its own error after a Gaussian matched filter of this FWHM (rows), [count × ny]. The error is that of the noisiest row in reach: weighted
 * row by row, one bright row divided by its own noise is as significant from three rows off, and a very bright star becomes two.
 */
export function matchedFilter({ bins, signal, variance }: SlitSignal, fwhm: number): Float64Array {
  const { count, ny } = bins;
  const half = Math.max(1, Math.ceil(fwhm));
  const kernel = Float64Array.from({ length: 2 * half + 1 }, (_, k) => Math.exp(-4 * Math.LN2 * ((k - half) / fwhm) ** 2));
  const out = new Float64Array(count * ny);
  for (let b = 0; b < count; b++) {
    for (let y = 0; y < ny; y++) {
      let sum = 0;
      let square = 0;
      let noisiest = 0;
      for (let k = Math.max(-half, -y); k <= half && y + k < ny; k++) {
        const i = b * ny + y + k;
        if (variance[i] === Infinity) continue;
        const weight = kernel[k + half];
        sum += weight * signal[i];
        square += weight * weight;
        if (variance[i] > noisiest) noisiest = variance[i];
      }
      out[b * ny + y] = noisiest > 0 ? sum / Math.sqrt(square * noisiest) : 0;
    }
  }
  return out;
}

/** Significance along the slit: of the whole frame, and of each block of bins; in σ, one value per row. */
export interface SlitSignificance {
  readonly whole: Float64Array;
  readonly blocks: readonly Float64Array[];
}

/**
 * Adds the filtered bins along parallel paths, `shift[b]` rows from the row named, block by block. In every block the two
 * strongest bins count no more than the third, so that what shows in two bins only is not seen. Scaled to unit scatter.
 */
export function addAlong(filtered: Float64Array, signal: SlitSignal, shift: ArrayLike<number>): SlitSignificance {
  const sums = new PathSums(signal);
  sums.add(filtered, shift);
  return { whole: unitScatter(sums.whole, sums.scatter), blocks: sums.blocks.map((block, k) => unitScatter(block, sums.blockScatters[k])) };
}

/** Values above their median in units of their scatter: the MAD, or the photon noise expected where the MAD fell short of it by chance. */
function unitScatter(values: Float64Array, expected: number): Float64Array {
  const center = median(values);
  const sigma = Math.max(madSigma(values, center), expected);
  return values.map((value) => (sigma > 0 ? (value - center) / sigma : 0));
}

/** Tilts tried differ by this share of the FWHM over half of the frame, no less than this many rows: the light stays within the filter. */
const TILT_STEP = { fwhm: 0.35, rows: 0.3 };

/**
 * How the lines of light run: row relative to the row at the middle column, as a function of the column; a straight line where the light does not
 * tell more, flat where there is none. `largestTilt`: rows over half of the columns; `fwhm`: rows.
 */
export function findPath(signal: SlitSignal, filtered: Float64Array, fwhm: number, largestTilt: number): Series {
  const { count, ny, edges } = signal.bins;
  const nx = edges[count];
  const domain: [number, number] = [0, nx - 1];
  const u = Float64Array.from({ length: count }, (_, b) => (2 * binCenter(signal.bins, b)) / (nx - 1) - 1);
  const step = Math.max(TILT_STEP.rows, TILT_STEP.fwhm * fwhm);
  const slopes = Math.ceil(largestTilt / step);
  const sums = new PathSums(signal);
  const shift = new Float64Array(count);
  const search = new PathSearch(filtered, signal, sums);
  search.startAt(shift);
  for (let k = -slopes; k <= slopes; k++) {
    const slope = k * step;
    for (let b = 0; b < count; b++) shift[b] = u[b] * slope;
    search.look(shift, slope);
  }
  const { best } = search;
  const slope = best.slope + step * betterSlope(sums, filtered, u, best, step, fwhm);
  return refinePath(filtered, ny, u, { kind: 'legendre', coefficients: Float64Array.of(0, slope, 0), domain }, best.row, fwhm);
}

/** Where between the slopes tried, in steps, a parabola through the strongest sum of each has its top: −½ … ½. */
function betterSlope(sums: PathSums, filtered: Float64Array, u: Float64Array, best: { slope: number; row: number; block: number }, step: number, fwhm: number): number {
  const reach = Math.ceil(fwhm);
  const [low, middle, high] = [-1, 0, 1].map((k) => {
    const offsets = Int32Array.from(u, (v) => Math.round(v * (best.slope + k * step)));
    let most = -Infinity;
    for (let y = Math.max(0, best.row - reach); y <= Math.min(sums.whole.length - 1, best.row + reach); y++) {
      const whole = sums.row(filtered, offsets, y);
      most = Math.max(most, best.block < 0 ? whole : sums.blocks[best.block][y]);
    }
    return most;
  });
  const bend = low - 2 * middle + high;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (low - high)) / bend)) : 0;
}

/** A bin shows the light when its filtered peak is this high, σ: the step to the next bin is then known to a fraction of the FWHM. */
const FOLLOWED_SIGMA = 8;
/** A peak weighs no more than one of this significance, σ: beyond, real images err by more than noise. */
const MOST_SIGMA = 100;
/** Fewer bins than this, or less than this much of u ∈ [−1, 1], say nothing about the path; a parabola takes more of it. */
const PATH_SUPPORT = { bins: 8, line: 1, parabola: 1.5 };


/**
 * Follows the strongest light bin by bin, outward from where it is strongest, and fits a parabola if it shows in enough bins; else keeps the
 * straight line. Walking, not looking along the line, finds a spectrum that is steeper than any line tried.
 */
function refinePath(filtered: Float64Array, ny: number, u: Float64Array, line: Series, row: number, fwhm: number): Series {
  const reach = Math.max(2, Math.round(fwhm));
  const seen: { u: number; row: number; weight: number }[] = [];
  const look = (b: number, offset: number): number | undefined => {
    const expected = row + line.coefficients[1] * u[b];
    const peak = strongestRow(filtered.subarray(b * ny, (b + 1) * ny), Math.round(expected + offset), reach);
    if (peak === undefined || peak.value < FOLLOWED_SIGMA) return undefined;
    seen.push({ u: u[b], row: peak.row - expected, weight: Math.min(peak.value, MOST_SIGMA) ** 2 });
    return peak.row - expected;
  };
  const along = Float64Array.from(u, (v, b) => filtered[b * ny + Math.min(ny - 1, Math.max(0, Math.round(row + line.coefficients[1] * v)))]);
  const first = along.reduce((best, value, b) => (value > along[best] ? b : best), 0);
  const start = look(first, 0) ?? 0;
  for (const step of [1, -1]) {
    let offset = start;
    for (let b = first + step; b >= 0 && b < u.length; b += step) offset = look(b, offset) ?? offset;
  }
  const [low, high] = seen.reduce(([l, h], s) => [Math.min(l, s.u), Math.max(h, s.u)], [1, -1]);
  if (seen.length < PATH_SUPPORT.bins || high - low < PATH_SUPPORT.line) return line;
  const problem = { kind: 'legendre' as const, domain: [-1, 1] as const, x: Float64Array.from(seen, (s) => s.u), y: Float64Array.from(seen, (s) => s.row) };
  const fit = robustFitSeries({ ...problem, degree: high - low > PATH_SUPPORT.parabola ? 2 : 1, weights: Float64Array.from(seen, (s) => s.weight) });
  const middle = evaluateFit(fit, 0);
  const c = fit.coefficients;
  return { ...line, coefficients: Float64Array.of(c[0] - middle, line.coefficients[1] + c[1], c[2] ?? 0) };
}

/** The local maximum within `reach` of a row, between the samples by a parabola; undefined if it rises to the end of the window. */
function strongestRow(values: Float64Array, row: number, reach: number): { row: number; value: number } | undefined {
  let best = -1;
  for (let y = Math.max(1, row - reach); y <= Math.min(values.length - 2, row + reach); y++) if (best < 0 || values[y] > values[best]) best = y;
  if (best < 0 || !(values[best] >= values[best - 1] && values[best] >= values[best + 1])) return undefined;
  const bend = values[best - 1] - 2 * values[best] + values[best + 1];
  return { row: best + (bend < 0 ? (0.5 * (values[best - 1] - values[best + 1])) / bend : 0), value: values[best] };
}

/** The light along the slit, one value per row. */
export interface SlitProfile {
  /** Electron per pixel; NaN where there is none. */
  readonly flux: Float64Array;
  /** Electron²; Infinity where the row does not count. */
  readonly variance: Float64Array;
}

/** Bins without a saturated pixel that describe the shape of a saturated source well enough, share of all. */
const ENOUGH_UNSATURATED = 0.25;

/**
 * The slit profile with the path straightened: weighted mean of the bins `from … to − 1` along it. Saturated bins are left out; where nearly all are, they stay
 * and the rows that are saturated do not count.
 */
export function straighten({ bins, signal, variance, scatter }: SlitSignal, path: Series, from = 0, to = bins.count): SlitProfile {
  const { ny } = bins;
  const flux = new Float64Array(ny);
  const error = new Float64Array(ny);
  const weights = new Float64Array(ny);
  const isSaturated = Array.from({ length: to - from }, (_, k) => bins.saturated.subarray((from + k) * ny, (from + k + 1) * ny).includes(1));
  const leaveOut = isSaturated.filter((full) => !full).length >= Math.max(1, ENOUGH_UNSATURATED * (to - from));
  for (let b = from; b < to; b++) {
    if (!Number.isFinite(scatter[b]) || (leaveOut && isSaturated[b - from])) continue;
    const weight = 1 / scatter[b] ** 2;
    const shift = evaluateFit(path, binCenter(bins, b));
    const whole = Math.floor(shift);
    const [w0, w1, w2, w3] = cubicWeights(shift - whole);
    for (let y = 0; y < ny; y++) {
      const r = y + whole;
      if (r < 0 || r + (w1 < 1 ? 1 : 0) >= ny) continue;
      // At the ends of the slit the last row stands for the one beyond.
      const i = b * ny + r;
      const before = r > 0 ? i - 1 : i;
      const next = r + 1 < ny ? i + 1 : i;
      const last = r + 2 < ny ? i + 2 : b * ny + ny - 1;
      if (variance[before] === Infinity || variance[i] === Infinity || variance[next] === Infinity || variance[last] === Infinity) continue;
      flux[y] += weight * (w0 * signal[before] + w1 * signal[i] + w2 * signal[next] + w3 * signal[last]);
      error[y] += bins.saturated[i] === 1 || bins.saturated[next] === 1 ? Infinity : weight * weight * variance[i];
      weights[y] += weight;
    }
  }
  return {
    flux: flux.map((sum, y) => (weights[y] > 0 ? sum / weights[y] : NaN)),
    variance: error.map((sum, y) => (weights[y] > 0 ? sum / weights[y] ** 2 : Infinity)),
  };
}

/** Catmull & Rom's cubic between samples 0 and 1 of −1, 0, 1, 2. */
function cubicWeights(t: number): [number, number, number, number] {
  return [0.5 * t * (-1 + t * (2 - t)), 0.5 * (2 + t * t * (-5 + 3 * t)), 0.5 * t * (1 + t * (4 - 3 * t)), 0.5 * t * t * (t - 1)];
}
