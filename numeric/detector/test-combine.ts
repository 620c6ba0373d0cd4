import { ContractError } from '../errors.js';
import { assertSameGeometry, type Frame } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { median } from '../math/statistics.js';
import { commonLevel, reportOf, scatterSample, strideFor, type CombineOptions, type CombineReport } from './combine.js';

/**
 * Combines frames that are electrons already, each of them whole, [ny × nx], electron and electron²: what `combineCounts` must equal, for the tests.
 * @throws {ContractError} without frames, or with frames of different geometry.
 * @throws {FitError} `frames-unusable` if a frame to be scaled has no light.
 */
export function combineFrames(frames: readonly Frame[], options: CombineOptions, kernels: Kernels): CombineReport {
  const [first] = frames;
  if (!first) throw new ContractError('combineFrames: no frames');
  for (const frame of frames) assertSameGeometry(first.geometry, frame.geometry, 'combineFrames');
  const scale = options.scale === 'median' ? commonLevel(frames.map(frameLevel)) : new Float32Array(frames.length).fill(1);
  const sample = scatterSample(first.flux.length);
  const combined = kernels.combine({
    flux: frames.map((frame) => frame.flux),
    variance: frames.map((frame) => frame.variance),
    mask: frames.map((frame) => frame.mask),
    scale,
    clipSigma: options.clipSigma,
    method: options.method,
    sample,
  });
  return reportOf(first.geometry, combined, { method: options.method, scale, sample });
}

/** Median of the usable pixels of a frame, by a sample of them, electron. */
export function frameLevel(frame: Frame): number {
  const stride = strideFor(frame.flux.length);
  const sample: number[] = [];
  for (let p = 0; p < frame.flux.length; p += stride) if (frame.mask[p] === 0) sample.push(frame.flux[p]);
  return median(Float64Array.from(sample));
}
