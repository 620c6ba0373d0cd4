import { Body, Controller, Get, Middlewares, OperationId, Patch, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { Partner } from '#activities/domain/partners';
import { withStoreFailures } from '#activities/store/failures';
import { queueMail } from '#activities/store/mails';
import { ApiToken, User } from '#activities/store/models';
import { endLinks } from '#activities/store/password-links';
import { checkPassword, hashPassword, isPassword } from '#activities/store/passwords';
import { checkEmail, onePersonAtATime, refuseTaken } from '#activities/store/people';
import { endSessions, openSession } from '#activities/store/sessions';
import { callerOf } from '../access/auth.js';
import { setSessionCookie } from '../access/credential.js';
import { audit } from '../audit.js';
import { addressOfCaller } from '../caller-address.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { accountView, type AccountView } from './user-view.js';

export interface AccountChange {
  /** @maxLength 150 */
  first_name?: string;
  /** @maxLength 150 */
  last_name?: string;
  /**
   * Where mails go. Needs `current_password`: who has this can have a link for a new password sent.
   * @maxLength 254
   */
  email?: string;
  /** A name of GET /api/partners/. */
  partner?: Partner;
  /** Visual options, laid over those that are kept: color map, theme and so on, at most 50. */
  preferences?: { [name: string]: string | number | boolean };
  /** @maxLength 256 */
  current_password?: string;
}

export interface PasswordChange {
  /** @maxLength 256 */
  current_password: string;
  /** @maxLength 256 */
  new_password: string;
  /** Ends every token of the account as well. */
  revoke_tokens?: boolean;
}

const MOST_PREFERENCES = 50;
const LONGEST_PREFERENCE = 200;

@Route('api/users/me')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
@Response<ProblemDocument>(413, 'The body is too large')
@Response<ProblemDocument>(415, 'The body is not JSON')
@Response<ProblemDocument>(403, 'The token is not meant for this, the header X-CSRF-Token is missing, or the current password is wrong')
@Response<ProblemDocument>(429, 'Too many requests or wrong passwords; Retry-After tells how long to wait')
export class AccountController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /** @summary Get the own account */
  @Get()
  @OperationId('api_users_me_read')
  readAccount(@Request() request: KoaRequest): Promise<AccountView> {
    return Promise.resolve(accountView(callerOf(request).user));
  }

  /**
   * Changes what is given, and nothing else. The mailbox that got mails so far is told of another address.
   * @summary Change the own account
   */
  @Patch()
  @Response<ProblemDocument>(409, 'The e-mail address belongs to another account')
  @OperationId('api_users_me_partial_update')
  async changeAccount(@Request() request: KoaRequest, @Body() body: AccountChange): Promise<AccountView> {
    const { user } = callerOf(request);
    const email = body.email === undefined ? undefined : checkEmail(body.email);
    const other = email !== undefined && email !== user.email;
    if (other) await this.#requirePassword(request, body.current_password ?? '');
    const change = { firstName: body.first_name, lastName: body.last_name, partner: body.partner, email, preferences: body.preferences && checkedPreferences({ ...user.preferences, ...body.preferences }) };
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    if (Object.keys(given).length === 0) return accountView(user);
    const { database, mails } = this.#context;
    const changed = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        if (other) {
          await onePersonAtATime(trx);
          await refuseTaken(trx, { email }, user.id);
          await queueMail(trx, { kind: 'email-changed', recipient: user.email, userId: user.id });
        }
        await audit(trx, request, { action: 'account.change', subject: `user ${user.id}`, before: pick(user, given), after: given });
        return User.query(trx).patchAndFetchById(user.id, given);
      }),
    );
    mails.nudge();
    return accountView(changed);
  }

  /**
   * Sets another password. Every other browser is signed out, this one gets a new key, and links that were sent before end. Tokens go on unless
   * `revoke_tokens` says otherwise. A password that is refused is told every rule that it breaks.
   * @summary Change the own password
   */
  @Post('password')
  @SuccessResponse(204, 'Changed')
  @Response<ProblemDocument>(422, 'The new password is not safe enough')
  @OperationId('api_users_me_password_create')
  async changePassword(@Request() request: KoaRequest, @Body() body: PasswordChange): Promise<void> {
    const { user, session } = callerOf(request);
    await this.#requirePassword(request, body.current_password);
    await checkPassword(body.new_password, user);
    const passwordHash = await hashPassword(body.new_password);
    const { database, mails, settings } = this.#context;
    const opened = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        await User.query(trx).findById(user.id).patch({ passwordHash });
        await endSessions(trx, user.id);
        await endLinks(trx, user.id);
        if (body.revoke_tokens === true) await ApiToken.query(trx).patch({ revoked: new Date() }).where({ userId: user.id }).whereNull('revoked');
        await queueMail(trx, { kind: 'password-changed', recipient: user.email, userId: user.id });
        await audit(trx, request, { action: 'password.change', subject: `user ${user.id}`, after: { tokens_revoked: body.revoke_tokens === true } });
        return session && openSession(trx, user.id, { idleMinutes: settings.SESSION_IDLE_MINUTES, hours: settings.SESSION_HOURS }, { address: addressOfCaller(request), agent: request.get('user-agent') });
      }),
    );
    if (opened) setSessionCookie(request, opened.key, opened.session.expires);
    mails.nudge();
    this.setStatus(204);
  }

  /** @throws ReductionError `forbidden`, `too-many-requests` */
  async #requirePassword(request: KoaRequest, password: string): Promise<void> {
    const { user } = callerOf(request);
    const tried = await this.#context.rates.password(user.username.toLowerCase(), addressOfCaller(request));
    if (!(await isPassword(user.passwordHash, password))) throw new ReductionError('forbidden', 'The current password is not that one.', { field: 'current_password' });
    await tried.right();
  }
}

function checkedPreferences(all: { [name: string]: string | number | boolean }): { [name: string]: string | number | boolean } {
  const entries = Object.entries(all);
  if (entries.length > MOST_PREFERENCES) throw new ReductionError('request-invalid', `${entries.length} preferences are too many: ${MOST_PREFERENCES} are kept.`, { preferences: entries.length });
  const long = entries.find(([name, value]) => name.length > LONGEST_PREFERENCE || String(value).length > LONGEST_PREFERENCE);
  if (long) throw new ReductionError('request-invalid', `The preference ${long[0].slice(0, 40)} is longer than ${LONGEST_PREFERENCE} characters.`);
  return all;
}

/** What the same fields were before. */
function pick(user: User, like: object): object {
  const before: Readonly<Record<string, unknown>> = { ...user };
  return Object.fromEntries(Object.keys(like).map((name) => [name, before[name]]));
}
