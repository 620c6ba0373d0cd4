import { createHash } from 'node:crypto';
import { ContractError } from '#numeric/errors';
import { chooseAll, neededPurposes, type AtHand } from '../calibrations/choose-all.js';
import type { ByHand } from '../domain/by-hand.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import type { ReductionSettings } from '../domain/settings.js';
import { membersChanged, taskQueues, workflowTypes, type BuildMaster, type MasterGroup, type MemberVerdict } from '../domain/workflow-contract.js';
import { combinedCalibrations, masterFor, masterMadeOf } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import { rawRefOf } from '../products/raw-reference.js';
import { stepSettingsOf } from '../steps/index.js';
import { calibrationsAtHand } from '../store/calibrations-at-hand.js';
import { framesOfGroup, groupOf, lastAttempt, verdictOn } from '../store/calibration-records.js';
import type { DescribedFile } from '../store/frame-records.js';
import { kindsByHand, manualChoicesOf } from '../store/manual-choice.js';
import { PLATFORM, settingsFor } from '../store/models.js';
import { ownGroupsOf, wishForOwnMasters } from '../store/own-masters.js';
import { saveMasterState } from '../store/run-records.js';
import { masterWorkflowId, priorityNow, searchWordsOf } from '../store/workflow-start.js';
import { thisRun, type ReductionParts } from './parts.js';
import type { MasterPlan, RecordMasterRequest } from './types.js';

/** Tells the master of a frame's configuration that one more is there, unless a master has looked at it already. */
export async function joinMaster({ database, temporal }: ReductionParts, file: DescribedFile): Promise<{ readonly reason: string; readonly verdict?: MemberVerdict }> {
  const purpose = masterMadeOf(file.exposure.kind)?.purpose;
  if (!purpose) throw new ContractError(`no master is made of ${file.exposure.kind} frames`);
  const group = groupOf(purpose, file);
  await Promise.all((await ownGroupsOf(database, group)).map((own) => wakeMaster(temporal, own)));
  const verdict = await verdictOn(database, group, file.checksum);
  if (verdict) return { reason: '', verdict };
  await wakeMaster(temporal, group);
  const [members, settings, last] = await Promise.all([framesOfGroup(database, group), settingsOfGroup({ database }, group), lastAttempt(database, group)]);
  const minimum = masterFor(purpose).combined.minimum(settings);
  const failed = last?.state === 'failed' ? `; the last one failed: ${last.reason}` : '';
  return { reason: `collected for a master ${purpose}: ${Math.min(members.length, minimum)} of ${minimum} frames are there${failed}` };
}

/**
 * Own masters are made of frames that may have come long before the proposal's first spectrum: who looks for calibrations and finds none of its own night has
 * them begun.
 */
export async function beginOwnMasters({ temporal }: Pick<ReductionParts, 'temporal'>, exposure: Exposure, proposal: string | undefined, atHand: (purpose: Purpose) => AtHand, needed: readonly Purpose[]): Promise<void> {
  if (proposal === undefined) return;
  const missing = combinedCalibrations.filter(({ purpose }) => {
    if (!needed.includes(purpose)) return false;
    const { ownOf, frames, candidates } = atHand(purpose);
    return ownOf !== undefined && frames > 0 && !candidates.some(({ sender, exposure: found }) => sender === 'own' && found.night === exposure.night);
  });
  await Promise.all(missing.map(({ purpose, combined }) => wakeMaster(temporal, { purpose, night: exposure.night, configurationKey: combined.groupingKey(exposure), proposal, own: true })));
}

/** Starts the master of a group, or tells the one that runs. */
export async function wakeMaster(temporal: ReductionParts['temporal'], group: MasterGroup): Promise<void> {
  await temporal.workflow.signalWithStart<BuildMaster, []>(workflowTypes.buildMaster, {
    taskQueue: taskQueues.reductions,
    workflowId: masterWorkflowId(group),
    args: [group],
    signal: membersChanged,
    priority: priorityNow(group),
    staticSummary: `master ${group.purpose} · ${group.night} · ${group.configurationKey}`.slice(0, 200),
  });
}

export async function planMaster(parts: ReductionParts, group: MasterGroup): Promise<MasterPlan> {
  const { database } = parts;
  const members = await framesOfGroup(database, group);
  const [first] = members;
  if (!first) throw new Error(`the master of ${group.configurationKey} on ${group.night} has no frame`);
  const settings = await settingsOfGroup({ database }, group);
  const usual = masterFor(group.purpose).combined.minimum(settings);
  const manual = await manualChoicesOf(database, { masterKey: masterWorkflowId(group) });
  const minimum = Math.min(usual, manual.minimum ?? usual);
  const kinds = await kindsByHand(database, members.map(({ id }) => id));
  const fewer = members.length < usual ? manual.byHand.minimum : undefined;
  const atHand = await calibrationsAtHand({ database }, first.exposure, settings, group.proposal);
  const { choice } = chooseAll(first.exposure, settings, atHand);
  const wish = group.own === true && group.proposal !== undefined ? await wishForOwnMasters(database, group.proposal) : undefined;
  if (wish) await beginOwnMasters(parts, first.exposure, group.proposal, atHand, neededPurposes(first.exposure, settings));
  const unwanted = group.own === true && !wish;
  const enough = members.length >= minimum && !unwanted;
  const reason = unwanted ? `the settings of ${group.proposal} ask for no own masters any more` : enough ? (choice.complete ? '' : choice.reason) : `needs ${minimum} ${group.purpose} frames, has ${members.length}`;
  const stepSettings = stepSettingsOf(settings);
  const made = [members.map(({ key }) => key), Object.values(choice.calibrations).map(({ key }) => key), stepSettings, ...(fewer ? [fewer] : []), ...(wish ? [wish] : [])];
  return {
    ready: enough && choice.complete,
    reason,
    provisional: choice.provisional,
    fingerprint: createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 24),
    members: members.map((file, i) => memberRef(file, { kind: kinds.get(file.id), ...(i === 0 ? { fewer, wish } : {}) })),
    calibrations: choice.calibrations,
    stepSettings,
    attributes: { ...searchWordsOf(first.exposure), object: `master ${group.purpose}` },
  };
}

/** A member with what people decided about it; that there are fewer than usual, and whose own master it is, is said once, by the first. */
function memberRef({ checksum, fileName, exposure }: DescribedFile, { kind, fewer, wish }: { readonly kind: ByHand | undefined; readonly fewer?: ByHand | undefined; readonly wish?: ByHand | undefined }): ProductRef<'rawFrame'> {
  const notes = [kind, fewer, wish].filter((note) => note !== undefined);
  return { ...rawRefOf(checksum, fileName), ...(kind ? { as: exposure.kind } : {}), ...(notes.length > 0 ? { byHand: notes } : {}) };
}

/** A master that serves all is made with the settings of the platform, whoever sent its frames; one that serves a proposal with that proposal's. */
async function settingsOfGroup({ database }: Pick<ReductionParts, 'database'>, { proposal }: MasterGroup): Promise<ReductionSettings> {
  return (await settingsFor(database, proposal ?? PLATFORM)).settings;
}

export async function recordMaster({ database }: ReductionParts, request: RecordMasterRequest): Promise<void> {
  const members = await framesOfGroup(database, request.group);
  await saveMasterState(database, thisRun(), stateKey(request.group), { ...request, reason: namelessReason(request.group, request.reason, members) });
}

/** Why there is no master, as everybody may read it whom that master would serve: the names of its frames are their people's own. `mine` may be named. */
export function namelessReason({ proposal, own }: MasterGroup, reason: string, members: readonly Pick<DescribedFile, 'fileName' | 'id'>[], mine?: number): string {
  if (proposal !== undefined && own !== true) return reason;
  const others = members.filter(({ id }) => id !== mine).map(({ fileName }) => fileName);
  return others.reduce((text, name) => text.replaceAll(name, 'one frame'), reason);
}

/** The record of a master, whichever of its runs. */
export function stateKey(group: MasterGroup): { masterKey: string; night: string; proposal: string | null } {
  return { masterKey: masterWorkflowId(group), night: group.night, proposal: group.proposal ?? null };
}
