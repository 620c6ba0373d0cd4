import { Body, Controller, Delete, Get, Middlewares, OperationId, Path, Post, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { Collaborator, type Proposal } from '#activities/store/models';
import { addCollaborator, personWithEmail } from '#activities/store/people';
import { callerOf, requireCsrfToken } from '../access/auth.js';
import { requireScope } from '../access/scopes.js';
import { mayChange, visibleProposal } from '../access/visible-proposals.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody, manualBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { rowNumber } from '../row-number.js';
import { spokenName } from '../spoken-name.js';
import { proposalView, type ProposalView } from './proposal-view.js';
import { personView, type PersonView } from './user-view.js';

export interface NewCollaborator {
  /**
   * Somebody without an account gets one, and a mail with a link to set a password.
   * @maxLength 254
   */
  email: string;
}

/** What the manual sends. */
export interface CollaboratorAction extends NewCollaborator {
  action?: 'add' | 'remove';
}

@Route('api/proposals')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(403, 'Collaborators do not add collaborators, the token is not meant for this, or the header X-CSRF-Token is missing')
@Response<ProblemDocument>(404, 'There is no such proposal or collaborator, or it is not yours')
@Response<ProblemDocument>(429, 'Too many requests or mails; Retry-After tells how long to wait')
export class CollaboratorsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /** @summary Get the collaborators of a proposal */
  @Get('{id}/collaborators')
  @OperationId('api_proposals_collaborators_list')
  async listCollaborators(@Request() request: KoaRequest, @Path() id: string): Promise<PersonView[]> {
    const { collaborators = [] } = await visibleProposal(this.#context.database, callerOf(request), id);
    return collaborators.map(personView);
  }

  /**
   * Gives somebody access to a proposal, by address; for its PI and staff. Somebody without an account gets one, with empty names, and a mail with
   * a link to set a password; anybody else a mail that says so. Answers the proposal.
   * @summary Add a collaborator
   */
  @Post('{id}/collaborators')
  @Middlewares(jsonBody)
  @Response<ProblemDocument>(409, 'That person is the PI, or that account was closed')
  @OperationId('api_proposals_collaborators_create')
  addByEmail(@Request() request: KoaRequest, @Path() id: string, @Body() body: NewCollaborator): Promise<ProposalView> {
    return this.#add(request, id, body.email);
  }

  /**
   * Takes access to a proposal away from somebody; what that person listens to ends at once. For its PI and staff, and for collaborators who leave.
   * @summary Remove a collaborator
   */
  @Delete('{id}/collaborators/{user_id}')
  @SuccessResponse(204, 'Removed')
  @OperationId('api_proposals_collaborators_delete')
  async removeById(@Request() request: KoaRequest, @Path() id: string, @Path('user_id') userId: string): Promise<void> {
    const caller = callerOf(request);
    const proposal = await visibleProposal(this.#context.database, caller, id);
    if (userId !== String(caller.user.id)) refuseUnlessOwn(request, proposal);
    await this.#remove(request, proposal, rowNumber(userId, 'integer') ?? 0, userId);
    this.setStatus(204);
  }

  /**
   * The way of the old API: its example sends GET with the body `email` and `action: "add"`, as JSON or as a form under whatever Content-Type, and gets
   * the proposal. Without a body it is the proposal. New programs use POST and DELETE of /api/proposals/{id}/collaborators/.
   * @summary Get a proposal, or add or remove a collaborator by a body
   */
  @Get('collaborators/{id}')
  @Middlewares(manualBody)
  @Response<ProblemDocument>(413, 'The body is too large')
  @Response<ProblemDocument>(409, 'That person is the PI, or that account was closed')
  @OperationId('api_proposals_collaborators_read')
  async manualGet(@Request() request: KoaRequest, @Path() id: string): Promise<ProposalView> {
    const { email, action } = (request as KoaRequest & { readonly body: unknown }).body as { email?: unknown; action?: unknown };
    if (email === undefined && action === undefined) {
      const caller = callerOf(request);
      return proposalView(await visibleProposal(this.#context.database, caller, id), caller);
    }
    // A GET that changes something is looked at like what it does.
    requireScope(callerOf(request).scopes, 'admin');
    requireCsrfToken(request, callerOf(request));
    if (typeof email !== 'string' || (action !== 'add' && action !== 'remove')) throw new ReductionError('request-invalid', 'Send "email", and "action" that is "add" or "remove".');
    return action === 'add' ? this.#add(request, id, email) : this.#removeByEmail(request, id, email);
  }

  /** @summary Add a collaborator, or remove one with `action: "remove"` */
  @Post('collaborators/{id}')
  @Middlewares(manualBody)
  @Response<ProblemDocument>(409, 'That person is the PI, or that account was closed')
  @OperationId('api_proposals_collaborators_action')
  manualPost(@Request() request: KoaRequest, @Path() id: string, @Body() body: CollaboratorAction): Promise<ProposalView> {
    return body.action === 'remove' ? this.#removeByEmail(request, id, body.email) : this.#add(request, id, body.email);
  }

  /** @summary Remove a collaborator by address */
  @Delete('collaborators/{id}')
  @Middlewares(manualBody)
  @OperationId('api_proposals_collaborators_remove')
  manualDelete(@Request() request: KoaRequest, @Path() id: string, @Body() body: CollaboratorAction): Promise<ProposalView> {
    return this.#removeByEmail(request, id, body.email);
  }

  async #add(request: KoaRequest, id: string, email: string): Promise<ProposalView> {
    const caller = callerOf(request);
    const { database, rates, mails } = this.#context;
    const proposal = await visibleProposal(database, caller, id);
    refuseUnlessOwn(request, proposal);
    await rates.mail(caller.user.id);
    await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const { user, created, added } = await addCollaborator(trx, proposal, email, spokenName(caller.user));
        if (added) await audit(trx, request, { action: 'collaborator.add', subject: `proposal ${proposal.id}`, after: { userId: user.id, invited: created } });
      }),
    );
    mails.nudge();
    return proposalView(await visibleProposal(database, caller, String(proposal.id)), caller);
  }

  async #removeByEmail(request: KoaRequest, id: string, email: string): Promise<ProposalView> {
    const caller = callerOf(request);
    const { database } = this.#context;
    const proposal = await visibleProposal(database, caller, id);
    refuseUnlessOwn(request, proposal);
    await this.#remove(request, proposal, (await personWithEmail(database, email))?.id ?? 0, email);
    return proposalView(await visibleProposal(database, caller, String(proposal.id)), caller);
  }

  /** @throws ReductionError `not-found` */
  async #remove(request: KoaRequest, { id, soarId }: Proposal, userId: number, called: string): Promise<void> {
    await withStoreFailures(() =>
      this.#context.database.transaction(async (trx) => {
        const removed = await Collaborator.query(trx).delete().where({ proposalId: id, userId });
        if (removed === 0) throw new ReductionError('not-found', `${called.slice(0, 254)} is no collaborator of ${soarId}.`);
        await audit(trx, request, { action: 'collaborator.remove', subject: `proposal ${id}`, before: { userId } });
      }),
    );
  }
}

/** @throws ReductionError `forbidden` */
function refuseUnlessOwn(request: KoaRequest, proposal: Proposal): void {
  if (mayChange(callerOf(request), proposal, 'collaborators')) return;
  throw new ReductionError('forbidden', `The PI of ${proposal.soarId} and staff of the observatory say who its collaborators are.`);
}
