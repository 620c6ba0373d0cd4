import type { Knex } from 'knex';
import { raw as sql, type QueryBuilder } from 'objection';
import type { Candidate } from '../calibrations/candidate.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { shiftNight } from '../domain/nights.js';
import { LEVEL, type Level } from '../domain/reduction.js';
import type { MasterGroup, MemberVerdict } from '../domain/workflow-contract.js';
import { calibrationFor, LONGEST_VALIDITY_NIGHTS, masterFor, type CombinedCalibration } from '../products/index.js';
import type { ProductRef } from '../products/product-ref.js';
import type { DescribedFile } from './frame-records.js';
import { StoredFile } from './models.js';

/** A published master remembers, by checksum, what became of the frames it looked at. */
export interface MasterRef extends ProductRef {
  readonly verdicts?: Readonly<Record<string, Omit<MemberVerdict, 'master'>>>;
}

/**
 * The calibrations of one purpose near a night that serve a proposal: current masters, or solved lamp frames, of the telescope or of that proposal's
 * own people, none that staff took out of use; by key, so that the order never depends on arrival. Without a proposal: those that serve all.
 */
export async function candidatesNear(database: Knex, purpose: Purpose, night: string, proposal: string | undefined): Promise<Candidate[]> {
  const { madeOf, level } = calibrationFor(purpose);
  const rows = await StoredFile.query(database)
    .select('key', 'fileName', 'checksum', 'exposure', 'ref', 'quality', 'trusted', 'proposalId', 'kind')
    .where({ kind: madeOf, dataType: level, current: true, excluded: null })
    .where((builder) => void servingProposal(builder, proposal))
    .whereNull('deletedAt')
    .whereNotNull('ref')
    .whereBetween('night', nightsAround(night))
    .orderBy('key');
  return rows.map((row) => ({
    name: nameFor(proposal, row, level),
    key: row.key,
    checksum: row.checksum,
    exposure: row.exposure as Exposure,
    members: row.quality['frames'] ?? 1,
    ref: row.ref as ProductRef,
    sender: row.trusted ? 'telescope' : 'proposal',
  }));
}

function servingProposal<Q extends QueryBuilder<StoredFile, unknown>>(query: Q, proposal: string | undefined): Q {
  void query.where('trusted', true);
  if (proposal !== undefined) void query.orWhere('proposalId', proposal);
  return query;
}

/** A lamp of another proposal is known by what it is and when it was taken: a decision, a reason and a header go to people who may know no more. */
function nameFor(proposal: string | undefined, { fileName, proposalId, exposure, kind }: StoredFile, level: Level): string {
  if (level === LEVEL.master || proposalId === proposal) return fileName;
  return `${kind} of ${exposure?.observedAt.slice(0, 19) ?? 'unknown time'}, another proposal`;
}

/** A group of a raw bias or flat frame: the telescope's serve all, those a proposal sent serve it alone. */
export function groupOf(purpose: MasterGroup['purpose'], { night, configurationKey, trusted, proposalId }: Pick<StoredFile, 'night' | 'configurationKey' | 'trusted' | 'proposalId'>): MasterGroup {
  return { purpose, night: night ?? '', configurationKey: configurationKey ?? '', ...(trusted ? {} : { proposal: proposalId }) };
}

/** The groups of one kind of frame in the nights around one. */
export async function groupsNear(database: Knex, { purpose, madeOf }: CombinedCalibration, night: string): Promise<MasterGroup[]> {
  const rows = await StoredFile.query(database)
    .distinct('night', 'configurationKey', 'trusted', sql('case when trusted then null else proposal_id end').as('proposalId'))
    .where({ kind: madeOf, dataType: LEVEL.raw })
    .whereBetween('night', nightsAround(night));
  return rows.map((row) => groupOf(purpose, row));
}

const sameGroup = ({ night, configurationKey, proposal }: MasterGroup) => ({ night, configurationKey, ...(proposal === undefined ? { trusted: true } : { trusted: false, proposalId: proposal }) });

/** The nights in which a calibration may be found that still serves: first and last. */
export function nightsAround(night: string): [string, string] {
  return [shiftNight(night, -LONGEST_VALIDITY_NIGHTS), shiftNight(night, LONGEST_VALIDITY_NIGHTS)];
}

/** Raw frames that could take part in a master of this exposure's night and configuration which serves everybody. */
export async function countFrames(database: Knex, { madeOf, combined }: CombinedCalibration, exposure: Exposure): Promise<number> {
  return StoredFile.query(database)
    .where({ kind: madeOf, dataType: LEVEL.raw, night: exposure.night, configurationKey: combined.groupingKey(exposure), trusted: true, excluded: null })
    .resultSize();
}

/** The frames of one master, by key; none that staff took out of use. */
export async function framesOfGroup(database: Knex, group: MasterGroup): Promise<DescribedFile[]> {
  const rows = await StoredFile.query(database)
    .where({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.raw, excluded: null, ...sameGroup(group) })
    .orderBy('key');
  return rows as DescribedFile[];
}

/** What the current master of a group says about a frame; undefined when none has looked at it. */
export async function verdictOn(database: Knex, group: MasterGroup, checksum: string): Promise<MemberVerdict | undefined> {
  const master = await StoredFile.query(database).findOne({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.master, current: true, ...sameGroup(group) });
  const verdict = (master?.ref as MasterRef | undefined)?.verdicts?.[checksum];
  return master && verdict ? { ...verdict, master: master.fileName } : undefined;
}
