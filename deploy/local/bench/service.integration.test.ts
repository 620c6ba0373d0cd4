import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, migrate } from '#activities/store/database';
import { rawFrame } from '#activities/store/test-frames';
import { asUserOf, freshDatabaseUrl, testS3Settings } from '#activities/store/test-stores';
import { checkout } from '../settings/checkout.js';
import { BENCH_PROPOSAL, serviceAccounts, type ServiceTokens } from './service-accounts.js';
import { benchListeners } from './service-listeners.js';
import { keptOf, runsOf, uploadAll, type UploadedFrame } from './service-uploads.js';

const FRAMES = 300;
const CLIENTS = 8;

const ownerUrl = freshDatabaseUrl();
let database: Knex;
let tokens: ServiceTokens;
let url: string;
let child: ChildProcess;
let over = false;

/** The API as its supervisor keeps it: at the same address, and again whenever it ends. */
async function keepAlive(port: number): Promise<void> {
  child = spawn(process.execPath, ['--conditions=gp-src', '--import', 'tsx', path.join(checkout, 'api/server.ts')], {
    cwd: checkout,
    env: { PATH: '/usr/bin:/bin', TSX_TSCONFIG_PATH: path.join(checkout, 'api/tsconfig.json'), ...testS3Settings(), DATABASE_URL: asUserOf('api', ownerUrl), TEMPORAL_ADDRESS: inject('services').temporalAddress, PORT: String(port), LOG_LEVEL: 'error', REQUESTS_PER_MINUTE: '100000' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.once('exit', () => {
    if (!over) void keepAlive(port);
  });
  await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
}

/** A port that nobody has: the API comes back at the one it had. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

beforeAll(async () => {
  database = connect(ownerUrl);
  await migrate(database);
  tokens = await serviceAccounts(database);
  const port = await freePort();
  await keepAlive(port);
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  over = true;
  child.kill('SIGKILL');
  await database.destroy();
});

describe('300 frames by eight clients at once', () => {
  it('are all there, each once, though every tenth is sent twice, and the reduction of each begins', async () => {
    const frames = Array.from({ length: FRAMES }, (_, i): UploadedFrame => ({
      name: `${String(i).padStart(4, '0')}_many.fits`,
      bytes: Uint8Array.from(rawFrame({ seed: 1 + i, shape: [60, 948], cards: { PROPOSAL: BENCH_PROPOSAL, PROPID: BENCH_PROPOSAL } })),
    }));
    // One that is sent twice is on its way twice at the same time.
    await uploadAll({ url, token: tokens.telescope }, frames.flatMap((frame, i) => (i % 10 === 0 ? [frame, frame] : [frame])), CLIENTS);
    expect(await keptOf(database, FRAMES)).toEqual({ lost: 0, doubled: 0 });
    expect(await runsOf(database)).toBe(FRAMES);
  });
});

describe('a hundred listeners, while the API is killed and comes back', () => {
  it('miss nothing, and hear nothing twice or out of order', async () => {
    const pid = () => child.pid ?? 0;
    const before = pid();
    const { latencies, missed, twice, outOfOrder } = await benchListeners(database, { url, pid }, tokens.telescope, { listeners: 100, events: 60, everyMs: 20 });
    expect(pid()).not.toBe(before);
    expect(latencies).toHaveLength(6000);
    expect({ missed, twice, outOfOrder }).toEqual({ missed: 0, twice: 0, outOfOrder: 0 });
  });
});
