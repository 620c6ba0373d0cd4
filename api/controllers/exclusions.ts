import { Body, Controller, Delete, Get, Middlewares, OperationId, Path, Put, Request, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { exclude, exclusionReach } from '#activities/store/exclusions';
import { withStoreFailures } from '#activities/store/failures';
import type { StoredFile } from '#activities/store/models';
import { callerOf } from '../access/auth.js';
import { seesAll } from '../access/permissions.js';
import { visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import { wordsIn } from '../plain-text.js';
import { fileView, type FileView } from './file-view.js';

/** Characters. */
const LEAST_REASON = 3;

export interface ExclusionRequest {
  /**
   * Why it is bad, for everybody who finds it missing.
   * @minLength 3
   * @maxLength 500
   */
  reason: string;
}

/** What is made again when a file goes out of use, or comes back. */
export interface ExclusionReachView {
  /** Why it is out of use; null when it is in use. */
  excluded: string | null;
  /**
   * Masters that hold it.
   * @isInt
   */
  masters: number;
  /**
   * Frames that were reduced with it or with such a master; of one that is out of use, those that look whether they want it back.
   * @isInt
   */
  frames: number;
  /** Names of those frames, the newest first; ten at most. */
  names: string[];
}

const NAMES = 10;

@Route('api/files')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class ExclusionsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * How many masters and frames would be made again if this file went out of use, or came back into it; for staff. Asking changes nothing.
   * @summary Tell what an exclusion would reach
   */
  @Get('{id}/exclusion')
  @OperationId('api_files_exclusion_read')
  async readExclusionReach(@Request() request: KoaRequest, @Path() id: string): Promise<ExclusionReachView> {
    const file = await this.#staffFile(request, id);
    const { masters, frames } = await exclusionReach(this.#context.database, file);
    const names = frames.toSorted((a, b) => b.id - a.id).slice(0, NAMES).map(({ fileName }) => fileName);
    return { excluded: file.excluded, masters: masters.length, frames: frames.length, names };
  }

  /**
   * Takes a raw frame, a lamp or a master out of use; for staff. Nothing is deleted: what used it is made again without it, and it can be taken back.
   * @summary Exclude a file from being a calibration
   */
  @Put('{id}/exclusion')
  @OperationId('api_files_exclusion_update')
  excludeFile(@Request() request: KoaRequest, @Path() id: string, @Body() body: ExclusionRequest): Promise<FileView> {
    return this.#change(request, id, wordsIn(body.reason, 'reason', LEAST_REASON));
  }

  /** @summary Take a file back into use */
  @Delete('{id}/exclusion')
  @OperationId('api_files_exclusion_delete')
  includeFile(@Request() request: KoaRequest, @Path() id: string): Promise<FileView> {
    return this.#change(request, id, null);
  }

  async #change(request: KoaRequest, id: string, reason: string | null): Promise<FileView> {
    const caller = callerOf(request);
    const { database, outbox } = this.#context;
    const file = await this.#staffFile(request, id);
    const promises = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        await audit(trx, request, { action: reason === null ? 'file.include' : 'file.exclude', subject: `file ${file.id}`, before: { excluded: file.excluded }, after: { excluded: reason } });
        return exclude(trx, file, reason);
      }),
    );
    outbox.startAll(promises);
    return fileView(await visibleFile(database, caller, id), caller);
  }

  async #staffFile(request: KoaRequest, id: string): Promise<StoredFile> {
    const caller = callerOf(request);
    const file = await visibleFile(this.#context.database, caller, id);
    if (!seesAll(caller.user)) throw new ReductionError('forbidden', 'Staff of the observatory take frames out of use: tell them what is wrong with this one.');
    return file;
  }
}
