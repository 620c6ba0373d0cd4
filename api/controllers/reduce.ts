import { Body, Controller, Delete, Middlewares, OperationId, Path, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import type { ReductionSettings } from '#activities/domain/settings';
import type { DescribedFile } from '#activities/store/frame-records';
import { workflowStartOf } from '#activities/store/ingest';
import { rehearseReduction } from '#activities/store/rehearse-reduction';
import { lastOverrides } from '#activities/store/run-records';
import { askedBy } from '../asked-by.js';
import { callerOf } from '../access/auth.js';
import { visibleFiles } from '../access/visible.js';
import { audit } from '../audit.js';
import { checkedFrameSettings } from '../checked-settings.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { tableOf, type DecisionTable } from './decisions.js';
import { idsOf, type FilesRequest } from './files-request.js';
import { rawFrameOf } from './raw-frame.js';
import { changes, type Changed } from './version-difference.js';

/** A product stands for the raw frame it was made from. */
export interface ReduceRequest extends FilesRequest {
  /** Settings over those of the proposal, for these frames only; GET /api/settings/ describes each. */
  settings?: { [name: string]: unknown };
}

/** What a reduction with these settings would do. */
export interface DryReduction {
  /** Settings that differ from those in force. */
  settings: Changed[];
  /** Steps that would be done otherwise, in order: what comes before the first of them is there already. Empty: the products would be the same. */
  steps: string[];
  /** Every calibration is there; otherwise it would wait. */
  complete: boolean;
  /** What would be chosen, or what is missing. */
  reason: string;
  decisions: DecisionTable[];
}

export interface ReducedView {
  file_id: number;
  file_name: string;
  /** Empty when nothing was started. */
  workflow_id: string;
  run_id: string;
  /** With `dry_run`; null otherwise. */
  dry_run: DryReduction | null;
}

export interface ReduceAnswer {
  results: ReducedView[];
}

@Route('api/files')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class ReduceController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Reduces frames again, with settings over those of their proposal. A reduction that runs or waits takes them on; the history keeps every run. With `dry_run` nothing is
   * started: the answer (200) says which settings and steps would differ, and which calibrations would be chosen, and why.
   * @summary Runs default reduction procedure using reduction settings
   */
  @Post('reduce')
  @SuccessResponse(202, 'The workflows that were told')
  @OperationId('api_files_reduce_create')
  @Response<ReduceAnswer>(200, 'What would happen, with dry_run')
  async reduceFiles(@Request() request: KoaRequest, @Body() body: ReduceRequest, @Query() dry_run?: boolean): Promise<ReduceAnswer> {
    const caller = callerOf(request);
    const ids = idsOf(body);
    const settings = checkedFrameSettings(body.settings ?? {});
    const results: ReduceAnswer['results'] = [];
    // All are looked up before any is told: a wrong id changes nothing.
    const files = await Promise.all(ids.map((id) => rawFrameOf(this.#context.database, caller, id)));
    for (const file of files) {
      if (!file.exposure) {
        throw new ReductionError('header-invalid', `${file.fileName} cannot be reduced with any settings: its header could not be understood. The reason stands with its first reduction.`, { fileId: file.id });
      }
    }
    if (dry_run === true) return this.#rehearse(request, files as DescribedFile[], settings);
    // Before anybody is told: whoever goes in between leaves word who asked.
    await audit(this.#context.database, request, { action: 'reduce', subject: `files ${files.map(({ id }) => id).join(' ')}`, after: settings });
    for (const file of files) {
      const start = workflowStartOf(file, file.exposure, { settings, ...askedBy(request) });
      results.push({ file_id: file.id, file_name: file.fileName, workflow_id: start.workflowId, run_id: await this.#context.reductions.reduceAgain(start), dry_run: null });
    }
    this.setStatus(202);
    return { results };
  }

  /**
   * Takes back every setting that was asked for this frame: it is reduced again with those of its proposal.
   * @summary Remove the settings of one frame
   */
  @Delete('{id}/overrides')
  @SuccessResponse(202, 'The workflow that was told')
  @OperationId('api_files_overrides_delete')
  async removeOverrides(@Request() request: KoaRequest, @Path() id: string): Promise<ReduceAnswer> {
    const file = await rawFrameOf(this.#context.database, callerOf(request), id);
    if (!file.exposure) throw new ReductionError('header-invalid', `${file.fileName} is not reduced: its header could not be understood.`, { fileId: file.id });
    const { database, reductions } = this.#context;
    const before = await lastOverrides(database, file.id);
    const start = workflowStartOf(file, file.exposure, { settings: {}, ...askedBy(request) });
    await audit(database, request, { action: 'overrides.remove', subject: `file ${file.id}`, before, after: {} });
    const run_id = await reductions.reduceAgain(start, { forget: true });
    this.setStatus(202);
    return { results: [{ file_id: file.id, file_name: file.fileName, workflow_id: start.workflowId, run_id, dry_run: null }] };
  }

  async #rehearse(request: KoaRequest, files: readonly DescribedFile[], settings: Partial<ReductionSettings>): Promise<ReduceAnswer> {
    const { database } = this.#context;
    const results = await Promise.all(
      files.map(async (file): Promise<ReducedView> => {
        const { before, after, steps, decisions, complete, reason } = await rehearseReduction(database, file, settings);
        const keys = decisions.flatMap(({ candidates }) => candidates.map(({ key }) => key));
        const known = await visibleFiles(database, callerOf(request)).whereIn('files.key', keys).select('files.id', 'files.key', 'files.fileName');
        const tables = decisions.map((decision) => tableOf({ purpose: decision.purpose, decision, created: new Date() }, file.id, known));
        return { file_id: file.id, file_name: file.fileName, workflow_id: '', run_id: '', dry_run: { settings: changes(before, after), steps: [...steps], complete, reason, decisions: tables } };
      }),
    );
    this.setStatus(200);
    return { results };
  }
}
