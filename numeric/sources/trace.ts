import { averageColumns, binCenter, type ColumnBins } from './column-bins.js';
import { FitError } from '../errors.js';
import type { Frame } from '../frame.js';
import { evaluateFit, robustFitSeries, type RobustSeriesFit, type Series, type SeriesProblem } from '../math/polynomial.js';
import { fitBin, type BinSource, type BinSample } from './trace-bin.js';
import { median } from '../math/statistics.js';
import { followTogether } from './trace-together.js';
import type { Target } from './target.js';

/** How a source is followed. */
export interface TraceOptions {
  /** Least degree of the polynomial; lower where too little of the spectrum shows the target. Default 2. */
  readonly degree?: number;
  /** Higher degrees are taken up to this one as long as each takes out more than noise would. Default 5. */
  readonly maximumDegree?: number;
  /** Width of a bin, unbinned columns. Default 50; faint targets take wider ones by themselves. */
  readonly binColumns?: number;
  /** Least signal-to-noise of the light in a bin for its center to count, σ. Default 6. */
  readonly minimumSnr?: number;
}

/** One bin of a trace. */
export interface TraceSample {
  /** Middle of the bin, column. */
  readonly column: number;
  /** Row of the center and its error (1 σ). */
  readonly row: number;
  readonly sigmaRow: number;
  /** Full width at half maximum, rows. */
  readonly fwhm: number;
  /** Height of the source ÷ its error. */
  readonly snr: number;
  /** Whether the polynomial used it. */
  readonly used: boolean;
}

/** The line followed by a source. */
export interface Trace {
  /** Row (counted from 0, pixel centers at integers) as a function of the column. */
  readonly fit: Series;
  /** Full width at half maximum, rows, as a function of the column. */
  readonly fwhm: Series;
  /** Scatter of the measured centers about the fit, rows; NaN when the path of the target was taken as it is. */
  readonly rmsPixel: number;
  readonly samples: readonly TraceSample[];
  /** Bins measured and used; 0 means the target is too faint to follow and runs parallel to the strongest light of the frame. */
  readonly samplesUsed: number;
}

const DEFAULTS = { degree: 2, maximumDegree: 5, binColumns: 50, minimumSnr: 6 };
/** A further coefficient must lower χ², in units of χ² per degree of freedom, by this much: 3.5 σ. */
const WORTHWHILE = 12;
/** A residual counts in that comparison up to this many σ, so that outliers do not choose the degree. */
const RESIDUAL_CAP = 4;
/** Bins are widened until this many show the target, or there are no more than FEWEST_BINS. */
const ENOUGH_SAMPLES = 8;
const FEWEST_BINS = 4;
/** Where bins had to become so few, all of the light is fitted together: in so wide a bin a steep line is smeared, and where its light is no one knows. */
const WIDE_BINS = 20;
/** Bins of that fit. */
const TOGETHER_BINS = 64;
/** No center is known better than this, rows: pixel response and the structure of real images. */
const CENTER_FLOOR = 0.01;
/** A bin must show the target this well for its width to count, σ. */
const WIDTH_SNR = 25;
/** A width weighs no more than that of a bin of this signal-to-noise: beyond, the shape of the image errs by more than noise. */
const MOST_WIDTH_SNR = 500;
/** The path of a target is trusted down to this significance, σ. */
const PATH_SNR = 3;
/** Rows searched beyond the path: so many FWHM and rows. */
const MARGIN = { fwhm: 6, rows: 3 };
/** The walk is led by the median of this many bins, and by the path again when the last one seen is this share of the spectrum away. */
const LEADING_BINS = 5;
const FARTHEST_LEAD = 0.3;
/** Bins of the right half that lead the first steps to the left. */
const SEED_BINS = 3;
/** Share of the spectrum that must show the source for a straight line, and for the degree asked for; every coefficient takes three bins, a higher one eight. */
const COVERAGE = { line: 0.3, full: 0.6 };
const BINS_PER_COEFFICIENT = { usual: 3, higher: 8 };
/** Share of the spectrum that must show the source for its width to change along it. */
const WIDTH_COVERAGE = 0.5;

/** Row of a trace at a column (both counted from 0, fractions allowed). */
export function traceRow(trace: Trace, column: number): number {
  return evaluateFit(trace.fit, column);
}

/** Rows of a trace at every column of a frame of nx columns. */
export function traceRows(trace: Trace, nx: number): Float64Array {
  return evaluateColumns(trace.fit, nx);
}

/** FWHM of the source at every column, rows. */
export function traceFwhms(trace: Trace, nx: number): Float64Array {
  return evaluateColumns(trace.fwhm, nx);
}

function evaluateColumns(series: Series, nx: number): Float64Array {
  const values = new Float64Array(nx);
  for (let x = 0; x < nx; x++) values[x] = evaluateFit(series, x);
  return values;
}

/**
 * Follows a target across the frame: center and width in bins of ~50 columns, then polynomials of both.
 *
 * In each bin the profile of the target, pixel averaged, is fitted with its neighbors and a constant within 2.5 FWHM of the row predicted, starting
 * where it is brightest and walking outward both ways; a step may not leave the prediction by more than 1 FWHM, nor pass half of
 * the way to a neighbor, so a trace cannot cross to a brighter one. Bins below `minimumSnr` do not count; when they are too few,
 * wider bins are taken, and in the end all together. A source without continuum is followed on its lines. What is fitted is the distance from the target's path, robustly (Tukey), with
 * a degree the coverage supports and the centers ask for: real lines of light need 3 to 5 at a precision of 0.02 rows.
 *
 * @param frame electron, [ny × nx]. @param others the other targets of the frame.
 * @returns rows counted from 0. Where bins are too few the path of the target is taken as it is: `samplesUsed` 0 and `rmsPixel` NaN.
 * @throws {FitError} `trace-failed` if no bin shows the target and its path is unknown to be any better than a guess.
 *
 * Inputs are left unchanged. O(nx · rows near the target).
 */
export function traceTarget(frame: Frame, target: Target, others: readonly Target[], options: TraceOptions = {}): Trace {
  const { degree, maximumDegree, binColumns, minimumSnr } = { ...DEFAULTS, ...options };
  const { nx, binX } = frame.geometry;
  if (target.lines !== undefined) return alongLines(target, target.lines, nx, degree, maximumDegree);
  let count = Math.max(1, Math.min(Math.floor(nx / 4), Math.round((nx * binX) / binColumns)));
  let best: BinSample[] = [];
  for (;;) {
    const samples = followBins(frame, target, others, count, minimumSnr);
    // A source that shines in part of the spectrum has fewer and fewer wide bins, and their middle is not where its light is.
    if (samples.length >= best.length || best.length < FEWEST_BINS) best = samples.length > 0 ? samples : best;
    if (best.length >= ENOUGH_SAMPLES || (count <= FEWEST_BINS && best.length > 0)) {
      const trace = fitTrace(best, target, nx, degree, maximumDegree);
      return count <= WIDE_BINS && isWhole(target, nx) ? alongAll(trace, allTogether(frame, target, others)) : trace;
    }
    if (count <= FEWEST_BINS) return alongAll(alongPath(target, nx), allTogether(frame, target, others));
    count = Math.max(FEWEST_BINS, count >> 1);
  }
}

/** The line of a source that shows in wide bins at most: its path, shifted and bent as all of its light together says. */
function allTogether(frame: Frame, target: Target, others: readonly Target[]): Series | undefined {
  const { nx, binY } = frame.geometry;
  const [from, to] = rowsInReach(frame, target);
  return followTogether(averageColumns(frame, Math.max(1, Math.min(TOGETHER_BINS, nx >> 2)), from, to), target, others, nx, binY);
}

/** A trace along another line, where there is one: the scatter of its centers is about that. */
function alongAll(trace: Trace, fit: Series | undefined): Trace {
  if (fit === undefined) return trace;
  const used = trace.samples.filter((sample) => sample.used);
  const squares = used.reduce((sum, { row, column }) => sum + (row - evaluateFit(fit, column)) ** 2, 0);
  return { ...trace, fit, rmsPixel: Math.sqrt(squares / used.length) };
}

const isWhole = ({ columns: [from, to] }: Target, nx: number): boolean => from === 0 && to === nx;

/** A source without continuum: its lines are all there is to follow; few of them shift the path and do not bend it. */
function alongLines(target: Target, lines: NonNullable<Target['lines']>, nx: number, degree: number, maximumDegree: number): Trace {
  const samples = lines.map((line): BinSample => ({ ...line, offset: line.row - pathRow(target, line.column), saturated: false })).sort((a, b) => a.column - b.column);
  if (samples.length > BINS_PER_COEFFICIENT.usual) return fitTrace(samples, target, nx, degree, maximumDegree);
  return { ...alongPath(target, nx), samples: lines.map((line) => ({ ...line, used: true })), samplesUsed: lines.length };
}

function alongPath(target: Target, nx: number): Trace {
  if (target.snr < PATH_SNR) {
    throw new FitError('trace-failed', `The source at row ${target.positionRow.toFixed(1)} is too faint to be followed (${target.snr.toFixed(1)} σ).`, {
      row: target.positionRow,
      snr: target.snr,
    });
  }
  const [c0, ...rest] = target.path.coefficients;
  const domain: [number, number] = [0, Math.max(1, nx - 1)];
  return {
    fit: { kind: 'legendre', coefficients: Float64Array.of(c0 + target.positionRow, ...rest), domain },
    fwhm: { kind: 'legendre', coefficients: Float64Array.of(target.fwhmPixel), domain },
    rmsPixel: NaN,
    samples: [],
    samplesUsed: 0,
  };
}

/** Row of a target at a column by its path. */
function pathRow(target: Target, column: number): number {
  return target.positionRow + evaluateFit(target.path, column);
}

/** Rows, half-open, in which the source may be. */
function rowsInReach({ geometry: { nx, ny } }: Frame, target: Target): [number, number] {
  const margin = MARGIN.fwhm * target.fwhmPixel + MARGIN.rows;
  const rows = [0, (nx - 1) / 2, nx - 1].map((x) => pathRow(target, x));
  return [Math.max(0, Math.floor(Math.min(...rows) - margin)), Math.min(ny, Math.ceil(Math.max(...rows) + margin))];
}

function followBins(frame: Frame, target: Target, others: readonly Target[], count: number, minimumSnr: number): BinSample[] {
  const [from, to] = rowsInReach(frame, target);
  const bins = averageColumns(frame, count, from, to);
  const first = brightestBin(bins, target);
  if (first < 0) return [];
  const walk = (from: number, to: number, step: number, seed: readonly BinSample[]): BinSample[] => {
    const found = [...seed];
    for (let b = from; b !== to; b += step) {
      const column = binCenter(bins, b);
      const path = pathRow(target, column);
      const own = path + drift(found, column, target);
      const neighbors = others.map((other): BinSource => ({ row: own + pathRow(other, column) - path, parameters: other.parameters, model: other.model }));
      const sample = fitBin(bins, b, { row: own, parameters: target.parameters, model: target.model }, neighbors, target.fwhmPixel);
      if (sample !== undefined && sample.snr >= minimumSnr) found.push({ ...sample, offset: sample.row - path });
    }
    return found.slice(seed.length);
  };
  const right = walk(first, count, 1, []);
  const left = walk(first - 1, -1, -1, right.slice(0, SEED_BINS).reverse());
  return [...left.reverse(), ...right];
}

/** How far the last bins were from the path: their median, so that one bad bin does not lead the walk astray. */
function drift(found: readonly BinSample[], column: number, target: Target): number {
  if (found.length === 0) return 0;
  const last = found.slice(-LEADING_BINS);
  const offset = median(Float64Array.from(last, (sample) => sample.offset));
  // Far from the last bin seen the path is the better guide than a walk that stopped.
  const span = target.path.domain[1] - target.path.domain[0];
  return Math.abs(column - last[last.length - 1].column) > FARTHEST_LEAD * span ? 0 : offset;
}

/** The bin in which the light of the target at its path stands out most against the noise. */
function brightestBin(bins: ColumnBins, target: Target): number {
  let best = -1;
  let most = -Infinity;
  const half = Math.max(1, Math.round(target.fwhmPixel));
  for (let b = 0; b < bins.count; b++) {
    const center = Math.round(pathRow(target, binCenter(bins, b)));
    let [sum, variance] = [0, 0];
    for (let y = Math.max(0, center - half); y <= Math.min(bins.ny - 1, center + half); y++) {
      if (!Number.isFinite(bins.flux[b * bins.ny + y])) continue;
      sum += bins.flux[b * bins.ny + y];
      variance += bins.variance[b * bins.ny + y];
    }
    const [low, high] = [center - 3 * half, center + 3 * half].map((y) => bins.flux[b * bins.ny + y]);
    const sky = Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : Number.isFinite(low) ? low : Number.isFinite(high) ? high : 0;
    const snr = (sum - sky * (2 * half + 1)) / Math.sqrt(variance);
    if (snr > most) [best, most] = [b, snr];
  }
  return best;
}

function fitTrace(samples: readonly BinSample[], target: Target, nx: number, degree: number, maximumDegree: number): Trace {
  const domain: [number, number] = [0, Math.max(1, nx - 1)];
  const x = Float64Array.from(samples, (sample) => sample.column);
  const offset = Float64Array.from(samples, (sample) => sample.offset);
  const weights = Float64Array.from(samples, (sample) => 1 / (sample.sigmaRow ** 2 + CENTER_FLOOR ** 2));
  const coverage = (x[x.length - 1] - x[0]) / (domain[1] - domain[0]);
  const supported = coverage < COVERAGE.line ? 0 : coverage < COVERAGE.full ? 1 : degree;
  const least = Math.max(0, Math.min(supported, Math.floor((samples.length - 1) / BINS_PER_COEFFICIENT.usual)));
  const most = coverage < COVERAGE.full ? least : Math.max(least, Math.min(maximumDegree, Math.floor(samples.length / BINS_PER_COEFFICIENT.higher)));
  const problem = { kind: 'legendre' as const, domain, x, weights, y: offset };
  const correction = worthwhileFit(problem, least, most);
  const order = correction.coefficients.length - 1;
  const fit: Series = { kind: 'legendre', domain, coefficients: new Float64Array(Math.max(order + 1, target.path.coefficients.length)) };
  correction.coefficients.forEach((c, k) => (fit.coefficients[k] += c));
  target.path.coefficients.forEach((c, k) => (fit.coefficients[k] += c));
  fit.coefficients[0] += target.positionRow;

  let [squares, count] = [0, 0];
  correction.used.forEach((used, i) => {
    if (used === 1) {
      squares += (offset[i] - evaluateFit(correction, x[i])) ** 2;
      count++;
    }
  });
  return {
    fit,
    fwhm: fitWidth(samples.filter((sample, i) => correction.used[i] === 1 && sample.snr >= WIDTH_SNR && !sample.saturated), target, domain),
    rmsPixel: Math.sqrt(squares / count),
    samples: samples.map(({ column, row, sigmaRow, fwhm, snr }, i) => ({ column, row, sigmaRow, fwhm, snr, used: correction.used[i] === 1 })),
    samplesUsed: count,
  };
}

/** The robust fit of the lowest degree from which no higher one, up to `most`, improves by more than noise would. */
function worthwhileFit(problem: Omit<SeriesProblem, 'degree'> & { readonly weights: Float64Array }, least: number, most: number): RobustSeriesFit {
  const { x, y, weights } = problem;
  const chiSquare = (fit: Series): number =>
    x.reduce((sum, at, i) => sum + Math.min(RESIDUAL_CAP ** 2, weights[i] * (y[i] - evaluateFit(fit, at)) ** 2), 0);
  let best = robustFitSeries({ ...problem, degree: least });
  for (let degree = least + 1; degree <= most; degree++) {
    const fit = robustFitSeries({ ...problem, degree });
    const extra = degree + 1 - best.coefficients.length;
    const perFreedom = Math.max(1, chiSquare(fit) / (x.length - degree - 1));
    if (chiSquare(best) - chiSquare(fit) > WORTHWHILE * extra * perFreedom) best = fit;
  }
  return best;
}

/** Width as a straight line in the column where enough bins tell it, else constant: seeing changes as λ^−0.2, a tenth over a spectrum. */
function fitWidth(samples: readonly BinSample[], target: Target, domain: [number, number]): Series {
  if (samples.length < 3) return { kind: 'legendre', domain, coefficients: Float64Array.of(target.fwhmPixel) };
  const x = Float64Array.from(samples, (sample) => sample.column);
  const coverage = (x[x.length - 1] - x[0]) / (domain[1] - domain[0]);
  const { coefficients } = robustFitSeries({
    kind: 'legendre',
    domain,
    x,
    y: Float64Array.from(samples, (sample) => sample.fwhm),
    weights: Float64Array.from(samples, (sample) => Math.min(sample.snr, MOST_WIDTH_SNR) ** 2),
    degree: samples.length >= ENOUGH_SAMPLES && coverage > WIDTH_COVERAGE ? 1 : 0,
  });
  return { kind: 'legendre', domain, coefficients };
}
