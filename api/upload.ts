import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'koa';
import { ReductionError } from '#activities/domain/errors';
import { collectYoung } from '#activities/threads/collect-garbage';
import type { Lease, MemoryBudget } from './memory-budget.js';

/** A file as it came over the wire, hashed on the way. */
export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

export interface Reception {
  readonly maxMegabytes: number;
  /** What the frame takes while it is here. */
  readonly lease: Lease;
  /** Told the beginning of a file, again as it grows, until it answers true; what it throws ends the upload before the rest is kept. */
  readonly onStart: (start: Uint8Array, name: string) => boolean;
}

const MEGABYTE = 2 ** 20;
/** What a body of unknown length may take before it asks for more: the largest frame of either camera. */
const UNDECLARED_BYTES = 16 * MEGABYTE;
/** A header longer than this is not looked at before the whole file is there. */
const LONGEST_START = MEGABYTE;
/** Bodies that are something else, and say so. */
const NO_FRAMES = ['json', '+json', 'xml', '+xml', 'html', 'text/*'];

/** Memory for the body of a request, by the length it declares. @throws ReductionError `busy`, `too-large` */
export function leaseFor(request: Request, budget: MemoryBudget, maxMegabytes: number): Promise<Lease> {
  if ((request.length ?? 0) > (maxMegabytes + 1) * MEGABYTE) throw tooLarge(maxMegabytes);
  return budget.acquire(request.length ?? UNDECLARED_BYTES, { collects: true });
}

/**
 * Takes one file from a request: the multipart field `file`, or the whole body with its name in `?name=` or in a Content-Disposition header.
 * @throws ReductionError `too-large`, `request-invalid` or `unsupported-media`
 */
export async function receiveFile(request: Request, givenName: string | undefined, reception: Reception): Promise<ReceivedFile> {
  const encoding = request.get('content-encoding');
  if (encoding !== '' && encoding !== 'identity') {
    throw new ReductionError('unsupported-media', `The body is sent with Content-Encoding ${encoding.slice(0, 40)}: send the file as it is, compressed or not, without that header.`);
  }
  const noFrame = request.is(NO_FRAMES);
  if (noFrame !== false && noFrame !== null) {
    throw new ReductionError('unsupported-media', `The body is ${request.type}, which is no frame: send the multipart field "file", or the bytes of the file as application/fits.`);
  }
  if (request.is('multipart/*')) return receiveField(request, reception);
  const name = givenName ?? nameOfDisposition(request.get('content-disposition'));
  if (name === undefined) {
    throw new ReductionError('request-invalid', 'Send the frame as the multipart field "file", or as the whole body with its name in ?name=0123_target.fits.');
  }
  return { name, ...(await collect(request.req, name, request.length, reception)) };
}

function receiveField(request: Request, reception: Reception): Promise<ReceivedFile> {
  let parser: busboy.Busboy;
  try {
    // A field before the file should not cost more than a name.
    parser = busboy({ headers: request.headers, limits: { fileSize: reception.maxMegabytes * MEGABYTE + 1, fields: 20, fieldSize: 64 * 1024, parts: 40 } });
  } catch (error) {
    throw new ReductionError('request-invalid', `The multipart body cannot be read: ${(error as Error).message}.`);
  }
  return new Promise((resolve, reject) => {
    let file: Promise<ReceivedFile> | undefined;
    /** Not `pipeline`: that would destroy the request, and with it the line on which the caller hears what was wrong with it. */
    const refuse = (error: Error) => {
      reject(error);
      request.req.unpipe(parser);
      parser.destroy();
    };
    const unreadable = (why: string) => {
      refuse(new ReductionError('request-invalid', `The multipart body cannot be read: ${why}.`));
    };
    parser.on('file', (field, stream, { filename }) => {
      // Every part has a listener, wanted or not: one that is cut off tells so by itself, and an error nobody listens to would end the process.
      stream.on('error', () => undefined);
      if (field !== 'file') stream.resume();
      else if (file) refuse(new ReductionError('request-invalid', 'The request has two fields "file": send each frame in a request of its own.'));
      else {
        const name = filename ?? '';
        file = collect(stream, name, request.length, reception).then((received) => ({ name, ...received }));
        file.catch(refuse);
      }
    });
    parser
      .once('close', () => {
        if (file) file.then(resolve, reject);
        else reject(new ReductionError('request-invalid', 'The request has no multipart field "file" with a file in it.'));
      })
      .on('error', (error) => {
        unreadable((error as Error).message);
      });
    const brokenOff = () => {
      if (!request.req.complete) unreadable('the connection was closed before its end');
    };
    // It may have gone while it waited for its turn.
    if (request.req.destroyed) brokenOff();
    request.req.on('error', brokenOff).once('close', brokenOff);
    request.req.pipe(parser);
  });
}

async function collect(stream: Readable, name: string, declared: number | undefined, { maxMegabytes, lease, onStart }: Reception): Promise<{ bytes: Buffer; sha256: string }> {
  const limit = maxMegabytes * MEGABYTE;
  const hash = createHash('sha256');
  // The length of the whole body is a little more than that of the file in it.
  let bytes: Buffer = Buffer.allocUnsafe(Math.min(declared ?? MEGABYTE, limit));
  let length = 0;
  let started = false;
  try {
    // Not destroyed with the loop: the rest of what the caller sends is read into nothing while it hears the answer.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLarge(maxMegabytes);
      if (length > bytes.length) bytes = await grown(bytes, length, { limit, lease });
      chunk.copy(bytes, length - chunk.length);
      hash.update(chunk);
      if (!started && length <= LONGEST_START) started = onStart(bytes.subarray(0, length), name);
    }
  } catch (error) {
    if (error instanceof ReductionError) throw error;
    throw new ReductionError('request-invalid', `The upload broke off after ${length} bytes; nothing was kept.`, { bytes: length }, { cause: error });
  }
  if (length > MEGABYTE) setImmediate(collectYoung);
  return { bytes: bytes.subarray(0, length), sha256: hash.digest('hex') };
}

/** Twice the room, for a body that did not say how long it is. */
async function grown(bytes: Buffer, needed: number, { limit, lease }: { limit: number; lease: Lease }): Promise<Buffer> {
  const size = Math.min(limit, Math.max(needed, bytes.length * 2));
  // While it grows both are there.
  if (size + bytes.length > UNDECLARED_BYTES) await lease.extend(size);
  const larger = Buffer.allocUnsafe(size);
  bytes.copy(larger);
  return larger;
}

function tooLarge(maxMegabytes: number): ReductionError {
  return new ReductionError('too-large', `The file is larger than the ${maxMegabytes} MB that are allowed.`, { maxMegabytes });
}

/** RFC 6266: the plain parameter, or the extended one with its percent signs. */
function nameOfDisposition(header: string): string | undefined {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended);
    } catch {
      return extended;
    }
  }
  return /filename="([^"]*)"/i.exec(header)?.[1] ?? /filename=([^;\s]+)/i.exec(header)?.[1];
}
