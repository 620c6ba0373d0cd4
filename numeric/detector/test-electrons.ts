import type { Frame, Image } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { electronsOf, type Electronics } from './electrons.js';

/** `electronsOf` for tests that want the frame alone. */
export function toElectrons(image: Image, electronics: Electronics, kernels?: Kernels): Frame {
  return electronsOf(image, electronics, kernels).frame;
}
