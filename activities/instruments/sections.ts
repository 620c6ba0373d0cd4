import type { Section } from '#numeric/frame';

/** A half-open section counted from zero as a FITS section: counted from one, both ends inclusive, x first. */
export function fitsSection({ x0, x1, y0, y1 }: Section): string {
  return `[${x0 + 1}:${x1},${y0 + 1}:${y1}]`;
}
