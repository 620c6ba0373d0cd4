import { chooseAll, neededPurposes } from '../calibrations/choose-all.js';
import type { Purpose } from '../domain/calibrations.js';
import type { WorkPriority } from '../domain/priority.js';
import { LEVEL, type FailureRecord } from '../domain/reduction.js';
import { withFlags } from '../domain/quality-flags.js';
import { reductionSettings } from '../domain/settings.js';
import { calibrationsChanged, collected, taskQueues, workflowTypes, type MasterGroup, type MemberVerdict, type ReduceFrame } from '../domain/workflow-contract.js';
import { combinedCalibrations, masterFor } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import { calibrationsAtHand } from '../store/calibrations-at-hand.js';
import { framesOfGroup, groupsNear, nightsAround, verdictOn } from '../store/calibration-records.js';
import { cameTo } from '../steps/came-to.js';
import { storedFile, type DescribedFile } from '../store/frame-records.js';
import { StoredFile, settingsFor } from '../store/models.js';
import { flagsOfFrame, retireOthers } from '../store/product-records.js';
import { manualChoicesOf } from '../store/manual-choice.js';
import { ownGroupsOf } from '../store/own-masters.js';
import { lastChoices, saveFrameState, type OpenedRun } from '../store/run-records.js';
import { priorityNow, summaryOf, workflowIdOf } from '../store/workflow-start.js';
import { namelessReason, wakeMaster } from './masters.js';
import { thisRun, type ReductionParts } from './parts.js';
import { storeProduct } from './store-product.js';
import type { AnnounceRequest, RecordStateRequest } from './types.js';

export async function announce(parts: ReductionParts, { group, members, failure }: AnnounceRequest): Promise<void> {
  const looked = new Set(members);
  const frames = await framesOfGroup(parts.database, group);
  // Of an own master its members hear nothing: they belong to the one that serves all.
  const told = group.own === true ? [] : frames.filter(({ key }) => looked.has(key));
  await Promise.all(told.map((member) => tellVerdict(parts, group, member, failure === undefined ? undefined : namelessReason(group, failure, frames, member.id))));
  // Also of a failure: who waits for this master says so, and a person sees what to send.
  await wakeLaterMasters(parts, group);
  await wakeFrames(parts, group.purpose, group.night, group.own === true ? group.proposal : undefined);
}

/** A solved lamp frame becomes a candidate; spectra that would choose it are woken. */
export async function offerArc(parts: ReductionParts, raw: DescribedFile, frame: ProductRef<'frame'>, run: OpenedRun | undefined): Promise<void> {
  const { kind, key, quality } = frame;
  const ref: ProductRef = { kind, key, quality };
  await storeProduct(parts, raw, frame, { provisional: false, ref }, run);
  await wakeFrames(parts, 'arc', raw.night);
}

/**
 * Members that wait hear whether the master used them. One that has ended is started again when it ended otherwise: left out with a group that failed, and
 * used now that better frames came.
 */
async function tellVerdict({ database, temporal }: ReductionParts, group: MasterGroup, member: DescribedFile, failure: string | undefined): Promise<void> {
  const verdict = failure === undefined ? await verdictOn(database, group, member.checksum) : { used: false, master: '', reason: failure };
  if (!verdict) return;
  try {
    await temporal.workflow.getHandle<ReduceFrame>(workflowIdOf(member.fileName, member.checksum)).signal(collected, verdict);
  } catch (error) {
    if ((error as { name?: string }).name !== 'WorkflowNotFoundError') throw error;
    const ended = (await lastChoices(database, [member.id], group.purpose)).get(member.id)?.reduction;
    if (!ended || (ended.state === 'done') === verdict.used) return;
    await temporal.workflow.signalWithStart<ReduceFrame, [MemberVerdict]>(workflowTypes.reduceFrame, { ...startOf(member), signal: collected, signalArgs: [verdict] });
  }
}

/** A later master may be made with an earlier one: those of the nights around look again. */
async function wakeLaterMasters({ database, temporal }: ReductionParts, { purpose, night, proposal, own }: MasterGroup): Promise<void> {
  const later = combinedCalibrations.slice(combinedCalibrations.indexOf(masterFor(purpose)) + 1);
  for (const other of later) {
    const groups = await groupsNear(database, other, night);
    const owned = (await Promise.all(groups.map((group) => ownGroupsOf(database, group)))).flat();
    const concerned = own === true ? owned.filter((group) => group.proposal === proposal) : [...groups, ...owned];
    await Promise.all(concerned.map((group) => wakeMaster(temporal, group)));
  }
}

/** Wakes the frames whose choice the new calibration changes: those under way or waiting always, finished ones only if they would now choose otherwise. */
async function wakeFrames(parts: ReductionParts, purpose: Purpose, night: string, proposal?: string): Promise<void> {
  const { database } = parts;
  const frames = (await StoredFile.query(database)
    .where({ dataType: LEVEL.raw, ...(proposal === undefined ? {} : { proposalId: proposal }) })
    .whereIn('kind', ['arc', 'spectrum'])
    .whereBetween('night', nightsAround(night))) as DescribedFile[];
  const choices = await lastChoices(database, frames.map(({ id }) => id), purpose);
  for (const frame of frames) {
    const last = choices.get(frame.id);
    if (!last) continue; // it has not begun, and will choose among everything when it does
    if (await wouldChooseOtherwise(parts, frame, purpose, last)) await wakeFrame(parts, frame);
  }
}

async function wouldChooseOtherwise(
  { database }: ReductionParts,
  frame: DescribedFile,
  purpose: Purpose,
  last: { reduction: { state: string; overrides: object; failure: FailureRecord | null }; chosenKey: string | null | undefined; bracketKey: string | null | undefined },
): Promise<boolean> {
  // What failed before it came to this calibration fails again, whatever is chosen.
  if (last.reduction.state === 'failed' && last.reduction.failure && !cameTo(purpose, last.reduction.failure.step)) return false;
  const proposal = await settingsFor(database, frame.proposalId);
  const settings = reductionSettings.safeParse({ ...proposal.settings, ...last.reduction.overrides });
  if (!settings.success || !neededPurposes(frame.exposure, settings.data).includes(purpose)) return false;
  if (last.reduction.state === 'waiting' || last.reduction.state === 'reducing') return true;
  const manual = await manualChoicesOf(database, { fileId: frame.id });
  const atHand = await calibrationsAtHand({ database }, frame.exposure, settings.data, frame.proposalId, manual.use);
  const { decisions } = chooseAll(frame.exposure, settings.data, atHand, { use: {}, without: manual.without, byHand: manual.byHand });
  const decision = decisions.find((each) => each.purpose === purpose);
  return decision !== undefined && (decision.chosenKey !== last.chosenKey || (decision.bracketKey ?? null) !== (last.bracketKey ?? null));
}

/** Running, waiting or long finished: one call serves all. */
async function wakeFrame({ temporal }: ReductionParts, frame: DescribedFile): Promise<void> {
  await temporal.workflow.signalWithStart<ReduceFrame, []>(workflowTypes.reduceFrame, { ...startOf(frame), signal: calibrationsChanged });
}

/** How the reduction of a frame is started once more. */
function startOf(frame: DescribedFile): { taskQueue: string; workflowId: string; args: Parameters<ReduceFrame>; staticSummary: string; priority: WorkPriority } {
  return {
    taskQueue: taskQueues.reductions,
    workflowId: workflowIdOf(frame.fileName, frame.checksum),
    args: [{ fileId: frame.id }],
    staticSummary: summaryOf(frame.exposure),
    priority: priorityNow({ night: frame.night, proposal: frame.proposalId }),
  };
}

/**
 * Writes where the reduction of a frame stands. What is done with a quality number beyond its bound says so: it is never quietly normal.
 * A lamp that failed is told to the spectra that wait for it.
 */
export async function recordState(parts: ReductionParts, request: RecordStateRequest, known?: StoredFile): Promise<void> {
  const file = known ?? (await storedFile(parts.database, request.fileId));
  if (request.state === 'done') await retireOthers(parts.database, thisRun(), file.id);
  const flags = request.state === 'done' ? await flagsOfFrame(parts.database, file.id) : [];
  await saveFrameState(parts.database, thisRun(), file, { ...request, reason: withFlags(request.reason, flags) });
  if (request.state === 'failed' && file.kind === 'arc' && file.night !== null) await wakeFrames(parts, 'arc', file.night);
}
