import { Body, Controller, Middlewares, OperationId, Patch, Path, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { withStoreFailures } from '#activities/store/failures';
import { moveFrame } from '#activities/store/proposal-records';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { jsonBody } from '../json-body.js';
import type { ProblemDocument } from '../problem.js';
import { fileView, type FileView } from './file-view.js';

export interface FileChange {
  /** SOAR id of the proposal that the frame belongs to; the header stays as it is. @maxLength 64 */
  proposal_id: string;
}

export interface MovedFile extends FileView {
  /**
   * The frame and everything that was made from it.
   * @isInt
   */
  files_moved: number;
}

@Route('api/files')
@Tags('api')
@Security('token')
@Middlewares(jsonBody)
export class FileProposalController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Gives a frame whose header names the wrong proposal to the right one, for staff: a product stands for the raw frame it was made from, and the whole
   * family moves. It is looked at again with the settings and calibrations of its new proposal. The bytes of the raw file do not change.
   * @summary Correct the proposal of a frame
   */
  @Patch('{id}')
  @Response<ProblemDocument>(404, 'There is no such file, or it is not yours')
  @Response<ProblemDocument>(409, 'It is a master, or the other proposal has a frame of that name and night')
  @OperationId('api_files_partial_update')
  async moveFile(@Request() request: KoaRequest, @Path() id: string, @Body() body: FileChange): Promise<MovedFile> {
    const caller = callerOf(request);
    const { database, outbox } = this.#context;
    const file = await visibleFile(database, caller, id);
    if (!caller.ability.can('update', 'File')) throw new ReductionError('forbidden', 'Staff of the observatory correct the proposal of a frame: tell them which one it is.');
    const moved = await withStoreFailures(() =>
      database.transaction(async (trx) => {
        const done = await moveFrame(trx, file, body.proposal_id);
        await audit(trx, request, { action: 'file.move', subject: `file ${file.originalFileId}`, before: { proposalId: file.proposalId }, after: { proposalId: body.proposal_id, files_moved: done.files } });
        return done;
      }),
    );
    outbox.startAll(moved.promises);
    return { ...fileView(await visibleFile(database, caller, id), caller), files_moved: moved.files };
  }
}
