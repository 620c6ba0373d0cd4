// Makes the OpenAPI document and the routes from the controllers. Run it after changing one: `npm run check` compares.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSpecAndRoutes } from 'tsoa';
import { documentedAnswers, type Answers } from './problem-responses.js';
import { uploadDocument } from './upload-document.js';
import { softwareVersion } from './version.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const generated = path.join(here, 'generated');

/** The package's template declares the router's type in a way that its present major does not have. */
function routesTemplate(folder: string): string {
  const require = createRequire(import.meta.url);
  const file = path.join(path.dirname(require.resolve('@tsoa/cli/package.json', { paths: [require.resolve('tsoa')] })), 'dist/routeGeneration/templates/koa.hbs');
  const line = "import type * as KoaRouter from '@koa/router';";
  const template = readFileSync(file, 'utf8');
  if (!template.includes(line)) throw new Error(`${file} has changed: look whether api/generate.ts still has to correct it`);
  const corrected = path.join(folder, 'koa.hbs');
  writeFileSync(corrected, template.replace(line, "import type KoaRouter from '@koa/router';"));
  return corrected;
}

interface OpenApi {
  paths: Record<string, Record<string, { responses: Answers; security?: Record<string, string[]>[] }>>;
  components: { securitySchemes: Record<string, object> };
}

interface MaybeBytes {
  schema?: { anyOf?: { format?: string }[] };
}

/** What is answered as JSON or as bytes: tsoa says "either" under both types. */
function toldApart(responses: Answers): Answers {
  const body = (type: string, whole: MaybeBytes) => {
    const fitting = whole.schema?.anyOf?.filter(({ format }) => (format === 'byte') !== type.endsWith('json'));
    return fitting === undefined ? whole : { schema: fitting.length === 1 ? fitting[0] : { anyOf: fitting } };
  };
  return Object.fromEntries(
    Object.entries(responses).map(([status, { content, ...rest }]) => {
      if (!content) return [status, rest];
      const told = Object.entries(content as Record<string, MaybeBytes>).map(([type, whole]) => [type, body(type, whole)]);
      return [status, { ...rest, content: Object.fromEntries(told) as Record<string, unknown> }];
    }),
  );
}

/** Row numbers and sizes have 64 bits; tsoa says 32 of every whole number. It names paths without the closing slash that callers of this API type, and knows streams only as base64. */
function corrected(document: OpenApi): OpenApi {
  const paths = Object.fromEntries(Object.entries(document.paths).map(([name, operations]) => [name.endsWith('/') ? name : `${name}/`, operations]));
  for (const { security } of Object.values(paths).flatMap(Object.values<OpenApi['paths'][string][string]>)) {
    // What takes a token takes the cookie of a browser too.
    if (security?.some((scheme) => 'token' in scheme) && !security.some((scheme) => 'session' in scheme)) security.push({ session: [] });
  }
  document.components.securitySchemes['session'] = {
    type: 'apiKey',
    in: 'cookie',
    name: 'goodman_session',
    description: 'Set by POST /api/session/; behind TLS it is called __Host-goodman_session. Writes need the header X-CSRF-Token as well.',
  };
  Object.assign(paths['/api/files/']?.['post'] as object, uploadDocument);
  for (const operations of Object.values(paths)) {
    for (const [method, operation] of Object.entries(operations)) operation.responses = toldApart(documentedAnswers(method, operation));
  }
  return JSON.parse(JSON.stringify({ ...document, paths }).replaceAll('"format":"byte"', '"format":"binary"').replaceAll('"format":"int32"', '"format":"int64"')) as OpenApi;
}

async function generate(scratch: string): Promise<void> {
  mkdirSync(generated, { recursive: true });
  await generateSpecAndRoutes({
    configuration: {
      entryFile: path.join(here, 'server.ts'),
      controllerPathGlobs: [path.join(here, 'controllers/*.ts')],
      noImplicitAdditionalProperties: 'throw-on-extras',
      // Numbers, not names: they go to the compiler as they are. NodeNext, NodeNext, ES2023.
      compilerOptions: {
        module: 199,
        moduleResolution: 99,
        target: 10,
        customConditions: ['gp-src'],
        experimentalDecorators: true,
        strict: true,
        skipLibCheck: true,
        types: ['node'],
      },
      spec: {
        outputDirectory: generated,
        specFileBaseName: 'openapi',
        specVersion: 3,
        name: 'Goodman Live Pipeline',
        description: 'Raw frames in, calibrated spectra out. Errors are problem documents (RFC 9457).',
        version: softwareVersion,
        license: 'BSD-3-Clause',
        contact: {},
        basePath: '/',
        securityDefinitions: {
          token: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Token <key>' },
        },
      },
      routes: {
        routesDir: generated,
        middleware: 'koa',
        esm: true,
        authenticationModule: path.join(here, 'access/auth.ts'),
        iocModule: path.join(here, 'context.ts'),
        middlewareTemplate: routesTemplate(scratch),
        noWriteIfUnchanged: true,
      },
    },
  });
  const file = path.join(generated, 'openapi.json');
  const document = corrected(JSON.parse(readFileSync(file, 'utf8')) as OpenApi);
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}

const scratch = mkdtempSync(path.join(tmpdir(), 'goodman-routes-'));
try {
  await generate(scratch);
} finally {
  rmSync(scratch, { recursive: true });
}
