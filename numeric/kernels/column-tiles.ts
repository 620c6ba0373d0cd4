import type { ColumnLevels, FramePlanes } from './kernels.js';

const PAGE = 65_536;
const VECTOR = 4;
const MOST_COLUMNS = 64;
/** Bytes of a pixel in memory: flux, variance and mask. */
const PIXEL_BYTES = 9;

/** What a tile of `columnLevels` works on: some columns, all rows. */
export interface ColumnArguments {
  readonly columnLevels: { readonly frame: FramePlanes; readonly nx: number; readonly ny: number; readonly columns: number; readonly out: ColumnLevels };
}

/** Addresses are bytes; parameters as in numeric/assembly/columns.ts. */
export interface CompiledColumns {
  columnMedians(flux: number, variance: number, mask: number, rows: number, columns: number, scratch: number, medians: number, counts: number, variances: number): void;
}

/** Columns of a tile, so that all their rows have room in `bytes`; 0 where not even four have. A multiple of 4. */
export function columnsPerTile(ny: number, bytes: number): number {
  const room = bytes - 2 * PAGE - ny * VECTOR * 4;
  return Math.max(0, Math.min(MOST_COLUMNS, Math.floor(room / (ny * PIXEL_BYTES) / VECTOR) * VECTOR));
}

/** Runs tiles of `columnLevels` in the WebAssembly memory of a `TileRunner`. */
export class ColumnTiles {
  readonly #compiled: CompiledColumns;
  readonly #memory: ArrayBuffer;
  readonly #floats: Float32Array;
  readonly #bytes: Uint8Array;
  readonly #reserve: (bytes: number) => void;

  constructor(compiled: CompiledColumns, memory: ArrayBuffer, reserve: (bytes: number) => void) {
    this.#compiled = compiled;
    this.#memory = memory;
    this.#floats = new Float32Array(memory);
    this.#bytes = new Uint8Array(memory);
    this.#reserve = reserve;
  }

  columnLevels({ frame: { flux, variance, mask }, nx, ny, columns, out }: ColumnArguments['columnLevels'], tile: number): void {
    const x0 = tile * columns;
    const width = Math.min(columns, nx - x0);
    const lanes = Math.ceil(width / VECTOR) * VECTOR;
    const fluxAt = 2 * PAGE;
    const varianceAt = fluxAt + 4 * lanes * ny;
    const maskAt = varianceAt + 4 * lanes * ny;
    const scratchAt = maskAt + lanes * ny;
    this.#reserve(scratchAt + 16 * ny);
    for (let y = 0; y < ny; y++) {
      const from = y * nx + x0;
      this.#floats.set(flux.subarray(from, from + width), (fluxAt >> 2) + y * lanes);
      this.#floats.set(variance.subarray(from, from + width), (varianceAt >> 2) + y * lanes);
      this.#bytes.set(mask.subarray(from, from + width), maskAt + y * lanes);
    }
    const [medians, counts, variances] = [new Float64Array(this.#memory, PAGE, VECTOR), new Uint32Array(this.#memory, PAGE + 32, VECTOR), new Float64Array(this.#memory, PAGE + 48, VECTOR)];
    for (let x = 0; x < width; x += VECTOR) {
      this.#compiled.columnMedians(fluxAt + 4 * x, varianceAt + 4 * x, maskAt + x, ny, lanes, scratchAt, PAGE, PAGE + 32, PAGE + 48);
      const count = Math.min(VECTOR, width - x);
      out.medians.set(medians.subarray(0, count), x0 + x);
      out.pixels.set(counts.subarray(0, count), x0 + x);
      out.variances.set(variances.subarray(0, count), x0 + x);
    }
  }
}
