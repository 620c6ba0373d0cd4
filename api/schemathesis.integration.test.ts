import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env } from 'node:process'; // eslint-disable-line no-restricted-syntax -- given to this test alone
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './test-api.js';
import { matrixWorld, type MatrixWorld } from './test-matrix-world.js';

/** The program, which `npm run golden schemathesis` gives, and the cases for each operation and role. */
const program = env['SCHEMATHESIS'];
const cases = Number(env['SCHEMATHESIS_CASES'] ?? 5);
const LONGEST_MS = 60_000 + cases * 120_000;
/** Asked of every role: the figures of this document, committed beside it. */
const figures = fileURLToPath(new URL('generated/schemathesis.json', import.meta.url));
const document = fileURLToPath(new URL('generated/openapi.json', import.meta.url));

/**
 * What the document promises for every answer, whatever is asked. Not among them: that all which fits a schema is accepted and all which does not is
 * refused, since a schema cannot say which combinations are possible; and that a method which is not there has an Allow header of some shape.
 */
const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_headers_conformance', 'response_schema_conformance', 'ignored_auth', 'use_after_free'];

let api: TestApi;
let world: MatrixWorld;
let folder: string;
beforeAll(async () => {
  // A million wrong tokens are tried here, all from one address.
  api = await startTestApi({ WRONG_TOKENS_PER_MINUTE: '1000000', REQUESTS_PER_MINUTE: '1000000' });
  world = await matrixWorld(api);
  folder = await mkdtemp(path.join(tmpdir(), 'goodman-schemathesis-'));
  // 501 is what the document promises of fluxes until they exist: of this operation and this status, no other; its shape is checked like any other.
  await writeFile(path.join(folder, 'schemathesis.toml'), '[[operations]]\ninclude-name = "POST /api/files/spectrum/calibrate/flux/"\nchecks.not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", "501"]\n');
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

function run(token: string | undefined, seed: number): Promise<{ readonly code: number | null; readonly output: string }> {
  // The event stream never ends: its own tests read it.
  const args = ['run', document, '--url', api.url, '--checks', CHECKS.join(','), '--exclude-path', '/api/events/', '--phases', 'fuzzing', '--max-examples', String(cases), '--no-shrink', '--seed', String(seed), '--continue-on-failure', '--request-timeout', '30', '--warnings', 'off', '--no-color'];
  const child = spawn(program ?? '', [...args, ...(token === undefined ? [] : ['--header', `Authorization: Token ${token}`])], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** Kept role by role: a run takes an hour, and may be asked for one role (`-t "as pi"`). */
async function note(role: string, result: { readonly cases: number; readonly failures: number; readonly withoutAnswer: number }): Promise<void> {
  const { roles } = JSON.parse(await readFile(figures, 'utf8')) as { roles: Record<string, object> };
  await writeFile(figures, `${JSON.stringify({ program: 'schemathesis 4.32.5', checks: CHECKS, roles: { ...roles, [role]: { casesPerOperation: cases, ...result } } }, undefined, 2)}\n`);
}

describe.skipIf(program === undefined)('schemathesis over the whole document (npm run golden schemathesis)', () => {
  it.each(['pi', 'staff', 'owner', 'service', 'none'] as const)('finds no server error and nothing undocumented as %s', async (role) => {
    const token = role === 'none' ? undefined : role === 'owner' ? world.owner : role === 'service' ? world.service : api.tokens[role];
    const { code, output } = await run(token, 1);
    const count = (what: RegExp) => Number(what.exec(output)?.[1] ?? 0);
    await note(role, { cases: count(/(\d+) generated/), failures: count(/found (\d+) unique/), withoutAnswer: count(/(\d+) errored/) });
    // Said at once, since the run goes on for an hour. What went wrong, an answer that did not come too, stands before the summary.
    process.stderr.write(`${role}: ${code === 0 ? output.slice(Math.max(0, output.search(/=+ SUMMARY =+/))) : output.slice(-50_000)}\n`);
    expect(code, output.slice(-20_000)).toBe(0);
  }, LONGEST_MS);
});
