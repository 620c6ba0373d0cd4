import type { Request } from 'koa';
import type { Knex } from 'knex';
import { ReductionError } from '#activities/domain/errors';
import { allScopes, type TokenScope } from '#activities/domain/token-scopes';
import { Session } from '#activities/store/account-models';
import { withStoreFailures } from '#activities/store/failures';
import { ApiToken, Proposal, User } from '#activities/store/models';
import { sessionWith } from '#activities/store/sessions';
import { hashOfKey } from '#activities/store/tokens';
import { addressOfCaller } from '../caller-address.js';
import { whenClosed } from '../when-closed.js';
import { contextOf } from '../context.js';
import type { Use } from './account-limits.js';
import { credentialOf, hasCsrfToken, type Credential } from './credential.js';
import { abilityOf, type Ability, type Account } from './permissions.js';
import { requireScope, scopeNeeded } from './scopes.js';

/** Who asks, and what that person may do: the same with a token and in a browser, but for what the token is not meant for. */
export interface Caller extends Account {
  readonly user: User;
  readonly ability: Ability;
  readonly scopes: readonly TokenScope[];
  /** Of a browser. */
  readonly session?: Session;
  readonly credential: Credential;
}

/** `last_used` and `last_seen` are for people; one write a minute tells them enough. */
const LAST_USED_STEP_MS = 60_000;
const SAFE = /^(GET|HEAD|OPTIONS)$/;

/** tsoa calls this before every operation with `@Security('token')`: who asks, whether this token is meant for it, and whether it is that account's turn. */
export async function koaAuthentication(request: Request, _securityName: string): Promise<Caller> {
  const { rates, limits, stalled } = contextOf(request);
  const caller = await identify(request);
  await rates.request(caller.user.id);
  requireScope(caller.scopes, scopeNeeded(request));
  if (!SAFE.test(request.method)) requireCsrfToken(request, caller);
  const leave = await stalled.whileWeWork(request.req, limits.enter(useOf(request), caller.user.id));
  whenClosed(request.ctx.res, leave);
  return caller;
}

/** A cookie comes along with whatever another site makes the browser send: only a page of ours knows the word as well. @throws ReductionError `forbidden` */
export function requireCsrfToken(request: Request, { credential }: Caller): void {
  if (credential.kind === 'token' || hasCsrfToken(request, credential)) return;
  throw new ReductionError('forbidden', 'The header X-CSRF-Token is missing or is not that of this session: send the "csrf_token" of GET /api/session/, which is also in the cookie goodman_csrf.');
}

/** @throws ReductionError `unauthenticated`, or `too-many-requests` for an address that is wrong too often. */
export async function identify(request: Request): Promise<Caller> {
  const { database, rates } = contextOf(request);
  const credential = credentialOf(request);
  try {
    const caller = await authenticate(database, credential);
    (request.ctx.state as { account?: string }).account = caller.user.username;
    return caller;
  } catch (error) {
    if (!(error instanceof ReductionError) || error.code !== 'unauthenticated' || credential === undefined) throw error;
    await rates.failure(addressOfCaller(request), await ownerOf(database, credential));
    throw error;
  }
}

/** Whose key it was before it ended; undefined for one that never was. */
async function ownerOf(database: Knex, { kind, key }: Credential): Promise<number | undefined> {
  if (kind === 'session') return (await Session.query(database).select('userId').findOne({ keyHash: hashOfKey(key) }))?.userId;
  return (await ApiToken.query(database).select('userId').findOne({ tokenHash: hashOfKey(key) }))?.userId;
}

function useOf({ method, path }: Request): Use {
  if (method === 'POST' && /^\/api\/files\/?$/.test(path)) return 'send';
  if (/\/(download|zip)\/?$/.test(path)) return 'fetch';
  return /^\/api\/events\/?$/.test(path) ? 'listen' : 'ask';
}

/**
 * Three hundred requests with one key at the same instant are one question to the database.
 * @throws ReductionError `unauthenticated`, with the same words for every reason: a wrong key learns nothing.
 */
export async function authenticate(database: Knex, credential: Credential | undefined): Promise<Caller> {
  if (credential === undefined || credential.key === '') {
    throw new ReductionError('unauthenticated', 'Sign in, or send an API token in the header "Authorization: Token <key>": you make one on your page of the portal.');
  }
  const lookups = underWay.get(database) ?? new Map<string, Promise<Caller>>();
  underWay.set(database, lookups);
  const name = `${credential.kind} ${credential.key}`;
  const known = lookups.get(name);
  if (known) return known;
  const lookup = withStoreFailures(() => (credential.kind === 'token' ? callerWithToken : callerInSession)(database, credential)).finally(() => lookups.delete(name));
  lookups.set(name, lookup);
  return lookup;
}

const underWay = new WeakMap<Knex, Map<string, Promise<Caller>>>();

/** SOAR ids of the proposals that a person leads or collaborates in, of `users`. */
const SOAR_IDS = `(select coalesce(json_agg(soar_id order by soar_id), '[]') from (
    select soar_id from proposals where pi_id = users.id
    union select soar_id from collaborators join proposals on proposals.id = collaborators.proposal_id where user_id = users.id) own) as soar_ids`;

type KnownUser = User & { soarIds?: string[]; token?: Pick<ApiToken, 'id' | 'scopes'> & { lastUsed: string | null } };

/** One question to the database for the token, its person and what that person may do. */
async function callerWithToken(database: Knex, credential: Credential): Promise<Caller> {
  const known = await User.query(database)
    .join('apiTokens as token', 'token.userId', 'users.id')
    .where({ 'token.tokenHash': hashOfKey(credential.key), 'users.isActive': true })
    .whereNull('token.revoked')
    .whereRaw('(token.expires is null or token.expires > now())')
    .select('users.*', database.raw(SOAR_IDS), database.raw(`json_build_object('id', token.id, 'scopes', token.scopes, 'lastUsed', token.last_used) as token`))
    // Asked with every request: PostgreSQL keeps its plan.
    .onBuildKnex((builder) => void builder.options({ name: 'caller-with-token' }))
    .first()
    .castTo<KnownUser | undefined>();
  const token = known?.token;
  if (!known || !token) throw new ReductionError('unauthenticated', 'This API token is not valid: it may have been revoked, or have expired.');
  if (isLongAgo(token.lastUsed === null ? null : new Date(token.lastUsed))) await ApiToken.query(database).findById(token.id).patch({ lastUsed: new Date() });
  return callerOfKnown(known, { scopes: token.scopes, credential });
}

async function callerInSession(database: Knex, credential: Credential): Promise<Caller> {
  const session = await sessionWith(database, credential.key);
  const known = session && (await User.query(database).findOne({ id: session.userId, isActive: true }).select('users.*', database.raw(SOAR_IDS)).castTo<KnownUser | undefined>());
  if (!session || !known) throw new ReductionError('unauthenticated', 'You are not signed in any more: sign in again.');
  if (isLongAgo(session.lastSeen)) await Session.query(database).findById(session.id).patch({ lastSeen: new Date() });
  return callerOfKnown(known, { scopes: allScopes, credential, session });
}

function callerOfKnown(user: KnownUser, how: Pick<Caller, 'scopes' | 'credential' | 'session'>): Caller {
  const { soarIds = [] } = user;
  // What came along is no column of the person.
  delete user.soarIds;
  delete user.token;
  const account = { user, soarIds, ...how };
  return { ...account, ability: abilityOf(account) };
}

const isLongAgo = (time: Date | null) => Date.now() - (time?.getTime() ?? 0) > LAST_USED_STEP_MS;

/** What an account may do, in whatever way it came in. */
export async function callerOfUser(database: Knex, user: User, how: Pick<Caller, 'scopes' | 'credential' | 'session'>): Promise<Caller> {
  const account = { user, soarIds: await Proposal.soarIdsOf(database, user.id), ...how };
  return { ...account, ability: abilityOf(account) };
}

/** The caller that `koaAuthentication` let in. */
export function callerOf(request: Request): Caller {
  return (request as Request & { readonly user: Caller }).user;
}
