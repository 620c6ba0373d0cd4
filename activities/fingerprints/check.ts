import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createWasmKernels } from '#numeric/kernels/wasm';
import { fingerprintCases } from './cases.js';
import { edited, fingerprintSteps, FORMAT, judge, type Fingerprints } from './fingerprints.js';
import { storedFrames } from './stored-frames.js';

const RECORD = 'activities/fingerprints/fingerprints.json';

/**
 * Every step on its stored input, against the record: run by `npm run check`, which bundles this file with `**` written as `Math.pow`.
 * What makes the hashes the same on every machine: inputs are committed integers; JavaScript rounds each operation to float64 by its
 * specification and WebAssembly (without relaxed SIMD) to float32 by its own, neither fusing any; the functions of `Math` are
 * exact-math.ts, in force before this file is loaded; all NaN count as one. Products are never hashed with their dates.
 */
export function check(root: string, accept: boolean): number {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const file = path.join(root, RECORD);
  const recorded: Fingerprints = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Fingerprints) : { format: FORMAT, steps: {} };
  const kernels = createWasmKernels(readFileSync(path.join(root, 'numeric/kernels/kernels.wasm')));
  const found = fingerprintSteps(fingerprintCases(storedFrames(path.join(root, 'activities/fingerprints/frames'))), kernels);
  const { wrong, unrecorded, accepted } = judge(recorded, found);
  const mistakes = [...new Set([...wrong, ...earlierRecords(root).flatMap((earlier) => edited(earlier, recorded))])];
  for (const sentence of mistakes) say(sentence);
  if (mistakes.length > 0) return 1;
  if (unrecorded.length === 0) return 0;
  if (!accept) {
    say(`Not on record: ${unrecorded.join(', ')}. Look at what changed, then run \`npm run check -- --accept\` and commit ${RECORD}.`);
    return 1;
  }
  writeFileSync(file, `${JSON.stringify(accepted, undefined, 2)}\n`);
  say(`Recorded: ${unrecorded.join(', ')}. Commit ${RECORD}.`);
  return 0;
}

/** The record of every commit on the way to this one; none outside a checkout. What two branches called by one version before they met is no fact of this line. */
function earlierRecords(root: string): Fingerprints[] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const commits = git('log', '--first-parent', '--format=%H', '--diff-filter=AM', '--', RECORD).split('\n').filter((line) => line !== '');
    return commits.map((commit) => JSON.parse(git('show', `${commit}:${RECORD}`)) as Fingerprints);
  } catch {
    return [];
  }
}
