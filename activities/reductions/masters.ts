import { createHash } from 'node:crypto';
import { ContractError } from '#numeric/errors';
import type { ProductRef } from '../products/product-ref.js';
import { LEVEL } from '../domain/reduction.js';
import type { ReductionSettings } from '../domain/settings.js';
import { masterWorkflowId } from '../store/workflow-start.js';
import { rawRefOf } from '../products/raw-reference.js';
import { stepSettingsOf } from '../steps/index.js';
import { describedFile, membersOf, type DescribedFile } from '../store/frame-records.js';
import { StoredFile, settingsFor } from '../store/models.js';
import { saveMasterState } from '../store/run-records.js';
import { searchWordsOf } from '../store/workflow-start.js';
import { chooseAll } from '../calibrations/choose-all.js';
import { masterFor, masterMadeOf, type MasterPurpose } from '../products/index.js';
import { atHandFor } from './choose.js';
import { thisRun } from './describe.js';
import type { NightParts } from './index.js';
import { keep } from './publish.js';
import type { MasterGroup } from '../store/frame-records.js';
import type { JoinedMaster, MasterPlan, NightActivities } from './types.js';

export async function joinMaster({ database, temporal }: NightParts, request: Parameters<NightActivities['joinMaster']>[0]): Promise<JoinedMaster> {
  const file = await describedFile(database, request.fileId);
  const purpose = masterMadeOf(file.exposure.kind)?.purpose;
  if (!purpose) throw new ContractError(`no master is made of ${file.exposure.kind} frames`);
  const group: MasterGroup = { purpose, night: file.night, configurationKey: file.configurationKey ?? '' };
  const verdict = await verdictOf({ database }, file, group);
  if (verdict) return { reason: '', verdict };
  await wakeMaster(temporal, group);
  const [members, minimum] = await Promise.all([membersOf(database, group), leastMinimum({ database }, [file], purpose)]);
  return { reason: `collected for a master ${purpose}: ${Math.min(members.length, minimum)} of ${minimum} frames are there` };
}

/** Starts the master of a group, or tells the one that runs. */
export async function wakeMaster(temporal: NightParts['temporal'], group: MasterGroup): Promise<void> {
  await temporal.workflow.signalWithStart('buildMaster', {
    taskQueue: 'reductions',
    workflowId: masterWorkflowId(group),
    args: [group],
    signal: 'membersChanged',
    staticSummary: `master ${group.purpose} · ${group.night} · ${group.configurationKey}`.slice(0, 200),
  });
}

/** What a current master says about a frame, if one has looked at it. */
async function verdictOf({ database }: Pick<NightParts, 'database'>, file: DescribedFile, group: MasterGroup): Promise<JoinedMaster['verdict']> {
  const master = await StoredFile.query(database)
    .findOne({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.master, current: true, night: group.night, configurationKey: group.configurationKey })
    .whereRaw(`ref -> 'verdicts' ->> ? is not null`, [file.checksum]);
  const reason = (master?.ref as MasterRef | undefined)?.verdicts?.[file.checksum];
  if (!master || reason === undefined) return undefined;
  return reason === '' ? { used: true, master: master.fileName } : { used: false, master: master.fileName, reason };
}

/** A published master remembers, by checksum, which frames it looked at: '' used, else why not. */
type MasterRef = ProductRef & { readonly verdicts?: Readonly<Record<string, string>> };

export async function planMaster({ database }: NightParts, group: MasterGroup): Promise<MasterPlan> {
  const members = await membersOf(database, group);
  const [first] = members;
  if (!first) throw new Error(`the master of ${group.configurationKey} on ${group.night} has no frame`);
  const settings = await settingsOfGroup({ database }, members);
  const minimum = await leastMinimum({ database }, members, group.purpose);
  const atHand = await atHandFor({ database }, first.exposure, settings);
  const { choice } = chooseAll(first.exposure, settings, atHand);
  const enough = members.length >= minimum;
  const reason = enough ? (choice.complete ? '' : choice.reason) : `needs ${minimum} ${group.purpose} frames, has ${members.length}`;
  const stepSettings = stepSettingsOf(settings);
  const made = [members.map(({ key }) => key), Object.values(choice.calibrations).map(({ key }) => key), stepSettings];
  return {
    ready: enough && choice.complete,
    reason,
    provisional: choice.provisional,
    fingerprint: createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 24),
    members: members.map((file) => rawRefOf(file.checksum, file.fileName)),
    memberFileIds: members.map(({ id }) => String(id)),
    calibrations: choice.calibrations,
    stepSettings,
    attributes: { ...searchWordsOf(first.exposure), object: `master ${group.purpose}` },
  };
}

/** A master is shared by proposals: the settings of the first of them, in the order of the alphabet, decide how it is made. */
async function settingsOfGroup({ database }: Pick<NightParts, 'database'>, members: readonly DescribedFile[]): Promise<ReductionSettings> {
  const [proposal = ''] = members.map(({ proposalId }) => proposalId).sort();
  return (await settingsFor(database, proposal)).settings;
}

/** … and the least demanding one decides how many frames it takes. */
async function leastMinimum({ database }: Pick<NightParts, 'database'>, members: readonly DescribedFile[], purpose: MasterPurpose): Promise<number> {
  const proposals = [...new Set(members.map(({ proposalId }) => proposalId))];
  const settings = await Promise.all(proposals.map((proposal) => settingsFor(database, proposal)));
  return Math.min(...settings.map(({ settings: each }) => masterFor(purpose).combined.minimum(each)));
}

export async function publishMaster(parts: NightParts, request: Parameters<NightActivities['publishMaster']>[0]): Promise<{ reason: string }> {
  const { group, product, provisional } = request;
  const members = await membersOf(parts.database, group);
  const value = await parts.workshop.get(product as ProductRef<'masterBias'>);
  // The file of a master stands under its earliest frame.
  const [earliest] = [...members].sort((a, b) => (a.exposure.observedAt < b.exposure.observedAt ? -1 : 1));
  if (!earliest) throw new Error('a master without frames');
  const verdicts = Object.fromEntries(value.members.map(({ checksum, reason }) => [checksum, reason ?? '']));
  // What it was made from is on record in its header; a reference that others carry around stays small.
  const ref: MasterRef = { kind: product.kind, key: product.key, quality: product.quality, verdicts };
  const [file] = await keep(parts, earliest, product, {
    provisional,
    ref,
    supersedes: { kind: masterFor(group.purpose).madeOf, night: group.night, configurationKey: group.configurationKey },
  });
  const used = value.members.filter((member) => member.used).length;
  const reason = `${file?.fileName ?? 'master'} of ${used} frames`;
  await saveMasterState(parts.database, thisRun(), stateKey(group), { state: 'done', reason, provisional });
  return { reason };
}

export async function recordMaster({ database }: NightParts, request: Parameters<NightActivities['recordMaster']>[0]): Promise<void> {
  await saveMasterState(database, thisRun(), stateKey(request.group), request);
}

function stateKey(group: MasterGroup): { masterKey: string; night: string } {
  return { masterKey: masterWorkflowId(group), night: group.night };
}
