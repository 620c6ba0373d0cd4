import { Controller, Get, OperationId, Path, Queries, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { selectionOf } from '#activities/store/archive/file-filters';
import { nightRecords } from '#activities/store/archive/night-records';
import { signalGoals } from '#activities/store/settings-versions';
import { callerOf } from '../access/auth.js';
import { scopeOf } from '../access/visible.js';
import type { Context } from '../context.js';
import { filtersOf } from '../file-filters.js';
import { addressWith, USUAL_PAGE_SIZE, type Page, type PageQuery } from '../paging.js';
import { nightView, type NightView } from './night-view.js';
import { nightSummary, type NightSummary } from './night-summary.js';

export interface NightQuery extends PageQuery {
  /** YYYYMMDD; list or range, `20260801..20260831`. */
  night?: string[];
  /** `2026B`: from August to January, A from February to July; list. */
  semester?: string[];
  /** SOAR id; list. */
  proposal_id?: string[];
}

@Route('api/nights')
@Tags('api')
@Security('token')
export class NightsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Nights of which the caller may see something, the newest first, with how much there is and how it stands.
   * @summary Get a list of nights
   */
  @Get()
  @OperationId('api_nights_list')
  async listNights(@Request() request: KoaRequest, @Queries() query: NightQuery): Promise<Page<NightSummary>> {
    const { page = 1, page_size = USUAL_PAGE_SIZE, night, semester, proposal_id } = query;
    const caller = callerOf(request);
    const filters = filtersOf({ ...(night ? { night } : {}), ...(semester ? { semester } : {}), ...(proposal_id ? { proposal_id } : {}) }, caller);
    const cube = await this.#context.counts.current();
    const selection = selectionOf(cube, filters, scopeOf(caller));
    const { tuples, nights } = selection;
    const files = cube.byNight(selection);
    const found = cube.nights.filter((name, i) => name !== '' && (files[i] ?? 0) > 0 && (!nights || nights[i] === 1)).sort().reverse();
    const shown = found.slice((page - 1) * page_size, page * page_size);
    if (page > 1 && shown.length === 0) throw new ReductionError('not-found', `There is no page ${page}: ${found.length} nights make ${Math.ceil(found.length / page_size)} pages.`, { page, count: found.length });
    return {
      count: found.length,
      next: page * page_size < found.length ? addressWith(request, this.#context, { page: String(page + 1) }) : null,
      previous: page > 1 ? addressWith(request, this.#context, { page: String(page - 1) }) : null,
      results: shown.map((name) => nightSummary(cube, name, tuples)),
    };
  }

  /**
   * One night in one answer: its frames with their state, what waits and why, what failed, where the time went, and the quality numbers as they went on.
   * A night of which the caller may see nothing is empty.
   * @summary Get a night
   */
  @Get('{night}')
  @OperationId('api_nights_read')
  async getNight(@Request() request: KoaRequest, @Path() night: string): Promise<NightView> {
    if (!/^\d{8}$/.test(night)) throw new ReductionError('request-invalid', `"${night.slice(0, 40)}" is no night: it is the evening date, as 20260824.`, { parameter: 'night' });
    const caller = callerOf(request);
    const { database } = this.#context;
    const records = await nightRecords(database, night, scopeOf(caller));
    // A calibration of everybody tells nothing of the settings of whose it is.
    const proposals = [...new Set(records.frames.filter(({ kind }) => kind === 'spectrum').map(({ proposalId }) => proposalId))].filter((soarId) => caller.ability.can('read', { __caslSubjectType__: 'Proposal', soarId }));
    return nightView(night, records, await signalGoals(database, proposals));
  }
}
