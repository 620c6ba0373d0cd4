import { emptyFrame, type Frame } from '../frame.js';
import { median } from '../math/statistics.js';
import { OWN_SIGMA, refineLevels, startingModel, type BiasModel } from './bias-model.js';
import { localPattern, measureScatter } from './bias-pattern.js';

/**
 * What every pixel keeps of its own departure from the model, however quiet its neighborhood is. With it the error of a shrunk pixel is mostly its
 * own, independent and known (0.3 σ), not the model's, which is small but shared along columns and rows and known less well; structure that was
 * missed does less harm; and the bias adds 0.09 σ²/n where a plain mean adds σ²/n.
 */
const KEPT_SHARE = 0.3;
/** Every so many pixels one enters the median σ that is reported; odd, so that it meets all columns. */
const SIGMA_STRIDE = 67;

/** What is known about the noise of the combined bias. */
export interface ShrinkOptions {
  /** True noise over the noise the variances promise, as the scatter between the frames tells; default 1. */
  readonly noiseScale?: number;
}

/** The bias with less noise, and what was found in it. */
export interface ShrunkBias {
  readonly frame: Frame;
  /** Scatter of the true structure from pixel to pixel about the model, typical of the frame, electron; 0 when noise explains all. */
  readonly patternElectron: number;
  /** Pixels in places whose pattern is stronger than that, percent. */
  readonly patternedPercent: number;
  /** Pixels that stand out and keep their own value, percent. */
  readonly ownPercent: number;
  /** Median standard deviation of a pixel of the result, electron. */
  readonly sigmaElectron: number;
}

/**
 * The structure of a combined bias with less noise than the mean of its frames: an empirical-Bayes (Wiener) estimate.
 *
 * Model m = column level + row level + smooth surface (tiles of 128 × 32 pixels, bilinear). A pixel of value b and variance v is
 *
 *     m + w (b − m),    w = max(0.3, τ²/(τ² + v)),
 *
 * τ² being the variance of the true pattern beyond the model, measured as the excess of the residuals' scatter over the noise: its median over the
 * columns, and the own value of a column, a tile or a piece of column (32 rows) whose scatter is significantly above it. Where the pattern is strong the
 * result is the mean, b. Pixels more than 5 σ off the model (hot pixels, pieces of bad columns) keep b and v. Masked ones are passed on as they are.
 *
 *     Var = h v + (1 − h) (w² v + (1 − w)² τ²)
 *
 * where h = 1/pixels in column + 1/in row + 1/in tile, about 0.001, is the leverage of the model. The h v is common to a column, row or tile:
 * averaging over pixels does not reduce it, but it is not above what the plain mean has at these scales.
 *
 * Overestimated variances do little harm: a pattern is then seen late, yet 0.3 of it is kept. Levels common to a whole row of one frame (overscan) count as structure.
 *
 * @param combined Electron and electron², [ny × nx]; left unchanged.
 * @returns A new frame in the same units, and its report. A frame without a usable pixel comes back as it is, its σ NaN.
 *
 * Three passes over the pixels.
 *
 * @see James & Stein 1961, 4th Berkeley Symp. 1, 361; Efron & Morris 1973, JASA 68, 117 (τ² from the data) — https://doi.org/10.1080/01621459.1973.10481350
 */
export function shrinkBias(combined: Frame, { noiseScale = 1 }: ShrinkOptions = {}): ShrunkBias {
  const { nx, ny } = combined.geometry;
  const excess = noiseScale * noiseScale;
  const model = startingModel(combined);
  refineLevels(combined, model);
  const frame = emptyFrame(combined.geometry);
  frame.mask.set(combined.mask);
  const scatter = measureScatter(combined, model, frame.flux);
  const { tau, typical, patterned } = localPattern(scatter, model, excess);
  const own = shrink(combined, model, tau, excess, frame);
  const percent = 100 / (nx * ny);
  return { frame, sigmaElectron: typicalSigma(frame), ownPercent: percent * own, patternElectron: Math.sqrt(typical), patternedPercent: percent * patterned };
}

/** Turns the residuals that `out.flux` holds into the result and writes its variance. Returns the number of pixels that keep their own value. */
function shrink({ geometry: { nx }, flux, variance, mask }: Frame, { columnLeverage, rowLeverage, tileLeverage, xAxis, yAxis }: BiasModel, tau: Float64Array, excess: number, out: Frame): number {
  const result = out.flux;
  const resultVariance = out.variance;
  const ownLimit = OWN_SIGMA * OWN_SIGMA;
  const leverage = new Float64Array(nx);
  let own = 0;
  for (let ty = 0; ty < yAxis.count; ty++) {
    for (let x = 0; x < nx; x++) leverage[x] = columnLeverage[x] + tileLeverage[ty * xAxis.count + xAxis.left[x]];
    for (let y = yAxis.edges[ty]; y < yAxis.edges[ty + 1]; y++) {
      const ofRow = rowLeverage[y];
      for (let x = 0, p = y * nx, piece = ty * nx; x < nx; x++, p++, piece++) {
        const v = variance[p];
        const t = tau[piece];
        const total = excess * v + t;
        const d = result[p];
        if (d * d > ownLimit * total || mask[p] !== 0) {
          result[p] = flux[p];
          resultVariance[p] = v;
          if (mask[p] === 0) own++;
          continue;
        }
        const w = t > KEPT_SHARE * total ? t / total : KEPT_SHARE;
        const taken = 1 - w;
        const sum = leverage[x] + ofRow;
        const h = sum < 1 ? sum : 1;
        result[p] = flux[p] - taken * d;
        resultVariance[p] = h * v + (1 - h) * (w * w * v + taken * taken * t);
      }
    }
  }
  return own;
}

function typicalSigma({ variance, mask }: Frame): number {
  const sample: number[] = [];
  for (let p = 0; p < variance.length; p += SIGMA_STRIDE) if (mask[p] === 0) sample.push(variance[p]);
  return Math.sqrt(median(Float64Array.from(sample)));
}
