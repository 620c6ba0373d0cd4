import { Body, Controller, Delete, Middlewares, OperationId, Path, Post, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { LEVEL } from '#activities/domain/reduction';
import { framesMadeWith, madeFrom, markDeleted } from '#activities/store/deletions';
import { withStoreFailures } from '#activities/store/failures';
import type { StoredFile } from '#activities/store/models';
import { may } from '../access/actions.js';
import { callerOf } from '../access/auth.js';
import { deletedFile, visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { fileView, type FileView } from './file-view.js';
import { idsOf, type FilesRequest } from './files-request.js';

export interface DeleteRequest extends FilesRequest {
  /**
   * For the audit.
   * @maxLength 500
   */
  reason?: string;
}

export interface DeletedView {
  /** @isInt */
  id: number;
  file_name: string;
  /**
   * Products of the same frame that were made from it: they stay.
   * @isInt
   */
  made_from_it: number;
  /** Where it can be brought back by POST. */
  restore: string;
}

export interface DeleteAnswer {
  results: DeletedView[];
}

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>(403, 'The caller may see it, but not delete it')
@Response<ProblemDocument>(409, 'It is a raw frame or a master, or others were made with it: the sentence says what to do instead')
export class DeletionsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Deletes products: they vanish from every list, not from the lineage of what was made with them, and can be brought back. All or none. A raw frame is
   * never deleted, a master is taken out of use instead.
   * @summary Deletes files, it can't be a raw data.
   */
  @Delete()
  @Middlewares(jsonBody)
  @OperationId('api_files_delete')
  async deleteFiles(@Request() request: KoaRequest, @Body() body: DeleteRequest): Promise<DeleteAnswer> {
    const { database } = this.#context;
    const caller = callerOf(request);
    const files = await Promise.all(idsOf(body).map((id) => visibleFile(database, caller, id)));
    const dependents = await Promise.all(files.map((file) => framesMadeWith(database, file)));
    files.forEach((file, i) => refuseKept(file, dependents[i] ?? 0));
    for (const file of files) {
      if (!may(caller, 'delete', file)) throw new ReductionError('forbidden', `${file.fileName} is not yours to delete.`, { fileId: file.id });
    }
    const left = await Promise.all(files.map((file) => madeFrom(database, file)));
    await withStoreFailures(() =>
      database.transaction(async (trx) => {
        for (const file of files) await markDeleted(trx, file, new Date());
        await audit(trx, request, { action: 'file.delete', subject: `files ${files.map(({ id }) => id).join(' ')}`, before: { file_names: files.map(({ fileName }) => fileName) }, after: { reason: body.reason ?? '' } });
      }),
    );
    return { results: files.map((file, i) => ({ id: file.id, file_name: file.fileName, made_from_it: left[i] ?? 0, restore: `/api/files/${file.id}/restore/` })) };
  }

  /**
   * Brings a deleted product back, as the version it was.
   * @summary Undo the deletion of a file
   * @param id The file; its address is in the answer of the deletion and in the versions of the product.
   */
  @Post('{id}/restore')
  @OperationId('api_files_restore_create')
  async restoreFile(@Request() request: KoaRequest, @Path() id: string): Promise<FileView> {
    const { database } = this.#context;
    const caller = callerOf(request);
    const file = await deletedFile(database, caller, id);
    await withStoreFailures(() =>
      database.transaction(async (trx) => {
        await markDeleted(trx, file, null);
        await audit(trx, request, { action: 'file.restore', subject: `file ${file.id}`, before: { deleted: file.deletedAt } });
      }),
    );
    return fileView(await visibleFile(database, caller, id), caller);
  }
}

/** @throws ReductionError `conflict` */
function refuseKept({ id, fileName, dataType }: StoredFile, dependents: number): void {
  if (dataType === LEVEL.raw) {
    throw new ReductionError('conflict', `${fileName} is a raw frame: what the telescope recorded is never deleted. Staff can take it out of use (PUT /api/files/${id}/exclusion/).`, { fileId: id });
  }
  if (dataType === LEVEL.master) {
    throw new ReductionError('conflict', `${fileName} is a master, and others are calibrated with it: it is taken out of use instead, which makes them again without it (PUT /api/files/${id}/exclusion/).`, { fileId: id });
  }
  if (dependents > 0) {
    throw new ReductionError('conflict', `${fileName} calibrates ${dependents} other ${dependents === 1 ? 'frame' : 'frames'}: staff can take it out of use instead, which makes them again without it (PUT /api/files/${id}/exclusion/).`, { fileId: id, frames: dependents });
  }
}
