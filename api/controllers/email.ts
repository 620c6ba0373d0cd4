import { subject } from '@casl/ability';
import { Body, Controller, Middlewares, OperationId, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { queueMail } from '#activities/store/mails';
import { callerOf } from '../access/auth.js';
import { visibleProposal } from '../access/visible-proposals.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { wordsIn } from '../plain-text.js';
import { spokenName } from '../spoken-name.js';

export interface EmailRequest {
  /** Number or SOAR id of the proposal whose people are written to. @maxLength 64 */
  proposal: string;
  /** @minLength 1 @maxLength 150 */
  subject: string;
  /** Plain text. @minLength 1 @maxLength 10000 */
  message: string;
}

export interface EmailAnswer {
  /** User names of those who get it. */
  recipients: string[];
}

@Route('api/email')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class EmailController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Writes to the PI and the collaborators of a proposal, in the caller's name; for its PI and staff. The mails are kept and tried until they are taken.
   * @summary Sends e-mail notifications
   */
  @Post()
  @SuccessResponse(202, 'On their way')
  @Response<ProblemDocument>(403, 'Collaborators do not write to all, the token is not meant for this, or the header X-CSRF-Token is missing')
  @Response<ProblemDocument>(404, 'There is no such proposal, or it is not yours')
  @Response<ProblemDocument>(409, 'Nobody else is there to write to')
  @Response<ProblemDocument>(429, 'Too many mails or requests; Retry-After tells how long to wait')
  @OperationId('api_email_create')
  async sendEmail(@Request() request: KoaRequest, @Body() body: EmailRequest): Promise<EmailAnswer> {
    const caller = callerOf(request);
    const { database, mails, rates } = this.#context;
    const title = wordsIn(body.subject, 'subject');
    const proposal = await visibleProposal(database, caller, body.proposal);
    if (!caller.ability.can('create', subject('Mail', { piId: proposal.piId }) as never)) throw new ReductionError('forbidden', `The PI of ${proposal.soarId} and staff of the observatory write to its people.`);
    const people = [proposal.pi, ...(proposal.collaborators ?? [])].flatMap((user) => (user && user.isActive && user.id !== caller.user.id ? [user] : []));
    if (people.length === 0) throw new ReductionError('conflict', `${proposal.soarId} has nobody else to write to.`);
    await rates.mail(caller.user.id, people.length);
    const content = { proposal: proposal.soarId, title: proposal.title, subject: title, text: wordsIn(body.message, 'message'), from: spokenName(caller.user) };
    await withStoreFailures(() =>
      database.transaction(async (trx) => {
        for (const { id, email } of people) await queueMail(trx, { kind: 'notification', recipient: email, userId: id, content });
        await audit(trx, request, { action: 'email.send', subject: `proposal ${proposal.id}`, after: { subject: title, recipients: people.map(({ id }) => id) } });
      }),
    );
    mails.nudge();
    this.setStatus(202);
    return { recipients: people.map(({ username }) => username) };
  }
}
