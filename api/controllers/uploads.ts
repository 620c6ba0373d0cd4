import { Controller, OperationId, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ingestFile } from '#activities/store/ingest';
import { callerOf, type Caller } from '../access/auth.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { receiveFile } from '../upload.js';
import { fileView, type FileView } from './file-view.js';

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>('default', 'What went wrong')
export class UploadsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Takes one raw frame, plain or gzipped: the multipart field `file`, or the whole body with its name in `name`. Answers when the frame
   * is safe; its reduction starts by itself. A frame that is here already is answered with its record and status 200.
   * @summary Adds a new file to the database
   */
  @Post()
  @SuccessResponse(201, 'The record of the new file')
  @Response<FileView>(200, 'The record of the file that was here already')
  @OperationId('api_files_create')
  async createFile(@Request() request: KoaRequest, @Query() name?: string): Promise<FileView> {
    const caller = callerOf(request);
    const { settings, database, outbox } = this.#context;
    const received = await receiveFile(request, name, settings.MAX_UPLOAD_MEGABYTES);
    const upload = {
      ...received,
      uploadedBy: caller.user.id,
      mayAdd: (proposalId: string) => mayAdd(caller, proposalId),
      maxBytes: settings.MAX_UPLOAD_MEGABYTES * 2 ** 20,
    };
    const { file, created, start } = await ingestFile(upload, { database, objects: this.#context.objects });
    // Not waited for: the promise is kept in the outbox, whatever happens to Temporal or to us.
    if (start) void outbox.start(start);
    this.setStatus(created ? 201 : 200);
    this.setHeader('Location', `/api/files/${file.id}/`);
    return fileView(file);
  }
}

function mayAdd({ ability }: Caller, proposalId: string): boolean {
  return ability.can('create', { __caslSubjectType__: 'File', proposalId });
}
