import type { LineShape } from './arc-line-shape.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';
import { solveSymmetric } from '../math/linear-algebra.js';

/** Samples of a lamp spectrum that a fit may use. */
export interface LineSamples {
  readonly flux: Float64Array;
  /** σ² of every sample, or of the noise near it; positive. */
  readonly variance: Float64Array;
  /** 0 where a sample may be used. */
  readonly blocked: Uint8Array;
}

/** One line of a group as fitted. */
export interface FittedLine {
  /** Center, samples, and its error (1 σ); NaN where the fit cannot tell. */
  readonly pixel: number;
  readonly pixelError: number;
  /** Height over the constant, unit of the flux. */
  readonly amplitude: number;
  /** Full width at half maximum before the pixel, samples. */
  readonly fwhmPixel: number;
  /** Rms residual of the samples within the core ÷ amplitude. */
  readonly misfit: number;
}

interface Window {
  readonly positions: Float64Array;
  readonly values: Float64Array;
  readonly variances: Float64Array;
}

/**
 * Fits neighboring lines together: pixel-averaged images of the slit of one common width on a constant,
 *
 *     f(x) = c + Σ A_j · ⟨s((x − x_j)/w)⟩ over the pixel,   s the shape
 *
 * with equal weights: weights from the counts themselves would favor the wings, where unknown neighbors sit. The errors of the
 * positions therefore are those of an unweighted fit to data with unequal errors, H⁻¹·JᵀVJ·H⁻¹.
 *
 * @param peaks samples of the local maxima, ascending; one line is fitted per peak.
 * @param width expected FWHM before the pixel, kept if `fixedWidth`; and how far the window reaches beyond the outermost peaks, samples.
 * @returns one entry per peak, NaN where no position could be found; undefined if too few samples are usable.
 */
export function fitLineGroup(
  samples: LineSamples,
  peaks: readonly number[],
  shape: LineShape,
  width: { readonly fwhmPixel: number; readonly halfWidth: number; readonly fixedWidth: boolean },
): FittedLine[] | undefined {
  const { fwhmPixel, halfWidth, fixedWidth } = width;
  const window = usableWindow(samples, peaks[0] - halfWidth, peaks[peaks.length - 1] + halfWidth);
  const lines = peaks.length;
  const count = window.positions.length;
  const parameterCount = 2 * lines + (fixedWidth ? 1 : 2);
  if (count < parameterCount + 1) return undefined;
  const { start, lower, upper } = startingPoint(samples, peaks, window, width);
  const fit = levenbergMarquardt({
    count,
    both: groupModel(window, shape, lines, fixedWidth ? fwhmPixel : undefined),
    parameters: start,
    bounds: { lower, upper },
    maxIterations: 20,
    tolerance: 1e-5, // leaves the position within 0.003 of its error
  });
  const { residuals, jacobian } = fit;
  const errors = positionErrors(jacobian, window.variances, parameterCount, lines);
  const fitted = fixedWidth ? fwhmPixel : fit.parameters[2 * lines + 1];
  return peaks.map((_, j) => {
    const pixel = fit.parameters[2 * j + 1];
    const amplitude = fit.parameters[2 * j];
    const misfit = rmsNear(window, residuals, pixel, halfWidth) / amplitude;
    return { pixel, pixelError: errors[j], amplitude, fwhmPixel: fitted, misfit };
  });
}

/** Residuals and derivatives of a group: height and position of every line, the constant, and the width where it is free. */
function groupModel({ positions, values }: Window, shape: LineShape, lines: number, fixedFwhm: number | undefined): (p: Float64Array, residuals: Float64Array, jacobian: Float64Array) => void {
  const n = 2 * lines + (fixedFwhm === undefined ? 2 : 1);
  const part = new Float64Array(3);
  return (p, residuals, jacobian) => {
    const w = fixedFwhm ?? p[2 * lines + 1];
    for (let i = 0, row = 0; i < positions.length; i++, row += n) {
      let value = p[2 * lines];
      let slope = 0;
      for (let j = 0; j < lines; j++) {
        const height = p[2 * j];
        shape.pixelAverage(positions[i] - p[2 * j + 1], w, part);
        value += height * part[0];
        jacobian[row + 2 * j] = part[0];
        jacobian[row + 2 * j + 1] = height * part[1];
        slope += height * part[2];
      }
      jacobian[row + 2 * lines] = 1;
      if (fixedFwhm === undefined) jacobian[row + 2 * lines + 1] = slope;
      residuals[i] = value - values[i];
    }
  };
}

/** Where the fit of a group starts and may go: heights and positions of the peaks, then the constant, then the width if it is free. */
function startingPoint(samples: LineSamples, peaks: readonly number[], { values }: Window, { fwhmPixel, fixedWidth }: { readonly fwhmPixel: number; readonly fixedWidth: boolean }) {
  const floor = Math.min(values[0], values[values.length - 1]);
  const reach = Math.max(1.5, fwhmPixel);
  const start = peaks.flatMap((peak) => [Math.max(samples.flux[peak] - floor, 1e-9), peak]);
  const lower = peaks.flatMap((peak) => [-Infinity, peak - reach]);
  const upper = peaks.flatMap((peak) => [Infinity, peak + reach]);
  start.push(floor);
  lower.push(-Infinity);
  upper.push(Infinity);
  if (!fixedWidth) {
    start.push(fwhmPixel);
    lower.push(0.7);
    upper.push(4 * fwhmPixel);
  }
  return { start, lower, upper };
}

function usableWindow({ flux, variance, blocked }: LineSamples, from: number, to: number): Window {
  const first = Math.max(0, from);
  const last = Math.min(flux.length - 1, to);
  const kept: number[] = [];
  for (let x = first; x <= last; x++) if (blocked[x] === 0) kept.push(x);
  return {
    positions: Float64Array.from(kept),
    values: Float64Array.from(kept, (x) => flux[x]),
    variances: Float64Array.from(kept, (x) => variance[x]),
  };
}

/** Square roots of the diagonal of H⁻¹·JᵀVJ·H⁻¹ for the positions; NaN where H is singular. */
function positionErrors(jacobian: Float64Array, variances: Float64Array, n: number, lines: number): Float64Array {
  const normal = new Float64Array(n * n);
  for (let i = 0; i < variances.length; i++) {
    for (let a = 0; a < n; a++) for (let b = 0; b <= a; b++) normal[a * n + b] += jacobian[i * n + a] * jacobian[i * n + b];
  }
  const errors = new Float64Array(lines).fill(NaN);
  const unit = new Float64Array(n);
  for (let j = 0; j < lines; j++) {
    unit.fill(0);
    unit[2 * j + 1] = 1;
    const row = solveSymmetric(normal, unit);
    if (row === undefined) continue;
    let sum = 0;
    for (let i = 0; i < variances.length; i++) {
      let gain = 0;
      for (let a = 0; a < n; a++) gain += row[a] * jacobian[i * n + a];
      sum += gain * gain * variances[i];
    }
    errors[j] = Math.sqrt(sum);
  }
  return errors;
}

/** Rms residual of the samples within half a window of a line, for four fitted parameters. */
function rmsNear({ positions }: Window, residuals: Float64Array, pixel: number, halfWidth: number): number {
  let squares = 0;
  let count = 0;
  for (let i = 0; i < residuals.length; i++) {
    if (Math.abs(positions[i] - pixel) > halfWidth) continue;
    squares += residuals[i] * residuals[i];
    count++;
  }
  return Math.sqrt(squares / Math.max(1, count - 4));
}
