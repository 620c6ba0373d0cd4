import { encode } from 'fast-png';
import { MASK } from '#numeric/frame';
import { ReductionError } from '../domain/errors.js';
import { colorsOf, shadesOf, type ColorMap } from './color-maps.js';
import type { ImageView } from './image-view.js';

export interface FrameLook {
  readonly colorMap: ColorMap;
  readonly inverse: boolean;
  /** Saturated pixels in red. */
  readonly saturated: boolean;
}

export interface FramePixels {
  readonly png: Uint8Array;
  /** Counts that are drawn black and white. */
  readonly limits: readonly [number, number];
}

/** A picture need not be larger: the frame is drawn at the first scale that fits. */
const LARGEST_WIDTH = 2100;
/** How far asinh lifts what is faint. */
const SOFTENING = 10;
const RED = [251, 95, 75];
/** No answer: between black and white, in no color map. */
const NOTHING = [90, 100, 109];

/** The pixels of a frame as a PNG of its own size, lowest row at the bottom, asinh between its robust limits. @throws {ReductionError} `request-invalid` if nothing is to be seen. */
export function framePixels({ levels, mask, limits: { robust } }: ImageView, { colorMap, inverse, saturated }: FrameLook): FramePixels {
  const at = levels.findIndex(({ width }) => width <= LARGEST_WIDTH);
  const [plane, masks] = [levels[at], mask[at]];
  if (!plane || !masks || !robust) throw new ReductionError('request-invalid', 'Every pixel of this frame is masked: there is nothing to draw.');
  const { width, height, data } = plane;
  const shades = shadesOf(colorsOf(colorMap, inverse));
  const [low, high] = robust;
  const span = high > low ? high - low : 1;
  const scale = 255 / Math.asinh(SOFTENING);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (height - 1 - y) * width + x;
      const value = data[from] ?? NaN;
      const to = (y * width + x) * 3;
      if (saturated && ((masks.data[from] ?? 0) & MASK.SATURATED) !== 0) rgb.set(RED, to);
      else if (Number.isNaN(value)) rgb.set(NOTHING, to);
      else {
        const shade = 3 * Math.round(scale * Math.asinh(SOFTENING * Math.min(1, Math.max(0, (value - low) / span))));
        rgb.set(shades.subarray(shade, shade + 3), to);
      }
    }
  }
  return { png: encode({ width, height, data: rgb, channels: 3, depth: 8 }), limits: robust };
}
