// `npm run check`: every wall and every type, all of them even when one fails, and a line for each at the end.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, runChild, say, sourceFlags } from './run-process.mjs';

const at = (...parts) => path.join(root, ...parts);
const tool = (file) => at('node_modules', file);
const rooms = ['numeric', 'activities', 'workflows', 'api', 'deploy'];

const apiDocument = 'api/generated/openapi.json';

export async function check(node, options = []) {
  const run = (...args) => runChild(node, args, { cwd: root });
  const checks = [
    ['API document', () => checkApiDocument(run)],
    ['types', () => run(tool('typescript/bin/tsc'), '-b', 'tsconfig.build.json')],
    ['portal types', () => checkPortal(run)],
    ['lint', () => run(tool('eslint/bin/eslint.js'), '.')],
    ['walls', () => run(tool('dependency-cruiser/bin/dependency-cruiser.mjs'), ...rooms, '--config', '.dependency-cruiser.mjs')],
    ['step numbers', () => run(at('deploy/local/scripts/check-fingerprints.mjs'), ...options)],
  ];
  const results = [];
  for (const [title, perform] of checks) {
    say(`--- ${title}`);
    const since = Date.now();
    const code = await perform();
    results.push({ title, code, duration: (Date.now() - since) / 1000 });
    // A Ctrl-C ends the whole check, not one part of it.
    if (code === 130 || code === 143) return code;
  }
  say('');
  for (const { title, code, duration } of results) {
    say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${title.padEnd(14)} ${duration.toFixed(1)} s`);
  }
  return results.some(({ code }) => code !== 0) ? 1 : 0;
}

/** Its programs, templates and tests, against the committed document of the API. */
async function checkPortal(run) {
  const code = await run(at('frontend/build.mjs'), 'types');
  return code !== 0 ? code : run(tool('@angular/compiler-cli/bundles/src/bin/ngc.js'), '-p', 'frontend/tsconfig.check.json');
}

/** Generated again, it must be the committed document, byte for byte. */
async function checkApiDocument(run) {
  const content = () => (existsSync(at(apiDocument)) ? readFileSync(at(apiDocument), 'utf8') : '');
  const before = content();
  const code = await run(...sourceFlags(), at('api/generate.ts'));
  if (code !== 0 || content() === before) return code;
  say(`${apiDocument} was out of date and is new now: commit it.`);
  return 1;
}
