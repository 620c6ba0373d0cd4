import type { Knex } from 'knex';
import { saveProposal, saveUser, issueTokenTo } from '../admin/admin-accounts.js';

export const BENCH_PROPOSAL = 'SOAR2026B-301';

/** Keys of a telescope, of an observer who looks on, and of an account that does harm. */
export type ServiceTokens = Readonly<Record<'telescope' | 'observer' | 'hostile', string>>;

export async function serviceAccounts(database: Knex): Promise<ServiceTokens> {
  await saveUser(database, 'telescope', { email: 'telescope@bench.invalid', isStaff: true });
  for (const username of ['observer', 'hostile']) await saveUser(database, username, { email: `${username}@bench.invalid` });
  await saveProposal(database, BENCH_PROPOSAL, { pi: 'hostile' });
  const [telescope, observer, hostile] = [await issueTokenTo(database, 'telescope'), await issueTokenTo(database, 'observer'), await issueTokenTo(database, 'hostile')];
  return { telescope, observer, hostile };
}
