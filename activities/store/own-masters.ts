import type { Knex } from 'knex';
import type { ByHand } from '../domain/by-hand.js';
import { LEVEL } from '../domain/reduction.js';
import type { MasterGroup } from '../domain/workflow-contract.js';
import { nightsAround } from './calibration-records.js';
import { newestSettings, Proposal, SettingsVersion, StoredFile, User } from './models.js';
import type { MasterWake } from './workflow-start.js';
import { masterWorkflowId } from './workflow-start.js';

/**
 * Who asked, and since when, that the masters of a proposal are made with its own settings; undefined where nobody does. Part of the identity of such a master and
 * written into its header: with the same settings two proposals have two masters.
 */
export async function wishForOwnMasters(database: Knex, proposal: string): Promise<ByHand | undefined> {
  const latest = await versionsOf(database, proposal).first();
  if (latest?.settings.own_masters !== true) return undefined;
  const versions = await versionsOf(database, proposal);
  const before = versions.findIndex(({ settings }) => settings.own_masters !== true);
  const first = versions[(before === -1 ? versions.length : before) - 1] ?? latest;
  const author = first.authorId === null ? undefined : await User.query(database).findById(first.authorId);
  return { what: ownMasterInWords(proposal), by: author?.username ?? 'staff', at: first.created.toISOString(), reason: 'asked for by its settings', forced: false };
}

export function ownMasterInWords(proposal: string): string {
  return `own master of proposal ${proposal}`;
}

function versionsOf(database: Knex, soarId: string) {
  return SettingsVersion.query(database).whereIn('proposalId', Proposal.query(database).select('id').where({ soarId })).orderBy('version', 'desc');
}

/** The masters that proposals have made for themselves of the frames of one that serves all: of those that observed in the nights around. */
export async function ownGroupsOf(database: Knex, shared: MasterGroup): Promise<MasterGroup[]> {
  if (shared.proposal !== undefined) return [];
  const asking = await proposalsThatAsk(database);
  if (asking.length === 0) return [];
  const observing = await StoredFile.query(database)
    .distinct('proposalId')
    .where({ dataType: LEVEL.raw })
    .whereIn('kind', ['arc', 'spectrum'])
    .whereIn('proposalId', asking)
    .whereBetween('night', nightsAround(shared.night));
  return observing.map(({ proposalId }) => ({ ...shared, proposal: proposalId, own: true }));
}

/** They are to look again which frames they have. */
export async function wakesOfOwnMasters(database: Knex, shared: MasterGroup): Promise<MasterWake[]> {
  return (await ownGroupsOf(database, shared)).map((group) => ({ workflowId: masterWorkflowId(group), group }));
}

async function proposalsThatAsk(database: Knex): Promise<string[]> {
  const rows = await newestSettings(database).whereRaw(`newest.settings ->> 'own_masters' = 'true'`).select<{ soarId: string }[]>('proposals.soar_id as soarId');
  return rows.map(({ soarId }) => soarId);
}
