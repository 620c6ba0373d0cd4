import type { Section } from '#numeric/frame';

/** A half-open section counted from zero as a FITS section: counted from one, both ends inclusive, x first. */
export function fitsSection({ x0, x1, y0, y1 }: Section): string {
  return `[${x0 + 1}:${x1},${y0 + 1}:${y1}]`;
}

/** The section that FITS text names, or undefined when it names none. `:` alone stands for a whole axis. */
export function sectionFromFits(text: string, nx: number, ny: number): Section | undefined {
  const match = /^\s*\[\s*(?:(\d+)\s*:\s*(\d+)|:)\s*,\s*(?:(\d+)\s*:\s*(\d+)|:)\s*\]\s*$/.exec(text);
  if (!match) return undefined;
  const [, x1, x2, y1, y2] = match;
  const section = {
    x0: Math.max(0, Number(x1 ?? 1) - 1),
    x1: Math.min(nx, Number(x2 ?? nx)),
    y0: Math.max(0, Number(y1 ?? 1) - 1),
    y1: Math.min(ny, Number(y2 ?? ny)),
  };
  return section.x0 < section.x1 && section.y0 < section.y1 ? section : undefined;
}
