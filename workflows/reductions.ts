import { proxyActivities } from '@temporalio/workflow';
import { taskQueues } from '#activities/domain/workflow-contract';
import type { ReductionActivities } from '#activities/reductions/types';

const options = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
} as const;

const { beginReduction, reduce, tryReduction, makeMaster } = proxyActivities<ReductionActivities>({ ...options, taskQueue: taskQueues.steps });
const { recordState, planMaster, recordMaster, announce } = proxyActivities<ReductionActivities>({ ...options, taskQueue: taskQueues.records });

/** What the workers do for a reduction. Platform trouble is retried without limit; data trouble is marked non-retryable where it is thrown. */
export const reductions = { beginReduction, reduce, tryReduction, makeMaster, recordState, planMaster, recordMaster, announce };
