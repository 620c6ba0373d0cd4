import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, systemReason } from '../settings/problem.js';

/** A lock nobody has touched for this long belongs to a process that died; its owner touches it every few seconds. */
const STALE_MS = 15_000;
const TOUCH_MS = 3000;

/**
 * A file of the cache, made when missing: whole or not at all, by one process at a time, so two platforms that start together
 * do not both build.
 */
export async function keepInCache(
  folder: string,
  name: string,
  onProgress: (line: string) => void,
  make: (target: string) => Promise<void>,
): Promise<string> {
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Problem(`The cache folder ${folder} cannot be made: ${systemReason(error)}. Choose another with CACHE_DIR.`);
  }
  const release = await lockFolder(`${file}.lock`, () => onProgress(`waiting for another process that gets ${name}`));
  try {
    if (existsSync(file)) return file;
    const draft = mkdtempSync(path.join(folder, '.new-'));
    try {
      const target = path.join(draft, name);
      await make(target);
      renameSync(target, file);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return file;
  } finally {
    release();
  }
}

/** A folder as lock: making one is atomic on every file system, shared ones too, where process ids mean nothing. */
async function lockFolder(lock: string, onWait: () => void): Promise<() => void> {
  for (let attempt = 0; ; attempt++) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw new Problem(`${lock}: ${systemReason(error)}`);
    }
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_MS) rmSync(lock, { recursive: true, force: true });
    else {
      if (attempt === 4) onWait();
      await sleep(250);
    }
  }
  const touch = setInterval(() => {
    const now = new Date();
    if (existsSync(lock)) utimesSync(lock, now, now);
  }, TOUCH_MS);
  touch.unref();
  return () => {
    clearInterval(touch);
    rmSync(lock, { recursive: true, force: true });
  };
}
