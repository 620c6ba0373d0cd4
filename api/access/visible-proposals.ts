import { subject } from '@casl/ability';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import { ReductionError } from '#activities/domain/errors';
import { PLATFORM, Proposal } from '#activities/store/models';
import { accessible } from './abilities-to-sql.js';
import type { Caller } from './auth.js';
import { rowNumber } from '../row-number.js';

/** What rules about proposals may speak of. */
const proposalColumns = { soarId: 'proposals.soar_id', piId: 'proposals.pi_id' };

/** Proposals the caller may see, with their people. */
export function visibleProposals(database: Knex, { ability }: Pick<Caller, 'ability'>): QueryBuilder<Proposal, Proposal[]> {
  const query = Proposal.query(database).whereNot('proposals.soarId', PLATFORM).withGraphFetched('[pi, collaborators(inOrder)]').modifiers({ inOrder: (builder) => void builder.orderBy('users.id') });
  return accessible(query, ability, 'read', 'Proposal', proposalColumns);
}

/** By number or SOAR id. @throws ReductionError `not-found`, the same for what is not there and what is not the caller's. */
export async function visibleProposal(database: Knex, caller: Pick<Caller, 'ability'>, id: string): Promise<Proposal> {
  const query = visibleProposals(database, caller);
  const number = rowNumber(id, 'integer');
  const proposal = await (number === undefined ? query.findOne('proposals.soarId', id) : query.findOne('proposals.id', number));
  if (!proposal) throw new ReductionError('not-found', `There is no proposal ${id.slice(0, 80)}, or it is not yours.`, { id: id.slice(0, 80) });
  return proposal;
}

/** May the caller change this of the proposal: a field, its `collaborators`, or its `settings`? */
export function mayChange({ ability }: Pick<Caller, 'ability'>, proposal: Proposal, field: string): boolean {
  return ability.can('update', subject('Proposal', { soarId: proposal.soarId, piId: proposal.piId }) as never, field);
}
