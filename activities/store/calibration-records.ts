import type { Knex } from 'knex';
import { raw as sql, type QueryBuilder } from 'objection';
import type { Candidate, Obstacle } from '../calibrations/candidate.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Exposure } from '../domain/exposure.js';
import { shiftNight } from '../domain/nights.js';
import { LEVEL, type Level } from '../domain/reduction.js';
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

/**
 * The calibrations of one purpose near a night that serve a proposal: current masters, or solved lamp frames, of the telescope or of that proposal's
 * own people, none that staff took out of use; by key, so that the order never depends on arrival. Without a proposal: those that serve all. `own`: and those that
 * the proposal had made with its settings, which are none any more once it asks for them no longer.
 */
export async function candidatesNear(database: Knex, purpose: Purpose, night: string, proposal: string | undefined, own = false): Promise<Candidate[]> {
  const { madeOf, level } = calibrationFor(purpose);
  const rows = await StoredFile.query(database)
    .select(...CANDIDATE_COLUMNS)
    .where({ kind: madeOf, dataType: level, current: true, excluded: null, ...(own ? {} : { ownMaster: false }) })
    .where((builder) => void servingProposal(builder, proposal))
    .whereNull('deletedAt')
    .whereNotNull('ref')
    .whereBetween('night', nightsAround(night))
    .orderBy('key');
  return rows.map((row) => candidateOf(row, proposal, level));
}

const CANDIDATE_COLUMNS = ['key', 'fileName', 'checksum', 'exposure', 'ref', 'quality', 'trusted', 'ownMaster', 'proposalId', 'kind'] as const;

function candidateOf(row: StoredFile, proposal: string | undefined, level: Level): Candidate {
  return {
    name: nameFor(proposal, row, level),
    key: row.key,
    checksum: row.checksum,
    exposure: row.exposure as Exposure,
    members: row.quality['frames'] ?? 1,
    ref: row.ref as ProductRef,
    sender: row.trusted ? 'telescope' : row.ownMaster ? 'own' : 'proposal',
  };
}

/**
 * The calibration that somebody chose by hand, from whatever night, in its newest version: a master that was combined again is still that master. Undefined
 * where it is no calibration of that purpose, serves another proposal, or was taken out of use or deleted meanwhile.
 */
export async function candidateOfFile(database: Knex, purpose: Purpose, fileId: number, proposal: string | undefined): Promise<Candidate | undefined> {
  const { madeOf, level } = calibrationFor(purpose);
  const chosen = await StoredFile.query(database).findById(fileId).where({ kind: madeOf });
  if (!chosen) return undefined;
  const { kind, night, configurationKey, trusted, ownMaster, proposalId, originalFileId } = chosen;
  const same = chosen.dataType === LEVEL.master ? { kind, night, configurationKey, trusted, ownMaster, ...(trusted ? {} : { proposalId }) } : { originalFileId };
  const newest = await StoredFile.query(database)
    .select(...CANDIDATE_COLUMNS)
    .where({ ...same, dataType: level, current: true, excluded: null })
    .where((builder) => void servingProposal(builder, proposal))
    .whereNull('deletedAt')
    .whereNotNull('ref')
    .first();
  return newest && candidateOf(newest, proposal, level);
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

/** Its raw frames: an own master is made of the telescope's, as one that serves all. */
const membersOf = ({ night, configurationKey, proposal, own }: MasterGroup) => ({ night, configurationKey, ...(proposal === undefined || own === true ? { trusted: true } : { trusted: false, proposalId: proposal }) });

/** The rows of the master itself, as its readers tell it from others of its night and configuration. */
export const mastersOf = ({ night, configurationKey, proposal, own = false }: MasterGroup) => ({ night, configurationKey, ownMaster: own, ...(proposal === undefined ? { trusted: true } : { trusted: false, proposalId: proposal }) });

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

/** How the last run of a master stands; undefined where none was tried. */
export async function lastAttempt(database: Knex, group: MasterGroup): Promise<Pick<Reduction, 'state' | 'reason'> | undefined> {
  return Reduction.query(database).select('state', 'reason').where({ masterKey: masterWorkflowId(group) }).orderBy('id', 'desc').first();
}

/**
 * Why there is no master of this exposure's night and configuration yet, of the telescope's frames or of those of its proposal; empty where none was
 * tried, or there is one.
 */
export async function masterInTheWay(database: Knex, { purpose, combined }: CombinedCalibration, exposure: Exposure, proposal: string | undefined, own = false): Promise<Obstacle[]> {
  const shared: MasterGroup = { purpose, night: exposure.night, configurationKey: combined.groupingKey(exposure) };
  const tried = await Promise.all([shared, ...(proposal === undefined ? [] : [{ ...shared, proposal }]), ...(proposal !== undefined && own ? [{ ...shared, proposal, own }] : [])].map((group) => lastAttempt(database, group)));
  return tried.flatMap((last) => (last?.state === 'failed' || last?.state === 'waiting' ? [{ name: `master ${purpose}`, exposure, state: last.state, reason: last.reason }] : []));
}

/** The lamps of a night that could serve a proposal, but failed or wait themselves, by name. */
export async function lampsInTheWay(database: Knex, night: string, proposal: string | undefined): Promise<Obstacle[]> {
  const lamps = await StoredFile.query(database)
    .select('id', 'fileName', 'exposure', 'proposalId', 'kind')
    .where({ kind: 'arc', dataType: LEVEL.raw, night, excluded: null })
    .where((builder) => void servingProposal(builder, proposal))
    .whereNull('deletedAt')
    .orderBy('fileName');
  const runs = await Reduction.query(database)
    .distinctOn('fileId')
    .whereIn('fileId', lamps.map(({ id }) => id))
    .orderBy('fileId')
    .orderBy('attempt', 'desc');
  const last = new Map(runs.map((run) => [run.fileId, run]));
  return lamps.flatMap((lamp) => {
    const { state, reason } = last.get(lamp.id) ?? {};
    if (!lamp.exposure || (state !== 'failed' && state !== 'waiting')) return [];
    // Of a lamp of another proposal the reason is its people's own.
    const theirs = lamp.proposalId !== proposal;
    return [{ name: nameFor(proposal, lamp, LEVEL.raw), exposure: lamp.exposure, state, reason: theirs ? '' : (reason ?? '') }];
  });
}

/** The frames of one master, by key; none that staff took out of use. */
export async function framesOfGroup(database: Knex, group: MasterGroup): Promise<DescribedFile[]> {
  const rows = await StoredFile.query(database)
    .where({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.raw, excluded: null, ...membersOf(group) })
    .orderBy('key');
  return rows as DescribedFile[];
}

/** What the current master of a group says about a frame; undefined when none has looked at it. */
export async function verdictOn(database: Knex, group: MasterGroup, checksum: string): Promise<MemberVerdict | undefined> {
  const master = await StoredFile.query(database).findOne({ kind: masterFor(group.purpose).madeOf, dataType: LEVEL.master, current: true, ...mastersOf(group) });
  const verdict = (master?.ref as MasterRef | undefined)?.verdicts?.[checksum];
  return master && verdict ? { ...verdict, master: master.fileName } : undefined;
}
