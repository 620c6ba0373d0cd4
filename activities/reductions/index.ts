import { Context } from '@temporalio/activity';
import { Rank } from '../domain/priority.js';
import { asActivityFailure } from '../execution/activity-failure.js';
import { announce, recordState } from './announce.js';
import { beginReduction } from './begin-reduction.js';
import { makeMaster } from './make-master.js';
import { planMaster, recordMaster } from './masters.js';
import { noteSpans } from '../store/run-records.js';
import { keepingSpans, spanned, type Span } from '../store/spans.js';
import { ranked } from '../threads/rank.js';
import { thisRun, type ReductionParts } from './parts.js';
import { reduce } from './reduce.js';
import { tryReduction } from './try-reduction.js';
import type { ReductionActivities } from './types.js';

/** Every activity of a reduction, its failures typed by the failure table. */
export function reductionActivities(parts: ReductionParts): ReductionActivities {
  const activities: { readonly [K in keyof ReductionActivities]: (parts: ReductionParts, request: Parameters<ReductionActivities[K]>[0]) => ReturnType<ReductionActivities[K]> } = {
    beginReduction,
    reduce,
    recordState,
    planMaster,
    makeMaster,
    recordMaster,
    announce,
    tryReduction,
  };
  return Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      async (request: never) => {
        const spans: Span[] = [];
        try {
          return await ranked(Context.current().info.priority?.priorityKey ?? Rank.USUAL, () => keepingSpans(spans, () => spanned(name, (): Promise<unknown> => activity(parts, request))));
        } catch (error) {
          throw asActivityFailure(error, name);
        } finally {
          // For who asks where the time went: nobody waits for it, and losing it costs nothing.
          noteSpans(parts.database, thisRun(), name, spans).catch(() => undefined);
        }
      },
    ]),
  ) as unknown as ReductionActivities;
}
