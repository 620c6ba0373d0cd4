import type { Middleware } from 'koa';
import { isOverTls } from './caller-address.js';
import { contextOf } from './context.js';

/** Nothing here is a page but the documentation, whose program and styles come from here. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const YEAR_SECOND = 31_536_000;

/** What a browser should not do with our answers (OWASP secure headers). */
export const securityHeaders: Middleware = async (ctx, next) => {
  ctx.set({
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': POLICY,
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Answers are for one account; what may be kept says so itself.
    'Cache-Control': ctx.path.startsWith('/api/docs') || ctx.path === '/api/openapi.json' ? 'no-cache' : 'no-store',
  });
  if (isOverTls(ctx.request, contextOf(ctx.request).settings)) ctx.set('Strict-Transport-Security', `max-age=${YEAR_SECOND}`);
  await next();
};
