import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Controller } from '@tsoa/runtime';
import type { Request } from 'koa';

const YEAR_SECOND = 31_536_000;
/** Below, packing costs more than it saves. */
const WORTH_PACKING = 1024;
const packings = {
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 1 }),
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
} as const;

export interface KeptAnswer {
  readonly contentType: string;
  /** Names the content for ever: a file never changes under its number. */
  readonly etag: string;
  readonly fileName?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asked for only when the caller has nothing yet. */
  readonly bytes: () => Promise<Uint8Array>;
}

/**
 * Answers bytes that a browser may keep for as long as it is the same person's: 304 to who has them, packed for who takes it. The packing is part
 * of the tag, as RFC 9110 §8.8.3.3 wants it.
 */
export async function keptAnswer(controller: Controller, request: Request, { contentType, etag, fileName, headers = {}, bytes }: KeptAnswer): Promise<Readable | undefined> {
  const { response } = request;
  const taken = request.acceptsEncodings('br', 'gzip', 'identity');
  const packing = taken === 'br' || taken === 'gzip' ? taken : undefined;
  response.set('ETag', `"${etag}${packing ? `-${packing}` : ''}"`);
  response.status = 200; // Koa asks it before it compares versions
  delete request.header['cache-control']; // as for downloads: who names a version wants it compared
  const keep = () => response.set({ 'Cache-Control': `private, max-age=${YEAR_SECOND}, immutable`, Vary: 'Authorization, Cookie, Accept, Accept-Encoding', ...headers });
  if (request.fresh) {
    keep();
    controller.setStatus(304);
    return undefined;
  }
  const plain = await bytes();
  keep(); // not before: a refusal is not to be kept
  const packed = packing && plain.length >= WORTH_PACKING ? await packings[packing](plain) : undefined;
  const body = packed ?? Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  controller.setStatus(200);
  controller.setHeader('Content-Type', contentType);
  controller.setHeader('Content-Length', String(body.length));
  if (packed && packing) controller.setHeader('Content-Encoding', packing);
  if (fileName !== undefined) controller.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  return Readable.from([body], { objectMode: false });
}
