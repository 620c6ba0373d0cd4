import { asActivityFailure } from '../execution/activity-failure.js';
import { announce, offerArc, recordState } from './announce.js';
import { beginReduction } from './begin-reduction.js';
import { planMaster, publishMaster, recordMaster } from './masters.js';
import type { ReductionParts } from './parts.js';
import { publish } from './store-product.js';
import type { ReductionActivities } from './types.js';

/** Every activity of a reduction that is no step, its failures typed by the failure table. */
export function reductionActivities(parts: ReductionParts): ReductionActivities {
  const activities: { readonly [K in keyof ReductionActivities]: (parts: ReductionParts, request: Parameters<ReductionActivities[K]>[0]) => ReturnType<ReductionActivities[K]> } = {
    beginReduction,
    publish,
    offerArc,
    recordState,
    planMaster,
    publishMaster,
    recordMaster,
    announce,
  };
  return Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      async (request: never) => {
        try {
          return await activity(parts, request);
        } catch (error) {
          throw asActivityFailure(error, name);
        }
      },
    ]),
  ) as unknown as ReductionActivities;
}
