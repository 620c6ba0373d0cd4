import { Controller, Get, OperationId, Path, Queries, Query, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { raw, type AnyQueryBuilder, type QueryBuilder } from 'objection';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL, type ReductionState } from '#activities/domain/reduction';
import { selectionOf } from '#activities/store/archive/file-filters';
import { Reduction, StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import type { Context } from '../context.js';
import { knownValue, listOf, nightRangeOf } from '../file-filters.js';
import { amongNights } from '../night-conditions.js';
import { longPageOf, type LongPage, type PageQuery } from '../paging.js';
import { seesAll } from '../access/permissions.js';
import { seesRuns, visibleFiles, visibleReductions } from '../access/visible.js';
import { versionNotices } from '../version-notices.js';
import { rowNumber } from '../row-number.js';
import { candidateKeys, decisionViews } from './decision-view.js';
import { failureGroups, type FailureGroup } from './failure-groups.js';
import { reductionView, temporalUrl, type ReductionDetail, type ReductionView } from './reduction-view.js';

export interface ReductionQuery extends PageQuery {
  /** reducing, waiting, done, failed or rejected; list. */
  state?: string;
  /** Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`. */
  night?: string;
  /** SOAR id; list. */
  proposal_id?: string;
  /** Of the failure, a key of the failure table: `too-few-arc-lines`; list. */
  code?: string;
  /** The step that runs, or ran last; list. An empty value: those that have none. */
  step?: string;
  /** Set-up of the frame: `400_M2`; list. An empty value: those that have none. */
  wavmode?: string;
  /**
   * Runs on this raw frame.
   * @isInt
   * @minimum 1
   * @maximum 9007199254740991
   */
  file_id?: number;
  /** true lists every run, not only the latest of each frame. */
  all_attempts?: boolean;
}

export interface ReductionSummary {
  /** Frames by the state of their latest run. */
  states: Record<ReductionState, number>;
  /** @isInt */
  total: number;
}

const FAILURES_LOOKED_AT = 5000;
const STATES: readonly ReductionState[] = ['reducing', 'waiting', 'done', 'failed', 'rejected'];
/** Runs of masters that are counted one by one. */
const MASTERS_COUNTED = 10_000;

/** What a run shows of its frame. */
const shown = (builder: AnyQueryBuilder) => void builder.select('id', 'fileName', 'proposalId', 'night');

@Route('api/reductions')
@Tags('api')
@Security('token')
export class ReductionsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Where the reduction of each frame stands, the newest first.
   * @summary Get a list of reductions
   */
  @Get()
  @OperationId('api_reductions_list')
  async listReductions(@Request() request: KoaRequest, @Queries() query: ReductionQuery): Promise<LongPage<ReductionView>> {
    const rows = this.#matching(request, query).select('reductions.*').withGraphFetched('file(shown)').modifiers({ shown }).orderBy('reductions.id', 'desc');
    return longPageOf(rows, query, request, this.#context, { view: reductionView, known: await this.#countOf(request, query) });
  }

  /**
   * @summary Count frames by the state of their reduction
   * @param night Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`.
   * @param proposal_id SOAR id; list.
   */
  @Get('summary')
  @OperationId('api_reductions_summary_list')
  async summarizeReductions(@Request() request: KoaRequest, @Query() night?: string, @Query() proposal_id?: string): Promise<ReductionSummary> {
    const cube = await this.#context.counts.current();
    const filters = { fields: { data_type: [String(LEVEL.raw)], ...(proposal_id === undefined ? {} : { proposal_id: listOf([proposal_id]) }) }, ...(night === undefined ? {} : { nights: listOf([night]).map(nightRangeOf) }), conditions: [] };
    const { numbers, nights } = selectionOf(cube, filters, { sees: seesRuns(callerOf(request)) });
    const frames = cube.byTuple(nights);
    const [names, column] = [cube.valuesOf('state'), cube.columnOf('state')];
    const states: Record<ReductionState, number> = { reducing: 0, waiting: 0, done: 0, failed: 0, rejected: 0 };
    for (const tuple of numbers) {
      const state = names[column[tuple] ?? -1] ?? '';
      if (state !== '') states[state as ReductionState] += frames[tuple] ?? 0;
    }
    return { states, total: Object.values(states).reduce((sum, count) => sum + count, 0) };
  }

  /**
   * Frames whose latest run failed, together by code, step and set-up: what one cause does to many frames is one line. Of the newest 5000.
   * @summary Group the failures
   * @param night Evening date of the observing night, YYYYMMDD; list or range, `20260801..20260831`.
   * @param proposal_id SOAR id; list.
   */
  @Get('failures')
  @OperationId('api_reductions_failures_list')
  async groupFailures(@Request() request: KoaRequest, @Query() night?: string, @Query() proposal_id?: string): Promise<FailureGroup[]> {
    const rows = await this.#matching(request, { state: 'failed', ...(night === undefined ? {} : { night }), ...(proposal_id === undefined ? {} : { proposal_id }) })
      .whereNotNull('reductions.fileId')
      .select('reductions.fileId', 'reductions.failure', 'reductions.wavmode')
      .orderBy('reductions.id', 'desc')
      .limit(FAILURES_LOOKED_AT);
    return failureGroups(rows.flatMap(({ fileId, failure, wavmode }) => (fileId !== null && failure ? [{ fileId, code: failure.code, step: failure.step, message: failure.message, wavmode: wavmode ?? '' }] : [])));
  }

  /**
   * One run: its state and reason, why each calibration was chosen, seconds by step, settings, and the other runs on the same frame.
   * @summary Get a reduction
   */
  @Get('{id}')
  @OperationId('api_reductions_read')
  async getReduction(@Request() request: KoaRequest, @Path() id: string): Promise<ReductionDetail> {
    const visible = this.#matching(request, { all_attempts: true }).select('reductions.*');
    const reduction = await visible
      .findById(rowNumber(id) ?? 0)
      .withGraphFetched('[file(shown), decisions(ordered)]')
      .modifiers({ shown, ordered: (builder) => void builder.orderBy('id') });
    if (!reduction) throw new ReductionError('not-found', `There is no reduction ${id}, or it is not yours.`, { id });
    const subject = reduction.fileId === null ? { masterKey: reduction.masterKey } : { fileId: reduction.fileId };
    const { database, settings } = this.#context;
    const [history, products, known] = await Promise.all([
      Reduction.query(database).where(subject).withGraphFetched('file(shown)').modifiers({ shown }).orderBy('attempt', 'desc'),
      StoredFile.query(database).where({ reductionId: reduction.id }).distinct('key'),
      visibleFiles(database, callerOf(request)).whereIn('files.key', candidateKeys(reduction)).select('files.key', 'files.fileName'),
    ]);
    return {
      ...reductionView(reduction),
      temporal_url: seesAll(callerOf(request).user) ? temporalUrl(settings.TEMPORAL_UI_URL, settings.temporal.namespace, reduction) : null,
      settings: { ...reduction.settings },
      overrides: { ...reduction.overrides },
      decisions: decisionViews(reduction, new Map(known.map(({ key, fileName }) => [key, fileName]))),
      notices: await versionNotices(database, products.map(({ key }) => key)),
      history: history.map(reductionView),
    };
  }

  /** Of latest runs, by what files are counted by; undefined where more is asked for, or there are too many masters. */
  async #countOf(request: KoaRequest, query: ReductionQuery): Promise<number | undefined> {
    const { state, night, proposal_id, wavmode, code, step, file_id, all_attempts } = query;
    if ([code, step, file_id].some((asked) => asked !== undefined) || all_attempts === true) return undefined;
    const cube = await this.#context.counts.current();
    const fields = { data_type: [String(LEVEL.raw)], state: state === undefined ? STATES : statesOf(state), ...(proposal_id === undefined ? {} : { proposal_id: listOf([proposal_id]) }), ...(wavmode === undefined ? {} : { wavmode: listOf([wavmode]) }) };
    const filters = { fields, ...(night === undefined ? {} : { nights: listOf([night]).map(nightRangeOf) }), conditions: [] };
    const frames = cube.total(selectionOf(cube, filters, { sees: seesRuns(callerOf(request)) }));
    const masters = await this.#matching(request, query).whereNull('reductions.fileId').select(raw('1')).limit(MASTERS_COUNTED + 1).resultSize();
    return masters > MASTERS_COUNTED ? undefined : frames + masters;
  }

  #matching(request: KoaRequest, query: ReductionQuery): QueryBuilder<Reduction, Reduction[]> {
    const rows = visibleReductions(this.#context.database, callerOf(request));
    if (query.all_attempts !== true) void rows.where('reductions.latest', true);
    if (query.state !== undefined) void rows.whereIn('reductions.state', statesOf(query.state));
    if (query.night !== undefined) void rows.where(amongNights('reductions.night', query.night));
    if (query.proposal_id !== undefined) void rows.whereIn('reductions.soarId', listOf([query.proposal_id]));
    if (query.code !== undefined) void rows.whereIn(raw("reductions.failure ->> 'code'"), listOf([query.code]));
    for (const column of ['step', 'wavmode'] as const) {
      const text = query[column];
      if (text === undefined) continue;
      const wanted = listOf([text]);
      void rows.where((some) => {
        void some.whereIn(`reductions.${column}`, wanted);
        // Those that have none, as a group of failures says it.
        if (wanted.includes('')) void some.orWhereNull(`reductions.${column}`);
      });
    }
    if (query.file_id !== undefined) void rows.where('reductions.fileId', query.file_id);
    return rows;
  }
}

/** @throws ReductionError `request-invalid` */
function statesOf(state: string): string[] {
  return listOf([state]).map((value) => knownValue('state', value, STATES));
}
