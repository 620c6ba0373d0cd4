export type ColorMap = 'gray' | 'viridis' | 'inferno';

/** Ten equally spaced colors each; between them is a straight line. Viridis and Inferno are those of matplotlib. */
export const colorMaps: Readonly<Record<ColorMap, readonly string[]>> = {
  gray: ['#000000', '#ffffff'],
  viridis: ['#440154', '#482878', '#3e4989', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'],
  inferno: ['#000004', '#1b0c41', '#4a0c6b', '#781c6d', '#a52c60', '#cf4446', '#ed6925', '#fb9b06', '#f7d13d', '#fcffa4'],
};

/** The colors of a map from faint to bright. */
export function colorsOf(map: ColorMap, inverse: boolean): string[] {
  return inverse ? [...colorMaps[map]].reverse() : [...colorMaps[map]];
}

const SHADES = 256;

/** 256 shades as RGB bytes. */
export function shadesOf(colors: readonly string[]): Uint8Array {
  const channels = colors.map((color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)));
  return Uint8Array.from({ length: SHADES * 3 }, (_, i) => {
    const place = (Math.floor(i / 3) / (SHADES - 1)) * (channels.length - 1);
    const below = Math.min(channels.length - 2, Math.floor(place));
    const [from = 0, to = 0] = [channels[below]?.[i % 3], channels[below + 1]?.[i % 3]];
    return Math.round(from + (place - below) * (to - from));
  });
}
