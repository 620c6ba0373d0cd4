import { PROFILE } from '../plots/frame-option';
import { edgesOf } from './bench-option';
import type { Extent, Viewport } from './viewport';

/** Where the picture of a frame lies in its place, px. */
export interface FramePlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of the profile beside it; undefined where there is no room. */
  readonly profile: { readonly left: number; readonly width: number } | undefined;
}

const [TOP, BOTTOM, BARE] = [8, 22, 16];

export function framePlace({ width, height }: Extent, isNarrow: boolean): FramePlace {
  const { left, right } = edgesOf(isNarrow);
  const across = Math.max(1, width - left - right);
  return { left, top: TOP, width: across, height: Math.max(1, height - TOP - BOTTOM), profile: isNarrow ? undefined : { left: left + across + PROFILE.gap, width: width - left - across - PROFILE.gap - BARE } };
}

/** From the frame to the screen, px in the place. */
export function onScreen({ left, top, width, height }: FramePlace, { x0, x1, y0, y1 }: Viewport): { x: (column: number) => number; y: (row: number) => number } {
  return { x: (column) => left + ((column - x0) / (x1 - x0)) * width, y: (row) => top + ((y1 - row) / (y1 - y0)) * height };
}

/** And back. */
export function onFrame({ left, top, width, height }: FramePlace, { x0, x1, y0, y1 }: Viewport, x: number, y: number): { x: number; y: number } {
  return { x: x0 + ((x - left) / width) * (x1 - x0), y: y1 - ((y - top) / height) * (y1 - y0) };
}

/** Whole numbers for the marks of an axis: 1, 2 or 5 times a power of ten apart, about so many. */
export function marksOf(from: number, to: number, count: number): number[] {
  const least = (to - from) / count;
  const unit = 10 ** Math.floor(Math.log10(least));
  const step = Math.max(1, [1, 2, 5, 10].map((k) => k * unit).find((one) => one >= least) ?? 10 * unit);
  return Array.from({ length: Math.floor(to / step) - Math.ceil(from / step) + 1 }, (_, i) => (Math.ceil(from / step) + i) * step);
}
