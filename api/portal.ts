import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Middleware } from 'koa';
import serve from 'koa-static';
import { contextOf } from './context.js';

/** Its program, its style sheet and its workers come from here; nothing is inline, so nothing that is written into a page can run. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR_MS = 365 * 24 * 3600 * 1000;
/** The build names a file after its content: main-Cn2ko4TV.js never changes. */
const HASHED = /[\\/](?:main|chunk|styles|worker)-[\w-]{8}\.(?:js|css)$/;

// Beside the compiled rooms, from wherever this file runs.
const built = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/portal' : '../portal', import.meta.url));

/** The pages of the portal for every GET outside /api: a file of the build, or the page that finds its way by itself. Without a build it serves nothing. */
export function servePortal(folder = built): Middleware {
  const files = serve(folder, {
    index: false,
    setHeaders(response, file) {
      response.setHeader('Cache-Control', HASHED.test(file) ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache');
    },
  });
  return async (ctx, next: () => Promise<void>) => {
    if (/^\/api(?:\/|$)/.test(ctx.path) || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.set('Content-Security-Policy', POLICY);
    if (path.extname(ctx.path) !== '') {
      await files(ctx, next);
      return;
    }
    const page = path.join(folder, 'index.html');
    if (!existsSync(page)) return next();
    ctx.set('Cache-Control', 'no-cache');
    ctx.type = 'html';
    ctx.body = underPrefix(await readFile(page, 'utf8'), contextOf(ctx.request).settings.PUBLIC_URL);
  };
}

/** Behind a proxy that adds a prefix, links of the page begin with it. */
function underPrefix(page: string, publicUrl: string | undefined): string {
  const prefix = publicUrl === undefined ? '/' : new URL(publicUrl).pathname.replace(/\/*$/, '/');
  return page.replace('<base href="/">', () => `<base href="${prefix}">`);
}
