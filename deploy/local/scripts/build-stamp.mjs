// Spares the build graph (half a second) when no source and nothing generated has changed since it last ran. It only ever says "unchanged" when
// size and date of every file say so; all else is for the graph to decide, by content.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run-process.mjs';

const rooms = ['numeric', 'activities', 'workflows', 'api', 'deploy', 'frontend'];
const stampOf = (target) => path.join(root, '.wireit', `unchanged-${target.replaceAll(':', '-')}`);

/** What the graph reads: at least every file it names as an input. */
export function sourcesNow() {
  const isSource = (file) => /\.(ts|mjs|json|css|html|js|svg)$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !file.startsWith('api/generated/') && !file.includes('/node_modules/');
  return fingerprint([...['package.json', 'package-lock.json', 'tsconfig.json'], ...rooms.flatMap((room) => filesIn(room)).filter(isSource)]);
}

function outputsNow() {
  return fingerprint(['numeric/kernels/kernels.wasm', 'api/generated/routes.ts', ...filesIn('dist').filter((file) => file.endsWith('.js'))]);
}

export function isUnchanged(target) {
  try {
    const { sources, outputs } = JSON.parse(readFileSync(stampOf(target), 'utf8'));
    return sources === sourcesNow() && outputs === outputsNow();
  } catch {
    return false;
  }
}

export function rememberBuilt(target, sources) {
  mkdirSync(path.dirname(stampOf(target)), { recursive: true });
  writeFileSync(stampOf(target), JSON.stringify({ sources, outputs: outputsNow() }));
}

/** Paths relative to the checkout. */
function filesIn(folder) {
  let entries;
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? filesIn(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const state = statSync(path.join(root, file), { throwIfNoEntry: false });
    hash.update(`${file} ${state?.ino} ${state?.size} ${state?.mtimeMs} ${state?.ctimeMs}\n`);
  }
  return hash.digest('hex');
}
