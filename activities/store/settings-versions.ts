import type { Knex } from 'knex';
import type { Exposure } from '../domain/exposure.js';
import { LEVEL } from '../domain/reduction.js';
import { defaultSettings, reductionSettings, type ReductionSettings } from '../domain/settings.js';
import { combinedCalibrations, masterMadeOf } from '../products/index.js';
import { groupOf, groupsNear } from './calibration-records.js';
import { workflowStartOf } from './ingest.js';
import { newestSettings, OutboxEntry, SettingsVersion, StoredFile, type Proposal } from './models.js';
import { wishForOwnMasters } from './own-masters.js';
import { masterWorkflowId, type MasterWake, type WorkflowStart } from './workflow-start.js';

/** Which frames that are there follow a change of settings: none, those of the latest night, every one. */
export type AppliedTo = 'new' | 'tonight' | 'all';

type Row = StoredFile & { exposure: Exposure };

/** All settings of one version: what it says over the defaults. */
export function wholeSettings(version: Pick<SettingsVersion, 'settings'> | undefined): ReductionSettings {
  return reductionSettings.parse({ ...defaultSettings, ...version?.settings });
}

/** What differs from the defaults, which is what a version keeps: a default that is bettered later reaches who never chose. */
export function overDefaults(settings: ReductionSettings): Partial<ReductionSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== defaultSettings[name as keyof ReductionSettings]));
}

/** The names of settings in which two versions differ. */
export function settingChanges(before: ReductionSettings, after: ReductionSettings): { name: string; from: unknown; to: unknown }[] {
  return (Object.keys(defaultSettings) as (keyof ReductionSettings)[]).filter((name) => before[name] !== after[name]).map((name) => ({ name, from: before[name], to: after[name] }));
}

/** The signal-to-noise that these proposals want of a target, by SOAR id; those without a goal are left out. */
export async function signalGoals(database: Knex, soarIds: readonly string[]): Promise<Record<string, number>> {
  const rows = await newestSettings(database)
    .whereIn('proposals.soar_id', [...soarIds])
    .whereRaw(`newest.settings ->> 'snr_goal' is not null`)
    .select<{ soarId: string; goal: number }[]>('proposals.soar_id as soarId', database.raw(`(newest.settings ->> 'snr_goal')::double precision as goal`));
  return Object.fromEntries(rows.map(({ soarId, goal }) => [soarId, goal]));
}

/** The versions of the settings of a proposal, one writer at a time; the newest first. */
export async function lockedVersions(trx: Knex.Transaction, proposalId: number): Promise<SettingsVersion[]> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`settings:${proposalId}`]);
  return SettingsVersion.query(trx).where({ proposalId }).orderBy('version', 'desc');
}

/** Frames of a proposal that a change of its settings would reduce again. */
export async function framesToFollow(trx: Knex, { soarId }: Pick<Proposal, 'soarId'>, apply: AppliedTo): Promise<Row[]> {
  if (apply === 'new') return [];
  const frames = StoredFile.query(trx).where({ proposalId: soarId, dataType: LEVEL.raw }).whereNotNull('exposure').whereNotNull('night').orderBy('id');
  if (apply === 'tonight') void frames.where('night', StoredFile.query(trx).where({ proposalId: soarId, dataType: LEVEL.raw }).max('night'));
  return (await frames) as Row[];
}

/**
 * Promises that what waits under the old settings looks again, and that the frames which are to follow are reduced again: the masters of the proposal's own
 * frames too, since how many frames they want is a setting.
 */
export async function promiseToFollow(trx: Knex.Transaction, proposal: Pick<Proposal, 'soarId'>, following: readonly Row[]): Promise<OutboxEntry[]> {
  const waiting = (await StoredFile.query(trx)
    .where({ proposalId: proposal.soarId, dataType: LEVEL.raw })
    .whereNotNull('exposure')
    .whereIn('id', trx('reductions').select('file_id').whereIn('state', ['waiting', 'reducing']).whereNotNull('file_id'))) as Row[];
  const frames = [...new Map([...following, ...waiting].map((frame) => [frame.id, frame])).values()];
  const promises = new Map<string, { fileId: number; workflowStart: WorkflowStart | MasterWake }>();
  for (const frame of frames) {
    const made = masterMadeOf(frame.kind);
    if (made) {
      const group = groupOf(made.purpose, frame);
      // Those that serve everybody are made with the platform's settings.
      if (group.proposal !== undefined) promises.set(masterWorkflowId(group), { fileId: frame.id, workflowStart: { workflowId: masterWorkflowId(group), group } });
    } else {
      const start = workflowStartOf(frame, frame.exposure, {});
      promises.set(start.workflowId, { fileId: frame.id, workflowStart: { ...start, wake: true } });
    }
  }
  for (const wake of await ownMastersOf(trx, proposal.soarId, frames)) promises.set(wake.workflowId, { fileId: frames[0]?.id ?? NaN, workflowStart: wake });
  return promises.size === 0 ? [] : OutboxEntry.query(trx).insert([...promises.values()]).returning('*');
}

/** The masters that a proposal asks for itself, in the nights of its frames: with other settings they are others. */
async function ownMastersOf(trx: Knex.Transaction, soarId: string, frames: readonly Row[]): Promise<MasterWake[]> {
  if (!(await wishForOwnMasters(trx, soarId))) return [];
  const nights = [...new Set(frames.map(({ exposure }) => exposure.night))];
  const near = await Promise.all(nights.flatMap((night) => combinedCalibrations.map((calibration) => groupsNear(trx, calibration, night))));
  return near.flat().filter(({ proposal }) => proposal === undefined).map((shared) => {
    const group = { ...shared, proposal: soarId, own: true };
    return { workflowId: masterWorkflowId(group), group };
  });
}
