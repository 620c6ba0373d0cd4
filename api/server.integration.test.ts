import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { inject, describe, expect, it } from 'vitest';
import { freshDatabaseUrl, testS3Settings } from '#activities/store/test-stores';

const checkout = path.join(import.meta.dirname, '..');

function start(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--conditions=gp-src', '--import', 'tsx', path.join(checkout, 'api/server.ts')], {
    cwd: checkout,
    // tsx knows decorators only from the tsconfig it is told.
    env: { PATH: '/usr/bin:/bin', TSX_TSCONFIG_PATH: path.join(checkout, 'api/tsconfig.json'), TEMPORAL_ADDRESS: inject('services').temporalAddress, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('the API process', () => {
  it('says when it is ready and where; closes cleanly when asked, with a connection open', async () => {
    const child = start({ ...testS3Settings(), DATABASE_URL: freshDatabaseUrl() });
    const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line', { signal: AbortSignal.timeout(60_000) })) as [string];
    const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
    expect(ready).toBe(true);
    expect((await fetch(`${url}/api/`)).status).toBe(200);
    const since = performance.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(performance.now() - since).toBeLessThan(10_000);
  });

  it('names every wrong setting and ends', async () => {
    const child = start({ PORT: 'none', S3_ENDPOINT: 'ftp://x' });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(said).toMatch(/^api: The settings in the environment are wrong: .*DATABASE_URL.*S3_ENDPOINT.*PORT/);
  });
});
