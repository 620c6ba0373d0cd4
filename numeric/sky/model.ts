import { MASK, type Frame } from '../frame.js';
import { fitCurvedSky } from './curved.js';
import { judgeCurvature } from './sky-curvature.js';
import { DEFAULT_ZONES, isAvoided, planZones, type ZoneOptions, type ZonePlan } from './zones.js';
import { bendPredictor, estimateTilt, type LineTilt, type SkyShape } from './tilt.js';
import { medianInPlace, SIGMA_PER_MAD } from '../math/statistics.js';
import { traceFwhms, traceRows, type Trace } from '../sources/trace.js';

/** Where the sky is measured, and whether. */
export interface SkyOptions extends ZoneOptions {
  /** Subtract nothing: level and variance are 0. */
  readonly disable?: boolean;
}

/** The sky near a source in every column: level + slope·(y − trace row), electron per pixel. Arrays have nx values; NaN where unknown. */
export interface SkyModel {
  readonly level: Float64Array;
  /** Electron per pixel per row; 0 where only one side was measured. */
  readonly slope: Float64Array;
  readonly levelVariance: Float64Array;
  readonly slopeVariance: Float64Array;
  readonly covariance: Float64Array;
  /** 0, or NO_DATA where no row could be used. */
  readonly mask: Uint8Array;
  /** Zones used, offsets from the trace in rows; empty when sky subtraction is off. */
  readonly zones: readonly (readonly [number, number])[];
  /** Coefficients of t², t³, … where the sky bends along the slit, each of nx values; none where a straight line describes it. */
  readonly higher?: readonly Float64Array[];
  /** What the sky in the zones differs from its description, over two FWHM, percent of the light of the source; not known when sky subtraction is off. */
  readonly misfitPercent?: number;
}

/** A column is fitted again when the square of the bend of a sky line exceeds this share of the variance of the level: a tenth of its error. */
const WORTH_A_REFIT = 0.01;
/** Residuals beyond this many σ are cosmic rays or unseen sources. */
const CLIP_SIGMA = 4;
const ROUNDS = 3;

/**
 * Measures the sky of one source column by column: a straight line along the slit through zones on both sides, a constant when one side is
 * all there is, with outliers clipped at 4 σ (first of the MAD, then about the line) in three rounds and the light of other sources left out.
 *
 * Images of the slit are tilted, so a sky line crosses a column at an angle; to first order that is the slope of the line fitted. The bend it
 * leaves over wide zones, ½·(tilt·t)²·d²sky/dx² and the curvature of the line, is predicted from the sky spectrum and the tilt and curvature the fits themselves
 * show (all sky lines of the frame together) and removed before a second fit.
 *
 * All rows weigh the same: weights from the variance of single pixels would favor those that scattered low. The variance is that of the fit.
 *
 * @throws {FitError} `fit-failed` if the slit has no room for a sky zone.
 * Inputs are left unchanged. O(nx · rows of the zones).
 */
export function modelSky(frame: Frame, trace: Trace, others: readonly Trace[], options: SkyOptions = {}): SkyModel {
  const { nx, ny } = frame.geometry;
  if (options.disable === true) return withoutSky(nx);
  const model = { ...withoutSky(nx), bend: new Float64Array(nx), bendVariance: new Float64Array(nx) };
  const plan = planZones(ny, nx, trace, others, options);
  const rows = traceRows(trace, nx);
  const column = new ColumnFit(2 * Math.ceil(Math.max(...plan.zones.map(([from, to]) => to - from)) + 2));
  for (let x = 0; x < nx; x++) {
    column.gather(frame, plan, x, rows[x]);
    column.fitInto(model, x, plan.zones.length === 2);
  }
  // Once only: a second round would sharpen the noise of the sky along with its lines.
  const tilt = plan.zones.length === 2 ? estimateTilt(model) : undefined;
  if (tilt !== undefined) refit(frame, plan, rows, tilt, model, column);
  const { level, slope, levelVariance, slopeVariance, covariance, mask } = model;
  const straight: SkyModel = { level, slope, levelVariance, slopeVariance, covariance, mask, zones: plan.zones };
  return plan.zones.length === 2 ? bentAsNeeded(frame, trace, others, options, straight, plan, tilt) : straight;
}

/** Ways to describe a sky that is no straight line, the simplest first: degree, width of the zones, FWHM (that of the line where none is named), and gap, in units of that of the line. */
const CURVES: readonly { readonly degree: number; readonly widthFwhm?: number; readonly gap: number }[] = [
  { degree: 2, gap: 1 },
  { degree: 2, widthFwhm: 6, gap: 0.6 },
  { degree: 4, widthFwhm: 9, gap: 0.6 },
  { degree: 4, widthFwhm: 5.25, gap: 0.5 },
];

/** The straight sky, or a curve through it where the source stands on a gradient or a nebula that a line misses by more than 1 % of its light. */
function bentAsNeeded(frame: Frame, trace: Trace, others: readonly Trace[], options: SkyOptions, straight: SkyModel, plan: ZonePlan, tilt: LineTilt | undefined): SkyModel {
  const { nx, ny } = frame.geometry;
  const rows = traceRows(trace, nx);
  const { spacingFwhm = DEFAULT_ZONES.spacingFwhm } = options;
  const choices = CURVES.map(({ degree, widthFwhm, gap }) => ({
    degree,
    plan: widthFwhm === undefined ? plan : planZones(ny, nx, trace, others, { spacingFwhm: gap * spacingFwhm, widthFwhm }),
  })).filter((choice) => choice.plan.zones.length === 2);
  const fwhm = traceFwhms(trace, nx)[nx >> 1];
  const { choice, misfitPercent } = judgeCurvature(frame, rows, fwhm, straight, choices);
  if (choice === undefined) return { ...straight, misfitPercent };
  const curved = fitCurvedSky(frame, choice.plan, rows, choice.degree, (x, t) => skyAt(straight, x, t), tilt === undefined ? () => 0 : bendPredictor(straight.level, tilt));
  return { ...curved, zones: choice.plan.zones, misfitPercent };
}

/** Sky of one pixel `t` rows from the trace, electron; NaN where the column has none. */
export function skyAt(sky: SkyModel, x: number, t: number): number {
  const line = sky.level[x] + sky.slope[x] * t;
  if (sky.higher === undefined) return line;
  // Beyond the zones a polynomial is no measurement: the terms above the line stay as they are at the last row.
  const reach = sky.zones.reduce((most, [from, to]) => Math.max(most, -from, to), 0);
  const inside = Math.max(-reach, Math.min(reach, t));
  return line + sky.higher.reduceRight((sum, values) => values[x] + sum * inside, 0) * inside * inside;
}

type Working = SkyModel & SkyShape;

interface LineSums {
  readonly count: number;
  readonly value: number;
  readonly offset: number;
  readonly variance: number;
  readonly spread: number;
  readonly product: number;
  readonly squares: number;
}

const NOTHING: LineSums = { count: 0, value: NaN, offset: NaN, variance: NaN, spread: 0, product: 0, squares: 0 };

function withoutSky(nx: number): SkyModel {
  const zeros = (): Float64Array => new Float64Array(nx);
  return { level: zeros(), slope: zeros(), levelVariance: zeros(), slopeVariance: zeros(), covariance: zeros(), mask: new Uint8Array(nx), zones: [] };
}

/** Fits again the columns in which the bend of a sky line is more than a tenth of the error of the level. */
function refit(frame: Frame, plan: ZonePlan, rows: Float64Array, tilt: LineTilt, model: Working, column: ColumnFit): void {
  const first = Float64Array.from(model.level);
  const bend = bendPredictor(first, tilt);
  const reach = Math.max(...plan.zones.map(([from, to]) => Math.max(Math.abs(from), Math.abs(to))));
  for (let x = 0; x < first.length; x++) {
    const worst = Math.max(Math.abs(bend(x, reach)), Math.abs(bend(x, -reach)));
    if (!(worst * worst > WORTH_A_REFIT * model.levelVariance[x])) continue;
    column.gather(frame, plan, x, rows[x]);
    column.subtract((t) => bend(x, t));
    column.fitInto(model, x, true, false);
  }
}

/** The sky pixels of one column and their robust straight line; one object serves all columns, so nothing is allocated in the loop. */
class ColumnFit {
  private readonly value: Float64Array;
  private readonly offset: Float64Array;
  private readonly variance: Float64Array;
  private readonly kept: Uint8Array;
  private readonly scratch: Float64Array;
  private count = 0;
  private both = false;

  constructor(capacity: number) {
    this.value = new Float64Array(capacity);
    this.offset = new Float64Array(capacity);
    this.variance = new Float64Array(capacity);
    this.kept = new Uint8Array(capacity);
    this.scratch = new Float64Array(capacity);
  }

  gather({ geometry, flux, variance, mask }: Frame, { zones, avoid }: ZonePlan, x: number, center: number): void {
    const { nx, ny } = geometry;
    const { value, offset, variance: variances } = this;
    const alone = avoid.length === 0;
    let count = 0;
    let sides = 0;
    for (const [from, to] of zones) {
      const before = count;
      const last = Math.min(ny - 1, center + to);
      for (let y = Math.max(0, Math.ceil(center + from)); y <= last; y++) {
        const i = y * nx + x;
        if (mask[i] !== 0 || (!alone && isAvoided(avoid, x, y))) continue;
        value[count] = flux[i];
        variances[count] = variance[i];
        offset[count++] = y - center;
      }
      if (count > before) sides++;
    }
    this.count = count;
    this.both = sides === 2;
  }

  subtract(bend: (t: number) => number): void {
    for (let k = 0; k < this.count; k++) this.value[k] -= bend(this.offset[k]);
  }

  /** @param bend whether it is wanted too, what a parabola would add. */
  fitInto(model: Working, x: number, linear: boolean, bend = linear): void {
    if (this.count === 0) {
      for (const values of [model.level, model.slope, model.levelVariance, model.slopeVariance, model.covariance]) values[x] = NaN;
      model.mask[x] = MASK.NO_DATA;
      return;
    }
    let level = this.middle();
    let slope = 0;
    let sigma = this.madAbout(level);
    let sums: LineSums = NOTHING;
    for (let round = 0; round <= ROUNDS; round++) {
      if (!this.reject(level, slope, sigma) && round > 0) break;
      sums = this.sums();
      const line = linear && this.both && sums.spread > 0;
      slope = line ? sums.product / sums.spread : 0;
      level = sums.value - slope * sums.offset;
      // A slope spread the values for the MAD of the first round: from now on it is their deviation from the line.
      sigma = Math.sqrt(Math.max(0, sums.squares - slope * sums.product) / Math.max(1, sums.count - 2));
      const variance = sums.variance;
      model.level[x] = level;
      model.slope[x] = slope;
      model.slopeVariance[x] = line ? variance / sums.spread : 0;
      model.covariance[x] = -sums.offset * model.slopeVariance[x];
      model.levelVariance[x] = variance / sums.count + sums.offset ** 2 * model.slopeVariance[x];
    }
    if (bend) this.bendInto(model, x, sums);
  }

  /** What a parabola would add to the line: Σ φ·r ÷ Σ φ², φ = t² less its mean and its slope over the rows kept. */
  private bendInto(model: Working, x: number, { count, offset: mean, spread, variance }: LineSums): void {
    const { value, offset, kept } = this;
    const [level, slope] = [model.level[x], model.slope[x]];
    let [square, product] = [0, 0];
    for (let k = 0; k < this.count; k++) {
      if (kept[k] === 0) continue;
      const t = offset[k] - mean;
      square += t * t;
      product += t * t * t;
    }
    square /= count;
    const tilt = spread > 0 ? product / spread : 0;
    let [norm, sum] = [0, 0];
    for (let k = 0; k < this.count; k++) {
      if (kept[k] === 0) continue;
      const t = offset[k] - mean;
      const phi = t * t - square - tilt * t;
      norm += phi * phi;
      sum += phi * (value[k] - level - slope * offset[k]);
    }
    model.bend[x] = norm > 0 ? sum / norm : NaN;
    model.bendVariance[x] = norm > 0 ? variance / norm : NaN;
  }

  /** Marks what lies beyond the limit from the line; true if anything changed. */
  private reject(level: number, slope: number, sigma: number): boolean {
    const { value, offset, kept, count } = this;
    const limit = sigma > 0 ? CLIP_SIGMA * sigma : Infinity;
    let changed = false;
    for (let k = 0; k < count; k++) {
      const keep = Math.abs(value[k] - level - slope * offset[k]) <= limit ? 1 : 0;
      if (keep !== kept[k]) changed = true;
      kept[k] = keep;
    }
    return changed;
  }

  private middle(): number {
    for (let k = 0; k < this.count; k++) this.scratch[k] = this.value[k];
    return medianInPlace(this.scratch.subarray(0, this.count));
  }

  private madAbout(center: number): number {
    for (let k = 0; k < this.count; k++) this.scratch[k] = Math.abs(this.value[k] - center);
    return SIGMA_PER_MAD * medianInPlace(this.scratch.subarray(0, this.count));
  }

  /** Means of value, offset and variance of what is kept, Σ(t − t̄)², Σ(t − t̄)·v and Σ(v − v̄)². */
  private sums(): LineSums {
    const { value: values, offset: offsets, variance: variances, kept } = this;
    let [count, value, offset, variance] = [0, 0, 0, 0];
    for (let k = 0; k < this.count; k++) {
      if (kept[k] === 0) continue;
      count++;
      value += values[k];
      offset += offsets[k];
      variance += variances[k];
    }
    value /= count;
    offset /= count;
    let [spread, product, squares] = [0, 0, 0];
    for (let k = 0; k < this.count; k++) {
      if (kept[k] === 0) continue;
      const t = offsets[k] - offset;
      const v = values[k] - value;
      spread += t * t;
      product += t * v;
      squares += v * v;
    }
    return { count, value, offset, variance: variance / count, spread, product, squares };
  }
}
