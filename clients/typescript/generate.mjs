// The types of the API from its committed document, for this client and the portal alike: `node clients/typescript/generate.mjs`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

export async function generateSchema() {
  const types = await openapiTypescript(new URL('../../api/generated/openapi.json', import.meta.url));
  writeFileSync(new URL('src/schema.d.ts', import.meta.url), `// Generated from api/generated/openapi.json by clients/typescript/generate.mjs.\n${astToString(types)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateSchema();
