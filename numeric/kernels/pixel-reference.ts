import { MASK, type Counts, type Frame, type Section } from '../frame.js';
import type { CountRange, CountsInput, FramePlanes } from './kernels.js';

/** A pixel of which nothing is known. */
function noData({ flux, variance, mask }: FramePlanes, p: number): void {
  flux[p] = NaN;
  variance[p] = NaN;
  mask[p] |= MASK.NO_DATA;
}

/** Kernel `electrons` in plain TypeScript; see `Kernels.electrons`. Writes into `out`, all zero before, and returns the number of saturated pixels. */
export function electronsReference({ counts: { data, nx }, section: { x0, x1, y0, y1 }, gain, readVariance, saturation, level, unread, light }: CountsInput, out: FramePlanes): number {
  const { flux, variance, mask } = out;
  let saturated = 0;
  for (let y = y0, p = 0; y < y1; y++) {
    const offset = level ? level[y] : 0;
    const wasRead = unread?.[y] !== 1;
    for (let q = y * nx + x0; q < y * nx + x1; q++, p++) {
      // Rounded to float32 as a frame with its level subtracted would be.
      const electrons = Math.fround(data[q] - offset) * gain;
      if (!wasRead || !Number.isFinite(electrons)) {
        noData(out, p);
        continue;
      }
      flux[p] = electrons;
      variance[p] = readVariance + (light && electrons > 0 ? electrons : 0);
      if (data[q] < saturation) continue;
      mask[p] = MASK.SATURATED;
      saturated++;
    }
  }
  return saturated;
}

/** Kernel `subtractBias` in plain TypeScript; see `Kernels.subtractBias`. Writes into `out`. */
export function subtractReference(frame: Frame, bias: Frame, at: Section, out: FramePlanes): void {
  const { flux, variance, mask } = out;
  const { flux: fluxBefore, variance: varianceBefore, mask: maskBefore } = frame;
  for (let y = at.y0, p = 0; y < at.y1; y++) {
    for (let q = y * bias.geometry.nx + at.x0, end = q + at.x1 - at.x0; q < end; q++, p++) {
      const before = fluxBefore[p];
      const after = before - bias.flux[q];
      mask[p] = maskBefore[p] | bias.mask[q];
      if (!Number.isFinite(after)) {
        noData(out, p);
        continue;
      }
      flux[p] = after;
      variance[p] = varianceBefore[p] + (Math.max(after, 0) - Math.max(before, 0)) + bias.variance[q];
    }
  }
}

/** Kernel `divideFlat` in plain TypeScript; see `Kernels.divideFlat`. Writes into `out`. */
export function divideReference(frame: Frame, response: Frame, at: Section, out: FramePlanes): void {
  for (let y = at.y0, p = 0; y < at.y1; y++) {
    for (let q = y * response.geometry.nx + at.x0, end = q + at.x1 - at.x0; q < end; q++, p++) {
      const by = response.flux[q];
      out.mask[p] = frame.mask[p] | response.mask[q];
      if (response.mask[q] !== 0) {
        out.flux[p] = NaN;
        out.variance[p] = NaN;
        continue;
      }
      const flux = frame.flux[p] / by;
      out.flux[p] = flux;
      out.variance[p] = (frame.variance[p] + flux * flux * response.variance[q]) / (by * by);
    }
  }
}

/** Kernel `countRange` in plain TypeScript; see `Kernels.countRange`. */
export function countRangeReference(counts: Counts, saturation: number): CountRange {
  let [minimum, maximum, saturated, noNumber] = [Infinity, -Infinity, 0, 0];
  for (let p = 0; p < counts.length; p++) {
    const value = counts[p];
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    if (value >= saturation) saturated++;
    else if (Number.isNaN(value)) noNumber++;
  }
  return { minimum, maximum, saturated, noNumber };
}
