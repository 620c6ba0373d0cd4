import { binCenter, type ColumnBins } from './column-bins.js';
import { pixelAveraged, profileNamed, type Profile, type ProfileName } from '../math/peak-profile.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';

/** A source expected in a bin: where, and with what shape. */
export interface BinSource {
  /** Row of its center, counted from 0, pixel centers at integers. */
  readonly row: number;
  /** Parameters of its profile: amplitude, row, width (rows), and for a Moffat its exponent. Only width and exponent are read here. */
  readonly parameters: readonly number[];
  readonly model: ProfileName;
}

/** What one bin tells of a source. */
export interface BinSample {
  /** Column of the middle of the bin. */
  readonly column: number;
  /** Row of the center, and its error (1 σ) from the noise alone. */
  readonly row: number;
  readonly sigmaRow: number;
  /** Full width at half maximum, rows. */
  readonly fwhm: number;
  /** Height of the source ÷ its error. */
  readonly snr: number;
  /** Row minus the row of the path. */
  readonly offset: number;
  /** Whether rows of it are saturated: they took no part, and the width is that of the wings. */
  readonly saturated: boolean;
}

/** Rows fitted on either side of the row predicted, FWHM. */
const REACH_FWHM = 2.5;
/** Neighbors are fitted too when they stand this far beyond the rows fitted, FWHM: their wings still reach in. */
const NEIGHBOR_FWHM = 2;
/** How far a center may lie from the prediction, FWHM. */
const FREEDOM_FWHM = 1;
/** The same for a neighbor: it is followed in its own turn, here it only has to be out of the way. */
const NEIGHBOR_FREEDOM_FWHM = 0.3;
/** The width may halve or double against that of the whole frame: seeing does not change by more along a spectrum. */
const WIDTH_FREEDOM = 2;
/** Rows needed beyond the two that every neighbor takes: four parameters and one to judge them by. */
const SPARE_ROWS = 5;
/** Least height a fit starts from, electron per pixel: at 0 the derivatives by row and width vanish. */
const LEAST_HEIGHT = 1e-3;
/** Steps and relative change of the parameters at which a fit ends: 1e-7 of a row is far below any error. */
const FIT = { maxIterations: 40, tolerance: 1e-7 };

/** A neighbor closer than this, FWHM, keeps its distance and its width ratio in every bin: each alone is hardly held by the data, the pair is. */
const TIED_FWHM = 2;

/** The order of the parameters: constant, width and row of the source, the height of every source, the rows of the neighbors that are not tied. */
const [CONSTANT, WIDTH, ROW, HEIGHT] = [0, 1, 2, 3];

/** The rows of one bin that take part. */
interface BinRows {
  readonly rows: readonly number[];
  readonly flux: readonly number[];
  readonly variance: readonly number[];
  /** Whether saturated rows were left out. */
  readonly saturated: boolean;
  /**
   * 1/σ, one for all rows: photon noise of single pixels is correlated with their flux and would draw the center to faint rows.
   */
  readonly scale: number;
}

/**
 * Center and width of a source in one bin: its profile (free row, height and width), those of its neighbors (free height; row
 * free by 0.3 FWHM), and a constant, fitted to the rows near it.
 *
 * @param b the bin. @param fwhm of the source, rows. @param others the other sources of the frame, at their rows in this bin.
 * @returns rows and columns counted from 0, `offset` 0 (the path is the caller's). Undefined if there are too few rows, the fit does
 *          not converge or its errors are not finite: no center is better than a wrong one.
 */
export function fitBin(bins: ColumnBins, b: number, source: BinSource, others: readonly BinSource[], fwhm: number): BinSample | undefined {
  const near = others.filter((other) => Math.abs(other.row - source.row) < (REACH_FWHM + NEIGHBOR_FWHM) * fwhm);
  const slope = slopeUnder(bins, b, source.row, others, fwhm);
  const data = usableRows(bins, b, source.row, REACH_FWHM * fwhm, slope);
  if (data.rows.length < SPARE_ROWS + 2 * near.length) return undefined;
  const sources = [source, ...near];
  const tied = sources.map((other) => other !== source && Math.abs(other.row - source.row) < TIED_FWHM * fwhm);
  const model = new BinModel(sources, tied, data);
  const fit = levenbergMarquardt({
    count: data.rows.length,
    ...startAndBounds(model, data, fwhm),
    ...FIT,
    residuals: (p, out) => model.residuals(p, out),
    jacobian: (p, out) => model.jacobian(p, out),
  });
  const { covariance, jacobian: j } = fit;
  const variances = data.variance.map((variance) => variance * data.scale * data.scale);
  const [amplitude, row] = [fit.parameters[HEIGHT], fit.parameters[ROW]];
  const sigmaRow = Math.sqrt(sandwich(covariance, j, variances, ROW));
  const snr = amplitude / Math.sqrt(sandwich(covariance, j, variances, HEIGHT));
  if (!fit.converged || !(amplitude > 0) || !Number.isFinite(sigmaRow) || !Number.isFinite(snr)) return undefined;
  return { column: binCenter(bins, b), row, sigmaRow, fwhm: model.fwhm(fit.parameters), snr, offset: 0, saturated: data.saturated };
}

function usableRows({ flux, variance, saturated, ny }: ColumnBins, b: number, center: number, reach: number, slope: number): BinRows {
  const rows: number[] = [];
  let full = 0;
  for (let y = Math.max(0, Math.ceil(center - reach - 1)); y <= Math.min(ny - 1, center + reach + 1); y++) {
    if (!Number.isFinite(flux[b * ny + y]) || !(variance[b * ny + y] > 0)) continue;
    if (saturated[b * ny + y] === 1) full++;
    else rows.push(y);
  }
  const variances = rows.map((y) => variance[b * ny + y]);
  return { rows, flux: rows.map((y) => flux[b * ny + y] - slope * (y - center)), variance: variances, saturated: full > 0, scale: Math.sqrt(rows.length / variances.reduce((sum, v) => sum + v, 0)) };
}

/** The rows the slope of the sky is read from, distance from the source in FWHM; and the significance it must have, σ. */
const SIDES_FWHM = [2.5, 5] as const;
const SLOPE_SIGMA = 4;
const FEWEST_SIDE_ROWS = 3;

/** Slope of the light on both sides of a source, electron per pixel per row: a nebula or a gradient would draw its center. 0 unless significant. */
function slopeUnder({ flux, variance, ny }: ColumnBins, b: number, center: number, others: readonly BinSource[], fwhm: number): number {
  const sides = [-1, 1].map((side) => {
    let [count, row, light, noise] = [0, 0, 0, 0];
    for (let k = Math.ceil(SIDES_FWHM[0] * fwhm); k <= SIDES_FWHM[1] * fwhm; k++) {
      const y = Math.round(center) + side * k;
      const i = b * ny + y;
      if (y < 0 || y >= ny || !Number.isFinite(flux[i]) || others.some((other) => Math.abs(other.row - y) < SIDES_FWHM[0] * fwhm)) continue;
      count++;
      row += y;
      light += flux[i];
      noise += variance[i];
    }
    return { count, row: row / count, light: light / count, variance: noise / count ** 2 };
  });
  const [below, above] = sides;
  if (below.count < FEWEST_SIDE_ROWS || above.count < FEWEST_SIDE_ROWS) return 0;
  const rise = above.light - below.light;
  return rise * rise > SLOPE_SIGMA ** 2 * (below.variance + above.variance) ? rise / (above.row - below.row) : 0;
}

function startAndBounds({ sources, tied, rowIndex, count }: BinModel, { rows, flux }: BinRows, fwhm: number) {
  const [source, ...near] = sources;
  const nearest = near.reduce((least, other, k) => (tied[k + 1] ? least : Math.min(least, Math.abs(other.row - source.row))), Infinity);
  // Half of the way to a neighbor at most: a trace must not cross to a brighter one.
  const freedom = Math.min(FREEDOM_FWHM * fwhm, nearest / 2);
  const base = Math.min(...flux);
  const width = Math.abs(source.parameters[2]);
  const parameters = new Float64Array(count);
  const lower = new Float64Array(count).fill(-Infinity);
  const upper = new Float64Array(count).fill(Infinity);
  parameters[CONSTANT] = base;
  [parameters[WIDTH], lower[WIDTH], upper[WIDTH]] = [width, width / WIDTH_FREEDOM, WIDTH_FREEDOM * width];
  sources.forEach((one, i) => {
    const at = rows.reduce((best, y, k) => (Math.abs(y - one.row) < Math.abs(rows[best] - one.row) ? k : best), 0);
    parameters[HEIGHT + i] = Math.max(flux[at] - base, LEAST_HEIGHT);
    // The height of a tied neighbor is positive: free, the two would cancel each other.
    if (tied[i]) lower[HEIGHT + i] = 0;
    if (tied[i]) return;
    const free = i === 0 ? freedom : NEIGHBOR_FREEDOM_FWHM * fwhm;
    [parameters[rowIndex[i]], lower[rowIndex[i]], upper[rowIndex[i]]] = [one.row, one.row - free, one.row + free];
  });
  return { parameters, bounds: { lower, upper } };
}

/** The sources of a bin on a constant, in units of the error of a row. */
class BinModel {
  readonly sources: readonly BinSource[];
  /** Which neighbors move with the source. */
  readonly tied: readonly boolean[];
  /** Where the row of each source stands among the parameters, and how many there are. */
  readonly rowIndex: readonly number[];
  readonly count: number;
  private readonly models: readonly Profile[];
  private readonly data: BinRows;
  private readonly slope = new Float64Array(4);

  constructor(sources: readonly BinSource[], tied: readonly boolean[], data: BinRows) {
    this.sources = sources;
    this.tied = tied;
    let next = HEIGHT + sources.length;
    this.rowIndex = tied.map((isTied, i) => (i === 0 || isTied ? ROW : next++));
    this.count = next;
    this.models = sources.map((one) => pixelAveraged(profileNamed(one.model)));
    this.data = data;
  }

  /** FWHM of the source, rows. */
  fwhm(p: ArrayLike<number>): number {
    return this.models[0].fwhm(this.shapeOf(p, 0));
  }

  residuals(p: ArrayLike<number>, out: Float64Array): void {
    const { rows, flux, scale } = this.data;
    const shapes = this.sources.map((_, i) => this.shapeOf(p, i));
    for (let k = 0; k < rows.length; k++) {
      let value = p[CONSTANT];
      for (let i = 0; i < shapes.length; i++) value += this.models[i].evaluate(rows[k], shapes[i]);
      out[k] = (value - flux[k]) * scale;
    }
  }

  jacobian(p: ArrayLike<number>, out: Float64Array): void {
    const { rows, scale } = this.data;
    const n = this.count;
    out.fill(0);
    for (let i = 0; i < this.sources.length; i++) {
      const shape = this.shapeOf(p, i);
      for (let k = 0; k < rows.length; k++) {
        this.models[i].gradient(rows[k], shape, this.slope);
        out[k * n + CONSTANT] = scale;
        if (i === 0 || this.tied[i]) out[k * n + WIDTH] += this.slope[2] * scale * (i === 0 ? 1 : this.widthRatio(i));
        out[k * n + HEIGHT + i] = this.slope[0] * scale;
        out[k * n + this.rowIndex[i]] += this.slope[1] * scale;
      }
    }
  }

  /** Profile parameters of source i: its exponent, and for a neighbor its width, are those of the whole frame. */
  private shapeOf(p: ArrayLike<number>, i: number): number[] {
    const { parameters, row } = this.sources[i];
    const place = this.tied[i] ? p[ROW] + row - this.sources[0].row : p[this.rowIndex[i]];
    const width = this.tied[i] ? p[WIDTH] * this.widthRatio(i) : i === 0 ? p[WIDTH] : Math.abs(parameters[2]);
    return [p[HEIGHT + i], place, width, ...parameters.slice(3)];
  }

  private widthRatio(i: number): number {
    return Math.abs(this.sources[i].parameters[2] / this.sources[0].parameters[2]);
  }
}

/**
 * Variance of parameter k of a fit whose residuals had one error for all, while the data have these: the diagonal of C·Jᵀ·V·J·C; NaN if it rests on a bound,
 * others that do count as known.
 * The core of a bright source is noisier than its surroundings, and the errors of its center would come out a quarter too small.
 */
function sandwich(covariance: Float64Array, j: Float64Array, variances: readonly number[], k: number): number {
  const n = Math.sqrt(covariance.length);
  let sum = 0;
  for (let i = 0; i < variances.length; i++) {
    let influence = 0;
    for (let a = 0; a < n; a++) if (a === k || !Number.isNaN(covariance[k * n + a])) influence += covariance[k * n + a] * j[i * n + a];
    sum += influence * influence * variances[i];
  }
  return sum;
}
