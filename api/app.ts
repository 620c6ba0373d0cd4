import Router from '@koa/router';
import Koa from 'koa';
import { koaBody } from 'koa-body';
import type { Context } from './context.js';
import { serveDocumentation } from './documentation.js';
import { RegisterRoutes } from './generated/routes.js';
import { answerProblems } from './problem.js';

/** The web application over its parts; it listens nowhere yet. */
export function makeApp(context: Context): Koa {
  const app = new Koa();
  // A listener or a download that leaves early is no error of ours.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(error.code ?? '')) context.log.error({ err: error }, 'a request ended badly');
  });
  app.use(answerProblems(context.log));
  app.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    (ctx.state as { context: Context }).context = context;
    await next();
  });
  // JSON only: frames are streamed by their controller, past every parser.
  app.use(koaBody({ json: true, multipart: false, urlencoded: false, text: false, jsonLimit: '1mb' }));
  const router = new Router();
  serveDocumentation(router);
  RegisterRoutes(router);
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}
