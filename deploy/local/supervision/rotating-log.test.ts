import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RotatingLog } from './rotating-log.js';

describe('a rotating log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'goodman-log-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps the newest lines and never more than its share of the disk', () => {
    const file = path.join(folder, 'api.log');
    const log = new RotatingLog(file, { bytes: 100, files: 2 });
    for (let i = 0; i < 100; i++) log.write(`line ${String(i).padStart(4, '0')}\n`);
    log.close();
    expect(readdirSync(folder).sort()).toEqual(['api.log', 'api.log.1', 'api.log.2']);
    const kept = ['api.log.2', 'api.log.1', 'api.log'].map((name) => readFileSync(path.join(folder, name), 'utf8'));
    for (const text of kept) expect(text.length).toBeLessThanOrEqual(100);
    const lines = kept.join('').trimEnd().split('\n');
    expect(lines.at(-1)).toBe('line 0099');
    expect(lines).toEqual(Array.from({ length: lines.length }, (_, i) => `line ${String(100 - lines.length + i).padStart(4, '0')}`));
  });

  it('goes on after a restart', () => {
    const file = path.join(folder, 'api.log');
    for (const word of ['first', 'second']) {
      const log = new RotatingLog(file);
      log.write(`${word}\n`);
      log.close();
    }
    expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n');
  });
});
