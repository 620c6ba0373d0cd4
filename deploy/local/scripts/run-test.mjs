// `npm test`: the rooms in Node, then the portal in a browser's clothes; the last lines name what failed and count both. With a path or a project it runs only what was asked for.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runChild } from './run-process.mjs';

const counts = path.join(root, '.wireit/test-counts.json');

export async function test(node, rest) {
  const [first, second, ...others] = rest;
  const rooms = (options) => runChild(node, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...options], { cwd: root });
  const portal = (options) => runChild(node, [path.join(root, 'frontend/build.mjs'), 'test', ...options], { cwd: root });
  if (first === '--project' && second === 'portal') return portal(others);
  if (rest.length > 0) return rooms(rest);
  const results = [];
  for (const run of [rooms, portal]) {
    rmSync(counts, { force: true });
    const code = await run([]);
    if (code === 130 || code === 143) return code;
    results.push({ code, ...counted(code) });
  }
  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  const failures = results.flatMap((result) => result.failures);
  for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`);
  process.stdout.write(`${sum('passed')} passed, ${failures.length} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}\n`);
  return Math.max(...results.map(({ code }) => code));
}

/** What the reporter counted; a run that ended before it could is one failure. */
function counted(code) {
  try {
    return JSON.parse(readFileSync(counts, 'utf8'));
  } catch {
    return { passed: 0, failures: code === 0 ? [] : [`the run itself, with code ${code}`], skipped: 0 };
  }
}
