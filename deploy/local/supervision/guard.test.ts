import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify } from './process-identity.js';

/** A supervisor in a process of its own, with one child that ignores polite requests and has a child itself. */
const parent = `
  import { startGuard } from './guard.ts';
  import { spawn } from 'node:child_process';
  const guard = startGuard();
  guard.removeLater(process.argv[1]);
  const deaf = "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);";
  const child = spawn(process.execPath, ['-e', deaf + "console.log(require('node:child_process').spawn(process.execPath, ['-e', " + JSON.stringify(deaf) + "]).pid)"],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  guard.watch(child.pid, 'SIGTERM');
  child.stdout.once('data', (grandchild) => console.log(JSON.stringify([child.pid, Number(grandchild)])));
  process.on('SIGUSR2', () => { guard.dismiss(); process.exit(0); });
`;

describe('the guard', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'goodman-guard-'));
    mkdirSync(path.join(folder, 'pages'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function started(): Promise<{ pid: number; family: number[] }> {
    const supervisor = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', parent, folder], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<string[]>((resolve) => {
      createInterface({ input: supervisor.stdout }).once('line', (text) => resolve([text]));
    });
    return { pid: supervisor.pid ?? 0, family: JSON.parse(line ?? '[]') as number[] };
  }

  it('ends the children of a supervisor that was killed, theirs too, and removes its folder', async () => {
    const { pid, family } = await started();
    expect(family.filter((member) => identify(member) === undefined)).toEqual([]);
    process.kill(pid, 'SIGKILL');
    // The deaf get five seconds, then force.
    await expect.poll(() => family.filter((member) => identify(member) !== undefined), { timeout: 15_000 }).toEqual([]);
    await expect.poll(() => existsSync(folder), { timeout: 5000 }).toBe(false);
  });

  it('touches nothing after a farewell', async () => {
    const { pid, family } = await started();
    process.kill(pid, 'SIGUSR2');
    await expect.poll(() => identify(pid), { timeout: 5000 }).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(family.filter((member) => identify(member) === undefined)).toEqual([]);
    expect(existsSync(folder)).toBe(true);
    process.kill(-(family[0] ?? Number.NaN), 'SIGKILL');
  });
});
