import { MASK, type Frame } from '../frame.js';
import { ColumnLine } from './column-line.js';
import { fitCurvedSky } from './curved.js';
import { judgeCurvature } from './sky-curvature.js';
import { DEFAULT_ZONES, planZones, slitPaths, type SlitPaths, type ZoneOptions, type ZonePlan } from './zones.js';
import { estimateTilt, SkyBend, type SkyShape } from './tilt.js';
import { traceFwhms, type Trace } from '../sources/trace.js';

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
  const model: Working = { ...withoutSky(nx), bend: new Float64Array(nx), bendVariance: new Float64Array(nx), sigma: new Float64Array(nx) };
  const paths = slitPaths(nx, trace, others);
  const { rows } = paths;
  const plan = planZones(ny, paths, options);
  const line = new ColumnLine(2 * Math.ceil(Math.max(...plan.zones.map(([from, to]) => to - from)) + 2));
  for (let x = 0; x < nx; x++) {
    line.gather(frame, plan, x, rows[x]);
    if (line.count > 0) line.fit(plan.zones.length === 2);
    keep(line, model, x);
  }
  // Once only: a second round would sharpen the noise of the sky along with its lines.
  const tilt = plan.zones.length === 2 ? estimateTilt(model) : undefined;
  const bend = tilt && new SkyBend(Float64Array.from(model.level), tilt);
  if (bend) refit(frame, plan, rows, bend, model, line);
  const { level, slope, levelVariance, slopeVariance, covariance, mask } = model;
  const straight: SkyModel = { level, slope, levelVariance, slopeVariance, covariance, mask, zones: plan.zones };
  return plan.zones.length === 2 ? bentAsNeeded(frame, traceFwhms(trace, nx)[nx >> 1], paths, options, straight, plan, bend) : straight;
}

/** Ways to describe a sky that is no straight line, the simplest first: degree, width of the zones, FWHM (that of the line where none is named), and gap, in units of that of the line. */
const CURVES: readonly { readonly degree: number; readonly widthFwhm?: number; readonly gap: number }[] = [
  { degree: 2, gap: 1 },
  { degree: 2, widthFwhm: 6, gap: 0.6 },
  { degree: 4, widthFwhm: 9, gap: 0.6 },
  { degree: 4, widthFwhm: 5.25, gap: 0.5 },
];

/** The straight sky, or a curve through it where the source stands on a gradient or a nebula that a line misses by more than 1 % of its light. */
function bentAsNeeded(frame: Frame, fwhm: number, paths: SlitPaths, options: SkyOptions, straight: SkyModel, plan: ZonePlan, bend: SkyBend | undefined): SkyModel {
  const { ny } = frame.geometry;
  const { spacingFwhm = DEFAULT_ZONES.spacingFwhm } = options;
  const choices = CURVES.map(({ degree, widthFwhm, gap }) => ({
    degree,
    plan: widthFwhm === undefined ? plan : planZones(ny, paths, { spacingFwhm: gap * spacingFwhm, widthFwhm }),
  })).filter((choice) => choice.plan.zones.length === 2);
  const { choice, misfitPercent } = judgeCurvature(frame, paths.rows, fwhm, straight, choices);
  if (choice === undefined) return { ...straight, misfitPercent };
  const curved = fitCurvedSky(frame, choice.plan, paths.rows, choice.degree, (x, t) => skyAt(straight, x, t), bend === undefined ? () => 0 : (x, t) => bend.at(x, t));
  return { ...curved, zones: choice.plan.zones, misfitPercent };
}

/** Sky of one pixel `t` rows from the trace, electron; NaN where the column has none. */
export function skyAt(sky: SkyModel, x: number, t: number): number {
  const line = sky.level[x] + sky.slope[x] * t;
  if (sky.higher === undefined || sky.higher.length === 0) return line;
  // Beyond the zones a polynomial is no measurement: the terms above the line stay as they are at the last row.
  const reach = sky.zones.reduce((most, [from, to]) => Math.max(most, -from, to), 0);
  const inside = Math.max(-reach, Math.min(reach, t));
  return line + sky.higher.reduceRight((sum, values) => values[x] + sum * inside, 0) * inside * inside;
}

type Working = SkyModel & SkyShape & { readonly mask: Uint8Array; /** Standard deviation about the line. */ readonly sigma: Float64Array };

function withoutSky(nx: number): SkyModel {
  const zeros = (): Float64Array => new Float64Array(nx);
  return { level: zeros(), slope: zeros(), levelVariance: zeros(), slopeVariance: zeros(), covariance: zeros(), mask: new Uint8Array(nx), zones: [] };
}

/** Writes the line of a column; without a pixel there is none. */
function keep(line: ColumnLine, model: Working, x: number): void {
  const known = line.count > 0;
  if (!known) model.mask[x] = MASK.NO_DATA;
  model.level[x] = known ? line.level : NaN;
  model.slope[x] = known ? line.slope : NaN;
  model.levelVariance[x] = known ? line.levelVariance : NaN;
  model.slopeVariance[x] = known ? line.slopeVariance : NaN;
  model.covariance[x] = known ? line.covariance : NaN;
  model.bend[x] = known ? line.bend : NaN;
  model.bendVariance[x] = known ? line.bendVariance : NaN;
  model.sigma[x] = known ? line.sigma : NaN;
}

/** Fits again, from the line that there is, the columns in which the bend of a sky line is more than a tenth of the error of the level. */
function refit(frame: Frame, plan: ZonePlan, rows: Float64Array, bend: SkyBend, model: Working, line: ColumnLine): void {
  const { level, slope, sigma, levelVariance } = model;
  const reach = Math.max(...plan.zones.map(([from, to]) => Math.max(Math.abs(from), Math.abs(to))));
  for (let x = 0; x < level.length; x++) {
    const worst = Math.max(Math.abs(bend.at(x, reach)), Math.abs(bend.at(x, -reach)));
    if (!(worst * worst > WORTH_A_REFIT * levelVariance[x])) continue;
    line.gather(frame, plan, x, rows[x]);
    line.straighten(bend, x);
    line.settle(level[x], slope[x], sigma[x], true);
    keep(line, model, x);
  }
}
