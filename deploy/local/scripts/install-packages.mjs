// The packages of package-lock.json, installed once, by one command at a time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture, lastLines, root, say, Stop } from './run-process.mjs';

const at = (...parts) => path.join(root, ...parts);
const seconds = (since) => `${Math.max(1, Math.round((Date.now() - since) / 1000))} s`;

/** @throws Stop when npm cannot install them. */
export async function installPackages() {
  if (installed()) return;
  const release = await takeLock();
  try {
    // Asked again: another command may have done it while this one waited.
    if (!installed()) await install();
  } finally {
    release();
  }
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

/** One command at a time installs; the lock of a command that died is taken over. */
async function takeLock() {
  const lock = at('.data/install.lock');
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
      if (waited === 4) say('Waiting for another command that is installing the packages ...');
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
