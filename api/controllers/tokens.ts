import { Body, Controller, Delete, Get, Middlewares, OperationId, Path, Post, Queries, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { allScopes, type TokenScope } from '#activities/domain/token-scopes';
import { withStoreFailures } from '#activities/store/failures';
import { ApiToken } from '#activities/store/models';
import { hashOfKey, issueToken } from '#activities/store/tokens';
import { callerOf } from '../access/auth.js';
import { scopesWithin } from '../access/scopes.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import { wordsIn } from '../plain-text.js';
import type { ProblemDocument } from '../problem.js';
import { rowNumber } from '../row-number.js';

export interface TokenView {
  /** @isInt */
  id: number;
  name: string;
  scopes: TokenScope[];
  created: string;
  /** To the minute. */
  last_used: string | null;
  /** Null: never. */
  expires: string | null;
  /** Is this the token of the request? */
  in_use: boolean;
}

export interface TokenRequest {
  /**
   * What it is for: the program, the computer.
   * @minLength 1
   * @maxLength 100
   */
  name: string;
  /** What it may be used for; everything its owner may do when not given. A token makes none that may do more than itself. */
  scopes?: TokenScope[];
  /**
   * After so many days it ends; never when not given.
   * @isInt
   * @minimum 1
   * @maximum 3650
   */
  days?: number;
}

export interface NewToken extends TokenView {
  /** Shown this once: only its hash is kept. */
  token: string;
}

const MOST_TOKENS = 100;

@Route('api/users/me/tokens')
@Tags('api')
@Security('token')
export class TokensController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Tokens of the own account that work, the newest first; never their keys.
   * @summary Get a list of the own tokens
   */
  @Get()
  @Response<ProblemDocument>(404, 'There is no such page')
  @OperationId('api_users_me_tokens_list')
  listTokens(@Request() request: KoaRequest, @Queries() query: PageQuery): Promise<Page<TokenView>> {
    const { user, credential } = callerOf(request);
    return pageOf(liveTokens(this.#context, user.id).orderBy('id', 'desc'), query, request, this.#context, (token) => tokenView(token, credential.key));
  }

  /**
   * Makes a token for a program. Its key is in the answer and nowhere else.
   * @summary Make a token
   */
  @Post()
  @Middlewares(jsonBody)
  @SuccessResponse(201, 'Made')
  @Response<ProblemDocument>(409, 'There are too many tokens')
  @OperationId('api_users_me_tokens_create')
  async makeToken(@Request() request: KoaRequest, @Body() body: TokenRequest): Promise<NewToken> {
    const caller = callerOf(request);
    const name = wordsIn(body.name, 'name');
    const scopes = [...new Set(body.scopes ?? allScopes)];
    if (scopes.length === 0) throw new ReductionError('request-invalid', `scopes: name what the token is for: ${allScopes.join(', ')}.`);
    const beyond = scopes.find((scope) => !scopesWithin(caller.scopes).has(scope));
    if (beyond !== undefined) throw new ReductionError('forbidden', `The token in use may not "${beyond}" itself: make this one with another, or in the portal.`);
    const { database } = this.#context;
    const { token, row } = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        if ((await liveTokens({ database: trx }, caller.user.id).resultSize()) >= MOST_TOKENS) throw new ReductionError('conflict', `You have ${MOST_TOKENS} tokens: revoke those that nothing uses.`);
        const key = await issueToken(trx, caller.user.id, { name, scopes, ...(body.days === undefined ? {} : { expires: new Date(Date.now() + body.days * 86_400_000) }) });
        const made = await liveTokens({ database: trx }, caller.user.id).orderBy('id', 'desc').first().throwIfNotFound();
        await audit(trx, request, { action: 'token.create', subject: `token ${made.id}`, after: { name: made.name, scopes, expires: made.expires } });
        return { token: key, row: made };
      }),
    );
    this.setStatus(201);
    return { ...tokenView(row, ''), token };
  }

  /**
   * Ends one token, from this moment on; event streams that it opened end as well.
   * @summary Revoke a token
   */
  @Delete('{id}')
  @SuccessResponse(204, 'Revoked')
  @Response<ProblemDocument>(404, 'There is no such token, or it is not yours')
  @OperationId('api_users_me_tokens_delete')
  async revokeToken(@Request() request: KoaRequest, @Path() id: string): Promise<void> {
    const { user } = callerOf(request);
    const { database } = this.#context;
    const revoked = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const ended = await ApiToken.query(trx).patch({ revoked: new Date() }).where({ id: rowNumber(id, 'integer') ?? 0, userId: user.id }).whereNull('revoked');
        if (ended > 0) await audit(trx, request, { action: 'token.revoke', subject: `token ${id}` });
        return ended;
      }),
    );
    if (revoked === 0) throw new ReductionError('not-found', `There is no token ${id}, it is not yours, or it has ended.`, { id });
    this.setStatus(204);
  }
}

function liveTokens({ database }: Pick<Context, 'database'>, userId: number) {
  return ApiToken.query(database).where({ userId }).whereNull('revoked').whereRaw('(expires is null or expires > now())');
}

function tokenView({ id, name, scopes, created, lastUsed, expires, tokenHash }: ApiToken, keyInUse: string): TokenView {
  return { id, name, scopes: [...scopes], created: created.toISOString(), last_used: lastUsed?.toISOString() ?? null, expires: expires?.toISOString() ?? null, in_use: keyInUse !== '' && tokenHash === hashOfKey(keyInUse) };
}
