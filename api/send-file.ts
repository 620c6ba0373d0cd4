import { Readable } from 'node:stream';
import type { Controller } from '@tsoa/runtime';
import type { Request as KoaRequest } from 'koa';
import type { StoredFile } from '#activities/store/models';
import type { Bucket } from '#activities/store/objects';
import { sharedMaster } from '#activities/store/shared-master';
import type { TableFormat } from '#activities/views/spectrum-table';
import type { Caller } from './access/auth.js';
import { showsMembers } from './access/visible.js';
import { byteRange } from './byte-range.js';
import type { Context } from './context.js';
import { keptAnswer } from './kept-answer.js';
import { whenClosed } from './when-closed.js';

export type DownloadFormat = 'fits' | TableFormat;

export interface Wanted {
  readonly file: StoredFile;
  readonly caller: Caller;
  readonly format: DownloadFormat;
}

type Part = { readonly offset: number; readonly length: number } | undefined;

const tables = {
  csv: { contentType: 'text/csv; charset=utf-8', ending: '.csv' },
  ecsv: { contentType: 'text/csv; charset=utf-8', ending: '.ecsv' },
  votable: { contentType: 'application/x-votable+xml', ending: '.vot' },
} as const satisfies Record<TableFormat, object>;

/**
 * A file as it is, or as a table of text, for who may have it: ranges, versions, and names are those of HTTP.
 * @throws ReductionError `request-invalid` for a table of what is no spectrum, `range-not-satisfiable`, `store-unavailable`
 */
export async function sendFile(controller: Controller, request: KoaRequest, context: Context, wanted: Wanted): Promise<Readable | undefined> {
  return wanted.format === 'fits' ? sendFits(controller, request, context, wanted) : sendTable(controller, request, context, { ...wanted, format: wanted.format });
}

async function sendTable(controller: Controller, request: KoaRequest, { views, stalled }: Context, { file, format }: { file: StoredFile; format: TableFormat }): Promise<Readable | undefined> {
  const { contentType, ending } = tables[format];
  const spectrum = await stalled.whileWeWork(request.req, views.spectrum(file));
  return keptAnswer(controller, request, {
    contentType,
    etag: `${file.checksum.slice(0, 32)}-${file.id}-${format}`,
    fileName: file.fileName.replace(/\.fits$/, '') + ending,
    bytes: async () => Buffer.from(await stalled.whileWeWork(request.req, views.run('table', { spectrum, format }))),
  });
}

async function sendFits(controller: Controller, request: KoaRequest, context: Context, { file, caller }: Wanted): Promise<Readable | undefined> {
  // Of a master that serves everybody, the part that is for everybody: another content, under another tag.
  const shared = showsMembers(file, caller) ? undefined : await readSharedMaster(request, context, file);
  const size = shared?.length ?? file.sizeBytes;
  const etag = `"${file.checksum.slice(0, 32)}-${file.id}${shared ? '-s' : ''}"`;
  const { response } = request;
  response.set({ ETag: etag, 'Accept-Ranges': 'bytes', 'Last-Modified': file.created.toUTCString() });
  response.status = 200; // Koa asks it before it compares versions
  // fetch adds `no-cache` to a request that names the version it holds; who names one wants it compared.
  delete request.header['cache-control'];
  if (request.fresh) {
    controller.setStatus(304);
    return undefined;
  }
  const part = byteRange(request.get('range'), request.get('if-range'), etag, size);
  // HEAD asks for what is below only.
  const bytes = request.method === 'HEAD' ? undefined : shared ? partOf(shared, part) : await open(request, context, file, part);
  controller.setStatus(200);
  controller.setHeader('Content-Type', 'application/fits');
  controller.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
  controller.setHeader('Content-Length', String(part?.length ?? size));
  if (part) {
    controller.setHeader('Content-Range', `bytes ${part.offset}-${part.offset + part.length - 1}/${size}`);
    controller.setStatus(206);
  }
  return bytes;
}

/** Waits for the store: meanwhile it is not the caller who stalls. */
async function open(request: KoaRequest, { objects, stalled }: Context, file: StoredFile, part: Part): Promise<Readable> {
  const bytes = await stalled.whileWeWork(request.req, objects.openObject(file.bucket as Bucket, file.objectKey, part));
  // A caller that went in between leaves nobody to read it: the store's connection would be held for ever.
  whenClosed(request.ctx.res, () => bytes.destroy());
  return bytes;
}

async function readSharedMaster(request: KoaRequest, { objects, memory, stalled }: Context, file: StoredFile): Promise<Buffer> {
  const lease = await stalled.whileWeWork(request.req, memory.acquire(2 * file.sizeBytes));
  whenClosed(request.ctx.res, lease.release);
  return sharedMaster(await objects.getObject(file.bucket as Bucket, file.objectKey));
}

function partOf(bytes: Buffer, part: Part): Readable {
  return Readable.from([part ? bytes.subarray(part.offset, part.offset + part.length) : bytes], { objectMode: false });
}
