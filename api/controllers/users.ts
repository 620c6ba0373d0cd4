import { Body, Controller, Get, Middlewares, OperationId, Patch, Path, Post, Queries, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import { subject } from '@casl/ability';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { Partner } from '#activities/domain/partners';
import { withStoreFailures } from '#activities/store/failures';
import { User } from '#activities/store/models';
import { changePerson, createPerson } from '#activities/store/people';
import { callerOf, type Caller } from '../access/auth.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import type { ProblemDocument } from '../problem.js';
import { rowNumber } from '../row-number.js';
import { spokenName } from '../spoken-name.js';
import { userView, type UserView } from './user-view.js';

export interface UserQuery extends PageQuery {
  /** In user name, names or e-mail address, in whatever case. */
  q?: string;
  is_staff?: boolean;
  is_active?: boolean;
  is_service?: boolean;
}

export interface UserChange {
  /** @maxLength 150 */
  username?: string;
  /** @maxLength 150 */
  first_name?: string;
  /** @maxLength 150 */
  last_name?: string;
  /** @maxLength 254 */
  email?: string;
  partner?: Partner;
  /** false closes the account: its sessions, tokens and event streams end at once, nothing is deleted. */
  is_active?: boolean;
  /** For superusers. */
  is_staff?: boolean;
  /** For superusers. */
  is_superuser?: boolean;
  /** A telescope or another program that only sends frames, which serve everybody. For superusers. */
  is_service?: boolean;
}

export interface NewUser extends UserChange {
  username: string;
  email: string;
}

const fields = {
  username: 'username', first_name: 'firstName', last_name: 'lastName', email: 'email', partner: 'partner', is_active: 'isActive',
  is_staff: 'isStaff', is_superuser: 'isSuperuser', is_service: 'isService',
} as const satisfies Record<keyof UserChange, keyof User>; // prettier-ignore

@Route('api/users')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(404, 'There is no such account or page, or it is not yours to see')
export class UsersController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Accounts, for staff; the newest first.
   * @summary Get a list of users
   */
  @Get()
  @OperationId('api_users_list')
  listUsers(@Request() request: KoaRequest, @Queries() query: UserQuery): Promise<Page<UserView>> {
    refuseUnlessStaff(callerOf(request));
    const users = User.query(this.#context.database).orderBy('id', 'desc');
    const flags = Object.entries({ isStaff: query.is_staff, isActive: query.is_active, isService: query.is_service });
    for (const [column, wanted] of flags) if (wanted !== undefined) void users.where(column, wanted);
    if (query.q !== undefined) void users.whereRaw("position(lower(?) in lower(username || ' ' || first_name || ' ' || last_name || ' ' || email)) > 0", query.q);
    return pageOf(users, query, request, this.#context, userView);
  }

  /**
   * One account, for staff.
   * @summary Get a user
   */
  @Get('{id}')
  @OperationId('api_users_read')
  async getUser(@Request() request: KoaRequest, @Path() id: string): Promise<UserView> {
    return userView(await this.#userOf(request, id));
  }

  /**
   * Makes an account, for staff; a mail with a link to set a password goes to its address. Staff, superusers and services are made by superusers.
   * @summary Create a user
   */
  @Post()
  @Middlewares(jsonBody)
  @SuccessResponse(201, 'Created')
  @Response<ProblemDocument>(409, 'The user name or e-mail address is taken')
  @OperationId('api_users_create')
  async createUser(@Request() request: KoaRequest, @Body() body: NewUser): Promise<UserView> {
    const caller = callerOf(request);
    const given = columnsOf(body);
    const forbidden = Object.entries(given).find(([field, value]) => value !== false && !caller.ability.can('create', 'User', field));
    if (forbidden) throw refused(caller, forbidden[0]);
    const { database, mails, rates } = this.#context;
    await rates.mail(caller.user.id);
    const user = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const made = await createPerson(trx, { ...given, username: body.username, email: body.email }, { from: spokenName(caller.user) });
        await audit(trx, request, { action: 'user.create', subject: `user ${made.id}`, after: given });
        return made;
      }),
    );
    mails.nudge();
    this.setStatus(201);
    this.setHeader('Location', `/api/users/${user.id}/`);
    return userView(user);
  }

  /**
   * Changes what is given, for staff; only superusers change staff and superusers, and what somebody may do. The last superuser stays one. A
   * mailbox that got mails so far is told of another address.
   * @summary Change a user
   */
  @Patch('{id}')
  @Middlewares(jsonBody)
  @Response<ProblemDocument>(409, 'The user name or e-mail address is taken, or nobody would be superuser')
  @OperationId('api_users_partial_update')
  async changeUser(@Request() request: KoaRequest, @Path() id: string, @Body() body: UserChange): Promise<UserView> {
    const caller = callerOf(request);
    const user = await this.#userOf(request, id);
    const given = columnsOf(body);
    const forbidden = Object.keys(given).find((field) => !caller.ability.can('update', subject('User', { id: user.id, isStaff: user.isStaff, isSuperuser: user.isSuperuser }) as never, field));
    if (forbidden !== undefined) throw refused(caller, forbidden);
    const { database, mails } = this.#context;
    const changed = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const { before, after } = await changePerson(trx, user.id, given);
        await audit(trx, request, { action: 'user.change', subject: `user ${user.id}`, before, after: given });
        return after;
      }),
    );
    mails.nudge();
    return userView(changed);
  }

  /** @throws ReductionError `forbidden`, `not-found` */
  async #userOf(request: KoaRequest, id: string): Promise<User> {
    refuseUnlessStaff(callerOf(request));
    const number = rowNumber(id, 'integer');
    const user = number === undefined ? undefined : await User.query(this.#context.database).findById(number);
    if (!user) throw new ReductionError('not-found', `There is no user ${id.slice(0, 80)}.`, { id: id.slice(0, 80) });
    return user;
  }
}

function columnsOf(body: Partial<UserChange>): Partial<User> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, column]) => (body[name as keyof UserChange] === undefined ? [] : [[column, body[name as keyof UserChange]]])));
}

/** @throws ReductionError `forbidden` */
function refuseUnlessStaff({ ability }: Caller): void {
  if (!ability.can('read', 'User')) throw new ReductionError('forbidden', 'Staff of the observatory manage accounts; your own is /api/users/me/.');
}

function refused({ ability }: Caller, field: string): ReductionError {
  if (!ability.can('create', 'User')) return new ReductionError('forbidden', 'Staff of the observatory manage accounts.');
  const name = Object.entries(fields).find(([, column]) => column === field)?.[0] ?? field;
  return new ReductionError('forbidden', `Only a superuser changes ${name} here: what somebody may do, and the accounts of staff and superusers, are theirs.`, { field: name });
}
