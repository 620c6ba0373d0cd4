import type { Geometry, Section } from '#numeric/frame';

/** The rows of a grid that lie wholly within detector rows [first, end), all columns. */
export function rowsWithin(grid: Geometry, [first, end]: readonly [number, number]): Section {
  return {
    x0: 0,
    x1: grid.nx,
    y0: Math.max(0, Math.ceil((first - grid.y0) / grid.binY)),
    y1: Math.min(grid.ny, Math.floor((end - grid.y0) / grid.binY)),
  };
}
