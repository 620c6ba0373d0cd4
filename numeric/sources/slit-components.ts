import type { Profile } from '../math/peak-profile.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';
import { madSigma } from '../math/statistics.js';

/** One source in the slit profile. */
export interface Component {
  /** Amplitude (electron per pixel), row, width, and for a Moffat the exponent. */
  readonly parameters: readonly number[];
  readonly fwhm: number;
  /** Amplitude in units of the scatter between rows. */
  readonly peakInScatter: number;
}

interface SlitProfile {
  readonly flux: Float64Array;
  readonly variance: Float64Array;
}

interface Start {
  readonly row: number;
  readonly snr: number;
}

/** Above this significance a source determines its own shape; fainter ones have that of the brightest: one seeing for all. */
const OWN_SHAPE_SNR = 40;
/** Exponent of a Moffat whose data cannot tell: the wings of seeing at a good site (Trujillo et al. 2001 find 2.5–4.8). */
const USUAL_EXPONENT = 3;
/** Below 1.5 more than 1 % of the light would lie beyond 5 FWHM, where nobody sees it; above 8 it is a Gaussian. */
const EXPONENT_RANGE = [1.5, 8] as const;
/** Rows fitted on either side of a source, FWHM. */
const REACH_FWHM = 6;

/**
 * Fits all sources of a slit profile together, each with its place and height, on one constant; χ² with the variance given.
 * Bright sources have a shape of their own, faint ones share that of the brightest. Returned in the order given.
 */
export function fitComponents(profile: SlitProfile, model: Profile, starts: readonly Start[], limits: { narrowest: number; widest: number }, fwhm: number): Component[] {
  const size = model.parameterCount;
  const rows = fittedRows(profile, starts, REACH_FWHM * fwhm);
  const brightest = starts.reduce((best, start, i) => (start.snr > starts[best].snr ? i : best), 0);
  const owner = starts.map((start, i) => (start.snr >= OWN_SHAPE_SNR ? i : brightest));
  const freeExponent = (i: number): boolean => size === 4 && starts[i].snr >= OWN_SHAPE_SNR;

  // Layout of the free parameters: constant; then row and amplitude of each; then width (and exponent) of each owner of a shape.
  const parameters = [0];
  const lower = [-Infinity];
  const upper = [Infinity];
  const push = (value: number, low: number, high: number): number => {
    lower.push(low);
    upper.push(high);
    return parameters.push(value) - 1;
  };
  const place = starts.map(({ row }) => ({
    amplitude: push(Math.max(profile.flux[row] || 0, 1e-3), 0, Infinity),
    row: push(row, row - fwhm, row + fwhm),
  }));
  const shape = new Map<number, { width: number; exponent: number | undefined }>();
  for (const i of new Set(owner)) {
    const width = push(model.widthOf(fwhm, USUAL_EXPONENT), model.widthOf(0.8 * limits.narrowest, USUAL_EXPONENT) * 0.6, model.widthOf(1.1 * limits.widest, USUAL_EXPONENT) * 3);
    shape.set(i, { width, exponent: freeExponent(i) ? push(USUAL_EXPONENT, ...EXPONENT_RANGE) : undefined });
  }

  const n = parameters.length;
  const full = (p: ArrayLike<number>, i: number): number[] => {
    const { width, exponent } = shape.get(owner[i])!;
    const head = [p[place[i].amplitude], p[place[i].row], p[width]];
    return size === 4 ? [...head, exponent === undefined ? USUAL_EXPONENT : p[exponent]] : head;
  };
  const slope = new Float64Array(size);
  const fit = levenbergMarquardt({
    count: rows.length,
    parameters,
    bounds: { lower, upper },
    maxIterations: 60,
    tolerance: 1e-8,
    residuals: (p, out) => {
      const sources = starts.map((_, i) => full(p, i));
      for (let k = 0; k < rows.length; k++) {
        const y = rows[k];
        let value = p[0];
        for (const source of sources) value += model.evaluate(y, source);
        out[k] = (value - profile.flux[y]) / Math.sqrt(profile.variance[y]);
      }
    },
    jacobian: (p, out) => {
      out.fill(0);
      const sources = starts.map((_, i) => full(p, i));
      for (let k = 0; k < rows.length; k++) {
        const scale = 1 / Math.sqrt(profile.variance[rows[k]]);
        out[k * n] = scale;
        for (let i = 0; i < sources.length; i++) {
          model.gradient(rows[k], sources[i], slope);
          const { width, exponent } = shape.get(owner[i])!;
          out[k * n + place[i].amplitude] += slope[0] * scale;
          out[k * n + place[i].row] += slope[1] * scale;
          out[k * n + width] += slope[2] * scale;
          if (exponent !== undefined) out[k * n + exponent] += slope[3] * scale;
        }
      }
    },
  });
  const scatter = Math.max(1e-30, madSigma(profile.flux.filter(Number.isFinite)));
  return starts.map((_, i) => {
    const source = full(fit.parameters, i);
    return { parameters: source, fwhm: model.fwhm(source), peakInScatter: source[0] / scatter };
  });
}

function fittedRows({ flux, variance }: SlitProfile, starts: readonly Start[], reach: number): number[] {
  const rows: number[] = [];
  for (let y = 0; y < flux.length; y++) {
    if (variance[y] < Infinity && variance[y] > 0 && starts.some((start) => Math.abs(start.row - y) <= reach)) rows.push(y);
  }
  return rows;
}
