import { Body, Controller, Get, Middlewares, OperationId, Patch, Path, Post, Queries, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { semesterNamed } from '#activities/domain/semesters';
import { withStoreFailures } from '#activities/store/failures';
import { Proposal, User } from '#activities/store/models';
import { correctSoarId, registerProposal, type Moved } from '#activities/store/proposal-records';
import { callerOf } from '../access/auth.js';
import { mayChange, visibleProposal, visibleProposals } from '../access/visible-proposals.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { pageOf, type Page, type PageQuery } from '../paging.js';
import { wordsIn } from '../plain-text.js';
import type { ProblemDocument } from '../problem.js';
import { proposalView, type ProposalView } from './proposal-view.js';

export interface ProposalQuery extends PageQuery {
  /** `2026B`; an empty value: those of none. */
  semester?: string;
  soar_id?: string;
  /** In SOAR id, title or name of the PI, in whatever case. */
  q?: string;
}

/** A day. @pattern ^\d{4}-\d{2}-\d{2}$ */
export type Day = string;

export interface ProposalChange {
  /** Corrects the id: frames and products that bear the wrong one move with it. For staff. @maxLength 64 */
  soar_id?: string;
  /** For staff. @maxLength 5 */
  semester?: string;
  /** @minLength 1 @maxLength 300 */
  title?: string;
  /** @maxLength 20000 */
  abstract?: string;
  /** The PI, by account number; null: nobody. For staff. @isInt */
  user_id?: number | null;
  /** For staff; null: never. */
  release_date?: Day | null;
}

export interface NewProposal {
  /** Such as SOAR2026B-012; GET /api/semesters/ suggests the next one. @maxLength 64 */
  soar_id: string;
  /** @minLength 1 @maxLength 300 */
  title: string;
  /** @maxLength 20000 */
  abstract?: string;
  /** That of the SOAR id when not given. @maxLength 5 */
  semester?: string;
  /** The PI, by account number. @isInt */
  user_id: number;
  /** Eighteen months after the end of the semester when not given. */
  release_date?: Day;
}

export interface ChangedProposal extends ProposalView {
  /**
   * Frames and products that bear the corrected SOAR id now, and did not before.
   * @isInt
   */
  files_moved: number;
  /**
   * Frames and products that bore it all along, and belong to this proposal now.
   * @isInt
   */
  files_found: number;
}

@Route('api/proposals')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(404, 'There is no such proposal or page, or it is not yours')
export class ProposalsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Proposals that the caller leads or collaborates in, all of them for staff; the newest first.
   * @summary Get a list of proposals
   */
  @Get()
  @OperationId('api_proposals_list')
  listProposals(@Request() request: KoaRequest, @Queries() query: ProposalQuery): Promise<Page<ProposalView>> {
    const caller = callerOf(request);
    const proposals = visibleProposals(this.#context.database, caller).orderBy('proposals.id', 'desc');
    if (query.semester !== undefined) void proposals.where('proposals.semester', query.semester === '' ? '' : semesterNamed(query.semester.toUpperCase()).name);
    if (query.soar_id !== undefined) void proposals.where('proposals.soarId', query.soar_id);
    if (query.q !== undefined) {
      const words = query.q;
      // Not a pattern: % and _ are what they are.
      const found = (column: string) => `position(lower(?) in lower(${column})) > 0`;
      const leaders = User.query(this.#context.database).select('id').whereRaw(found("first_name || ' ' || last_name"), words);
      void proposals.where((builder) => void builder.whereRaw(found('proposals.soar_id'), words).orWhereRaw(found('proposals.title'), words).orWhereIn('proposals.piId', leaders));
    }
    return pageOf(proposals, query, request, this.#context, (proposal) => proposalView(proposal, caller));
  }

  /**
   * By number, or by SOAR id.
   * @summary Get a proposal
   */
  @Get('{id}')
  @OperationId('api_proposals_read')
  async getProposal(@Request() request: KoaRequest, @Path() id: string): Promise<ProposalView> {
    const caller = callerOf(request);
    return proposalView(await visibleProposal(this.#context.database, caller, id), caller);
  }

  /**
   * Registers a proposal, for staff. One that so far only the headers of frames have named is taken over, with these frames.
   * @summary Register a proposal
   */
  @Post()
  @Middlewares(jsonBody)
  @SuccessResponse(201, 'Registered')
  @Response<ProblemDocument>(409, 'A proposal of this SOAR id is registered already')
  @OperationId('api_proposals_create')
  async createProposal(@Request() request: KoaRequest, @Body() body: NewProposal): Promise<ProposalView> {
    const caller = callerOf(request);
    if (!caller.ability.can('create', 'Proposal')) throw new ReductionError('forbidden', 'Staff of the observatory register proposals.');
    const { database } = this.#context;
    const { semester, release_date: releaseDate } = body;
    if (semester !== undefined) semesterNamed(semester);
    if (releaseDate !== undefined) checkDay(releaseDate);
    const words = { title: wordsIn(body.title, 'title'), abstract: body.abstract ?? '', piId: await this.#personOf(body.user_id), ...(semester === undefined ? {} : { semester }), ...(releaseDate === undefined ? {} : { releaseDate }) };
    const { id } = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const proposal = await registerProposal(trx, body.soar_id, words);
        await audit(trx, request, { action: 'proposal.create', subject: `proposal ${proposal.id}`, after: { soarId: body.soar_id, ...words } });
        return proposal;
      }),
    );
    this.setStatus(201);
    this.setHeader('Location', `/api/proposals/${id}/`);
    return proposalView(await visibleProposal(database, caller, String(id)), caller);
  }

  /**
   * Changes what is given. The PI looks after title and abstract, staff after everything. A corrected SOAR id takes the frames of the wrong one, their
   * products, runs and events along, finds those that bore the right one all along, and has frames looked at again with their own settings.
   * @summary Change a proposal
   */
  @Patch('{id}')
  @Middlewares(jsonBody)
  @Response<ProblemDocument>(409, 'Another proposal is registered under this SOAR id, or has a frame of the same name')
  @OperationId('api_proposals_partial_update')
  async changeProposal(@Request() request: KoaRequest, @Path() id: string, @Body() body: ProposalChange): Promise<ChangedProposal> {
    const caller = callerOf(request);
    const { database, outbox } = this.#context;
    const proposal = await visibleProposal(database, caller, id);
    const given = { soarId: body.soar_id, semester: body.semester, title: body.title, abstract: body.abstract, piId: body.user_id, releaseDate: body.release_date };
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Proposal>;
    const forbidden = Object.keys(change).find((field) => !mayChange(caller, proposal, field));
    if (forbidden !== undefined) throw new ReductionError('forbidden', proposal.piId === caller.user.id ? `A PI changes title and abstract; for the rest of ${proposal.soarId} ask the staff of the observatory.` : `The PI of ${proposal.soarId} and staff of the observatory change it.`, { field: forbidden });
    if (change.semester !== undefined) semesterNamed(change.semester);
    if (typeof change.releaseDate === 'string') checkDay(change.releaseDate);
    if (change.title !== undefined) change.title = wordsIn(change.title, 'title');
    if (typeof change.piId === 'number') await this.#personOf(change.piId);
    const { soarId, ...words } = change;
    const moved = await withStoreFailures(() =>
      database.transaction(async (trx): Promise<Moved> => {
        const row = await Proposal.query(trx).findById(proposal.id).forUpdate().throwIfNotFound();
        const was: Readonly<Record<string, unknown>> = { ...row };
        const before = Object.fromEntries(Object.keys(change).map((name) => [name, was[name]]));
        if (Object.keys(words).length > 0) await row.$query(trx).patch(words);
        const done = soarId === undefined ? { files: 0, found: 0, promises: [] } : await correctSoarId(trx, row, soarId);
        await audit(trx, request, { action: 'proposal.change', subject: `proposal ${proposal.id}`, before, after: { ...change, files_moved: done.files } });
        return done;
      }),
    );
    outbox.startAll(moved.promises);
    return { ...proposalView(await visibleProposal(database, caller, String(proposal.id)), caller), files_moved: moved.files, files_found: moved.found };
  }

  /** @throws ReductionError `request-invalid` */
  async #personOf(id: number): Promise<number> {
    const user = id > 0 && id < 2 ** 31 ? await User.query(this.#context.database).findOne({ id, isActive: true }) : undefined;
    if (!user) throw new ReductionError('request-invalid', `user_id: there is no open account ${id}.`, { field: 'user_id' });
    return user.id;
  }
}

/** @throws ReductionError `request-invalid` for a day that no calendar has. */
function checkDay(day: string): void {
  if (new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) throw new ReductionError('request-invalid', `release_date: "${day}" is no day; write it as 2028-07-31.`);
}
