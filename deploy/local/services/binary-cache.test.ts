import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMinio } from './binaries.js';
import { keepInCache } from './binary-cache.js';
import { verify } from './binary-sources.js';

describe('the cache of programs', () => {
  let folder: string;
  const quiet = () => undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'goodman-cache-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes a program once, also for two who want it at the same time', async () => {
    let made = 0;
    const make = async (target: string) => {
      made++;
      await sleep(400);
      writeFileSync(target, 'program');
    };
    const files = await Promise.all([1, 2].map(() => keepInCache(folder, 'minio-1', quiet, make)));
    expect(made).toBe(1);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['program', 'program']);
    expect(readdirSync(folder)).toEqual(['minio-1']);
  });

  it('holds nothing half-made after a failure, and tries again', async () => {
    const broken = (target: string) => {
      writeFileSync(target, 'half');
      return Promise.reject(new Error('the network went away'));
    };
    await expect(keepInCache(folder, 'minio-1', quiet, broken)).rejects.toThrow('the network went away');
    expect(readdirSync(folder)).toEqual([]);
    await keepInCache(folder, 'minio-1', quiet, async (target) => writeFileSync(target, 'whole'));
    expect(readFileSync(path.join(folder, 'minio-1'), 'utf8')).toBe('whole');
  });

  it('takes over the lock of a process that died', async () => {
    const lock = path.join(folder, 'minio-1.lock');
    mkdirSync(lock);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    await keepInCache(folder, 'minio-1', quiet, async (target) => writeFileSync(target, 'whole'));
    expect(readdirSync(folder)).toEqual(['minio-1']);
  });

  it('refuses content with another checksum', async () => {
    const file = path.join(folder, 'download');
    writeFileSync(file, 'abc');
    // The test vector of FIPS 180-4.
    await verify(file, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    writeFileSync(file, 'abd');
    await expect(verify(file, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')).rejects.toThrow(/is not the expected/);
  });

  it('does not look further than a program named by hand', async () => {
    const search = { cacheDir: folder, given: process.execPath, environment: {}, onProgress: quiet, signal: undefined };
    await expect(findMinio(search)).rejects.toThrow(/^MINIO_BIN=.* is not a minio program that runs on this machine\.$/);
  });
});
