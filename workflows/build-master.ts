import { ActivityFailure, ApplicationFailure, condition, continueAsNew, setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { MasterPlan } from '#activities/reductions/types';
import type { MasterGroup } from '#activities/store/frame-records';
import { attributes } from './attributes.js';
import { currentStep, membersChanged } from './messages.js';
import { masterRecipes } from './recipes/masters.js';
import { night, stepsWith } from './steps.js';

export interface BuildMasterInput extends MasterGroup {
  /** Fingerprint of the members and settings last combined, carried over when the history was cut. */
  readonly built?: string;
}

/** After the first master, frames that land within this time of each other are combined in one go. */
const QUIET = '3 seconds';
/** Nothing new for so long: the night is over. A late frame starts the workflow anew. */
const NIGHT_IS_OVER = '14 hours';
/** Temporal keeps the whole history; cut it before it grows heavy. */
const HISTORY_LIMIT = 4000;

/**
 * One master calibration of one night and configuration: collects frames, combines them when the proposal's minimum is there,
 * again when more arrive or when the master bias under a flat gets better, and wakes every frame whose choice that changes.
 */
export async function buildMaster(input: BuildMasterInput): Promise<string> {
  let changed = true;
  let details = 'collecting';
  setHandler(membersChanged, () => {
    changed = true;
  });
  setHandler(currentStep, () => details);

  let { built } = input;
  for (;;) {
    changed = false;
    const plan = await night.planMaster(input);
    upsertSearchAttributes(attributes(plan.attributes, plan.ready ? 'done' : 'waiting'));
    if (plan.ready && plan.fingerprint !== built) {
      details = await combine(input, plan);
      built = plan.fingerprint;
    } else if (!plan.ready) {
      details = plan.reason;
      await night.recordMaster({ group: input, state: 'waiting', reason: plan.reason });
    }
    setCurrentDetails(details);

    if (!changed && !(await condition(() => changed, NIGHT_IS_OVER))) return details;
    if (built !== undefined) await settle(() => changed, () => (changed = false));
    if (workflowInfo().historyLength > HISTORY_LIMIT) await continueAsNew<typeof buildMaster>({ ...input, ...(built === undefined ? {} : { built }) });
  }
}

/** Waits until nobody has knocked for a while. */
async function settle(knocked: () => boolean, reset: () => void): Promise<void> {
  do reset();
  while (await condition(knocked, QUIET));
}

async function combine(group: MasterGroup, plan: MasterPlan): Promise<string> {
  const steps = stepsWith(plan.stepSettings, () => undefined);
  await night.recordMaster({ group, state: 'reducing', reason: `combining ${plan.members.length} ${group.purpose} frames` });
  try {
    const product = await masterRecipes[group.purpose](steps, plan.members, plan.calibrations);
    const published = await night.publishMaster({ group, product, provisional: plan.provisional });
    await night.announce({ group, memberFileIds: plan.memberFileIds });
    return published.reason;
  } catch (error) {
    // Frames that cannot be combined (all saturated) are a fact about the night, not the end of it: better ones may come.
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    if (!(cause instanceof ApplicationFailure) || !cause.nonRetryable) throw error;
    await night.recordMaster({ group, state: 'failed', reason: cause.message });
    await night.announce({ group, memberFileIds: plan.memberFileIds, failure: cause.message });
    return cause.message;
  }
}
