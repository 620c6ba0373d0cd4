import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type Router from '@koa/router';
import type { OpenApiDocument } from './operations.js';

const assets = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png' };

/** Its own start script points to a demonstration; ours to our document, relative so that any prefix before /api holds. */
const initializer = `window.onload = () => {
  window.ui = SwaggerUIBundle({ url: '../openapi.json', dom_id: '#swagger-ui', deepLinking: true, persistAuthorization: true, filter: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout' });
};
`;

// The compiled code finds the committed document beside the sources.
const source = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './generated/openapi.json' : '../../api/generated/openapi.json', import.meta.url));
const documentText = readFileSync(source, 'utf8');
export const openApiDocument = JSON.parse(documentText) as OpenApiDocument;

/** The OpenAPI document, and Swagger UI to read and try it. */
export function serveDocumentation(router: Router): void {
  // A name of one of its own files and nothing else: no folder, no way up, nothing that is not there.
  const known = new Set(readdirSync(assets));
  router.get('/api/openapi.json', (ctx) => {
    ctx.type = 'application/json';
    ctx.body = documentText;
  });
  router.get('/api/docs', (ctx, next) => {
    if (!ctx.path.endsWith('/')) {
      ctx.redirect('docs/');
      return;
    }
    return next();
  });
  router.get('/api/docs/{:file}', async (ctx, next: () => Promise<void>) => {
    const name = (ctx.params as { file?: string }).file ?? 'index.html';
    if (name === 'swagger-initializer.js') {
      ctx.type = 'text/javascript';
      ctx.body = initializer;
      return;
    }
    const type = types[path.extname(name)];
    if (type === undefined || !known.has(name)) return next();
    ctx.type = type;
    ctx.body = await readFile(path.join(assets, name));
  });
}
