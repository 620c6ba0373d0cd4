/** The part of a frame that is seen: columns x0 … x1, rows y0 … y1. Pixel centers at whole numbers, so a frame of 100 columns reaches from −0.5 to 99.5. */
export interface Viewport {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Nearer than so many pixels nobody needs to go. */
const FEWEST = 8;

export function whole({ width, height }: Extent): Viewport {
  return { x0: -0.5, x1: width - 0.5, y0: -0.5, y1: height - 0.5 };
}

/** Nearer (factor below 1) or farther, around a place that stays where it is; never beyond the frame. */
export function zoomed(view: Viewport, factor: readonly [x: number, y: number], at: { readonly x: number; readonly y: number }, extent: Extent): Viewport {
  const [x0, x1] = span(view.x0, view.x1, factor[0], at.x, extent.width);
  const [y0, y1] = span(view.y0, view.y1, factor[1], at.y, extent.height);
  return { x0, x1, y0, y1 };
}

/** Moved by so many columns and rows, as far as there is frame. */
export function shifted({ x0, x1, y0, y1 }: Viewport, columns: number, rows: number, { width, height }: Extent): Viewport {
  const dx = Math.min(width - 0.5 - x1, Math.max(-0.5 - x0, columns));
  const dy = Math.min(height - 0.5 - y1, Math.max(-0.5 - y0, rows));
  return { x0: x0 + dx, x1: x1 + dx, y0: y0 + dy, y1: y1 + dy };
}

/** These columns, whatever the rows are. */
export function columnsOf(view: Viewport, from: number, to: number, { width }: Extent): Viewport {
  const [low, high] = [Math.max(-0.5, Math.min(from, to)), Math.min(width - 0.5, Math.max(from, to))];
  return high - low < FEWEST ? view : { ...view, x0: low, x1: high };
}

/** The scale whose pixels are about as large as those of the screen; coarser ones are for what is not there yet. */
export function levelFor({ x0, x1, y0, y1 }: Viewport, screen: Extent, levels: number): number {
  const perPixel = Math.min((x1 - x0) / Math.max(1, screen.width), (y1 - y0) / Math.max(1, screen.height));
  return Math.min(levels - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, perPixel)) + 0.25)));
}

function span(from: number, to: number, factor: number, at: number, size: number): [number, number] {
  const length = Math.min(size, Math.max(Math.min(FEWEST, size), (to - from) * factor));
  // A pointer on the axes is beside what is seen: its end stays.
  const place = Math.min(to, Math.max(from, at));
  const start = Math.min(size - 0.5 - length, Math.max(-0.5, place - ((place - from) / (to - from)) * length));
  return [start, start + length];
}
