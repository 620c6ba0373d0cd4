import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'koa';
import { ReductionError } from '#activities/domain/errors';

/** A file as it came over the wire, hashed on the way. */
export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

const MEGABYTE = 2 ** 20;

/**
 * Takes one file from a request: the multipart field `file`, or the whole body with its name in `?name=` or in a Content-Disposition header.
 * @throws ReductionError `too-large` or `request-invalid`
 */
export async function receiveFile(request: Request, givenName: string | undefined, maxMegabytes: number): Promise<ReceivedFile> {
  const limit = maxMegabytes * MEGABYTE;
  if ((request.length ?? 0) > limit + MEGABYTE) throw tooLarge(maxMegabytes);
  if (request.is('multipart/*')) return receiveField(request, limit, maxMegabytes);
  const name = givenName ?? nameOfDisposition(request.get('content-disposition'));
  if (name === undefined) {
    throw new ReductionError('request-invalid', 'Send the frame as the multipart field "file", or as the whole body with its name in ?name=0123_target.fits.');
  }
  return { name, ...(await collect(request.req, limit, maxMegabytes)) };
}

async function receiveField(request: Request, limit: number, maxMegabytes: number): Promise<ReceivedFile> {
  let parser: busboy.Busboy;
  try {
    parser = busboy({ headers: request.headers, limits: { files: 1, fileSize: limit + 1, fields: 20, fieldSize: 64 * 1024 } });
  } catch (error) {
    throw new ReductionError('request-invalid', `The multipart body cannot be read: ${(error as Error).message}.`);
  }
  return new Promise((resolve, reject) => {
    let file: Promise<ReceivedFile> | undefined;
    parser.on('file', (field, stream, { filename }) => {
      if (field !== 'file') {
        stream.resume();
        return;
      }
      file = collect(stream, limit, maxMegabytes).then((received) => ({ name: filename ?? '', ...received }));
      // Told to the caller below; this keeps it from being an unhandled rejection until then.
      file.catch(() => undefined);
    });
    parser.on('close', () => {
      if (file) resolve(file);
      else reject(new ReductionError('request-invalid', 'The request has no multipart field "file" with a file in it.'));
    });
    const fail = (error: unknown) => {
      reject(new ReductionError('request-invalid', `The multipart body cannot be read: ${error instanceof Error ? error.message : String(error)}.`));
    };
    parser.on('error', fail);
    request.req.once('error', fail).once('close', () => {
      if (!request.req.complete) fail(new Error('the connection was closed before its end'));
    });
    request.req.pipe(parser);
  });
}

async function collect(stream: Readable, limit: number, maxMegabytes: number): Promise<{ bytes: Buffer; sha256: string }> {
  const hash: Hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      // Read on to its end, into nothing: a caller that is still sending does not hear our answer.
      if (length > limit) {
        chunks.length = 0;
        continue;
      }
      hash.update(chunk);
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ReductionError('request-invalid', `The upload broke off after ${length} bytes; nothing was kept.`, { bytes: length }, { cause: error });
  }
  if (length > limit) throw tooLarge(maxMegabytes);
  return { bytes: Buffer.concat(chunks, length), sha256: hash.digest('hex') };
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
