import type { Knex } from 'knex';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { LEVEL } from '../domain/reduction.js';
import { masterMadeOf } from '../products/index.js';
import { groupOf, type MasterRef } from './calibration-records.js';
import { workflowStartOf } from './ingest.js';
import { DecisionRecord, OutboxEntry, StoredFile } from './models.js';
import { wakesOfOwnMasters } from './own-masters.js';
import { masterWorkflowId, type MasterWake, type WorkflowStart } from './workflow-start.js';

/**
 * Takes a raw frame, a lamp or a master out of use, or (with null) back into it, and promises that whatever used it is made again: masters look at
 * their frames again, frames choose again. A master made with an excluded frame is none any more from this moment on.
 */
export async function exclude(trx: Knex.Transaction, file: StoredFile, reason: string | null): Promise<OutboxEntry[]> {
  const same = () => sameExposure(trx, file);
  const keys = (await same().select('key')).map(({ key }) => key);
  await same().patch({ excluded: reason });
  const group = masterMadeOf(file.kind);
  const promises: (WorkflowStart | MasterWake)[] = [];
  if (group && file.exposure) {
    const mine = groupOf(group.purpose, file);
    if (reason !== null) keys.push(...(await spoilMasters(trx, file)));
    promises.push({ workflowId: masterWorkflowId(mine), group: mine }, ...(await wakesOfOwnMasters(trx, mine)));
  }
  const purpose: Purpose = group?.purpose ?? 'arc';
  promises.push(...(await framesConcerned(trx, keys, reason === null ? { purpose, night: file.night } : undefined)));
  if (promises.length === 0) return [];
  return OutboxEntry.query(trx).insert(promises.map((workflowStart) => ({ fileId: file.id, workflowStart }))).returning('*');
}

/** The file, and of a raw frame what was made of it alone. */
function sameExposure(database: Knex, file: StoredFile) {
  return StoredFile.query(database).where((builder) => void builder.where('id', file.id).orWhere((product) => void product.where('originalFileId', file.dataType === LEVEL.raw ? file.id : 0).whereNot('dataType', LEVEL.master)));
}

/** What is made again when a file goes out of use, or comes back: nothing is changed by asking. */
export interface ExclusionReach {
  /** Masters that hold the frame. */
  readonly masters: readonly StoredFile[];
  /** Raw frames that were reduced with it, or with one of those masters. */
  readonly frames: readonly StoredFile[];
}

export async function exclusionReach(database: Knex, file: StoredFile): Promise<ExclusionReach> {
  const group = masterMadeOf(file.kind);
  if (file.excluded !== null) return { masters: [], frames: await framesOfChoice(database, [], { purpose: group?.purpose ?? 'arc', night: file.night }) };
  const masters = group && file.exposure ? await mastersWith(database, file) : [];
  const keys = (await sameExposure(database, file).select('key')).map(({ key }) => key);
  return { masters, frames: await framesOfChoice(database, [...keys, ...masters.map(({ key }) => key)], undefined) };
}

/** Masters in use that a raw frame is part of. */
async function mastersWith(database: Knex, { kind, night, configurationKey, checksum }: StoredFile): Promise<StoredFile[]> {
  const masters = await StoredFile.query(database).where({ kind, dataType: LEVEL.master, current: true, night, configurationKey });
  return masters.filter(({ ref }) => ref !== null && verdictsOf(ref)?.[checksum]?.used === true);
}

/** The masters that a raw frame is part of are none any more; gives their keys. */
export async function spoilMasters(trx: Knex.Transaction, file: StoredFile): Promise<string[]> {
  const spoiled = await mastersWith(trx, file);
  await StoredFile.query(trx).whereIn('id', spoiled.map(({ id }) => id)).patch({ current: false });
  return spoiled.map(({ key }) => key);
}

const verdictsOf = (ref: MasterRef) => ref.verdicts;

/** Frames that chose one of these calibrations in their latest run; when one comes back into use, all of its night that chose any for that purpose. */
export async function framesConcerned(trx: Knex.Transaction, keys: readonly string[], back: Back | undefined): Promise<WorkflowStart[]> {
  return (await framesOfChoice(trx, keys, back)).map((frame) => ({ ...workflowStartOf(frame, frame.exposure, {}), wake: true as const }));
}

/** For what a calibration comes back, and in which night. */
interface Back {
  readonly purpose: Purpose;
  readonly night: string | null;
}

async function framesOfChoice(database: Knex, keys: readonly string[], back: Back | undefined): Promise<(StoredFile & { exposure: Exposure })[]> {
  const decisions = DecisionRecord.query(database).select('reductionId');
  if (back) void decisions.where({ purpose: back.purpose });
  else void decisions.whereIn('chosenKey', [...keys]).orWhereIn('bracketKey', [...keys]);
  const frames = await StoredFile.query(database)
    .where({ dataType: LEVEL.raw, ...(back ? { night: back.night } : {}) })
    .whereIn('id', database('reductions').select('file_id').whereIn('id', decisions.toKnexQuery()));
  return frames.filter((frame): frame is StoredFile & { exposure: Exposure } => frame.exposure !== null);
}
