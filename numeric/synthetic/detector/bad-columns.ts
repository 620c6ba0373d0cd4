import type { BadColumn } from '../instrument.js';
import type { Layout } from '../layout.js';

/** What bad columns do to one raw pixel. */
export interface BadPixel {
  /** Index in the raw grid [ny × nx]. */
  readonly index: number;
  /** Charge that is there in every frame, adu. */
  readonly excessAdu: number;
  /** Share of the light on the pixel that arrives. */
  readonly response: number;
}

/** Every raw pixel that holds part of a bad column: binned charge adds up, binned response is a mean. Columns without light are left out. */
export function* badPixels(badColumns: readonly BadColumn[], { geometry, lightFrom, lightTo }: Layout): Generator<BadPixel, void, undefined> {
  const { nx, ny, x0, y0, binX, binY } = geometry;
  for (const { column, fromRow, excessAdu, response } of badColumns) {
    const x = Math.floor((column - x0) / binX);
    if (x < lightFrom || x >= lightTo) continue;
    for (let y = Math.max(0, Math.floor((fromRow - y0) / binY)); y < ny; y++) {
      const rows = Math.min(binY, y0 + binY * (y + 1) - fromRow);
      yield { index: y * nx + x, excessAdu: rows * excessAdu, response: 1 - ((1 - response) * rows) / (binX * binY) };
    }
  }
}
