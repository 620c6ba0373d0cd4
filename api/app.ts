import Router from '@koa/router';
import Koa from 'koa';
import type { Context } from './context.js';
import { openApiDocument, serveDocumentation } from './documentation.js';
import { RegisterRoutes } from './generated/routes.js';
import { Operations } from './operations.js';
import { servePortal } from './portal.js';
import { answerProblems } from './problem.js';
import { checkRequests } from './request-checks.js';
import { logRequests } from './request-log.js';
import { securityHeaders } from './security-headers.js';

/** The web application over its parts; it listens nowhere yet. */
export function makeApp(context: Context): Koa {
  const app = new Koa();
  // A listener or a download that leaves early is no error of ours.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!/^(ERR_STREAM_PREMATURE_CLOSE|ECONNRESET|EPIPE|HPE_\w+)$/.test(error.code ?? '')) context.log.error({ err: error }, 'a request ended badly');
  });
  app.use(async (ctx, next) => {
    (ctx.state as { context: Context }).context = context;
    await next();
  });
  app.use(logRequests(context.log));
  app.use(securityHeaders);
  app.use(answerProblems(context.log));
  app.use(checkRequests(new Operations(openApiDocument)));
  app.use(servePortal());
  // No parser of bodies: who takes JSON says so, frames are streamed by their controller, and any other body is not read.
  const router = new Router();
  serveDocumentation(router);
  RegisterRoutes(router);
  // A word of the document is no id: `/users/me/` is asked before `/users/{id}/`, in whatever order the controllers were read.
  router.stack.sort((a, b) => a.paramNames.length - b.paramNames.length);
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}
