import type { Knex } from 'knex';
import type { Candidate, Obstacle } from '../calibrations/candidate.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { shiftNight } from '../domain/nights.js';
import { LEVEL } from '../domain/reduction.js';
import type { MasterGroup, MemberVerdict } from '../domain/workflow-contract.js';
import { calibrationFor, LONGEST_VALIDITY_NIGHTS, masterFor, type CombinedCalibration } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import type { DescribedFile } from './frame-records.js';
import { Reduction, StoredFile } from './models.js';
import { masterWorkflowId } from './workflow-start.js';

/** A published master remembers, by checksum, what became of the frames it looked at. */
export interface MasterRef extends ProductRef {
  readonly verdicts?: Readonly<Record<string, Omit<MemberVerdict, 'master'>>>;
}

/** The calibrations of one purpose near a night: current masters, or solved lamp frames; by key, so that the order never depends on arrival. */
export async function candidatesNear(database: Knex, purpose: Purpose, night: string): Promise<Candidate[]> {
  const { madeOf, level } = calibrationFor(purpose);
  const rows = await StoredFile.query(database)
    .select('key', 'fileName', 'checksum', 'exposure', 'ref', 'quality')
    .where({ kind: madeOf, dataType: level, current: true })
    .whereNull('deletedAt')
    .whereNotNull('ref')
    .whereBetween('night', nightsAround(night))
    .orderBy('key');
  return rows.map((row) => ({
    name: row.fileName,
    key: row.key,
    checksum: row.checksum,
    exposure: row.exposure as Exposure,
    members: row.quality['frames'] ?? 1,
    ref: row.ref as ProductRef,
  }));
}

/** The nights in which a calibration may be found that still serves: first and last. */
export function nightsAround(night: string): [string, string] {
  return [shiftNight(night, -LONGEST_VALIDITY_NIGHTS), shiftNight(night, LONGEST_VALIDITY_NIGHTS)];
}

/** Raw frames that could take part in a master of this exposure's night and configuration. */
export async function countFrames(database: Knex, { madeOf, combined }: CombinedCalibration, exposure: Exposure): Promise<number> {
  return StoredFile.query(database)
    .where({ kind: madeOf, dataType: LEVEL.raw, night: exposure.night, configurationKey: combined.groupingKey(exposure) })
    .resultSize();
}

/** Why there is no master of this exposure's night and configuration yet; empty where none was tried, or there is one. */
export async function masterInTheWay(database: Knex, { purpose, combined }: CombinedCalibration, exposure: Exposure): Promise<Obstacle[]> {
  const masterKey = masterWorkflowId({ purpose, night: exposure.night, configurationKey: combined.groupingKey(exposure) });
  const last = await Reduction.query(database).select('state', 'reason').where({ masterKey }).orderBy('id', 'desc').first();
  return last?.state === 'failed' || last?.state === 'waiting' ? [{ name: `master ${purpose}`, exposure, state: last.state, reason: last.reason }] : [];
}

/** The lamps of a night that failed or wait themselves, by name. */
export async function lampsInTheWay(database: Knex, night: string): Promise<Obstacle[]> {
  const lamps = await StoredFile.query(database).select('id', 'fileName', 'exposure').where({ kind: 'arc', dataType: LEVEL.raw, night }).whereNull('deletedAt').orderBy('fileName');
  const runs = await Reduction.query(database)
    .distinctOn('fileId')
    .whereIn('fileId', lamps.map(({ id }) => id))
    .orderBy('fileId')
    .orderBy('attempt', 'desc');
  const last = new Map(runs.map((run) => [run.fileId, run]));
  return lamps.flatMap(({ id, fileName, exposure }) => {
    const { state, reason } = last.get(id) ?? {};
    return exposure && (state === 'failed' || state === 'waiting') ? [{ name: fileName, exposure, state, reason: reason ?? '' }] : [];
  });
}

/** The frames of one master, by key. */
export async function framesOfGroup(database: Knex, group: MasterGroup): Promise<DescribedFile[]> {
  const rows = await StoredFile.query(database)
    .where({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.raw, night: group.night, configurationKey: group.configurationKey })
    .orderBy('key');
  return rows as DescribedFile[];
}


/** What the current master of a group says about a frame; undefined when none has looked at it. */
export async function verdictOn(database: Knex, group: MasterGroup, checksum: string): Promise<MemberVerdict | undefined> {
  const master = await StoredFile.query(database).findOne({
    kind: masterFor(group.purpose).madeOf,
    dataType: LEVEL.master,
    current: true,
    night: group.night,
    configurationKey: group.configurationKey,
  });
  const verdict = (master?.ref as MasterRef | undefined)?.verdicts?.[checksum];
  return master && verdict ? { ...verdict, master: master.fileName } : undefined;
}
