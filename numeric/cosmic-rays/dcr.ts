import { CleanPlane } from './clean-plane.js';
import { ContractError } from '../errors.js';
import { emptyFrame, MASK, type Frame, type Section } from '../frame.js';
import type { CosmicRayResult } from './lacosmic.js';

const { fround, sqrt } = Math;

/** Parameters of DCR, by the names of its `dcr.par`. */
export interface DcrParameters {
  /** THRESH: clip, and least gap in the histogram, σ. */
  readonly threshold: number;
  /** XRAD, YRAD: half the size of the boxes, pixels. */
  readonly xRadius: number;
  readonly yRadius: number;
  /** NPASS */
  readonly passes: number;
  /** DIAXIS: neighbors that replace a pixel: around it, along x, or along y. */
  readonly replaceAlong: 'both' | 'x' | 'y';
  /** LRAD, URAD: nearest and farthest neighbor that replaces a pixel, pixels. */
  readonly innerRadius: number;
  readonly outerRadius: number;
  /** GRAD: pixels by which what is found grows. */
  readonly growth: number;
}

export interface DcrCleaned {
  /** The image with what was found replaced. */
  readonly image: Float32Array;
  /** 1 where a pixel was replaced. */
  readonly replaced: Uint8Array;
  /** Pixels above a threshold, pass by pass; a pixel counts once for every box it stands out in. */
  readonly found: readonly number[];
}

/**
 * Cosmic rays by gaps in the histograms of overlapping boxes (Pych 2004, PASP 116, 148), bit for bit what the program DCR does to an image of counts,
 * adu: bins are one count wide. Float32 image, float64 sums. Two departures: a box whose pixels are all equal after clipping contributes nothing
 * instead of ending the program, and a pixel without any neighbor to replace it takes the mean of the whole image always.
 *
 * @throws {ContractError} if the image is smaller than a box or holds values that are not finite.
 */
export function cleanByDcr(data: Float32Array, nx: number, ny: number, parameters: DcrParameters): DcrCleaned {
  const width = 2 * parameters.xRadius;
  const height = 2 * parameters.yRadius;
  if (data.length !== nx * ny) throw new ContractError(`DCR: ${data.length} pixels are not ${nx} × ${ny}`);
  if (width > nx || height > ny) throw new ContractError(`DCR: boxes of ${width} × ${height} in an image of ${nx} × ${ny}`);
  let sum = 0;
  for (const value of data) sum += value;
  if (!Number.isFinite(sum)) throw new ContractError('DCR: the image holds values that are not finite');

  const image = data.slice();
  const replaced = new Uint8Array(data.length);
  const found: number[] = [];
  const corners = boxCorners(nx, ny, parameters);
  const histogram = new SparseHistogram();
  const box = new Float32Array(width * height);
  let changed = new Uint8Array(data.length).fill(1);
  for (let pass = 0; pass < parameters.passes; pass++) {
    const map = new Uint8Array(data.length);
    let count = 0;
    for (const [x0, y0] of corners) {
      const bounds = { x0, x1: x0 + width, y0, y1: y0 + height };
      // A box that the last pass left as it was had nothing to be found, and has not now.
      if (!anyWithin(changed, nx, bounds)) continue;
      for (let y = y0, k = 0; y < bounds.y1; y++) for (let x = x0; x < bounds.x1; x++) box[k++] = image[y * nx + x];
      const limit = boxThreshold(box, parameters.threshold, histogram);
      if (limit !== undefined) count += markAbove(box, limit, map, nx, ny, bounds, parameters.growth);
    }
    found.push(count);
    if (count === 0) break;
    replaceMarked(image, map, nx, ny, sum / data.length, parameters);
    for (let p = 0; p < map.length; p++) replaced[p] |= map[p];
    changed = map;
  }
  return { image, replaced, found };
}

/** Boxes that overlap by half, then those flush with the right and the upper border. */
function boxCorners(nx: number, ny: number, { xRadius, yRadius }: DcrParameters): [number, number][] {
  const xs = Array.from({ length: Math.floor(nx / xRadius) - 1 }, (_, i) => i * xRadius);
  const ys = Array.from({ length: Math.floor(ny / yRadius) - 1 }, (_, j) => j * yRadius);
  const right = nx - 2 * xRadius;
  const top = ny - 2 * yRadius;
  return [
    ...ys.flatMap((y) => xs.map((x): [number, number] => [x, y])),
    ...ys.map((y): [number, number] => [right, y]),
    ...xs.map((x): [number, number] => [x, top]),
    [right, top],
  ];
}

function anyWithin(map: Uint8Array, nx: number, { x0, x1, y0, y1 }: Section): boolean {
  for (let y = y0; y < y1; y++) for (let p = y * nx + x0; p < y * nx + x1; p++) if (map[p] !== 0) return true;
  return false;
}

/** Marks what lies above a limit in one box, grown, in the map. Returns how many pixels that are, before they grow. */
function markAbove(box: Float32Array, limit: number, map: Uint8Array, nx: number, ny: number, { x0, x1, y0, y1 }: Section, growth: number): number {
  let count = 0;
  for (let y = y0, k = 0; y < y1; y++) {
    for (let x = x0; x < x1; x++, k++) {
      if (!(box[k] > limit)) continue;
      count++;
      for (let v = Math.max(0, y - growth); v <= Math.min(ny - 1, y + growth); v++) {
        map.fill(1, v * nx + Math.max(0, x - growth), v * nx + Math.min(nx - 1, x + growth) + 1);
      }
    }
  }
  return count;
}

/** Counts per bin of which only a few are occupied: a ray makes the range long, so no step may run over all bins. */
class SparseHistogram {
  #counts = new Uint32Array(65_536);
  #bins: Int32Array = new Int32Array();

  /** Bins of one count from the least value on. */
  fill(values: Float32Array, min: number, max: number): void {
    for (const bin of this.#bins) this.#counts[bin] = 0;
    const length = Math.trunc(fround(max - min)) + 1;
    if (length > this.#counts.length) this.#counts = new Uint32Array(length);
    if (this.#bins.length !== values.length) this.#bins = new Int32Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const bin = Math.trunc(fround(values[i] - min));
      this.#bins[i] = bin;
      this.#counts[bin]++;
    }
  }

  at(bin: number): number {
    return this.#counts[bin];
  }

  /** The first of the fullest bins. */
  mode(): number {
    let mode = this.#bins[0];
    for (const bin of this.#bins) {
      const more = this.#counts[bin] - this.#counts[mode];
      if (more > 0 || (more === 0 && bin < mode)) mode = bin;
    }
    return mode;
  }

  /** Values in a bin and all above it. */
  countFrom(bin: number): number {
    let count = 0;
    for (const own of this.#bins) if (own >= bin) count++;
    return count;
  }
}

/** The count above which the histogram of a box has a gap wider than threshold · σ; undefined if it has none, or too much lies beyond it to be rays. */
function boxThreshold(box: Float32Array, threshold: number, histogram: SparseHistogram): number | undefined {
  let [min, max] = [Infinity, -Infinity];
  for (const value of box) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const whole = moments(box, -Infinity, Infinity);
  const { mean, sigma } = moments(box, whole.mean - threshold * whole.sigma, whole.mean + threshold * whole.sigma);
  if (min === max || !(sigma > 0)) return undefined;

  histogram.fill(box, min, max);
  const bins = Math.trunc(fround(max - min)) + 1;
  const gap = Math.trunc(threshold * sigma);
  let empty = 0;
  let end = histogram.mode() || Math.trunc(mean - min);
  for (; end < bins; end++) {
    empty = histogram.at(end) === 0 ? empty + 1 : 0;
    if (empty > gap) break;
  }
  return histogram.countFrom(end) > Math.trunc(sqrt(box.length)) ? undefined : fround(min + end);
}

/** Mean and population σ of the values strictly between two limits; NaN when there are none. */
function moments(values: Float32Array, low: number, high: number): { mean: number; sigma: number } {
  let [n, sum] = [0, 0];
  for (const value of values) {
    if (!(value > low && value < high)) continue;
    n++;
    sum += value;
  }
  const mean = sum / n;
  let squares = 0;
  for (const value of values) if (value > low && value < high) squares += (value - mean) ** 2;
  return { mean, sigma: sqrt(squares / n) };
}

/** Offsets of the neighbors that replace a pixel. */
function neighborOffsets({ replaceAlong, innerRadius, outerRadius }: DcrParameters): [number, number][] {
  const offsets: [number, number][] = [];
  for (let a = innerRadius; a <= outerRadius; a++) {
    if (replaceAlong === 'x') offsets.push([-a, 0], [a, 0]);
    if (replaceAlong === 'y') offsets.push([0, -a], [0, a]);
    if (replaceAlong !== 'both') continue;
    for (let b = innerRadius; b <= outerRadius; b++) {
      const distance = sqrt(a * a + b * b);
      if (distance >= innerRadius && distance <= outerRadius) offsets.push([-a, -b], [-a, b], [a, -b], [a, b]);
    }
  }
  return offsets;
}

function replaceMarked(image: Float32Array, map: Uint8Array, nx: number, ny: number, fallback: number, parameters: DcrParameters): void {
  const offsets = neighborOffsets(parameters);
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) {
      if (map[y * nx + x] === 0) continue;
      let [n, sum] = [0, 0];
      for (const [dx, dy] of offsets) {
        const [u, v] = [x + dx, y + dy];
        if (u < 0 || v < 0 || u >= nx || v >= ny || map[v * nx + u] !== 0) continue;
        n++;
        sum += image[v * nx + u];
      }
      image[y * nx + x] = n > 0 ? sum / n : fallback;
    }
  }
}

/**
 * DCR on a frame: what it replaces is marked COSMIC_RAY and INTERPOLATED. The bins of its histograms are one count wide; with the gain given flux is turned
 * back into counts for the search, otherwise a count is an electron. The variance of a replaced pixel is that of `CleanPlane.interpolate`.
 * Pixels masked on entry stand for the sound pixel before them and are never marked.
 *
 * @param frame electron and electron², [ny × nx]; left unchanged.
 * @throws {ContractError} if the frame is smaller than a box of the parameters.
 * @see Pych 2004, PASP 116, 148
 */
export function rejectCosmicRaysDcr(frame: Frame, parameters: DcrParameters, gainElectronPerAdu = 1): CosmicRayResult {
  const { nx, ny } = frame.geometry;
  const { image, replaced } = cleanByDcr(toCounts(frame, gainElectronPerAdu), nx, ny, parameters);
  const out = emptyFrame(frame.geometry);
  out.flux.set(frame.flux);
  out.variance.set(frame.variance);
  out.mask.set(frame.mask);
  const plane = CleanPlane.of(frame.geometry, frame.flux, frame.mask);
  plane.reject([...replaced.keys()].filter((p) => replaced[p] !== 0 && frame.mask[p] === 0 && Number.isFinite(frame.flux[p])));
  for (const p of plane.rejected) {
    out.flux[p] = image[p] * gainElectronPerAdu;
    out.variance[p] = plane.interpolate(p, frame.variance).variance;
    out.mask[p] |= MASK.COSMIC_RAY | MASK.INTERPOLATED;
  }
  return { frame: out, count: plane.rejected.length };
}

/** Flux as counts; masked pixels repeat the last sound one before them, so that a defect opens no gap in a histogram. */
function toCounts(frame: Frame, gainElectronPerAdu: number): Float32Array {
  let last = (frame.flux.find((flux, p) => frame.mask[p] === 0 && Number.isFinite(flux)) ?? 0) / gainElectronPerAdu;
  return frame.flux.map((flux, p) => {
    if (frame.mask[p] === 0 && Number.isFinite(flux)) last = flux / gainElectronPerAdu;
    return last;
  });
}
