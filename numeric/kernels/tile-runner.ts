import { ContractError } from '../errors.js';
import type { WordLoops } from '../fits/word-loops.js';
import { BLOCK_STRIDE, EVIDENCE_REACH, RUN_LENGTH, type MedianShape, type Ladder, type MedianSize, type Plane, type RayScene, type RayThresholds } from './kernels.js';
import { ColumnTiles, type ColumnArguments, type CompiledColumns } from './column-tiles.js';
import { CombineTiles, COMBINE_BYTES, type CombineArguments, type CompiledCombine } from './combine-tiles.js';
import { PixelTiles, type PixelArguments } from './pixel-tiles.js';
import { WordTiles, type CompiledWords } from './word-tiles.js';

const { fround } = Math;
const PAGE = 65_536;
const VECTOR_BYTES = 16;

/** Columns per tile of run medians along y. */
export const RUN_COLUMNS = 2048;
/** Rows per tile of run medians along x. */
export const RUN_ROWS = 32;

/** What a tile of each kernel works on. Plain data on shared arrays, so that it crosses into another thread without a copy. */
export interface TileArguments extends PixelArguments, CombineArguments, ColumnArguments {
  readonly medianFilter: { readonly plane: Plane; readonly size: MedianSize; readonly shape: MedianShape; readonly blocks: Int32Array; readonly out: Float32Array };
  /** Along y a tile is one start and RUN_COLUMNS columns, along x it is RUN_ROWS rows. */
  readonly runMedians: { readonly plane: Plane; readonly axis: 'x' | 'y'; readonly starts: Int32Array; readonly out: Float32Array };
  /** A tile is RUN_ROWS rows; `medians` are those of the runs along y. */
  readonly smoothRows: { readonly plane: Plane; readonly y: Ladder | undefined; readonly medians: Float32Array | undefined; readonly x: Ladder | undefined; readonly out: Float32Array };
  readonly rayEvidence: { readonly plane: RayScene; readonly thresholds: RayThresholds; readonly blocks: Int32Array; readonly evidence: Uint8Array };
}
/** Names of the kernels that run in tiles. */
export type TileKernel = keyof TileArguments;

/** Addresses are bytes; parameters as in numeric/assembly/. */
interface Compiled extends CompiledCombine, CompiledWords, CompiledColumns {
  medianFilter(...parameters: readonly (number | boolean)[]): void;
  medianOfRows(source: number, target: number, w: number, step: number): void;
  medianOfRuns(row: number, starts: number, count: number, scratch: number, target: number): void;
  betweenRuns(pixels: number, lower: number, upper: number, part: number, model: number, rest: number, n: number): void;
  addAlong(model: number, medians: number, low: number, high: number, share: number, n: number): void;
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

/** Runs single tiles of the kernels in this thread's own WebAssembly memory. */
export class TileRunner {
  readonly #compiled: Compiled;
  readonly #memory: WebAssembly.Memory;
  readonly #floats: Float32Array;
  readonly #bytes: Uint8Array;
  /** Loops over the words of a file, in this thread alone: its bytes are no shared memory. */
  readonly words: WordLoops;
  readonly #pixels: PixelTiles;
  readonly #combinations: CombineTiles;
  readonly #columns: ColumnTiles;

  constructor(bytes: Uint8Array) {
    // Enough for a combination's tile of flux, variance and mask, or a tile of 256 × 96 pixels with its margins in six images.
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(COMBINE_BYTES / PAGE) });
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#bytes = new Uint8Array(this.#memory.buffer);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: this.#memory } });
    this.#compiled = instance.exports as unknown as Compiled;
    this.words = new WordTiles(this.#compiled, this.#memory.buffer);
    this.#columns = new ColumnTiles(this.#compiled, this.#memory.buffer, (needed) => this.#reserve(needed));
    this.#combinations = new CombineTiles(this.#compiled, this.#memory.buffer, (needed) => this.#reserve(needed));
    this.#pixels = new PixelTiles(this.#compiled, this.#memory.buffer, (needed) => this.#reserve(needed));
  }

  /**
   * Runs one tile and writes its part of the output.
   * @throws {ContractError} if the tile needs more than this thread's memory.
   */
  run<K extends TileKernel>(kernel: K, args: TileArguments[K], tile: number): void {
    const runs: { readonly [Name in TileKernel]: (args: TileArguments[Name], tile: number) => void } = {
      combine: (a, t) => this.#combinations.combine(a, t),
      combineCounts: (a, t) => this.#combinations.combineCounts(a, t),
      medianFilter: (a, t) => this.#medianFilter(a, t),
      runMedians: (a, t) => (a.axis === 'y' ? this.#medianOfRows(a, t) : this.#medianOfRuns(a, t)),
      smoothRows: (a, t) => this.#smoothRows(a, t),
      rayEvidence: (a, t) => this.#rayEvidence(a, t),
      electrons: (a, t) => this.#pixels.electrons(a, t),
      subtractBias: (a, t) => this.#pixels.subtractBias(a, t),
      divideFlat: (a, t) => this.#pixels.divideFlat(a, t),
      columnLevels: (a, t) => this.#columns.columnLevels(a, t),
      countRange: (a, t) => this.#pixels.countRange(a, t),
    };
    runs[kernel](args, tile);
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

  #smoothRows({ plane: { data, nx, ny }, y: alongY, medians, x: alongX, out }: TileArguments['smoothRows'], tile: number): void {
    const lanes = align(nx * 4) / 4;
    const [pixels, lower, upper, model, rest, low, high, share] = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => PAGE + row * lanes * 4);
    const startsAt = share + lanes * 4;
    const count = align((alongX?.starts.length ?? 0) * 4) / 4;
    const mediansAt = startsAt + count * 4;
    const scratch = mediansAt + count * 4;
    this.#reserve(scratch + RUN_LENGTH * VECTOR_BYTES);
    const words = new Uint32Array(this.#memory.buffer);
    this.#floats.fill(0, lower >> 2, (upper >> 2) + lanes);
    if (alongX) {
      words.fill(alongX.starts[0] * 4, startsAt >> 2, (startsAt >> 2) + count); // lanes beyond the last start repeat the first
      alongX.starts.forEach((start, s) => (words[(startsAt >> 2) + s] = start * 4));
      for (let x = 0; x < nx; x++) {
        words[(low >> 2) + x] = alongX.low[x] * 4;
        words[(high >> 2) + x] = alongX.high[x] * 4;
      }
      this.#floats.set(alongX.share, share >> 2);
    }
    for (let y = tile * RUN_ROWS; y < Math.min(ny, (tile + 1) * RUN_ROWS); y++) {
      this.#floats.set(data.subarray(y * nx, (y + 1) * nx), pixels >> 2);
      if (alongY && medians) {
        this.#floats.set(medians.subarray(alongY.low[y] * nx, (alongY.low[y] + 1) * nx), lower >> 2);
        this.#floats.set(medians.subarray(alongY.high[y] * nx, (alongY.high[y] + 1) * nx), upper >> 2);
      }
      this.#compiled.betweenRuns(pixels, lower, upper, alongY ? alongY.share[y] : 0, model, rest, lanes);
      if (alongX) {
        this.#compiled.medianOfRuns(rest, startsAt, count, scratch, mediansAt);
        this.#compiled.addAlong(model, mediansAt, low, high, share, nx);
      }
      out.set(this.#floats.subarray(model >> 2, (model >> 2) + nx), y * nx);
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

  #reserve(bytes: number): void {
    if (bytes > this.#bytes.length) throw new ContractError(`a tile needs ${bytes} bytes of ${this.#bytes.length}`);
  }
}

/** The next multiple of a vector. */
function align(bytes: number): number {
  return Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
}
