import type { IncomingMessage, ServerResponse } from 'node:http';

/** Callers who hold their body back until somebody wants it. */
const holding = new WeakSet<IncomingMessage>();

/**
 * A caller with `Expect: 100-continue` is told to go on when its body begins to be read, and not before: who may not send, or sends too much, hears
 * that instead and keeps its bytes. The line ends with such an answer, since nobody can tell whether a body still comes.
 */
export function goOnWhenRead(request: IncomingMessage, response: ServerResponse): void {
  holding.add(request);
  const read = request._read.bind(request);
  request._read = (size) => {
    if (holding.delete(request) && !response.headersSent) response.writeContinue();
    read(size);
  };
}

/** Does the caller still wait to be told? */
export function holdsBack(request: IncomingMessage): boolean {
  return holding.has(request);
}
