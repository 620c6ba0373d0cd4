import { Readable } from 'node:stream';
import { Controller, Get, OperationId, Path, Produces, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import type { StoredFile } from '#activities/store/models';
import type { Bucket } from '#activities/store/objects';
import { sharedMaster } from '#activities/store/shared-master';
import { callerOf } from '../access/auth.js';
import { showsMembers, visibleFile } from '../access/visible.js';
import { byteRange } from '../byte-range.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';
import { whenClosed } from '../when-closed.js';

@Route('api/files')
@Tags('api')
@Security('token')
export class DownloadsController extends Controller {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  /**
   * The file itself, under its Goodman name. Takes a byte range and `If-None-Match`.
   * @summary Download a file
   */
  @Get('{id}/download')
  @Produces('application/fits')
  @Response(206, 'The part that was asked for')
  @Response(304, 'You have it already')
  @Response<ProblemDocument>(416, 'Nothing of the part that was asked for is there')
  @OperationId('api_files_download_read')
  async downloadFile(@Request() request: KoaRequest, @Path() id: string): Promise<Readable | undefined> {
    const file = await visibleFile(this.#context.database, callerOf(request), id);
    const caller = callerOf(request);
    // Of a master that serves everybody, the part that is for everybody: another content, under another tag.
    const shared = showsMembers(file, caller) ? undefined : await this.#sharedMaster(request, file);
    const size = shared?.length ?? file.sizeBytes;
    const etag = `"${file.checksum.slice(0, 32)}-${file.id}${shared ? '-s' : ''}"`;
    const { response } = request;
    response.set({ ETag: etag, 'Accept-Ranges': 'bytes', 'Last-Modified': file.created.toUTCString() });
    response.status = 200; // Koa asks it before it compares versions
    // fetch adds `no-cache` to a request that names the version it holds; who names one wants it compared.
    delete request.header['cache-control'];
    if (request.fresh) {
      this.setStatus(304);
      return undefined;
    }
    const part = byteRange(request.get('range'), request.get('if-range'), etag, size);
    // HEAD asks for what is below only.
    const bytes = request.method === 'HEAD' ? undefined : shared ? partOf(shared, part) : await this.#open(request, file, part);
    this.setStatus(200);
    this.setHeader('Content-Type', 'application/fits');
    this.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
    this.setHeader('Content-Length', String(part?.length ?? size));
    if (part) {
      this.setHeader('Content-Range', `bytes ${part.offset}-${part.offset + part.length - 1}/${size}`);
      this.setStatus(206);
    }
    return bytes;
  }

  /** Waits for the store: meanwhile it is not the caller who stalls. */
  async #open(request: KoaRequest, file: StoredFile, part: { offset: number; length: number } | undefined): Promise<Readable> {
    const { objects, stalled } = this.#context;
    const bytes = await stalled.whileWeWork(request.req, objects.openObject(file.bucket as Bucket, file.objectKey, part));
    // A caller that went in between leaves nobody to read it: the store's connection would be held for ever.
    whenClosed(request.ctx.res, () => bytes.destroy());
    return bytes;
  }

  async #sharedMaster(request: KoaRequest, file: StoredFile): Promise<Buffer> {
    const { objects, memory, stalled } = this.#context;
    const lease = await stalled.whileWeWork(request.req, memory.acquire(2 * file.sizeBytes));
    whenClosed(request.ctx.res, lease.release);
    return sharedMaster(await objects.getObject(file.bucket as Bucket, file.objectKey));
  }
}

function partOf(bytes: Buffer, part: { offset: number; length: number } | undefined): Readable {
  return Readable.from([part ? bytes.subarray(part.offset, part.offset + part.length) : bytes], { objectMode: false });
}
