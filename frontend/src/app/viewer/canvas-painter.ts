import { painted } from '../plots/stretch';
import type { FrameTiles, Tile } from './frame-tiles';
import { pairsOf, type Painter, type TilePair, type ViewLook } from './painter';
import type { Viewport } from './viewport';

/** Pictures of tiles that are kept for the look they were made with. */
const MOST_PICTURES = 64;

/** The same picture where WebGL2 is missing: each tile is colored once for a look, and laid where the view has it. */
export class CanvasPainter implements Painter {
  readonly kind = 'canvas';
  readonly #context: CanvasRenderingContext2D;
  readonly #pictures = new Map<Tile, HTMLCanvasElement>();
  #look = '';

  /** @throws Error where the canvas belongs to another painter */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('there is no canvas to draw on');
    this.#context = context;
  }

  paint(tiles: FrameTiles, view: Viewport, look: ViewLook): void {
    const { width, height } = this.#context.canvas;
    const [across, down] = [width / (view.x1 - view.x0), height / (view.y1 - view.y0)];
    if (this.#look !== JSON.stringify(look)) this.#pictures.clear();
    this.#look = JSON.stringify(look);
    this.#context.fillRect(0, 0, width, height);
    this.#context.imageSmoothingEnabled = false;
    for (const pair of pairsOf(tiles, view, look, { width, height })) {
      const { x0, x1, y0, y1 } = pair.values.place;
      this.#context.drawImage(this.#picture(pair, look), (x0 - view.x0) * across, (view.y1 - y1) * down, (x1 - x0) * across, (y1 - y0) * down);
    }
  }

  close(): void {
    this.#pictures.clear();
  }

  #picture({ values: tile, mask }: TilePair, look: ViewLook): HTMLCanvasElement {
    const known = this.#pictures.get(tile);
    if (known) return known;
    const picture = document.createElement('canvas');
    [picture.width, picture.height] = [tile.width, tile.height];
    const isMask = tile.values instanceof Uint8Array;
    const values = tile.values instanceof Uint8Array ? Float32Array.from(tile.values) : tile.values;
    const flags = mask && mask.values instanceof Uint8Array ? mask.values : new Uint8Array(values.length);
    const [low, high] = isMask ? ([0, 1] as const) : look.cuts;
    const colored = painted({ values, mask: flags, columns: tile.width, rows: tile.height }, { ...look, stretch: isMask ? 'linear' : look.stretch, cuts: [low, high], showsMask: !isMask && look.showsMask });
    picture.getContext('2d')?.putImageData(new ImageData(colored, tile.width, tile.height), 0, 0);
    // A picture without its mask is drawn again when that is here.
    if (mask) this.#pictures.set(tile, picture);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > MOST_PICTURES && oldest) this.#pictures.delete(oldest);
    return picture;
  }
}
