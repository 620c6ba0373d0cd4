import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, migrate } from '#activities/store/database';
import { StoredFile, User } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { asUserOf, freshDatabaseUrl, testS3Settings } from '#activities/store/test-stores';
import { issueToken } from '#activities/store/tokens';

const checkout = path.join(import.meta.dirname, '..');
const ownerUrl = freshDatabaseUrl();
const database = connect(ownerUrl, { pool: 2 });
let token: string;
beforeAll(async () => {
  await migrate(database);
  const { id } = await User.query(database).insertAndFetch({ username: 'telescope', email: 'telescope@example.org', isStaff: true });
  token = await issueToken(database, id);
});
afterAll(() => database.destroy());

/** The API as a process, which is asked to stop as an init system asks. */
async function api(more: Record<string, string>): Promise<{ child: ChildProcess; url: URL }> {
  const child = spawn(process.execPath, ['--conditions=gp-src', '--import', 'tsx', path.join(checkout, 'api/server.ts')], {
    cwd: checkout,
    env: { PATH: '/usr/bin:/bin', TSX_TSCONFIG_PATH: path.join(checkout, 'api/tsconfig.json'), ...testS3Settings(), DATABASE_URL: asUserOf('api', ownerUrl), TEMPORAL_ADDRESS: inject('services').temporalAddress, PORT: '0', LOG_LEVEL: 'error', ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line', { signal: AbortSignal.timeout(120_000) })) as [string];
  return { child, url: new URL((JSON.parse(line) as { url: string }).url) };
}

/** An upload of which the first half has been sent. */
async function halfSent(url: URL, name: string): Promise<{ socket: Socket; rest: Uint8Array; answer: Promise<string> }> {
  const bytes = rawFrame({ seed: randomInt(2 ** 31) });
  const socket = connectTcp(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (part) => (text += part.toString())).on('close', () => {
      resolve(text);
    }).on('error', () => undefined);
  });
  socket.write(`POST /api/files/?name=${name} HTTP/1.1\r\nHost: x\r\nAuthorization: Token ${token}\r\nContent-Type: application/fits\r\nContent-Length: ${bytes.length}\r\n\r\n`);
  socket.write(bytes.subarray(0, 1_000_000));
  await sleep(500);
  return { socket, rest: bytes.subarray(1_000_000), answer };
}

const kept = (fileName: string) => StoredFile.query(database).where({ fileName }).resultSize();
const refused = (url: URL) => fetch(url).then(() => false, () => true);

describe('an API that is asked to stop', () => {
  it('lets uploads that are under way end, takes nothing new, and ends', async () => {
    const { child, url } = await api({ STOP_SECONDS: '30' });
    const { socket, rest, answer } = await halfSent(url, '0500_late.fits');
    const listener = fetch(new URL('/api/events/', url), { headers: { authorization: `Token ${token}` } }).then((response) => response.text()).catch(() => 'broken off');
    await sleep(500);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    // A stream that never ends by itself is ended: its listener comes back with Last-Event-ID.
    await listener;
    expect(await refused(url)).toBe(true);
    expect(child.exitCode).toBeNull();
    socket.write(rest);
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 201 /);
    expect(await ended).toEqual([0, null]);
    expect(await kept('0500_late.fits')).toBe(1);
  }, 180_000);

  it('waits no longer than it may for one that does not come', async () => {
    const { child, url } = await api({ STOP_SECONDS: '2' });
    const { answer } = await halfSent(url, '0501_never.fits');
    const since = performance.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(performance.now() - since).toBeGreaterThan(1500);
    expect(performance.now() - since).toBeLessThan(20_000);
    expect(await answer).not.toMatch(/ 201 /);
    expect(await kept('0501_never.fits')).toBe(0);
  }, 180_000);
});
