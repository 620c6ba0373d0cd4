import { Controller, OperationId, Post, Query, Request, Response, Route, Security, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { ingestFile, refuseForeignStart, type Upload } from '#activities/store/ingest';
import { keepingSpans, spanned, type Span } from '#activities/store/spans';
import { unpackInThread } from '#activities/threads/unpack-in-thread';
import { requestScope } from '../request-scope.js';
import { callerOf, type Caller } from '../access/auth.js';
import { isTrusted, roleOf } from '../access/permissions.js';
import { audit } from '../audit.js';
import type { Context } from '../context.js';
import { leaseFor, receiveFile } from '../upload.js';
import { whenClosed } from '../when-closed.js';
import { fileView, type FileView } from './file-view.js';

@Route('api/files')
@Tags('api')
@Security('token')
export class UploadsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * Takes one raw frame, plain or gzipped: the multipart field `file`, or the whole body with its name in `name`. Answers when the frame
   * is safe; its reduction starts by itself. A frame that is here already is answered with its record and status 200.
   * The header `Server-Timing` says how many milliseconds its parts took.
   * @summary Adds a new file to the database
   */
  @Post()
  @SuccessResponse(201, 'The record of the new file')
  @Response<FileView>(200, 'The record of the file that was here already')
  @OperationId('api_files_create')
  async createFile(@Request() request: KoaRequest, @Query() name?: string): Promise<FileView> {
    const caller = callerOf(request);
    const { settings, database, objects, outbox, memory, stalled } = this.#context;
    const maxMegabytes = settings.MAX_UPLOAD_MEGABYTES;
    if (!mayAddAny(caller)) throw new ReductionError('forbidden', 'Your account belongs to no proposal, so it can add no frame. Ask the PI to make you a collaborator.');
    const may = (proposalId: string) => mayAdd(caller, proposalId);
    const lease = await stalled.whileWeWork(request.req, leaseFor(request, memory, maxMegabytes));
    // Until the answer is out: koa still holds the request, and the request what was read of it.
    whenClosed(request.ctx.res, lease.release);
    const spans: Span[] = [];
    const received = await keepingSpans(spans, () => spanned('receive', () => receiveFile(request, name, { maxMegabytes, lease, onStart: (start, given) => refuseForeignStart(start, given, may) })));
    const requestId = requestScope.getStore()?.id;
    const upload: Upload = {
      ...received,
      uploadedBy: caller.user.id,
      ...(requestId === undefined ? {} : { requestId }),
      trusted: isTrusted(caller.user),
      mayAdd: may,
      reserve: lease.extend,
      maxBytes: maxMegabytes * 2 ** 20,
      unpacking: unpackInThread,
      alongside: (trx, taken) =>
        audit(trx, request, { action: taken.created ? 'file.create' : 'file.trust', subject: `file ${taken.file.id}`, after: { file_name: taken.file.fileName, checksum: taken.file.checksum, proposal_id: taken.file.proposalId } }),
    };
    const { file, created, start } = await keepingSpans(spans, () => ingestFile(upload, { database, objects }));
    // Not waited for: the promise is kept in the outbox, whatever happens to Temporal or to us.
    if (start) void outbox.start(start);
    this.setStatus(created ? 201 : 200);
    this.setHeader('Location', `/api/files/${file.id}/`);
    this.setHeader('Server-Timing', spans.map((span) => `${span.name};dur=${(span.to - span.from).toFixed(1)}`).join(', '));
    return fileView(file, caller);
  }
}

function mayAdd({ ability }: Caller, proposalId: string): boolean {
  return ability.can('create', { __caslSubjectType__: 'File', proposalId });
}

function mayAddAny({ user, soarIds }: Caller): boolean {
  return roleOf(user) !== 'observer' || soarIds.length > 0;
}
