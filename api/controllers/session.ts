import { packRules } from '@casl/ability/extra';
import { Body, Controller, Delete, Get, Middlewares, OperationId, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { allScopes, type TokenScope } from '#activities/domain/token-scopes';
import { withStoreFailures } from '#activities/store/failures';
import { User } from '#activities/store/models';
import { isPassword } from '#activities/store/passwords';
import { personKnownAs } from '#activities/store/people';
import { endSession, endSessions, openSession } from '#activities/store/sessions';
import { callerOf, callerOfUser, type Caller } from '../access/auth.js';
import { clearSessionCookie, credentialOf, csrfTokenOf, setSessionCookie } from '../access/credential.js';
import { roleOf, type Role } from '../access/permissions.js';
import { auditAs } from '../audit.js';
import { addressOfCaller } from '../caller-address.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { accountView, type AccountView } from './user-view.js';

export interface SignIn {
  /**
   * User name or e-mail address, in whatever case.
   * @minLength 1
   * @maxLength 254
   */
  username: string;
  /**
   * @minLength 1
   * @maxLength 256
   */
  password: string;
}

export interface SessionView {
  user: AccountView;
  role: Role;
  /** What may be done, as rules of CASL packed by `packRules`: `unpackRules` and `createMongoAbility` make them an ability that answers as the server does. */
  rules: unknown[];
  /** What the token in use may be used for; all for a browser. */
  scopes: TokenScope[];
  /** Proposals that the caller leads or collaborates in, by SOAR id. */
  proposals: string[];
  /** Send it as X-CSRF-Token with everything that is not GET; null for a token, which needs none. */
  csrf_token: string | null;
  /** When a browser is signed out in any case; null for a token. */
  expires: string | null;
}

@Route('api/session')
@Tags('api')
@Response<ProblemDocument>(401, 'Not signed in, or user name and password do not belong together')
@Response<ProblemDocument>(429, 'Too many wrong passwords or requests; Retry-After tells how long to wait')
export class SessionController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Who asks, what this account may do, and what a page needs to send with its writes. The same for a token.
   * @summary Tell who is signed in
   */
  @Get()
  @Security('token')
  @OperationId('api_session_read')
  readSession(@Request() request: KoaRequest): Promise<SessionView> {
    return Promise.resolve(sessionView(callerOf(request)));
  }

  /**
   * Signs a browser in: the answer sets the cookie goodman_session, which no script can read, and goodman_csrf for X-CSRF-Token. Whoever was
   * signed in there before is signed out. A wrong user name, a wrong password and a closed account get the same answer after the same time.
   * @summary Sign in
   */
  @Post()
  @Middlewares(jsonBody)
  @OperationId('api_session_create')
  async signIn(@Request() request: KoaRequest, @Body() body: SignIn): Promise<SessionView> {
    const { database, rates, settings } = this.#context;
    const address = addressOfCaller(request);
    const user = await withStoreFailures(() => personKnownAs(database, body.username));
    // An account has its tries once, by whichever of its names.
    const tried = await rates.password((user?.username ?? body.username.trim()).toLowerCase(), address);
    if (!(await isPassword(user?.isActive === true ? user.passwordHash : null, body.password)) || !user) {
      await auditAs(user ?? null, database, request, { action: 'session.refuse', subject: user ? `user ${user.id}` : 'nobody' });
      throw new ReductionError('unauthenticated', 'User name and password do not belong together, or the account is closed. "Forgot your password?" sends you a link for a new one.');
    }
    await tried.right();
    const before = credentialOf(request);
    const { key, session } = await database.transaction(async (trx) => {
      if (before?.kind === 'session') await endSession(trx, before.key);
      await User.query(trx).findById(user.id).patch({ lastLogin: new Date() });
      await auditAs(user, trx, request, { action: 'session.create', subject: `user ${user.id}` });
      return openSession(trx, user.id, { idleMinutes: settings.SESSION_IDLE_MINUTES, hours: settings.SESSION_HOURS }, { address, agent: request.get('user-agent') });
    });
    setSessionCookie(request, key, session.expires);
    return sessionView(await callerOfUser(database, await User.query(database).findById(user.id).throwIfNotFound(), { scopes: allScopes, credential: { kind: 'session', key }, session }));
  }

  /**
   * Signs this browser out; with `all=true` every browser of the account. A token cannot sign itself out: revoke it.
   * @summary Sign out
   */
  @Delete()
  @Security('token')
  @SuccessResponse(204, 'Signed out')
  @Response<ProblemDocument>(409, 'A token is in use, not a session')
  @OperationId('api_session_delete')
  async signOut(@Request() request: KoaRequest, @Query() all = false): Promise<void> {
    const { user, session, credential } = callerOf(request);
    if (!session && !all) throw new ReductionError('conflict', 'You came with a token, which has no session: DELETE /api/users/me/tokens/{id}/ revokes it, all=true signs every browser out.');
    await this.#context.database.transaction(async (trx) => {
      if (all) await endSessions(trx, user.id);
      else await endSession(trx, credential.key);
      await auditAs(user, trx, request, { action: 'session.delete', subject: `user ${user.id}`, after: { all } });
    });
    if (session) clearSessionCookie(request);
    this.setStatus(204);
  }
}

export function sessionView({ user, ability, scopes, soarIds, session, credential }: Caller): SessionView {
  return {
    user: accountView(user),
    role: roleOf(user),
    rules: packRules(ability.rules),
    scopes: [...scopes],
    proposals: [...soarIds],
    csrf_token: session ? csrfTokenOf(credential.key) : null,
    expires: session?.expires.toISOString() ?? null,
  };
}
