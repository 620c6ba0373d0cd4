import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../services/ports.js';
import { runningPlatform } from './platform-file.js';
import { identify } from '../supervision/process-identity.js';
import { localSettings } from '../settings/settings.js';
import { startPlatform } from './platform.js';

/** Everything a platform consists of. */
const PROCESSES = ['activity-worker', 'api', 'minio', 'postgres', 'temporal', 'workflow-worker'];

describe('npm start', () => {
  let dataDir: string;
  let shell: ChildProcess | undefined;
  const run = (environment: NodeJS.ProcessEnv) => {
    const { environment: inherited } = localSettings();
    shell = spawn(process.execPath, [path.join(import.meta.dirname, '../scripts/run.mjs'), 'start'], {
      env: { ...inherited, DATABASE_URL: '', TEMPORAL_ADDRESS: '', S3_ENDPOINT: '', DATA_DIR: dataDir, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()));
    const ended = new Promise<number | null>((resolve) => shell?.once('exit', resolve));
    const ready = async () => {
      await expect.poll(() => /Ctrl-C stops everything/.test(output) || shell?.exitCode !== null, { timeout: 90_000 }).toBe(true);
      expect(output).toContain('Ctrl-C stops everything');
    };
    return { output: () => output, ready, ended, shell };
  };
  const children = (): { name: string; pid: number }[] => {
    const file = path.join(dataDir, 'memory.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { children: { name: string; pid: number }[] }).children : [];
  };
  const alive = (pids: readonly number[]) => pids.filter((pid) => identify(pid) !== undefined);

  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'goodman-start-'));
    chmodSync(dataDir, 0o711);
  });
  afterEach(async () => {
    // Killed by a signal it has no exit code either.
    if (shell?.exitCode === null && shell.signalCode === null) {
      shell.kill('SIGTERM');
      await new Promise((resolve) => shell?.once('exit', resolve));
    }
    shell = undefined;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  it('says where everything is, and leaves nothing at Ctrl-C', async () => {
    const { output, ready, ended, shell: command } = run({});
    await ready();
    expect(output()).toMatch(/ready in .*\n {2}portal +http.*\n {2}API +http.*\n {2}API docs +http.*\n {2}Temporal UI +http.*\n {2}mailbox +http.*\n {2}data /);
    const platform = runningPlatform(dataDir);
    expect((await fetch(platform?.apiUrl ?? '')).status).toBeLessThan(500);
    expect((await fetch(platform?.docsUrl ?? '')).status).toBe(200);
    expect((await fetch(platform?.temporalUiUrl ?? '')).status).toBe(200);
    const family = children();
    expect(family.map(({ name }) => name).sort()).toEqual(PROCESSES);
    command.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(alive(family.map(({ pid }) => pid))).toEqual([]);
    expect(runningPlatform(dataDir)).toBeUndefined();
  });

  it('stops everything when the command it was started by is killed', async () => {
    const { ready, shell: command } = run({});
    await ready();
    const pids = children().map(({ pid }) => pid);
    command.kill('SIGKILL');
    await expect.poll(() => alive(pids), { timeout: 20_000 }).toEqual([]);
  });

  it('starts each of its own programs again', async () => {
    const lines: string[] = [];
    const settings = { ...localSettings(), databaseUrl: undefined, temporalAddress: undefined, s3: undefined, port: undefined, temporalUiPort: undefined };
    const platform = await startPlatform({ settings, dataDir, onLine: (line) => lines.push(line) });
    try {
      for (const name of ['activity-worker', 'workflow-worker', 'api']) process.kill(platform.processes[name] ?? Number.NaN, 'SIGKILL');
      for (const name of ['activity-worker', 'workflow-worker', 'api']) {
        await expect.poll(() => lines.some((line) => line.startsWith(`${name} is back`)), { timeout: 30_000 }).toBe(true);
        expect(lines).toContain(`${name} was killed by SIGKILL; starting it again in 0.2 s`);
      }
      expect((await fetch(platform.apiUrl)).status).toBeLessThan(500);
    } finally {
      await platform.stop();
    }
  });

  it('refuses a wrong setting with one sentence and exit code 1', async () => {
    const { output, ended } = run({ PORT: 'http', TEMPORAL_UI_PORT: '99999999' });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/^error: The settings in the environment are wrong: TEMPORAL_UI_PORT .*; PORT .*\.$/m);
    expect(children()).toEqual([]);
  });

  it('refuses a taken port before anything is started', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    const { output, ended } = run({ PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toContain(`error: PORT=${port}: another program already uses this port on 127.0.0.1`);
    expect(children()).toEqual([]);
    server.close();
  });
});
