import { ContractError } from '../errors.js';
import { BLOCK_STRIDE, EVIDENCE_REACH, RUN_LENGTH, type Combined, type CombineInput, type MedianShape, type MedianSize, type Plane, type RayScene, type RayThresholds } from './kernels.js';
import { mergingPairs, sortingPairs } from './sorting-network.js';

const { fround } = Math;
const PAGE = 65_536;
const VECTOR_BYTES = 16;

/** The most frames one combination takes in WebAssembly: a year of bias frames. More go to the reference. */
export const MAX_FRAMES = 1024;
/** Pixels of all frames together in a tile of a combination: what fits the cache of a core, and the memory below. */
const COMBINE_VALUES = 4096 * 64;
/** Most pixels per tile of a combination. */
const COMBINE_TILE = 4096;
/** Room for the pairs of the largest sorting network, the vectors of one pixel group and the results of a tile, with the page that is left free. */
const COMBINE_SPARE = 5 * PAGE;

/** Pixels per tile when n frames are combined: fewer of many frames, so that a tile needs the same memory. A multiple of 16. */
export function combineTile(n: number): number {
  return Math.min(COMBINE_TILE, Math.floor(COMBINE_VALUES / n / VECTOR_BYTES) * VECTOR_BYTES);
}
/** Columns per tile of run medians along y. */
export const RUN_COLUMNS = 2048;
/** Rows per tile of run medians along x. */
export const RUN_ROWS = 32;

/** What a tile of each kernel works on. Plain data on shared arrays, so that it crosses into another thread without a copy. */
export interface TileArguments {
  readonly combine: CombineInput & { readonly out: Combined };
  readonly medianFilter: { readonly plane: Plane; readonly size: MedianSize; readonly shape: MedianShape; readonly blocks: Int32Array; readonly out: Float32Array };
  /** Along y a tile is one start and RUN_COLUMNS columns, along x it is RUN_ROWS rows. */
  readonly runMedians: { readonly plane: Plane; readonly axis: 'x' | 'y'; readonly starts: Int32Array; readonly out: Float32Array };
  readonly rayEvidence: { readonly plane: RayScene; readonly thresholds: RayThresholds; readonly blocks: Int32Array; readonly evidence: Uint8Array };
}
/** Names of the kernels that run in tiles. */
export type TileKernel = keyof TileArguments;

/** Addresses are bytes; parameters as in numeric/assembly/. */
interface Compiled {
  combine(...parameters: readonly (number | boolean)[]): void;
  medianFilter(...parameters: readonly (number | boolean)[]): void;
  medianOfRows(source: number, target: number, w: number, step: number): void;
  medianOfRuns(row: number, starts: number, count: number, scratch: number, target: number): void;
  rayEvidence(...parameters: readonly (number | boolean)[]): void;
}

/** A block and its surroundings as they lie in WebAssembly memory: rows `step` bytes apart, the image at address `image`. */
interface Window {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
  readonly step: number;
  readonly image: number;
  /** Bytes of an image with its spare rows. */
  readonly planeBytes: number;
}

/** The sorting network of n vectors as byte offsets, from index `merging` on that of values which fall and then rise. */
interface Network {
  readonly n: number;
  readonly pairs: Uint16Array;
  readonly merging: number;
}

/** Runs single tiles of the kernels in this thread's own WebAssembly memory. */
export class TileRunner {
  readonly #compiled: Compiled;
  readonly #memory: WebAssembly.Memory;
  readonly #floats: Float32Array;
  readonly #bytes: Uint8Array;
  #network: Network = { n: 0, pairs: new Uint16Array(), merging: 0 };

  constructor(bytes: Uint8Array) {
    // Enough for a combination's tile of flux, variance and mask, or a tile of 256 × 96 pixels with its margins in six images.
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil((COMBINE_VALUES * 9 + COMBINE_SPARE) / PAGE) });
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: this.#memory } });
    this.#compiled = instance.exports as unknown as Compiled;
  }

  /**
   * Runs one tile and writes its part of the output.
   * @throws {ContractError} if the tile needs more than this thread's memory.
   */
  run<K extends TileKernel>(kernel: K, args: TileArguments[K], tile: number): void {
    const runs: { readonly [Name in TileKernel]: (args: TileArguments[Name], tile: number) => void } = {
      combine: (a, t) => this.#combine(a, t),
      medianFilter: (a, t) => this.#medianFilter(a, t),
      runMedians: (a, t) => (a.axis === 'y' ? this.#medianOfRows(a, t) : this.#medianOfRuns(a, t)),
      rayEvidence: (a, t) => this.#rayEvidence(a, t),
    };
    runs[kernel](args, tile);
  }

  #combine({ flux, variance, mask, scale, clipSigma, method, out }: TileArguments['combine'], tile: number): void {
    const n = flux.length;
    const from = tile * combineTile(n);
    const pixels = Math.min(combineTile(n), out.flux.length - from);
    const lanes = Math.ceil(pixels / 4) * 4;
    const planes = n * lanes;

    const fluxAt = PAGE;
    const varianceAt = fluxAt + planes * 4;
    const maskAt = varianceAt + planes * 4;
    const scalesAt = align(maskAt + planes);
    const pairsAt = align(scalesAt + n * 8);
    const { pairs, merging } = this.#networkOf(n);
    const scratchAt = align(pairsAt + pairs.byteLength);
    const outFluxAt = scratchAt + 3 * n * VECTOR_BYTES;
    const outVarianceAt = outFluxAt + lanes * 4;
    const outUsedAt = outVarianceAt + lanes * 4;
    this.#reserve(outUsedAt + lanes * 2);

    for (let i = 0; i < n; i++) {
      this.#floats.set(flux[i].subarray(from, from + pixels), (fluxAt >> 2) + i * lanes);
      this.#floats.set(variance[i].subarray(from, from + pixels), (varianceAt >> 2) + i * lanes);
      this.#bytes.set(mask[i].subarray(from, from + pixels), maskAt + i * lanes);
      this.#floats[(scalesAt >> 2) + i] = scale[i];
      this.#floats[(scalesAt >> 2) + n + i] = fround(scale[i] * scale[i]);
    }
    new Uint16Array(this.#memory.buffer, pairsAt, pairs.length).set(pairs);
    this.#compiled.combine(
      n, lanes, fluxAt, varianceAt, maskAt, scalesAt, pairsAt, pairsAt + merging * pairs.BYTES_PER_ELEMENT, pairsAt + pairs.byteLength, scratchAt,
      outFluxAt, outVarianceAt, outUsedAt, clipSigma, method === 'median',
    );
    out.flux.set(this.#floats.subarray(outFluxAt >> 2, (outFluxAt >> 2) + pixels), from);
    out.variance.set(this.#floats.subarray(outVarianceAt >> 2, (outVarianceAt >> 2) + pixels), from);
    out.used.set(new Uint16Array(this.#memory.buffer, outUsedAt, pixels), from);
  }

  #medianFilter({ plane, size, shape, blocks, out }: TileArguments['medianFilter'], tile: number): void {
    const [x0, x1, y0, y1] = blocks.subarray(tile * BLOCK_STRIDE, (tile + 1) * BLOCK_STRIDE);
    const window = this.#copyIn(plane, [x0, x1, y0, y1], (size - 1) / 2, 3);
    const { image, planeBytes, width, height, step } = window;
    this.#compiled.medianFilter(image, image + planeBytes, image + 2 * planeBytes, width, height, step, size, shape === 'separable');
    for (let y = y0; y < y1; y++) {
      const at = (image + planeBytes + (y - window.y0) * step) / 4 + x0 - window.x0;
      out.set(this.#floats.subarray(at, at + x1 - x0), y * plane.nx + x0);
    }
  }

  #medianOfRows({ plane: { data, nx }, starts, out }: TileArguments['runMedians'], tile: number): void {
    const tiles = Math.ceil(nx / RUN_COLUMNS);
    const start = Math.floor(tile / tiles);
    const x0 = (tile % tiles) * RUN_COLUMNS;
    const width = Math.min(RUN_COLUMNS, nx - x0);
    const step = align(width * 4);
    const target = PAGE + RUN_LENGTH * step;
    this.#reserve(target + step);
    for (let k = 0; k < RUN_LENGTH; k++) {
      const from = (starts[start] + k) * nx + x0;
      this.#floats.set(data.subarray(from, from + width), (PAGE + k * step) >> 2);
    }
    this.#compiled.medianOfRows(PAGE, target, width, step);
    out.set(this.#floats.subarray(target >> 2, (target >> 2) + width), start * nx + x0);
  }

  #medianOfRuns({ plane: { data, nx, ny }, starts, out }: TileArguments['runMedians'], tile: number): void {
    const count = align(starts.length * 4) / 4;
    const startsAt = PAGE;
    const target = startsAt + count * 4;
    const scratch = target + count * 4;
    const row = scratch + RUN_LENGTH * VECTOR_BYTES;
    this.#reserve(row + nx * 4);
    // Lanes beyond the last start repeat the first.
    const offsets = new Uint32Array(this.#memory.buffer, startsAt, count).fill(starts[0] * 4);
    starts.forEach((start, s) => (offsets[s] = start * 4));
    for (let y = tile * RUN_ROWS; y < Math.min(ny, (tile + 1) * RUN_ROWS); y++) {
      this.#floats.set(data.subarray(y * nx, (y + 1) * nx), row >> 2);
      this.#compiled.medianOfRuns(row, startsAt, count, scratch, target);
      out.set(this.#floats.subarray(target >> 2, (target >> 2) + starts.length), y * starts.length);
    }
  }

  #rayEvidence({ plane, thresholds, blocks, evidence }: TileArguments['rayEvidence'], tile: number): void {
    const [x0, x1, y0, y1] = blocks.subarray(tile * BLOCK_STRIDE, (tile + 1) * BLOCK_STRIDE);
    const window = this.#copyIn(plane, [x0, x1, y0, y1], EVIDENCE_REACH, 8);
    const { image, planeBytes, width, height, step } = window;
    const work = image + planeBytes;
    const background = plane.background ? work + 5 * planeBytes : 0;
    if (plane.background) this.#copyRows(plane.background, plane.nx, window, background);
    const out = work + 6 * planeBytes;
    const outStep = align(x1 - x0);
    const readNoise = fround(thresholds.readNoise);
    const bright = fround(thresholds.sigclip);
    this.#compiled.rayEvidence(
      image, background, work, planeBytes, width, height, step, thresholds.medians === 'separable',
      fround(readNoise * readNoise), fround(bright * fround(thresholds.sigfrac)), bright, thresholds.objlim,
      x0 - window.x0, x1 - window.x0, y0 - window.y0, y1 - window.y0, out, outStep,
    );
    for (let y = y0; y < y1; y++) {
      const at = out + (y - y0) * outStep;
      evidence.set(this.#bytes.subarray(at, at + x1 - x0), y * plane.nx + x0);
    }
  }

  /** Copies a block and `reach` pixels around it, as far as the plane goes, and makes sure that `images` images of that size have room. */
  #copyIn({ data, nx, ny }: Plane, [x0, x1, y0, y1]: readonly [number, number, number, number], reach: number, images: number): Window {
    const left = Math.max(0, x0 - reach);
    const bottom = Math.max(0, y0 - reach);
    const width = Math.min(nx, x1 + reach) - left;
    const height = Math.min(ny, y1 + reach) - bottom;
    const step = align((width + 4) * 4);
    const planeBytes = (height + 3) * step; // one spare row before, two after, for vectors that run over
    const image = PAGE + step;
    this.#reserve(PAGE + images * planeBytes + step);
    const window = { x0: left, y0: bottom, width, height, step, image, planeBytes };
    this.#copyRows(data, nx, window, image);
    return window;
  }

  #copyRows(data: Float32Array, nx: number, { x0, y0, width, height, step }: Window, address: number): void {
    for (let y = 0; y < height; y++) {
      const from = (y0 + y) * nx + x0;
      this.#floats.set(data.subarray(from, from + width), (address + y * step) >> 2);
    }
  }

  #networkOf(n: number): Network {
    if (this.#network.n !== n) {
      const sorting = sortingPairs(n);
      this.#network = { n, pairs: Uint16Array.from([...sorting, ...mergingPairs(n)], (index) => index * VECTOR_BYTES), merging: sorting.length };
    }
    return this.#network;
  }

  #reserve(bytes: number): void {
    if (bytes > this.#bytes.length) throw new ContractError(`a tile needs ${bytes} bytes of ${this.#bytes.length}`);
  }
}

/** The next multiple of a vector. */
function align(bytes: number): number {
  return Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
}
