import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { holdsBack } from './asked-to-go-on.js';

/** Twice the largest file that is taken by default. */
const MOST_BYTES = 512 * 2 ** 20;

/**
 * A short answer for a caller that may still be sending. It goes out at once; the line stays open until the caller has said all, so that who writes
 * everything before it reads hears the answer too: a socket that is closed with something unread takes the answer along. What comes is read into
 * nothing, up to a bound; who sends more is cut off.
 */
export function lastWords(request: IncomingMessage, text: string, mostBytes = MOST_BYTES): Readable | string {
  if (request.complete || request.destroyed || holdsBack(request)) return text;
  return Readable.from(thenUntilSaid(request, text, mostBytes), { objectMode: false });
}

async function* thenUntilSaid(request: IncomingMessage, text: string, mostBytes: number): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
  await said(request, mostBytes);
}

function said(request: IncomingMessage, mostBytes: number): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) {
      resolve();
      return;
    }
    let bytes = 0;
    request
      .on('data', ({ length }: Buffer) => {
        bytes += length;
        if (bytes > mostBytes) request.destroy();
      })
      .once('end', resolve)
      .once('close', resolve)
      .on('error', () => undefined)
      .resume();
  });
}
