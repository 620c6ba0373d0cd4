import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { loggedPath } from './logged-path.js';

/**
 * Lets go of whoever neither sends nor reads for a while: a socket, its place in the limits and its memory are worth more than the rest of that
 * transfer. A caller who waits for us (in a queue, for the store) is not stalled: then it is our turn.
 */
export class StalledConnections {
  readonly #patienceMs: number;
  readonly #log: Logger;
  readonly #requests = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  readonly #ourTurn = new WeakMap<IncomingMessage, number>();

  constructor(patienceMs: number, log: Logger) {
    this.#patienceMs = patienceMs;
    this.#log = log;
  }

  watch(server: Server): void {
    server.setTimeout(this.#patienceMs, (socket) => {
      this.#look(socket);
    });
    for (const asked of ['request', 'checkContinue'] as const) server.prependListener(asked, (request: IncomingMessage, response: ServerResponse) => this.#requests.set(request.socket, { request, response }));
  }

  /** What the caller waits for meanwhile is not its fault. */
  async whileWeWork<T>(request: IncomingMessage, work: Promise<T>): Promise<T> {
    this.#ourTurn.set(request, (this.#ourTurn.get(request) ?? 0) + 1);
    try {
      return await work;
    } finally {
      this.#ourTurn.set(request, (this.#ourTurn.get(request) ?? 1) - 1);
    }
  }

  #look(socket: Socket): void {
    const current = this.#requests.get(socket);
    if (current && !current.response.writableFinished && this.#isOurTurn(current)) {
      socket.setTimeout(this.#patienceMs);
      return;
    }
    if (current && !current.response.writableFinished) {
      this.#log.info({ method: current.request.method, path: loggedPath(current.request.url?.split('?')[0] ?? ''), patienceMs: this.#patienceMs }, 'a stalled connection was let go');
    }
    socket.destroy();
  }

  #isOurTurn({ request, response }: { request: IncomingMessage; response: ServerResponse }): boolean {
    if (response.headersSent && response.writableLength > 0) return false; // it does not read
    if ((this.#ourTurn.get(request) ?? 0) > 0) return true;
    return request.complete; // all is said: it waits for our answer
  }
}
