import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../settings/problem.js';
import { identify } from './process-identity.js';
import type { ProcessSpec } from './process-spec.js';
import type { BackOff } from './supervised-process.js';
import { Supervisor } from './supervisor.js';
import type { SupervisorEvent } from './supervisor-event.js';

const READY = `process.stdout.write('{"ready":true}\\n');`;
const LIVE = `${READY} setInterval(() => undefined, 1000);`;

/** A child that is a small Node program. */
function small(name: string, program: string, change: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ['-e', program],
    env: {},
    readiness: { kind: 'line' },
    readyWithinMs: 20_000,
    tier: 0,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5000,
    ...change,
  };
}

describe('the supervisor', () => {
  let logDir: string;
  let supervisor: Supervisor;
  let events: SupervisorEvent[];
  const supervise = (backOff: BackOff = { firstMs: 50, mostMs: 400, healthyMs: 60_000 }) => {
    supervisor = new Supervisor({ logDir, backOff, onEvent: (event) => events.push(event) });
  };
  const until = (kind: SupervisorEvent['kind'], count = 1) =>
    expect.poll(() => events.filter((event) => event.kind === kind).length, { timeout: 20_000, interval: 10 }).toBeGreaterThanOrEqual(count);

  beforeEach(() => {
    logDir = mkdtempSync(path.join(tmpdir(), 'goodman-supervisor-'));
    events = [];
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(logDir, { recursive: true, force: true });
  });

  it('starts again what is killed, and says so', async () => {
    supervise();
    await supervisor.start(small('worker', LIVE));
    const first = supervisor.pids['worker'] ?? 0;
    process.kill(first, 'SIGKILL');
    await until('restarted');
    const second = supervisor.pids['worker'] ?? 0;
    expect(second).not.toBe(first);
    expect(identify(second)).toBeDefined();
    expect(events).toContainEqual({ kind: 'died', name: 'worker', reason: 'was killed by SIGKILL', againInMs: 50 });
    expect(readFileSync(path.join(logDir, 'worker.log'), 'utf8')).toMatch(/worker was killed by SIGKILL; starting again in 50 ms/);
  });

  it('waits twice as long after each failure, to a limit', async () => {
    supervise();
    await supervisor.start(small('worker', `${READY} setTimeout(() => process.exit(3), 20);`));
    await until('died', 5);
    const waits = events.flatMap((event) => (event.kind === 'died' ? [event.againInMs] : []));
    expect(waits.slice(0, 5)).toEqual([50, 100, 200, 400, 400]);
  });

  it('forgives after a healthy life', async () => {
    // Every life of 100 ms or more counts as healthy here, and these live 200 ms.
    supervise({ firstMs: 50, mostMs: 400, healthyMs: 100 });
    await supervisor.start(small('worker', `${READY} setTimeout(() => process.exit(3), 200);`));
    await until('died', 3);
    const waits = events.flatMap((event) => (event.kind === 'died' ? [event.againInMs] : []));
    expect(waits.slice(0, 3)).toEqual([50, 50, 50]);
  });

  it('quotes the last words of one that does not start, and does not try again', async () => {
    supervise();
    const start = supervisor.start(small('api', `console.error('PORT is taken'); process.exit(1);`));
    await expect(start).rejects.toThrow(Problem);
    await expect(start).rejects.toThrow(/api did not start: it ended with code 1\.[\s\S]*PORT is taken/);
    expect(supervisor.pids).toEqual({});
    expect(events).toEqual([]);
  });

  it('gives up on one that is never ready', async () => {
    supervise();
    const start = supervisor.start(small('api', 'setInterval(() => undefined, 1000);', { readyWithinMs: 300 }));
    await expect(start).rejects.toThrow(/was not ready after 0\.3 s/);
    expect(supervisor.pids).toEqual({});
  });

  it('names a program that is not there', async () => {
    supervise();
    await expect(supervisor.start(small('minio', '', { command: '/nowhere/minio' }))).rejects.toThrow(/minio did not start: it cannot be run: .*ENOENT/);
  });

  it('asks until the answer is yes', async () => {
    supervise();
    let asked = 0;
    await supervisor.start(small('postgres', 'setInterval(() => undefined, 1000);', { readiness: { kind: 'probe', ask: () => Promise.resolve(++asked === 3) } }));
    expect(asked).toBe(3);
  });

  it('ends upper tiers first, and the stubborn by force', async () => {
    supervise();
    const gone: string[] = [];
    const ear = (name: string) => `${READY} process.on('SIGTERM', () => { console.log('asked'); setTimeout(() => process.exit(0), 100); }); setInterval(() => undefined, 1000); // ${name}`;
    await supervisor.start(small('database', ear('database')));
    await supervisor.start(small('api', ear('api'), { tier: 1 }));
    await supervisor.start(small('deaf', `process.on('SIGTERM', () => undefined); ${LIVE}`, { tier: 1, stopWithinMs: 300 }));
    const pids = supervisor.pids;
    const watch = setInterval(() => {
      for (const [name, pid] of Object.entries(pids)) if (!gone.includes(name) && identify(pid) === undefined) gone.push(name);
    }, 5);
    await supervisor.stop();
    clearInterval(watch);
    for (const pid of Object.values(pids)) expect(identify(pid)).toBeUndefined();
    expect(gone.slice(0, 2)).toEqual(['api', 'deaf']);
    expect(events.filter(({ kind }) => kind === 'died')).toEqual([]);
  });

  it('reports what a process logs as an error', async () => {
    supervise();
    await supervisor.start(small('api', `console.log(JSON.stringify({ level: 50, time: 1, msg: 'the disk is full' })); ${LIVE}`));
    await until('failed');
    expect(events).toContainEqual({ kind: 'failed', name: 'api', message: 'the disk is full' });
  });
});
