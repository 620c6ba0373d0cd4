// Builds the portal: the types of the API from its committed document, then the pages (into dist/portal, or served while one edits).
// `node frontend/build.mjs [types | build | serve | test] [options of ng]`
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { generateSchema } from '../clients/typescript/generate.mjs';

const here = import.meta.dirname;
const [task = 'build', ...options] = process.argv.slice(2);

await generateSchema();

if (task !== 'types') {
  const ng = createRequire(import.meta.url).resolve('@angular/cli/bin/ng.js');
  const child = spawn(process.execPath, [ng, task, ...options], { cwd: here, stdio: 'inherit', env: { ...process.env, NG_CLI_ANALYTICS: 'false' } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => (process.exitCode = code ?? 1));
}
