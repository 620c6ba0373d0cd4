import { sharedUint8 } from '../frame.js';
import { EVIDENCE, EVIDENCE_REACH, type Kernels, type RayScene, type RayThresholds } from '../kernels/kernels.js';

/** Evidence is remembered in squares of this many pixels: only squares in reach of a changed pixel are looked at again. */
const SQUARE = 32;
/** Squares looked at in one go, along a row: longer runs share more of their margins. */
const RUN = 8;

/** What is searched. */
export interface SearchPlan {
  /** The same image once or twice, all of one size. */
  readonly scenes: readonly RayScene[];
  /** Pixels along every side in which nothing is looked for. */
  readonly margin: number;
  readonly thresholds: RayThresholds;
  /** Decides about a pixel that only the first of two scenes takes for a core. */
  readonly isCore: (p: number) => boolean;
}

/** What the pixels of a core have: whatever is a core is bright, and whatever is bright is faint. */
const CORE = EVIDENCE.CORE | EVIDENCE.BRIGHT | EVIDENCE.FAINT;
/** Pixels around a core whose evidence may be asked for: neighbors, and neighbors of those. */
const REACH_OF_CORES = 2;

/**
 * The evidence of an image that changes a little between looks, common to its scenes. Wherever the first scene has no core the second cannot matter, so it is
 * looked at around the cores of the first alone.
 */
export class RaySearch {
  /** Pixels that are cores in all scenes, or in the first where `isCore` says so. */
  cores: readonly number[] = [];
  readonly #first: RayScene;
  readonly #second: RayScene | undefined;
  readonly #evidence: Uint8Array;
  readonly #secondEvidence: Uint8Array;
  readonly #nx: number;
  readonly #ny: number;
  readonly #thresholds: RayThresholds;
  readonly #kernels: Kernels;
  readonly #columns: number;
  readonly #rows: number;
  readonly #margin: number;
  readonly #isCore: (p: number) => boolean;
  /** Squares of the second scene whose evidence is that of the image as it is now. */
  readonly #known: Uint8Array;

  constructor({ scenes, margin, thresholds, isCore }: SearchPlan, kernels: Kernels) {
    this.#margin = margin;
    this.#isCore = isCore;
    [this.#first, this.#second] = scenes;
    const { nx, ny, data } = this.#first;
    this.#nx = nx;
    this.#ny = ny;
    this.#evidence = sharedUint8(data.length);
    this.#secondEvidence = this.#second ? sharedUint8(data.length) : this.#evidence;
    this.#thresholds = thresholds;
    this.#kernels = kernels;
    this.#columns = Math.ceil(nx / SQUARE);
    this.#rows = Math.ceil(ny / SQUARE);
    this.#known = new Uint8Array(this.#columns * this.#rows);
    this.#look(new Uint8Array(this.#known.length).fill(1));
  }

  /** Evidence of a pixel at most two rows and columns away from a core. */
  evidence(p: number): number {
    const one = this.#evidence[p];
    const both = one & this.#secondEvidence[p];
    return one === CORE && (both & EVIDENCE.CORE) === 0 && this.#isCore(p) ? one : both;
  }

  /** Renews the evidence that depends on the given pixels. */
  lookAgain(changed: readonly number[]): void {
    const stale = new Uint8Array(this.#known.length);
    for (const p of changed) this.#mark(stale, p, EVIDENCE_REACH);
    this.#look(stale);
  }

  /** Marks the squares that have a pixel within `reach` rows and columns of p. */
  #mark(squares: Uint8Array, p: number, reach: number): void {
    const x = p % this.#nx;
    const y = (p - x) / this.#nx;
    const squareOf = (at: number, limit: number): number => Math.min(Math.max(0, Math.floor(at / SQUARE)), limit - 1);
    const [from, to] = [squareOf(x - reach, this.#columns), squareOf(x + reach, this.#columns)];
    for (let row = squareOf(y - reach, this.#rows); row <= squareOf(y + reach, this.#rows); row++) squares.fill(1, row * this.#columns + from, row * this.#columns + to + 1);
  }

  #look(stale: Uint8Array): void {
    this.#kernels.rayEvidence(this.#first, this.#thresholds, this.#blocksOf(stale), this.#evidence);
    const candidates: number[] = [];
    for (let p = this.#evidence.indexOf(CORE); p >= 0; p = this.#evidence.indexOf(CORE, p + 1)) candidates.push(p);
    if (this.#second) {
      for (let square = 0; square < stale.length; square++) if (stale[square]) this.#known[square] = 0;
      const wanted = new Uint8Array(stale.length);
      for (const p of candidates) this.#mark(wanted, p, REACH_OF_CORES);
      for (let square = 0; square < wanted.length; square++) {
        wanted[square] &= 1 - this.#known[square];
        this.#known[square] |= wanted[square];
      }
      this.#kernels.rayEvidence(this.#second, this.#thresholds, this.#blocksOf(wanted), this.#secondEvidence);
    }
    this.cores = candidates.filter((p) => (this.evidence(p) & EVIDENCE.CORE) !== 0);
  }

  /** Runs of marked squares, without the margin. */
  #blocksOf(squares: Uint8Array): Int32Array {
    const [nx, ny, margin] = [this.#nx, this.#ny, this.#margin];
    const blocks: number[] = [];
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        if (!squares[row * this.#columns + column]) continue;
        const from = column;
        while (column + 1 < this.#columns && column + 1 - from < RUN && squares[row * this.#columns + column + 1]) column++;
        const [x0, x1] = [Math.max(from * SQUARE, margin), Math.min((column + 1) * SQUARE, nx - margin)];
        const [y0, y1] = [Math.max(row * SQUARE, margin), Math.min((row + 1) * SQUARE, ny - margin)];
        if (x1 > x0 && y1 > y0) blocks.push(x0, x1, y0, y1);
      }
    }
    const shared = new Int32Array(new SharedArrayBuffer(blocks.length * 4));
    shared.set(blocks);
    return shared;
  }
}
