import { Body, Consumes, Controller, Middlewares, OperationId, Post, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { importProposals, type TableLine } from '#activities/store/proposal-table';
import { callerOf } from '../access/auth.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { textBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { spokenName } from '../spoken-name.js';

export interface ImportLine {
  /**
   * Of the table; its column names are line 1.
   * @isInt
   */
  line: number;
  soar_id: string;
  /** `register`: frames have named it already, now it gets its people. `unchanged`: it is there with this PI and title. */
  proposal: TableLine['proposal'];
  /** Addresses that get an account and a mail with a link. */
  invited: string[];
  /** Everything that is wrong with the line. */
  mistakes: string[];
}

export interface ImportAnswer {
  dry_run: boolean;
  /** @isInt */
  proposals: number;
  /** @isInt */
  invited: number;
  /** @isInt */
  mistakes: number;
  lines: ImportLine[];
}

@Route('api/proposals/import')
@Tags('api')
@Security('token')
export class ProposalImportController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The proposals of a semester with their people, from CSV with a line of column names; for staff. Needed are soar_id, title and pi_email; known are
   * semester, abstract, pi_first_name, pi_last_name, partner, collaborators (addresses with ";" between) and release_date. Who has no account gets one,
   * and a mail with a link to set a password. All lines or none: a mistake changes nothing. With `dry_run` nothing changes in any case, and the answer
   * tells line by line what would happen, with every mistake. The same table twice changes nothing.
   * @summary Register the proposals of a semester
   */
  @Post()
  @Consumes('text/csv')
  @Middlewares(textBody)
  @Response<ProblemDocument>(413, 'The table is too large')
  @Response<ProblemDocument>(415, 'The body is not CSV')
  @Response<ProblemDocument>(422, 'Lines are wrong, and nothing was changed')
  @OperationId('api_proposals_import_create')
  async importTable(@Request() request: KoaRequest, @Body() body: string, @Query('dry_run') dryRun = false): Promise<ImportAnswer> {
    const caller = callerOf(request);
    if (!caller.ability.can('create', 'Proposal') || !caller.ability.can('create', 'User')) throw new ReductionError('forbidden', 'Staff of the observatory register proposals.');
    const { database, mails } = this.#context;
    const lines = await withStoreFailures(() =>
      importProposals(database, body, {
        dryRun,
        from: spokenName(caller.user),
        inTransaction: (trx, done) => audit(trx, request, { action: 'proposals.import', subject: 'proposals', after: { soarIds: done.map(({ soarId }) => soarId) } }),
      }),
    );
    mails.nudge();
    return {
      dry_run: dryRun,
      proposals: lines.filter(({ proposal }) => proposal === 'create' || proposal === 'register').length,
      invited: new Set(lines.flatMap(({ invited }) => invited)).size,
      mistakes: lines.filter(({ mistakes }) => mistakes.length > 0).length,
      lines: lines.map(({ line, soarId, proposal, invited, mistakes }) => ({ line, soar_id: soarId, proposal, invited: [...invited], mistakes: [...mistakes] })),
    };
  }
}
