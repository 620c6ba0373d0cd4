import type { Rgb } from './light-color';

export type ColorMap = 'gray' | 'viridis' | 'inferno';
export type Stretch = 'asinh' | 'linear' | 'log';

export interface FramePixels {
  /** Row 0 at the bottom; NaN where no pixel is to be used. */
  readonly values: Float32Array;
  readonly mask: Uint8Array;
  readonly columns: number;
  readonly rows: number;
}

export interface FrameLook {
  readonly map: ColorMap;
  readonly stretch: Stretch;
  /** Black below the first, white above the second, in the unit of the frame. */
  readonly cuts: readonly [number, number];
  readonly showsSaturated: boolean;
  readonly showsMask: boolean;
  /** Bright for dark. */
  readonly isInverse?: boolean;
}

/** How a person chose in the visual options that frames open; what nobody chose is gray, saturated pixels marked, the mask hidden. */
export function chosenLook(preferences: Readonly<Record<string, unknown>> | undefined): Pick<FrameLook, 'map' | 'showsSaturated' | 'showsMask'> {
  const map = (['viridis', 'inferno'] as const).find((name) => name === preferences?.['map']) ?? 'gray';
  return { map, showsSaturated: preferences?.['saturated'] !== false, showsMask: preferences?.['mask'] === true };
}

/** Stops of each map, evenly spaced. */
const MAPS: Readonly<Record<ColorMap, readonly Rgb[]>> = {
  gray: [[0, 0, 0], [255, 255, 255]],
  viridis: [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]],
  inferno: [[0, 0, 4], [87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]],
}; // prettier-ignore
const LEVELS = 256;
/** How much faint light is lifted. */
const SOFTENING = 8;
/** What no map has: red for full wells, cyan for every other masked pixel. */
const [SATURATED, MASKED]: readonly [Rgb, Rgb] = [[255, 60, 40], [64, 205, 235]]; // prettier-ignore
const SATURATED_BIT = 2;

/** The color at a share of a map, 0 to 1. */
export function mapColor(map: ColorMap, share: number): Rgb {
  const stops = MAPS[map];
  const x = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1);
  const [low, high] = [stops[Math.floor(x)] as Rgb, stops[Math.floor(x) + 1] as Rgb];
  const mix = (from: number, to: number): number => Math.round(from + (x % 1) * (to - from));
  return [mix(low[0], high[0]), mix(low[1], high[1]), mix(low[2], high[2])];
}

/** Brightness of a share of the range between the cuts. */
export function stretched(stretch: Stretch, share: number): number {
  if (stretch === 'linear') return share;
  return stretch === 'asinh' ? Math.asinh(SOFTENING * share) / Math.asinh(SOFTENING) : Math.log1p(100 * share) / Math.log1p(100);
}

/** RGBA of every pixel, the highest row first, as pictures are. */
export function painted({ values, mask, columns, rows }: FramePixels, { map, stretch, cuts: [low, high], showsSaturated, showsMask, isInverse }: FrameLook): Uint8ClampedArray<ArrayBuffer> {
  const table = Array.from({ length: LEVELS }, (_, i) => {
    const share = stretched(stretch, i / (LEVELS - 1));
    return mapColor(map, isInverse ? 1 - share : share);
  });
  const out = new Uint8ClampedArray(4 * columns * rows);
  const scale = (LEVELS - 1) / (high - low || 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const flags = mask[at] ?? 0;
      const level = Math.min(LEVELS - 1, Math.max(0, Math.round(((values[at] as number) - low) * scale) || 0));
      const isSaturated = showsSaturated && (flags & SATURATED_BIT) !== 0;
      const color = isSaturated ? SATURATED : showsMask && flags !== 0 ? MASKED : (table[level] as Rgb);
      const to = 4 * ((rows - 1 - row) * columns + column);
      out[to] = color[0];
      out[to + 1] = color[1];
      out[to + 2] = color[2];
      out[to + 3] = 255;
    }
  }
  return out;
}
