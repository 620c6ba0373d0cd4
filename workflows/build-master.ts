import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { currentStep, membersChanged, type BuildMasterInput, type MasterGroup, type MasterStanding } from '#activities/domain/workflow-contract';
import type { MasterPlan } from '#activities/reductions/types';
import { failureOf } from './failure-of.js';
import { reductions } from './reductions.js';
import { show } from './visibility.js';

/** After the first master, frames that land within this time of each other are combined in one go. */
const QUIET = '3 seconds';
/** Nothing new for so long: the night is over. A late frame starts the workflow anew. */
const NIGHT_IS_OVER = '14 hours';

/**
 * One master calibration of one night and configuration: collects frames, combines them when the proposal's minimum is there,
 * again when more arrive or when the master bias under a flat gets better, and wakes every frame whose choice that changes.
 */
export async function buildMaster(input: BuildMasterInput): Promise<string> {
  let changed = true;
  setHandler(membersChanged, () => {
    changed = true;
  });
  let { built, ended } = input;
  let stands: MasterStanding = ended ?? { state: 'waiting', reason: 'collecting' };
  setHandler(currentStep, () => stands.reason);
  for (;;) {
    changed = false;
    const plan = await reductions.planMaster(input);
    if (plan.ready && plan.fingerprint !== built) {
      ended = await combine(input, plan);
      built = plan.fingerprint;
    }
    if (plan.ready) stands = ended ?? stands;
    else {
      stands = { state: 'waiting', reason: plan.reason };
      await reductions.recordMaster({ group: input, ...stands });
    }
    show(plan.attributes, stands.state, stands.reason);

    if (!changed && !(await condition(() => changed, NIGHT_IS_OVER))) return stands.reason;
    if (built !== undefined) await waitUntilQuiet(() => changed, () => (changed = false));
    // Temporal keeps the whole history, and says when it has grown heavy.
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof buildMaster>({ ...input, ...(built === undefined ? {} : { built }), ...(ended === undefined ? {} : { ended }) });
  }
}

/** Waits until nothing has changed for a while. */
async function waitUntilQuiet(changed: () => boolean, reset: () => void): Promise<void> {
  do reset();
  while (await condition(changed, QUIET));
}

async function combine(group: MasterGroup, plan: MasterPlan): Promise<MasterStanding> {
  const { members: frames, calibrations, stepSettings, provisional } = plan;
  const members = frames.map(({ key }) => key);
  try {
    const made = await reductions.makeMaster.executeWithOptions({ summary: `combine ${members.length} frames` }, [{ group, plan: { members: frames, calibrations, stepSettings, provisional } }]);
    await reductions.announce({ group, members });
    return { state: 'done', reason: made.reason };
  } catch (error) {
    // Frames that cannot be combined (all saturated) are a fact about the night, not the end of it: better ones may come.
    const failure = failureOf(error, 'combine');
    if (!failure) throw error;
    const failed: MasterStanding = { state: 'failed', reason: failure.message };
    await reductions.recordMaster({ group, ...failed });
    await reductions.announce({ group, members, failure: failure.message });
    return failed;
  }
}
