// What must be there before a task runs: the installed packages and the two things that are generated.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture, findNode, root, say, sourceFlags, Stop } from './run-process.mjs';

const at = (...parts) => path.join(root, ...parts);
const seconds = (since) => `${Math.max(1, Math.round((Date.now() - since) / 1000))} s`;
const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n');

/**
 * What is generated: by which script, into what, from what. `after` are the others whose output it reads: they are generated first, and it is out of
 * date when they are newer, whichever command came before.
 */
export const generated = {
  kernels: {
    title: 'numeric kernels',
    script: 'numeric/assembly/build.mjs',
    flags: () => [],
    output: 'numeric/kernels/kernels.wasm',
    inputs: ['numeric/assembly'],
    after: [],
  },
  api: {
    title: 'API routes and document',
    script: 'api/generate.ts',
    flags: sourceFlags,
    output: 'api/generated/routes.ts',
    inputs: ['api', 'activities/domain', 'activities/store'],
    after: [],
  },
  compiled: {
    title: 'compiled sources',
    script: 'deploy/local/scripts/compile.mjs',
    flags: () => [],
    output: 'dist/.compiled',
    inputs: ['numeric', 'activities', 'workflows', 'api', 'deploy'],
    after: ['api'],
  },
};

export async function prepare(needs) {
  const missing = () => ({ packages: !installed(), outputs: inOrder(needs).filter((name) => isStale(generated[name])) });
  const first = missing();
  if (!first.packages && first.outputs.length === 0) return;
  const release = await takeLock();
  try {
    // Asked again: another command may have done it while this one waited.
    if (missing().packages) await install();
    // Each is asked when its turn comes: what was generated before it may have made it stale.
    for (const name of inOrder(needs)) if (isStale(generated[name])) await generate(generated[name]);
  } finally {
    release();
  }
}

/** Everything needed, what others read before what reads it. */
export function inOrder(needs, graph = generated) {
  const order = new Set();
  const visit = (name) => {
    for (const earlier of graph[name].after) visit(earlier);
    order.add(name);
  };
  for (const name of needs) visit(name);
  return [...order];
}

/** One file says which lock file node_modules was made from; npm's own hidden lock file answers for a `npm ci` by hand. */
function installed() {
  const hidden = at('node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = lockHash();
  const stamp = at('node_modules/.goodman-lock-hash');
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted;
  if (statSync(hidden).mtimeMs < statSync(at('package-lock.json')).mtimeMs) return false;
  writeFileSync(stamp, wanted);
  return true;
}

function lockHash() {
  return createHash('sha256').update(readFileSync(at('package-lock.json'))).digest('hex');
}

async function install() {
  const since = Date.now();
  say('Installing the packages of package-lock.json, about a minute, once ...');
  const npm = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const { code, output } = await capture(npm[0], [...npm.slice(1), 'ci', '--no-fund', '--no-audit'], { shell: process.platform === 'win32' });
  if (code !== 0) {
    rmSync(at('node_modules/.goodman-lock-hash'), { force: true });
    say(lastLines(output, 15));
    throw new Stop(
      code === 127
        ? 'npm was not found: install Node with npm, then try again.'
        : '"npm ci" failed (its last lines are above): check the network and the free disk space, then try again.',
    );
  }
  writeFileSync(at('node_modules/.goodman-lock-hash'), lockHash());
  say(`Packages installed in ${seconds(since)}.`);
}

/** Missing, or older than one of its inputs or than what it reads of others. */
function isStale({ script, output, inputs, after }) {
  if (!existsSync(at(script))) return false;
  if (!existsSync(at(output))) return true;
  const made = statSync(at(output)).mtimeMs;
  const read = after.map((name) => at(generated[name].output));
  return [at('package-lock.json'), ...read, ...inputs.flatMap((folder) => sources(at(folder)))].some((file) => statSync(file).mtimeMs > made);
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' || entry.name === 'build' ? [] : sources(full);
    return /(?<!\.test)\.(ts|mjs)$/.test(entry.name) ? [full] : [];
  });
}

async function generate({ title, script, flags, output }) {
  say(`Generating the ${title} ...`);
  const result = await capture(findNode(), [...flags(), at(script)]);
  if (result.code !== 0 || !existsSync(at(output))) {
    say(lastLines(result.output, 40));
    throw new Stop(`Generating the ${title} failed (${script}): its last lines are above.`);
  }
  // A generator may leave a file alone that would not change; its date still says when it was checked.
  const now = new Date();
  utimesSync(at(output), now, now);
}

/** One command at a time installs or generates; the lock of a command that died is taken over. */
async function takeLock() {
  const lock = at('.data/prepare.lock');
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Stop(`The checkout cannot be written to: ${error.message}`);
    }
    if (!alive(lock)) rmSync(lock, { force: true });
    else {
      if (waited === 4) say('Waiting for another command that is installing or generating ...');
      await sleep(250);
    }
  }
}

function alive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Between its creation and its first byte the lock is empty: its owner is alive.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 5000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
