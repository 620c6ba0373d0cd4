import type { Geometry } from '../frame.js';
import type { ReadoutFormat } from './mode.js';
import type { NightPlan } from './plan/plan.js';

/** One read-out format: the raw grid and its columns `[lightFrom, lightTo)` that see light. */
export interface Layout {
  readonly geometry: Geometry;
  readonly lightFrom: number;
  readonly lightTo: number;
}

/** The raw grid of a night in one format; `detectorRows` unbinned rows unless the plan reads a region. */
export function layoutOf(plan: NightPlan, format: ReadoutFormat, detectorRows: number): Layout {
  const b = plan.binning;
  const { firstRow, rows } = plan.region ?? { firstRow: 0, rows: detectorRows };
  const nx = Math.floor(format.columns / b);
  return {
    geometry: { nx, ny: Math.floor(rows / b), x0: format.firstColumn, y0: firstRow, binX: b, binY: b },
    lightFrom: Math.ceil(format.darkColumns / b),
    lightTo: Math.min(nx, Math.floor((format.darkColumns + format.sensitiveColumns) / b)),
  };
}
