import { Body, Controller, Middlewares, OperationId, Path, Post, Put, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { withStoreFailures } from '#activities/store/failures';
import { queueMail } from '#activities/store/mails';
import { User } from '#activities/store/models';
import { endLinks, holderOfLink } from '#activities/store/password-links';
import { checkPassword, hashPassword } from '#activities/store/passwords';
import { checkEmail } from '#activities/store/people';
import { endSessions } from '#activities/store/sessions';
import { auditAs } from '../audit.js';
import { addressOfCaller } from '../caller-address.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';

export interface ResetRequest {
  /**
   * Of the account. Nobody is told whether there is one.
   * @maxLength 254
   */
  email: string;
}

export interface NewPassword {
  /** @maxLength 256 */
  new_password: string;
}

@Route('api/password/reset')
@Tags('api')
@Middlewares(jsonBody)
@Response<ProblemDocument>(429, 'Too many links were asked for; Retry-After tells how long to wait')
export class PasswordResetController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Sends a link to set a new password, good for one hour and one use. The answer is the same, after the same time, for an address that nobody has.
   * @summary Ask for a link to set a new password
   */
  @Post()
  @SuccessResponse(202, 'If the address belongs to an account, a mail is on its way')
  @OperationId('api_password_reset_create')
  async askForLink(@Request() request: KoaRequest, @Body() body: ResetRequest): Promise<{ detail: string }> {
    const { database, rates, mails } = this.#context;
    const recipient = checkEmail(body.email);
    await rates.reset(recipient.toLowerCase(), addressOfCaller(request));
    // Whose it is, is looked up when the mail is sent.
    await withStoreFailures(() => queueMail(database, { kind: 'password-reset', recipient }));
    mails.nudge();
    this.setStatus(202);
    return { detail: 'If this address belongs to an account, a mail with a link is on its way.' };
  }

  /**
   * Sets the password of whoever got the link, by mail or with an invitation. Every browser of the account is signed out; its tokens go on.
   * @summary Set a password with a link
   * @param token The key of the link: what stands behind the # of its address.
   */
  @Put('{token}')
  @SuccessResponse(204, 'The password is set')
  @Response<ProblemDocument>(404, 'The link was used, or its time is over')
  @Response<ProblemDocument>(422, 'The password is not safe enough; the link goes on')
  @OperationId('api_password_reset_update')
  async setPassword(@Request() request: KoaRequest, @Path() token: string, @Body() body: NewPassword): Promise<void> {
    const { database, rates, mails } = this.#context;
    const tried = await rates.passwordLink(addressOfCaller(request));
    // Looked at twice: no connection is held while the password is weighed and hashed.
    const holder = await withStoreFailures(() => holderOfLink(database, token));
    await tried.right(); // a weak password is no guess
    await checkPassword(body.new_password, holder);
    const passwordHash = await hashPassword(body.new_password);
    const { username } = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const user = await holderOfLink(trx, token);
        await User.query(trx).findById(user.id).patch({ passwordHash });
        await endLinks(trx, user.id);
        await endSessions(trx, user.id);
        if (user.passwordHash !== null) await queueMail(trx, { kind: 'password-changed', recipient: user.email, userId: user.id });
        await auditAs(user, trx, request, { action: 'password.reset', subject: `user ${user.id}` });
        return user;
      }),
    );
    await rates.forget(username, addressOfCaller(request));
    mails.nudge();
    this.setStatus(204);
  }
}
