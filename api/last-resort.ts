import type { Logger } from 'pino';
import { problemOf } from './problem.js';
import { requestScope } from './request-scope.js';

/**
 * What nobody caught: an error event without a listener, a promise nobody waits for. Every request has its own state, so one that went wrong
 * is answered (500, with a reference) and the others go on; ending the process would end them too.
 */
export function surviveMistakes(log: Logger): void {
  const survive = (error: unknown) => {
    const scope = requestScope.getStore();
    const problem = problemOf(error);
    log.fatal({ err: error, requestId: scope?.id, reference: problem.reference }, 'a mistake that nobody caught');
    const response = scope?.ctx.res;
    if (!response || response.writableEnded) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(problem.status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
  };
  process.on('uncaughtException', survive).on('unhandledRejection', survive);
}
