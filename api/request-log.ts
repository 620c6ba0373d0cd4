import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { addressOfCaller } from './caller-address.js';
import { loggedPath } from './logged-path.js';
import { requestScope } from './request-scope.js';

/**
 * Gives each request its id, or takes the one a proxy gave it, and writes a line when it has ended: who, what, how it went. No query, header or
 * body, nor the token of a link: a secret may stand in each of them.
 */
export function logRequests(log: Logger): Middleware {
  return async (ctx, next) => {
    const given = ctx.get('x-request-id');
    const id = /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    const since = performance.now();
    ctx.set('X-Request-Id', id);
    ctx.res.once('close', () => {
      const { account } = ctx.state as { account?: string };
      const line = { requestId: id, method: ctx.method, path: loggedPath(ctx.path), status: ctx.res.statusCode, milliseconds: Math.round(performance.now() - since), account, address: addressOfCaller(ctx.request) };
      log.info(line, ctx.res.writableFinished ? 'answered' : 'left before the answer was out');
    });
    await requestScope.run({ id, ctx }, next);
  };
}
