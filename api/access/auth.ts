import type { Request } from 'koa';
import type { Knex } from 'knex';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { ApiToken, Proposal, User } from '#activities/store/models';
import { hashOfKey } from '#activities/store/tokens';
import { contextOf } from '../context.js';
import { abilityOf, type Ability, type Account } from './permissions.js';

/** Who asks, and what that person may do. */
export interface Caller extends Account {
  readonly user: User;
  readonly ability: Ability;
}

/** `last_used` is for people; one write a minute tells them enough. */
const LAST_USED_STEP_MS = 60_000;

/** tsoa calls this before every operation with `@Security('token')`. */
export async function koaAuthentication(request: Request, _securityName: string): Promise<Caller> {
  return authenticate(contextOf(request).database, request.get('authorization'));
}

/** @throws ReductionError `unauthenticated`, with the same words for every reason: a wrong key learns nothing. */
export async function authenticate(database: Knex, header: string): Promise<Caller> {
  const key = /^(?:Token|Bearer) +([\x21-\x7e]{8,256})$/i.exec(header.trim())?.[1];
  if (key === undefined) {
    throw new ReductionError('unauthenticated', 'Send your API token in the header "Authorization: Token <key>"; an administrator of the platform gives you one.');
  }
  return withStoreFailures(async () => {
    const token = await ApiToken.query(database)
      .where({ tokenHash: hashOfKey(key) })
      .whereNull('revoked')
      .whereRaw('(expires is null or expires > now())')
      .first();
    const user = token && (await User.query(database).findOne({ id: token.userId, isActive: true }));
    if (!token || !user) throw new ReductionError('unauthenticated', 'This API token is not valid: it may have been revoked, or have expired.');
    if (Date.now() - (token.lastUsed?.getTime() ?? 0) > LAST_USED_STEP_MS) await ApiToken.query(database).findById(token.id).patch({ lastUsed: new Date() });
    const account = { user, soarIds: await Proposal.soarIdsOf(database, user.id) };
    return { ...account, ability: abilityOf(account) };
  });
}

/** The caller that `koaAuthentication` let in. */
export function callerOf(request: Request): Caller {
  return (request as Request & { readonly user: Caller }).user;
}
