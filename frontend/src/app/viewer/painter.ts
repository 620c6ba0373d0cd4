import type { FrameLook } from '../plots/stretch';
import type { FrameTiles, Plane, Tile } from './frame-tiles';
import { levelFor, type Extent, type Viewport } from './viewport';

/** How a frame is shown here: as on its page, and which plane of it. */
export interface ViewLook extends FrameLook {
  readonly plane: Plane;
  readonly isInverse: boolean;
}

/** A tile of values with the mask over it, if it is here. */
export interface TilePair {
  readonly values: Tile;
  readonly mask: Tile | undefined;
}

/** Draws the tiles that a view shows. Its canvas has as many pixels as the screen gives it. */
export interface Painter {
  readonly kind: 'webgl2' | 'canvas';
  paint(tiles: FrameTiles, view: Viewport, look: ViewLook): void;
  /** Gives back what the graphics card holds. */
  close(): void;
}

/** Every pair that is to be drawn, the coarsest first: what is not here yet is seen through the scale before. */
export function pairsOf(tiles: FrameTiles, view: Viewport, { plane }: ViewLook, screen: Extent): TilePair[] {
  const wanted = levelFor(view, screen, tiles.levels);
  const pairs: TilePair[] = [];
  for (let level = tiles.levels - 1; level >= wanted; level--) {
    // Between the whole at a glance and what is looked at nothing is fetched for a moment.
    if (level !== wanted && level !== tiles.levels - 1) continue;
    const masks = new Map(tiles.seen('mask', level, view).map((tile) => [`${tile.place.x0} ${tile.place.y0}`, tile]));
    const values = plane === 'mask' ? [...masks.values()] : tiles.seen(plane, level, view);
    pairs.push(...values.map((tile) => ({ values: tile, mask: masks.get(`${tile.place.x0} ${tile.place.y0}`) })));
  }
  return pairs;
}
