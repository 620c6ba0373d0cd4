import type { Knex } from 'knex';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { LEVEL } from '../domain/reduction.js';
import { masterMadeOf } from '../products/index.js';
import { groupOf, type MasterRef } from './calibration-records.js';
import { workflowStartOf } from './ingest.js';
import { DecisionRecord, OutboxEntry, StoredFile } from './models.js';
import { masterWorkflowId, type MasterWake, type WorkflowStart } from './workflow-start.js';

/**
 * Takes a raw frame, a lamp or a master out of use, or (with null) back into it, and promises that whatever used it is made again: masters look at
 * their frames again, frames choose again. A master made with an excluded frame is none any more from this moment on.
 */
export async function exclude(trx: Knex.Transaction, file: StoredFile, reason: string | null): Promise<OutboxEntry[]> {
  const same = () => StoredFile.query(trx).where((builder) => void builder.where('id', file.id).orWhere((product) => void product.where('originalFileId', file.dataType === LEVEL.raw ? file.id : 0).whereNot('dataType', LEVEL.master)));
  const keys = (await same().select('key')).map(({ key }) => key);
  await same().patch({ excluded: reason });
  const group = masterMadeOf(file.kind);
  const promises: (WorkflowStart | MasterWake)[] = [];
  if (group && file.exposure) {
    const mine = groupOf(group.purpose, file);
    if (reason !== null) keys.push(...(await spoilMasters(trx, file)));
    promises.push({ workflowId: masterWorkflowId(mine), group: mine });
  }
  const purpose: Purpose = group?.purpose ?? 'arc';
  promises.push(...(await framesConcerned(trx, keys, reason === null ? { purpose, night: file.night } : undefined)));
  if (promises.length === 0) return [];
  return OutboxEntry.query(trx).insert(promises.map((workflowStart) => ({ fileId: file.id, workflowStart }))).returning('*');
}

/** The masters that a raw frame is part of are none any more; gives their keys. */
export async function spoilMasters(trx: Knex.Transaction, { kind, night, configurationKey, checksum }: StoredFile): Promise<string[]> {
  const masters = await StoredFile.query(trx).where({ kind, dataType: LEVEL.master, current: true, night, configurationKey });
  const spoiled = masters.filter(({ ref }) => ref !== null && verdictsOf(ref)?.[checksum]?.used === true);
  await StoredFile.query(trx).whereIn('id', spoiled.map(({ id }) => id)).patch({ current: false });
  return spoiled.map(({ key }) => key);
}

const verdictsOf = (ref: MasterRef) => ref.verdicts;

/** Frames that chose one of these calibrations in their latest run; when one comes back into use, all of its night that chose any for that purpose. */
export async function framesConcerned(trx: Knex.Transaction, keys: readonly string[], back: { purpose: Purpose; night: string | null } | undefined): Promise<WorkflowStart[]> {
  const decisions = DecisionRecord.query(trx).select('reductionId');
  if (back) void decisions.where({ purpose: back.purpose });
  else void decisions.whereIn('chosenKey', [...keys]);
  const frames = await StoredFile.query(trx)
    .where({ dataType: LEVEL.raw, ...(back ? { night: back.night } : {}) })
    .whereIn('id', trx('reductions').select('file_id').whereIn('id', decisions.toKnexQuery()));
  return frames.filter((frame): frame is StoredFile & { exposure: Exposure } => frame.exposure !== null).map((frame) => ({ ...workflowStartOf(frame, frame.exposure, {}), wake: true as const }));
}
