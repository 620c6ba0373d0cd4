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

/** The evidence of every pixel, common to all scenes, of an image that changes a little between looks. */
export class RaySearch {
  readonly evidence: Uint8Array;
  readonly #scenes: readonly RayScene[];
  readonly #evidences: readonly Uint8Array[];
  readonly #nx: number;
  readonly #ny: number;
  readonly #thresholds: RayThresholds;
  readonly #kernels: Kernels;
  readonly #columns: number;
  readonly #rows: number;
  readonly #margin: number;
  readonly #isCore: (p: number) => boolean;
  /** Cores by square. */
  readonly #cores: number[][];

  constructor({ scenes, margin, thresholds, isCore }: SearchPlan, kernels: Kernels) {
    this.#margin = margin;
    this.#isCore = isCore;
    const { nx, ny, data } = scenes[0];
    this.#scenes = scenes;
    this.#nx = nx;
    this.#ny = ny;
    this.#evidences = scenes.map(() => sharedUint8(data.length));
    this.#thresholds = thresholds;
    this.#kernels = kernels;
    this.evidence = scenes.length === 1 ? this.#evidences[0] : new Uint8Array(data.length);
    this.#columns = Math.ceil(nx / SQUARE);
    this.#rows = Math.ceil(ny / SQUARE);
    this.#cores = Array.from({ length: this.#columns * this.#rows }, () => []);
    this.#look(new Uint8Array(this.#cores.length).fill(1));
  }

  get cores(): number[] {
    return this.#cores.flat();
  }

  /** Renews the evidence that depends on the given pixels. */
  lookAgain(changed: readonly number[]): void {
    const nx = this.#nx;
    const stale = new Uint8Array(this.#cores.length);
    const squareOf = (at: number, limit: number): number => Math.min(Math.max(0, Math.floor(at / SQUARE)), limit - 1);
    for (const p of changed) {
      const x = p % nx;
      const y = (p - x) / nx;
      for (let row = squareOf(y - EVIDENCE_REACH, this.#rows); row <= squareOf(y + EVIDENCE_REACH, this.#rows); row++) {
        const from = squareOf(x - EVIDENCE_REACH, this.#columns);
        stale.fill(1, row * this.#columns + from, row * this.#columns + squareOf(x + EVIDENCE_REACH, this.#columns) + 1);
      }
    }
    this.#look(stale);
  }

  #look(stale: Uint8Array): void {
    const [nx, ny] = [this.#nx, this.#ny];
    const blocks: number[] = [];
    for (let row = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        if (!stale[row * this.#columns + column]) continue;
        const from = column;
        while (column + 1 < this.#columns && column + 1 - from < RUN && stale[row * this.#columns + column + 1]) column++;
        const margin = this.#margin;
        const [x0, x1] = [Math.max(from * SQUARE, margin), Math.min((column + 1) * SQUARE, nx - margin)];
        const [y0, y1] = [Math.max(row * SQUARE, margin), Math.min((row + 1) * SQUARE, ny - margin)];
        if (x1 > x0 && y1 > y0) blocks.push(x0, x1, y0, y1);
      }
    }
    const shared = new Int32Array(new SharedArrayBuffer(blocks.length * 4));
    shared.set(blocks);
    this.#scenes.forEach((scene, i) => this.#kernels.rayEvidence(scene, this.#thresholds, shared, this.#evidences[i]));
    for (let square = 0; square < stale.length; square++) if (stale[square]) this.#cores[square] = this.#commonCores(square);
  }

  #commonCores(square: number): number[] {
    const [nx, ny] = [this.#nx, this.#ny];
    const column = square % this.#columns;
    const x0 = column * SQUARE;
    const y0 = ((square - column) / this.#columns) * SQUARE;
    const cores: number[] = [];
    const { evidence } = this;
    const [first, second = first] = this.#evidences;
    for (let y = y0; y < Math.min(y0 + SQUARE, ny); y++) {
      for (let p = y * nx + x0; p < y * nx + Math.min(x0 + SQUARE, nx); p++) {
        const one = first[p];
        let both = one & second[p];
        if ((one & EVIDENCE.CORE) > (both & EVIDENCE.CORE) && this.#isCore(p)) both = one;
        evidence[p] = both;
        if (both & EVIDENCE.CORE) cores.push(p);
      }
    }
    return cores;
  }
}
