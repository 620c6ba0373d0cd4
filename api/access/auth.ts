import type { Request } from 'koa';
import type { Knex } from 'knex';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { ApiToken, Proposal, User } from '#activities/store/models';
import { hashOfKey } from '#activities/store/tokens';
import { addressOfCaller } from '../caller-address.js';
import { whenClosed } from '../when-closed.js';
import { contextOf } from '../context.js';
import type { Use } from './account-limits.js';
import { abilityOf, type Ability, type Account } from './permissions.js';

/** Who asks, and what that person may do. */
export interface Caller extends Account {
  readonly user: User;
  readonly ability: Ability;
}

/** `last_used` is for people; one write a minute tells them enough. */
const LAST_USED_STEP_MS = 60_000;

/** tsoa calls this before every operation with `@Security('token')`: who asks, and whether it is that account's turn. */
export async function koaAuthentication(request: Request, _securityName: string): Promise<Caller> {
  const { rates, limits, stalled } = contextOf(request);
  const caller = await identify(request);
  await rates.request(caller.user.id);
  const leave = await stalled.whileWeWork(request.req, limits.enter(useOf(request), caller.user.id));
  whenClosed(request.ctx.res, leave);
  return caller;
}

/** @throws ReductionError `unauthenticated`, or `too-many-requests` for an address that is wrong too often. */
export async function identify(request: Request): Promise<Caller> {
  const { database, rates } = contextOf(request);
  const authorization = request.get('authorization');
  try {
    const caller = await authenticate(database, authorization);
    (request.ctx.state as { account?: string }).account = caller.user.username;
    return caller;
  } catch (error) {
    if (!(error instanceof ReductionError) || error.code !== 'unauthenticated' || authorization === '') throw error;
    await rates.failure(addressOfCaller(request), await ownerOf(database, authorization));
    throw error;
  }
}

/** Whose token it was before it ended; undefined for one that never was. */
async function ownerOf(database: Knex, header: string): Promise<number | undefined> {
  const key = keyIn(header);
  return key === undefined ? undefined : (await ApiToken.query(database).select('userId').findOne({ tokenHash: hashOfKey(key) }))?.userId;
}

function useOf({ method, path }: Request): Use {
  if (method === 'POST' && /^\/api\/files\/?$/.test(path)) return 'send';
  if (/\/(download|zip)\/?$/.test(path)) return 'fetch';
  return /^\/api\/events\/?$/.test(path) ? 'listen' : 'ask';
}

function keyIn(header: string): string | undefined {
  return /^(?:Token|Bearer) +([\x21-\x7e]{8,256})$/i.exec(header.trim())?.[1];
}

/**
 * Three hundred requests with one token at the same instant are one question to the database.
 * @throws ReductionError `unauthenticated`, with the same words for every reason: a wrong key learns nothing.
 */
export async function authenticate(database: Knex, header: string): Promise<Caller> {
  const key = keyIn(header);
  if (key === undefined) {
    throw new ReductionError('unauthenticated', 'Send your API token in the header "Authorization: Token <key>"; an administrator of the platform gives you one.');
  }
  const lookups = underWay.get(database) ?? new Map<string, Promise<Caller>>();
  underWay.set(database, lookups);
  const known = lookups.get(key);
  if (known) return known;
  const lookup = callerWith(database, key).finally(() => lookups.delete(key));
  lookups.set(key, lookup);
  return lookup;
}

const underWay = new WeakMap<Knex, Map<string, Promise<Caller>>>();

function callerWith(database: Knex, key: string): Promise<Caller> {
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
