import { Body, Controller, Delete, Middlewares, OperationId, Path, Post, Request, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { reductionSettings, type ReductionSettings } from '#activities/domain/settings';
import { workflowStartOf } from '#activities/store/ingest';
import type { StoredFile } from '#activities/store/models';
import { lastOverrides } from '#activities/store/run-records';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';

export interface ReduceRequest {
  /** One file; a product stands for the raw frame it was made from. */
  file_id?: number | string;
  /** Or several. */
  file_ids?: (number | string)[];
  /** Settings over those of the proposal, for these frames only; GET /api/settings/ describes each. */
  settings?: { [name: string]: unknown };
}

export interface ReduceAnswer {
  results: { file_id: number; file_name: string; workflow_id: string; run_id: string }[];
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
   * Reduces frames again, with settings over those of their proposal. A reduction that runs or waits takes them on; the history keeps every run.
   * @summary Runs default reduction procedure using reduction settings
   */
  @Post('reduce')
  @SuccessResponse(202, 'The workflows that were told')
  @OperationId('api_files_reduce_create')
  async reduceFiles(@Request() request: KoaRequest, @Body() body: ReduceRequest): Promise<ReduceAnswer> {
    const caller = callerOf(request);
    const ids = [...new Set([...(body.file_ids ?? []), ...(body.file_id === undefined ? [] : [body.file_id])].map(String))];
    if (ids.length === 0 || ids.length > 500) throw new ReductionError('request-invalid', 'Name one file in "file_id", or up to 500 in "file_ids".', { files: ids.length });
    const settings = checkedSettings(body.settings ?? {});
    const results: ReduceAnswer['results'] = [];
    // All are looked up before any is told: a wrong id changes nothing.
    const files = await Promise.all(ids.map((id) => this.#rawOf(request, id)));
    for (const file of files) {
      if (!file.exposure) {
        throw new ReductionError('header-invalid', `${file.fileName} cannot be reduced with any settings: its header could not be understood. The reason stands with its first reduction.`, { fileId: file.id });
      }
    }
    for (const file of files) {
      const start = workflowStartOf(file, file.exposure, { settings, requestedBy: caller.user.username });
      results.push({ file_id: file.id, file_name: file.fileName, workflow_id: start.workflowId, run_id: await this.#context.reductions.reduceAgain(start) });
    }
    await audit(this.#context.database, request, { action: 'reduce', subject: `files ${files.map(({ id }) => id).join(' ')}`, after: settings });
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
    const file = await this.#rawOf(request, id);
    if (!file.exposure) throw new ReductionError('header-invalid', `${file.fileName} is not reduced: its header could not be understood.`, { fileId: file.id });
    const { database, reductions } = this.#context;
    const before = await lastOverrides(database, file.id);
    const start = workflowStartOf(file, file.exposure, { settings: {}, requestedBy: callerOf(request).user.username });
    const run_id = await reductions.reduceAgain(start, { forget: true });
    await audit(database, request, { action: 'overrides.remove', subject: `file ${file.id}`, before, after: {} });
    this.setStatus(202);
    return { results: [{ file_id: file.id, file_name: file.fileName, workflow_id: start.workflowId, run_id }] };
  }

  async #rawOf(request: KoaRequest, id: string): Promise<StoredFile> {
    const file = await visibleFile(this.#context.database, callerOf(request), id, 'reduce');
    if (file.dataType === LEVEL.master) {
      throw new ReductionError('request-invalid', `${file.fileName} is a master: it is built again by itself when its frames or settings change.`, { id });
    }
    return file.dataType === LEVEL.raw ? file : visibleFile(this.#context.database, callerOf(request), String(file.originalFileId), 'reduce');
  }
}

/** @throws ReductionError `settings-invalid`, naming each setting that is wrong. */
function checkedSettings(given: Record<string, unknown>): Partial<ReductionSettings> {
  const parsed = reductionSettings.strict().partial().safeParse(given);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter((word) => word !== '').join(': '));
    throw new ReductionError('settings-invalid', `${mistakes.join('; ')}.`);
  }
  // A partial schema still fills in defaults; only what was asked for counts.
  return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => name in given));
}
