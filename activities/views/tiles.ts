import { TILE_SIZE, tileOf, type ScaledPlane } from '#numeric/display/pyramid';

export { TILE_SIZE, type ScaledPlane };

export interface Tile {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One tile with its size; undefined where there is none. Column and row count from the lower left. */
export function cutTile(plane: ScaledPlane<Float32Array | Uint8Array>, column: number, row: number): Tile | undefined {
  const bytes = tileOf(plane, column, row);
  return bytes && { width: Math.min(TILE_SIZE, plane.width - column * TILE_SIZE), height: Math.min(TILE_SIZE, plane.height - row * TILE_SIZE), bytes };
}
