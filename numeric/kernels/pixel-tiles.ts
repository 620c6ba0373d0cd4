import type { Counts, Frame, Section } from '../frame.js';
import { CountsLoader, type CompiledCounts } from './counts-loader.js';
import type { CountsInput, FramePlanes } from './kernels.js';

const PAGE = 65_536;
const VECTOR = 4;
/** Pixels of a tile, as whole rows: what goes through stays in a core's cache. */
const TILE_PIXELS = 16_384;

/** A frame, and the section of a larger or equal one that covers it. */
export interface PairOfFrames {
  readonly frame: Frame;
  readonly other: Frame;
  readonly at: Section;
  readonly out: FramePlanes;
}

/** What a tile of the pixelwise kernels works on. */
export interface PixelArguments {
  readonly electrons: CountsInput & { readonly out: FramePlanes; /** Saturated pixels, by tile. */ readonly saturated: Int32Array };
  readonly subtractBias: PairOfFrames;
  readonly divideFlat: PairOfFrames;
  /** Least, most, saturated and without a number, by tile. */
  readonly countRange: { readonly counts: Counts; readonly saturation: number; readonly out: Float64Array };
}

/** Addresses are bytes; parameters as in numeric/assembly/pixels.ts. */
export interface CompiledPixels extends CompiledCounts {
  electrons(...parameters: readonly (number | boolean)[]): number;
  subtractBias(this: void, flux: number, variance: number, mask: number, bias: number, biasVariance: number, biasMask: number, n: number): void;
  divideFlat(this: void, flux: number, variance: number, mask: number, response: number, responseVariance: number, responseMask: number, n: number): void;
  countRange(counts: number, n: number, saturation: number, out: number): void;
}

/** Rows of a section `width` pixels wide that make a tile. */
export function rowsPerTile(width: number): number {
  return Math.max(1, Math.floor(TILE_PIXELS / width));
}

/** Tiles of a section. */
export function pixelTiles({ x0, x1, y0, y1 }: Section): number {
  return Math.ceil((y1 - y0) / rowsPerTile(x1 - x0));
}

/** Pixels that `countRange` takes at once: it knows no rows. */
export const RANGE_PIXELS = 65_536;

const align = (count: number): number => Math.ceil(count / VECTOR) * VECTOR;

/** The smallest float32 that is not below a threshold: float32 values reach one exactly where they reach the other. */
export function float32AtLeast(threshold: number): number {
  const rounded = Float32Array.of(threshold);
  if (!(rounded[0] < threshold)) return rounded[0];
  new Int32Array(rounded.buffer)[0] += rounded[0] >= 0 ? 1 : -1;
  return rounded[0];
}

/** Runs tiles of the kernels that look at one pixel at a time, in the WebAssembly memory of a `TileRunner`. */
export class PixelTiles {
  readonly #compiled: CompiledPixels;
  readonly #floats: Float32Array;
  readonly #bytes: Uint8Array;
  readonly #counts: CountsLoader;
  readonly #reserve: (bytes: number) => void;

  constructor(compiled: CompiledPixels, memory: ArrayBuffer, reserve: (bytes: number) => void) {
    this.#compiled = compiled;
    this.#floats = new Float32Array(memory);
    this.#bytes = new Uint8Array(memory);
    this.#counts = new CountsLoader(compiled, memory);
    this.#reserve = reserve;
  }

  electrons({ counts: { data, nx }, section, gain, readVariance, saturation, level, unread, light, out, saturated }: PixelArguments['electrons'], tile: number): void {
    const width = section.x1 - section.x0;
    const lanes = align(width);
    const [countsAt, fluxAt, varianceAt, maskAt] = [0, 1, 2, 3].map((plane) => PAGE + plane * lanes * 4);
    this.#reserve(maskAt + lanes);
    const threshold = float32AtLeast(saturation);
    const rows = rowsPerTile(width);
    const first = section.y0 + tile * rows;
    saturated[tile] = 0;
    for (let y = first; y < Math.min(first + rows, section.y1); y++) {
      this.#counts.load(data, y * nx + section.x0, width, countsAt, lanes, NaN);
      const gainOfRow = unread?.[y] === 1 ? NaN : gain;
      saturated[tile] += this.#compiled.electrons(countsAt, fluxAt, varianceAt, maskAt, lanes, level ? level[y] : 0, gainOfRow, readVariance, threshold, light);
      this.#copyOut(out, (y - section.y0) * width, width, fluxAt, varianceAt, maskAt);
    }
  }

  subtractBias(pair: PairOfFrames, tile: number): void {
    this.#pair(pair, tile, this.#compiled.subtractBias);
  }

  divideFlat(pair: PairOfFrames, tile: number): void {
    this.#pair(pair, tile, this.#compiled.divideFlat);
  }

  countRange({ counts, saturation, out }: PixelArguments['countRange'], tile: number): void {
    const from = tile * RANGE_PIXELS;
    const pixels = Math.min(RANGE_PIXELS, counts.length - from);
    const lanes = align(pixels);
    const outAt = PAGE + lanes * 4;
    this.#reserve(outAt + 16);
    // Lanes beyond the end repeat the first count, and are counted no more than once.
    const first = counts[from];
    this.#counts.load(counts, from, pixels, PAGE, lanes, first);
    this.#compiled.countRange(PAGE, lanes, float32AtLeast(saturation), outAt);
    const [least, most] = this.#floats.subarray(outAt >> 2);
    const [saturated, noNumber] = new Int32Array(this.#bytes.buffer, outAt + 8, 2);
    const spare = lanes - pixels;
    out.set([least, most, saturated - (first >= saturation ? spare : 0), noNumber - (Number.isNaN(first) ? spare : 0)], tile * 4);
  }

  #pair({ frame, other, at, out }: PairOfFrames, tile: number, work: CompiledPixels['subtractBias']): void {
    const width = at.x1 - at.x0;
    const rows = rowsPerTile(width);
    const first = tile * rows;
    const count = Math.min(rows, at.y1 - at.y0 - first);
    const pixels = count * width;
    const lanes = align(pixels);
    const [fluxAt, varianceAt, otherFluxAt, otherVarianceAt, maskAt] = [0, 1, 2, 3, 4].map((plane) => PAGE + plane * lanes * 4);
    const otherMaskAt = maskAt + lanes;
    this.#reserve(otherMaskAt + lanes);
    const from = first * width;
    this.#floats.set(frame.flux.subarray(from, from + pixels), fluxAt >> 2);
    this.#floats.set(frame.variance.subarray(from, from + pixels), varianceAt >> 2);
    this.#bytes.set(frame.mask.subarray(from, from + pixels), maskAt);
    const { nx } = other.geometry;
    // Rows that follow each other without a gap go in one piece.
    const [pieces, length] = nx === width ? [1, pixels] : [count, width];
    for (let k = 0; k < pieces; k++) {
      const q = (at.y0 + first + k) * nx + at.x0;
      this.#floats.set(other.flux.subarray(q, q + length), (otherFluxAt >> 2) + k * length);
      this.#floats.set(other.variance.subarray(q, q + length), (otherVarianceAt >> 2) + k * length);
      this.#bytes.set(other.mask.subarray(q, q + length), otherMaskAt + k * length);
    }
    work(fluxAt, varianceAt, maskAt, otherFluxAt, otherVarianceAt, otherMaskAt, lanes);
    this.#copyOut(out, from, pixels, fluxAt, varianceAt, maskAt);
  }

  #copyOut({ flux, variance, mask }: FramePlanes, to: number, pixels: number, fluxAt: number, varianceAt: number, maskAt: number): void {
    flux.set(this.#floats.subarray(fluxAt >> 2, (fluxAt >> 2) + pixels), to);
    variance.set(this.#floats.subarray(varianceAt >> 2, (varianceAt >> 2) + pixels), to);
    mask.set(this.#bytes.subarray(maskAt, maskAt + pixels), to);
  }
}
