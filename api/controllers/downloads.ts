import type { Readable } from 'node:stream';
import { Controller, Get, OperationId, Path, Produces, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import type { Bucket } from '#activities/store/objects';
import { callerOf } from '../access/auth.js';
import { visibleFile } from '../access/visible.js';
import { byteRange } from '../byte-range.js';
import type { Context } from '../context.js';
import type { ProblemDocument } from '../problem.js';

@Route('api/files')
@Tags('api')
@Security('token')
@Response<ProblemDocument>('default', 'What went wrong')
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
    const etag = `"${file.checksum.slice(0, 32)}-${file.id}"`;
    const { response } = request;
    response.set({ ETag: etag, 'Accept-Ranges': 'bytes', 'Last-Modified': file.created.toUTCString() });
    response.status = 200; // Koa asks it before it compares versions
    // fetch adds `no-cache` to a request that names the version it holds; who names one wants it compared.
    delete request.header['cache-control'];
    if (request.fresh) {
      this.setStatus(304);
      return undefined;
    }
    const part = byteRange(request.get('range'), request.get('if-range'), etag, file.sizeBytes);
    // HEAD asks for what is below only.
    const bytes = request.method === 'HEAD' ? undefined : await this.#context.objects.openObject(file.bucket as Bucket, file.objectKey, part);
    this.setStatus(200);
    this.setHeader('Content-Type', 'application/fits');
    this.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
    this.setHeader('Content-Length', String(part?.length ?? file.sizeBytes));
    if (part) {
      this.setHeader('Content-Range', `bytes ${part.offset}-${part.offset + part.length - 1}/${file.sizeBytes}`);
      this.setStatus(206);
    }
    return bytes;
  }
}
