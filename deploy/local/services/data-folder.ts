import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Problem, systemReason } from '../settings/problem.js';
import { identify, isAlive, type ProcessIdentity } from '../supervision/process-identity.js';

/** PostgreSQL and MinIO stop taking writes before a disk is quite full; an empty platform alone needs about 100 MB. */
const LEAST_FREE_BYTES = 500e6;

const identity = z.object({ pid: z.number(), started: z.string() });
const memory = z.object({
  ports: z.record(z.string(), z.number()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
  /** Children of the platform that runs, or of one that crashed. */
  children: z.array(identity.extend({ name: z.string() })).default([]),
});
type Memory = z.output<typeof memory>;

/** DATA_DIR of one platform: its lock, and what it remembers from run to run. */
export interface DataFolder {
  readonly path: string;
  /** Creates a folder in it. */
  folder(name: string): string;
  readonly ports: Readonly<Record<string, number>>;
  rememberPorts(ports: Readonly<Record<string, number>>): void;
  /** Made at random once and kept. */
  secret(name: string): string;
  rememberChildren(children: readonly (ProcessIdentity & { readonly name: string })[]): void;
  /** Children of a crashed run that are still there. */
  readonly leftovers: readonly (ProcessIdentity & { readonly name: string })[];
  release(): void;
}

/**
 * Takes DATA_DIR for this process: made when missing, checked for room and the right to write, locked.
 * @throws Problem when another platform runs in it, or it cannot be used.
 */
export function openDataFolder(dataDir: string): DataFolder {
  prepareFolder(dataDir);
  const lock = path.join(dataDir, 'lock');
  takeLock(lock, dataDir);
  const file = path.join(dataDir, 'memory.json');
  let kept = memoryOrRelease(file, lock);
  const leftovers = kept.children.filter((child) => isAlive(child));
  let held = true;
  const save = (change: Partial<Memory>) => {
    kept = { ...kept, ...change };
    writePrivately(file, kept);
  };
  return {
    path: dataDir,
    folder(name) {
      const folder = path.join(dataDir, name);
      makePrivate(folder);
      return folder;
    },
    ports: kept.ports,
    rememberPorts: (ports) => save({ ports: { ...kept.ports, ...ports } }),
    secret(name) {
      const known = kept.secrets[name];
      if (known !== undefined) return known;
      const secret = randomBytes(18).toString('base64url');
      save({ secrets: { ...kept.secrets, [name]: secret } });
      return secret;
    },
    rememberChildren: (children) => save({ children: [...children] }),
    leftovers,
    release() {
      // Released twice, it would take the lock of the next owner.
      if (held) rmSync(lock, { force: true });
      held = false;
    },
  };
}

/** Whole or not at all, readable by its owner only: it holds passwords. */
export function writePrivately(file: string, content: unknown): void {
  const partial = `${file}.${process.pid}.new`;
  writeFileSync(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

/** A folder that only its owner may enter, also one that an earlier version left open: raw frames and databases lie in it. */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
}

/** PostgreSQL refuses to be root and runs as another user, who must pass through to its own folder, and sees nothing on the way. */
const DATA_DIR_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, DATA_DIR_MODE);
    const probe = path.join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, 'x'.repeat(4096));
    rmSync(probe);
  } catch (error) {
    throw new Problem(`The data folder ${dataDir} cannot be used: ${systemReason(error)}. Choose another with DATA_DIR.`);
  }
  const disk = statfsSync(dataDir);
  const free = disk.bavail * disk.bsize;
  if (free < LEAST_FREE_BYTES) {
    throw new Problem(`The disk of the data folder ${dataDir} is nearly full: ${(free / 1e6).toFixed(0)} MB free, ${LEAST_FREE_BYTES / 1e6} MB are needed.`);
  }
}

function takeLock(lock: string, dataDir: string): void {
  const mine = identify(process.pid) ?? { pid: process.pid, started: '' };
  const draft = `${lock}.${process.pid}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    // Linked with its content, so nobody ever reads a lock without an owner.
    writeFileSync(draft, JSON.stringify(mine));
    try {
      linkSync(draft, lock);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const owner = readLock(lock);
    if (owner !== undefined && isAlive(owner)) {
      throw new Problem(
        owner.pid === process.pid
          ? `This process already runs a platform in ${dataDir}.`
          : `A platform already runs in ${dataDir} (process ${owner.pid}): stop it first, or start this one with another DATA_DIR.`,
      );
    }
    rmSync(lock, { force: true });
  }
  throw new Problem(`The lock ${lock} cannot be taken: another platform is starting in the same folder.`);
}

function readLock(lock: string): ProcessIdentity | undefined {
  try {
    return identity.parse(JSON.parse(readFileSync(lock, 'utf8')));
  } catch {
    return undefined;
  }
}

function memoryOrRelease(file: string, lock: string): Memory {
  try {
    return readMemory(file);
  } catch (error) {
    rmSync(lock, { force: true });
    throw error;
  }
}

function readMemory(file: string): Memory {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return memory.parse({});
  }
  try {
    return memory.parse(JSON.parse(content));
  } catch {
    // Forgetting the passwords would lock us out of our own data: better to stop.
    throw new Problem(`${file} is damaged: restore it from a backup, or remove the whole data folder to start anew.`);
  }
}
