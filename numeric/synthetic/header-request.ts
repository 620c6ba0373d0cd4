import type { Layout } from './layout.js';
import type { NightBlock, NightPlan, Shot } from './plan/plan.js';

/** Where the telescope pointed, degree; one pointing per block. */
export interface Pointing {
  readonly rightAscensionDegree: number;
  readonly declinationDegree: number;
}

/** All that the header of one exposure tells. */
export interface HeaderRequest {
  readonly plan: NightPlan;
  readonly shot: Shot;
  readonly block: NightBlock | undefined;
  readonly layout: Layout;
  readonly pointing: Pointing;
}
