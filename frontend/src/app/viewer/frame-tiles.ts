import { base, type FileImage } from '../api/client';
import { ProblemError, readProblem } from '../api/problem';
import type { Viewport } from './viewport';

export type Plane = 'flux' | 'variance' | 'mask';

/** One tile: the values of a plane, or the bits of the mask. */
export interface Tile {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array | Uint8Array;
  /** Where it lies, pixels of scale 0. */
  readonly place: Viewport;
}

/** Tiles that are kept: two planes of the largest frame at full scale, and its coarse scales. */
const MOST_TILES = 128;

/** The tiles of one frame: fetched when they are looked at, kept while there is room, let go with the page. */
export class FrameTiles {
  readonly #kept = new Map<string, Tile | 'coming'>();
  readonly #stop = new AbortController();

  /** @param arrived is called for each tile that came. @param failed with what the server said, once. */
  constructor(
    private readonly image: FileImage,
    private readonly arrived: () => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  get levels(): number {
    return this.image.levels.length;
  }

  /** Tiles of a scale that a view shows and that are here; the others are on their way. */
  seen(plane: Plane, level: number, { x0, x1, y0, y1 }: Viewport): Tile[] {
    const scale = this.image.levels[level];
    if (!scale) return [];
    const side = this.image.tile_size * 2 ** level;
    const range = (from: number, to: number, count: number): number[] => {
      const [first, last] = [Math.max(0, Math.floor((from + 0.5) / side)), Math.min(count - 1, Math.floor((to + 0.4999) / side))];
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    };
    return range(y0, y1, scale.rows).flatMap((row) => range(x0, x1, scale.columns).flatMap((column) => this.#tile(plane, level, column, row) ?? []));
  }

  /** The value of a pixel, from the finest tile that is here; undefined where none is. */
  valueAt(plane: Plane, x: number, y: number): { readonly value: number; readonly isExact: boolean } | undefined {
    const { tile_size: size, levels } = this.image;
    for (let level = 0; level < levels.length; level++) {
      const [column, row] = [x >> level, y >> level];
      const tile = this.#kept.get(keyOf(plane, level, Math.floor(column / size), Math.floor(row / size)));
      if (tile !== undefined && tile !== 'coming') return { value: tile.values[(row % size) * tile.width + (column % size)] ?? Number.NaN, isExact: level === 0 };
    }
    return undefined;
  }

  close(): void {
    this.#stop.abort();
    this.#kept.clear();
  }

  #tile(plane: Plane, level: number, column: number, row: number): Tile | undefined {
    const key = keyOf(plane, level, column, row);
    const found = this.#kept.get(key);
    if (found === undefined) {
      this.#kept.set(key, 'coming');
      void this.#fetch(plane, level, column, row, key);
      return undefined;
    }
    if (found === 'coming') return undefined;
    // What was looked at last goes last.
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  async #fetch(plane: Plane, level: number, column: number, row: number, key: string): Promise<void> {
    try {
      const response = await fetch(`${base}/api/files/${this.image.id}/image/tiles/${level}/${column}/${row}/?plane=${plane}`, { signal: this.#stop.signal });
      if (!response.ok) throw new ProblemError(await readProblem(response));
      const bytes = await response.arrayBuffer();
      const [width, height] = ['X-Tile-Width', 'X-Tile-Height'].map((name) => Number(response.headers.get(name))) as [number, number];
      const [side, scale] = [this.image.tile_size, 2 ** level];
      const [x0, y0] = [column * side * scale - 0.5, row * side * scale - 0.5];
      this.#kept.set(key, { key, width, height, values: plane === 'mask' ? new Uint8Array(bytes) : new Float32Array(bytes), place: { x0, y0, x1: x0 + width * scale, y1: y0 + height * scale } });
      this.#forget();
      this.arrived();
    } catch (error) {
      this.#kept.delete(key);
      if (!this.#stop.signal.aborted) this.failed(error);
    }
  }

  #forget(): void {
    for (const [key, tile] of this.#kept) {
      if (this.#kept.size <= MOST_TILES) return;
      if (tile !== 'coming') this.#kept.delete(key);
    }
  }
}

function keyOf(plane: Plane, level: number, column: number, row: number): string {
  return `${plane} ${level} ${column} ${row}`;
}
