import { ContractError, FitError } from '../errors.js';
import { evaluateFit, fitSeries } from '../math/polynomial.js';
import { madSigma, median, runningMedian } from '../math/statistics.js';

/** Least signal-to-noise ratio of a pixel of the flat. The mean of 1/response is 1 + 1/SNR²: below this, dividing makes a spectrum more than 0.25 % too bright, and noisier by 5 % a pixel. */
const LEAST_SNR = 20;
/** Columns are compared with the median of so many around them: more than twice as wide as any bad block that is to be told from the lamp. */
const NEIGHBORHOOD = 51;
/** A column off by more than 5 σ of its kind, and by more than this, says nothing about the lamp. */
const OUTLIER_SIGMA = 5;
const OUTLIER_SHARE = 0.01;
/** A series that stays this near to the lamp, smoothed over `SMOOTHED` columns, is taken as it is: a third of what a spectrum may be off by. */
const FOLLOWED_SHARE = 0.003;
const SMOOTHED = 31;
/** Only an edge makes the lamp change by more than this a column, measured over 2 × `SLOPE_REACH`: fringes of 3 % cancel over that length. */
const STEEP_PER_COLUMN = 0.01;
const SLOPE_REACH = 16;
/** At an edge the residual is followed by a parabola over ± this many columns, wider with the distance from it. */
const NARROWEST = 8;
const WIDEST = 100;
/** A level that is still this far off beside an edge is no answer. */
const UNFOLLOWED_SHARE = 0.01;

/** A flat along the dispersion: of every column the median of its usable pixels, the noise of one of them, electron, and how many there are. NaN without pixels. */
export interface LampProfile {
  readonly medians: Float64Array;
  readonly pixelSigma: Float64Array;
  readonly pixels: Uint32Array;
}

/** What of the light of a flat is the lamp. */
export interface LampLevel {
  /** Electron, for every column; NaN where the flat is too dark to know anything about its pixels, or the level could not be followed. */
  readonly level: Float64Array;
  /** Columns that took part. */
  readonly good: Uint8Array;
  readonly darkColumns: number;
  readonly outlyingColumns: number;
  readonly unfollowedColumns: number;
  /** Largest departure of the columns from the level, smoothed: how well the lamp is described. */
  readonly residualPercent: number;
}

/**
 * The spectrum of a lamp: a Chebyshev series of the column index through the column medians, unweighted, as the Goodman pipeline has it. Columns whose pixels have
 * less signal than `LEAST_SNR` times their noise, and columns that stand out of their neighborhood (dead, hot, a ghost), take no part. Where that series does not follow
 * the lamp, the series is put through the logarithms instead, which follows a lamp that fades by orders of magnitude; and beside an edge, where no polynomial
 * can but ring, what is left is followed by parabolas over a few columns.
 *
 * @throws {FitError} `frames-unusable` without light, or with too few usable columns for the order.
 * @throws {ContractError} if the order is no whole number from 0 on.
 */
export function lampLevel({ medians, pixelSigma, pixels }: LampProfile, order: number): LampLevel {
  if (!(Number.isInteger(order) && order >= 0)) throw new ContractError(`flat: order ${order}`);
  const lit = Float64Array.from(medians.keys()).filter((i) => medians[i] > 0 && medians[i] >= LEAST_SNR * pixelSigma[i]);
  const dark = medians.length - lit.length;
  const noise = lit.map((i) => (Math.sqrt(Math.PI / 2) * pixelSigma[i]) / (medians[i] * Math.sqrt(pixels[i])));
  const x = withoutOutliers(lit, lit.map((i) => Math.log(medians[i])), noise);
  if (x.length <= order) {
    throw new FitError('frames-unusable', `Only ${x.length} columns of the flat are bright enough and alike; a series of order ${order} needs ${order + 1}. Take flats with more light.`, {
      columns: x.length,
      order,
    });
  }
  const all = Float64Array.from(medians.keys());
  const fit = followed(x, medians, pixelSigma, order, all);
  const { correction, unfollowed } = besideEdges(x, fit, medians, all);
  const level = all.map((_, i) => fit.level[i] * Math.exp(correction[i]));
  const isLit = new Uint8Array(medians.length);
  for (const i of lit) isLit[i] = 1;
  for (let i = 0; i < level.length; i++) if (isLit[i] === 0 || unfollowed[i] === 1 || !(level[i] > 0)) level[i] = NaN;
  const good = new Uint8Array(medians.length);
  for (const i of x) good[i] = 1;
  const known = x.filter((i) => Number.isFinite(level[i]));
  return {
    level,
    good,
    darkColumns: dark,
    outlyingColumns: lit.length - x.length,
    unfollowedColumns: unfollowed.reduce((sum, value) => sum + value, 0),
    residualPercent: 100 * largest(smoothed(known.map((i) => Math.log(medians[i] / level[i])))),
  };
}

/** The columns whose values do not stand out of their neighborhood: of its median, at the ends of the straight line through it. `noise` is σ of each value. */
function withoutOutliers(x: Float64Array, values: Float64Array, noise: Float64Array): Float64Array {
  if (values.length < NEIGHBORHOOD) return x;
  const half = NEIGHBORHOOD >> 1;
  const middle = runningMedian(values, NEIGHBORHOOD);
  const scatter = new Float64Array(values.length).fill(madSigma(values.map((value, i) => value - middle[i])));
  for (const start of [0, values.length - NEIGHBORHOOD]) {
    const end = values.subarray(start, start + NEIGHBORHOOD);
    const line = repeatedMedianLine(end);
    // Where the lamp bends within the window, that is its scatter.
    const own = madSigma(end.map((value, i) => value - line(i)), 0);
    const [from, to] = start === 0 ? [0, half] : [values.length - half, values.length];
    for (let i = from; i < to; i++) {
      middle[i] = line(i - start);
      scatter[i] = Math.max(scatter[i], own);
    }
  }
  return x.filter((_, i) => Math.abs(values[i] - middle[i]) <= Math.max(OUTLIER_SIGMA * Math.max(scatter[i], noise[i]), OUTLIER_SHARE));
}

/** The line of repeated medians, which half of the points may leave as they like. @see Siegel 1982, Biometrika 69, 242 */
function repeatedMedianLine(values: Float64Array): (index: number) => number {
  const slope = median(values.map((value, i) => median(values.map((other, j) => (other - value) / (j - i)).filter((_, j) => j !== i))));
  const start = median(values.map((value, i) => value - slope * i));
  return (index) => start + slope * index;
}

interface Followed {
  /** At every column. */
  readonly level: Float64Array;
  /** ln(column ÷ level) at the columns the series was put through. */
  readonly residual: Float64Array;
  readonly worst: number;
}

/** The series through the medians; through their logarithms where that is nearer by far. */
function followed(x: Float64Array, medians: Float64Array, pixelSigma: Float64Array, order: number, all: Float64Array): Followed {
  const domain = [0, Math.max(1, medians.length - 1)] as const;
  const plain = fitSeries({ kind: 'chebyshev', degree: order, x, y: x.map((i) => medians[i]), domain });
  const linear = followedBy(x, medians, all.map((i) => evaluateFit(plain, i)));
  if (linear.worst <= FOLLOWED_SHARE) return linear;
  // A logarithm is as uncertain as the value is in parts of itself.
  const weights = x.map((i) => (pixelSigma[i] > 0 ? (medians[i] / pixelSigma[i]) ** 2 : 1));
  const logs = fitSeries({ kind: 'chebyshev', degree: order, x, y: x.map((i) => Math.log(medians[i])), weights, domain });
  const logarithmic = followedBy(x, medians, all.map((i) => Math.exp(evaluateFit(logs, i))));
  return logarithmic.worst < linear.worst / 2 ? logarithmic : linear;
}

function followedBy(x: Float64Array, medians: Float64Array, level: Float64Array): Followed {
  const residual = x.map((i) => (level[i] > 0 ? Math.log(medians[i] / level[i]) : Infinity));
  return { level, residual, worst: largest(smoothed(residual)) };
}

/** Medians of the neighbors, fewer at the ends. */
function smoothed(values: Float64Array): Float64Array {
  const half = SMOOTHED >> 1;
  return values.map((_, i) => median(values.subarray(Math.max(0, i - half), i + half + 1)));
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** What the series leaves beside an edge, by parabolas that widen with the distance from it; nothing where it follows the lamp, or there is no edge. */
function besideEdges(x: Float64Array, { residual, worst }: Followed, medians: Float64Array, all: Float64Array): { readonly correction: Float64Array; readonly unfollowed: Uint8Array } {
  const correction = new Float64Array(all.length);
  const unfollowed = new Uint8Array(all.length);
  const steep = worst > FOLLOWED_SHARE ? steepColumns(x, medians) : [];
  if (steep.length === 0) return { correction, unfollowed };
  const finite = x.filter((_, i) => Number.isFinite(residual[i]));
  const values = residual.filter((value) => Number.isFinite(value));
  let from = 0;
  for (const i of all) {
    const distance = steep.reduce((least, at) => Math.min(least, Math.abs(at - i)), Infinity);
    const half = Math.min(WIDEST, NARROWEST + distance / 2);
    while (from < finite.length && finite[from] < i - WIDEST) from++;
    correction[i] = parabolaAt(finite, values, i, half, from);
  }
  const left = smoothed(Float64Array.from(finite, (at, k) => values[k] - correction[at]));
  const isSteep = new Set(steep);
  finite.forEach((at, k) => {
    if (isSteep.has(at) && !(Math.abs(left[k]) <= UNFOLLOWED_SHARE)) unfollowed[at] = 1;
  });
  return { correction, unfollowed };
}

/** Columns at which the lamp changes as only an edge does. */
function steepColumns(x: Float64Array, medians: Float64Array): number[] {
  const logs = runningMedian(x.map((i) => Math.log(medians[i])), 3);
  return Array.from(x.keys()).flatMap((k) => {
    const [a, b] = [Math.max(0, k - SLOPE_REACH), Math.min(x.length - 1, k + SLOPE_REACH)];
    return b > a && Math.abs(logs[b] - logs[a]) > STEEP_PER_COLUMN * (x[b] - x[a]) ? [x[k]] : [];
  });
}

/** Least-squares parabola through the points within `half` of a place (more where there are fewer than eight), evaluated there. */
function parabolaAt(x: Float64Array, y: Float64Array, at: number, half: number, from: number): number {
  let [n, t1, t2, t3, t4, y0, y1, y2] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = from; k < x.length && x[k] <= at + half; k++) {
    const t = (x[k] - at) / half;
    if (t < -1) continue;
    n++;
    t1 += t;
    t2 += t * t;
    // Products: a power of a number that is no constant costs as much as all else here.
    t3 += t * t * t;
    t4 += t * t * (t * t);
    y0 += y[k];
    y1 += t * y[k];
    y2 += t * t * y[k];
  }
  if (n < 8) return n === 0 ? 0 : y0 / n;
  // Cramer's rule for the value at t = 0.
  const determinant = n * (t2 * t4 - t3 * t3) - t1 * (t1 * t4 - t2 * t3) + t2 * (t1 * t3 - t2 * t2);
  return (y0 * (t2 * t4 - t3 * t3) - t1 * (y1 * t4 - y2 * t3) + t2 * (y1 * t3 - y2 * t2)) / determinant;
}
