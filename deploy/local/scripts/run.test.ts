import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { identify } from '../supervision/process-identity.js';

const folder = import.meta.dirname;
const run = path.join(folder, 'run.mjs');

/** A script that uses the runner's own child handling. */
const runner = (child: string) => `import { runChild } from ${JSON.stringify(path.join(folder, 'run-process.mjs'))};
  process.exitCode = await runChild(process.execPath, ['-e', ${JSON.stringify(child)}]);`;

describe('the entry of the npm scripts', () => {
  it('names the tasks when asked for another', () => {
    const { status, stderr } = spawnSync(process.execPath, [run, 'fly'], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: There is no task "fly"\. Usage: .* demo, start, portal, admin, reduce, inspect, watch, test, check, bench, photographs, golden, docs\.\n$/);
  });

  it('answers with the exit code of its child', () => {
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', runner('process.exit(7)')]).status).toBe(7);
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', runner('process.kill(process.pid, "SIGKILL")')]).status).toBe(128 + 9);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('passes %s on and leaves no process', async (signal) => {
    const waiting = `process.on('${signal}', () => process.exit(5)); setInterval(() => undefined, 1000); console.log(process.pid);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', runner(waiting)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    parent.kill(signal);
    const [code] = (await once(parent, 'exit')) as [number];
    expect(code).toBe(5);
    expect(identify(Number(output.toString()))).toBeUndefined();
  });
});
