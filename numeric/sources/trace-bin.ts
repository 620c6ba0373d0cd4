import type { ColumnBins } from './column-bins.js';
import { binCenter } from './column-bins.js';
import { pixelAveraged, profileNamed, type ProfileName } from '../math/peak-profile.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';

/** A source expected in a bin: where, and with what shape. */
export interface BinSource {
  readonly row: number;
  readonly parameters: readonly number[];
  readonly model: ProfileName;
}

export interface BinSample {
  readonly column: number;
  readonly row: number;
  readonly sigmaRow: number;
  readonly fwhm: number;
  readonly snr: number;
  /** Row minus the row of the path. */
  readonly offset: number;
}

/** Rows fitted on either side of the row predicted, FWHM. */
const REACH_FWHM = 2.5;
/** How far a center may lie from the prediction, FWHM. */
const FREEDOM_FWHM = 1;

/**
 * Center and width of a source in one bin: its profile (free row, height and width), those of its neighbors (free height; row
 * free by 0.3 FWHM), and a constant, fitted to the rows near it.
 * Undefined if there are too few rows, the fit does not converge or ends on a limit: no center is better than a wrong one.
 */
export function fitBin(bins: ColumnBins, b: number, source: BinSource, others: readonly BinSource[], fwhm: number): BinSample | undefined {
  const near = others.filter((other) => Math.abs(other.row - source.row) < (REACH_FWHM + 2) * fwhm);
  const nearest = near.reduce((least, other) => Math.min(least, Math.abs(other.row - source.row)), Infinity);
  const freedom = Math.min(FREEDOM_FWHM * fwhm, nearest / 2);
  const rows: number[] = [];
  for (let y = Math.max(0, Math.ceil(source.row - REACH_FWHM * fwhm - 1)); y <= Math.min(bins.ny - 1, source.row + REACH_FWHM * fwhm + 1); y++) {
    if (Number.isFinite(bins.flux[b * bins.ny + y]) && bins.variance[b * bins.ny + y] > 0) rows.push(y);
  }
  if (rows.length < 5 + 2 * near.length) return undefined;

  const sources = [source, ...near];
  const models = sources.map((one) => pixelAveraged(profileNamed(one.model)));
  const flux = rows.map((y) => bins.flux[b * bins.ny + y]);
  // One error for all rows: photon noise of single pixels is correlated with their flux and would draw the center to faint rows.
  const scale = Math.sqrt(rows.length / rows.reduce((sum, y) => sum + bins.variance[b * bins.ny + y], 0));
  const base = Math.min(...flux);
  const start = [base, source.parameters[2]];
  const lower = [-Infinity, 0.5 * Math.abs(source.parameters[2])];
  const upper = [Infinity, 2 * Math.abs(source.parameters[2])];
  start[1] = Math.abs(start[1]);
  sources.forEach((one, i) => {
    const at = rows.reduce((best, y, k) => (Math.abs(y - one.row) < Math.abs(rows[best] - one.row) ? k : best), 0);
    start.push(Math.max(flux[at] - base, 1e-3), one.row);
    const free = i === 0 ? freedom : 0.3 * fwhm;
    lower.push(-Infinity, one.row - free);
    upper.push(Infinity, one.row + free);
  });
  const n = start.length;
  const shapeOf = (p: ArrayLike<number>, i: number): number[] => {
    const exponent = sources[i].parameters.slice(3);
    return [p[2 + 2 * i], p[3 + 2 * i], i === 0 ? p[1] : Math.abs(sources[i].parameters[2]), ...exponent];
  };
  const slope = new Float64Array(4);
  const jacobian = (p: Float64Array, out: Float64Array): void => {
    out.fill(0);
    for (let i = 0; i < sources.length; i++) {
      const shape = shapeOf(p, i);
      for (let k = 0; k < rows.length; k++) {
        models[i].gradient(rows[k], shape, slope);
        out[k * n] = scale;
        if (i === 0) out[k * n + 1] = slope[2] * scale;
        out[k * n + 2 + 2 * i] = slope[0] * scale;
        out[k * n + 3 + 2 * i] = slope[1] * scale;
      }
    }
  };
  const fit = levenbergMarquardt({
    count: rows.length,
    parameters: start,
    bounds: { lower, upper },
    maxIterations: 40,
    tolerance: 1e-7,
    residuals: (p, out) => {
      const shapes = sources.map((_, i) => shapeOf(p, i));
      for (let k = 0; k < rows.length; k++) {
        let value = p[0];
        for (let i = 0; i < shapes.length; i++) value += models[i].evaluate(rows[k], shapes[i]);
        out[k] = (value - flux[k]) * scale;
      }
    },
    jacobian,
  });
  const [amplitude, row] = [fit.parameters[2], fit.parameters[3]];
  const j = new Float64Array(rows.length * n);
  jacobian(fit.parameters, j);
  const variances = rows.map((y) => bins.variance[b * bins.ny + y] * scale * scale);
  const sigmaRow = Math.sqrt(sandwich(fit.covariance, j, variances, 3));
  const snr = amplitude / Math.sqrt(sandwich(fit.covariance, j, variances, 2));
  if (!fit.converged || !(amplitude > 0) || !Number.isFinite(sigmaRow) || !Number.isFinite(snr)) return undefined;
  return { column: binCenter(bins, b), row, sigmaRow, fwhm: models[0].fwhm(shapeOf(fit.parameters, 0)), snr, offset: 0 };
}

/**
 * Variance of parameter k of a fit whose residuals had one error for all, while the data have these: the diagonal of C·Jᵀ·V·J·C.
 * The core of a bright source is noisier than its surroundings, and the errors of its center would come out a quarter too small.
 */
function sandwich(covariance: Float64Array, j: Float64Array, variances: readonly number[], k: number): number {
  const n = Math.sqrt(covariance.length);
  let sum = 0;
  for (let i = 0; i < variances.length; i++) {
    let influence = 0;
    for (let a = 0; a < n; a++) influence += covariance[k * n + a] * j[i * n + a];
    sum += influence * influence * variances[i];
  }
  return sum;
}
