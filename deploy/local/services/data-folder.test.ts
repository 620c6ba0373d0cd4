import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataFolder } from './data-folder.js';

describe('the data folder', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'goodman-data-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('belongs to one platform at a time', () => {
    const first = openDataFolder(dataDir);
    expect(() => openDataFolder(dataDir)).toThrow(/already runs/);
    first.release();
    const second = openDataFolder(dataDir);
    first.release();
    expect(() => openDataFolder(dataDir)).toThrow(/already runs/);
    second.release();
  });

  it('is open to nobody else, nor is anything below it, also where an earlier version left it open', () => {
    chmodSync(dataDir, 0o755);
    mkdirSync(path.join(dataDir, 'minio'), { mode: 0o755 });
    const data = openDataFolder(dataDir);
    // Root passes PostgreSQL, another user, through: nobody can list what is there.
    expect(statSync(dataDir).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const name of ['minio', 'logs']) expect(statSync(data.folder(name)).mode & 0o777).toBe(0o700);
    data.release();
  });

  it('is taken over from a platform that crashed', () => {
    // Process 1 lives, but it did not start then: the id was given to another program since.
    writeFileSync(path.join(dataDir, 'lock'), JSON.stringify({ pid: 1, started: 'before the crash' }));
    openDataFolder(dataDir).release();
    expect(existsSync(path.join(dataDir, 'lock'))).toBe(false);
  });

  it('remembers ports and passwords, for its owner only', () => {
    const first = openDataFolder(dataDir);
    const secret = first.secret('postgres');
    first.rememberPorts({ postgres: 23_456 });
    first.release();
    const second = openDataFolder(dataDir);
    expect(second.secret('postgres')).toBe(secret);
    expect(second.ports).toEqual({ postgres: 23_456 });
    expect(statSync(path.join(dataDir, 'memory.json')).mode & 0o077).toBe(0);
    second.release();
  });

  it('says what is wrong with a folder that cannot be made', () => {
    const file = path.join(dataDir, 'file');
    writeFileSync(file, '');
    expect(() => openDataFolder(path.join(file, 'platform'))).toThrow(/cannot be used: a part of the path is a file, not a folder\. Choose another with DATA_DIR/);
  });

  it.skipIf(process.getuid?.() === 0)('says when it may not be written to', () => {
    chmodSync(dataDir, 0o500);
    expect(() => openDataFolder(dataDir)).toThrow(/this user has no permission there/);
    chmodSync(dataDir, 0o700);
  });

  it('does not forget passwords when its memory is damaged', () => {
    writeFileSync(path.join(dataDir, 'memory.json'), '{"secrets":');
    expect(() => openDataFolder(dataDir)).toThrow(/memory\.json is damaged/);
    // The refusal leaves no lock behind.
    expect(existsSync(path.join(dataDir, 'lock'))).toBe(false);
  });
});
