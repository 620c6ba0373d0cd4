import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Connection } from '@temporalio/client';
import { Client as ObjectStore } from 'minio';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './ports.js';
import { identify } from '../supervision/process-identity.js';
import { startServices, type Services } from './services.js';
import { localSettings } from '../settings/settings.js';
import type { SupervisorEvent } from '../supervision/supervisor-event.js';

/** Made with the services: their S3 user makes none. */
const BUCKET = 'products';

async function query<Row extends object>({ databaseUrl }: Services, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

function objects({ s3 }: Services): ObjectStore {
  const { hostname, port } = new URL(s3.endpoint);
  return new ObjectStore({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: s3.accessKey, secretKey: s3.secretKey, region: s3.region });
}

async function describeNamespace({ temporalAddress }: Services): Promise<string | null | undefined> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    return (await connection.workflowService.describeNamespace({ namespace: 'default' })).namespaceInfo?.id;
  } finally {
    await connection.close();
  }
}

describe('the services of a platform', () => {
  const folders: string[] = [];
  const running: Services[] = [];
  const folder = () => {
    const made = mkdtempSync(path.join(tmpdir(), 'goodman-services-'));
    chmodSync(made, 0o711);
    folders.push(made);
    return made;
  };
  const settings = localSettings();
  /** Durable, as a platform runs them, wherever the developer's environment points. */
  const start = async (dataDir: string, onEvent?: (event: SupervisorEvent) => void) => {
    const services = await startServices({
      settings: { ...settings, databaseUrl: undefined, temporalAddress: undefined, s3: undefined, temporalUiPort: undefined },
      dataDir,
      ...(onEvent === undefined ? {} : { onEvent }),
    });
    running.push(services);
    return services;
  };

  let dataDir: string;
  beforeEach(() => {
    dataDir = folder();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((services) => services.stop()));
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it('keep their data from run to run, and leave no process', async () => {
    const first = await start(dataDir);
    await query(first, `create table kept as select 'a night' as what`);
    await objects(first).putObject(BUCKET, 'raw.fits', 'SIMPLE');
    const namespace = await describeNamespace(first);
    const pids = Object.values(first.supervisor.pids);
    expect(pids).toHaveLength(3);
    await expect(startServices({ settings, dataDir })).rejects.toThrow(/already runs a platform/);
    await first.stop();
    expect(pids.filter((pid) => identify(pid) !== undefined)).toEqual([]);

    const second = await start(dataDir);
    expect(second.databaseUrl).toBe(first.databaseUrl);
    expect(second.temporalAddress).toBe(first.temporalAddress);
    expect(await query(second, 'select what from kept')).toEqual([{ what: 'a night' }]);
    expect((await objects(second).statObject(BUCKET, 'raw.fits')).size).toBe(6);
    expect(await describeNamespace(second)).toEqual(namespace);
  });

  it('run side by side in two folders', async () => {
    const [one, other] = await Promise.all([start(dataDir), start(folder())]);
    expect(new Set([one, other].flatMap(({ databaseUrl, temporalAddress, temporalUiUrl, s3 }) => [databaseUrl, temporalAddress, temporalUiUrl, s3.endpoint])).size).toBe(8);
    await query(one, 'create table only_here ()');
    expect(await query(other, `select to_regclass('only_here') as found`)).toEqual([{ found: null }]);
  });

  it('come back at the same address when killed, each of them', async () => {
    const back: string[] = [];
    const services = await start(dataDir, (event) => {
      if (event.kind === 'restarted') back.push(event.name);
    });
    await query(services, `create table kept as select 'a night' as what`);
    for (const name of ['postgres', 'temporal', 'minio']) {
      process.kill(services.supervisor.pids[name] ?? Number.NaN, 'SIGKILL');
      await expect.poll(() => back.includes(name), { timeout: 30_000 }).toBe(true);
    }
    expect(await query(services, 'select what from kept')).toEqual([{ what: 'a night' }]);
    await objects(services).putObject(BUCKET, 'again.fits', 'SIMPLE');
    expect(await describeNamespace(services)).toBeDefined();
  });

  it('leave nothing half-started when an address a person gave is taken', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const events: SupervisorEvent[] = [];
    const attempt = startServices({ settings: { ...settings, temporalUiPort: port }, dataDir, onEvent: (event) => events.push(event) });
    await expect(attempt).rejects.toThrow(`TEMPORAL_UI_PORT=${port}: another program already uses this port`);
    server.close();
    const pids = events.flatMap((event) => (event.kind === 'ready' ? [event.pid] : []));
    expect(pids.filter((pid) => identify(pid) !== undefined)).toEqual([]);
    // The folder is free again.
    await start(dataDir);
  });

  it('name an external service that does not answer', async () => {
    const port = await freePort();
    const attempt = startServices({ settings: { ...settings, s3: { endpoint: `http://127.0.0.1:${port}`, accessKey: 'a', secretKey: 'b', region: 'us-east-1' } }, dataDir });
    await expect(attempt).rejects.toThrow(`S3_ENDPOINT: no server answers at http://127.0.0.1:${port}`);
  });

  it('end with a process that is killed, and start again in its folder', async () => {
    const program = `
      import { startServices } from './services.ts';
      const services = await startServices({ dataDir: process.argv[1] });
      console.log(JSON.stringify(services.supervisor.pids));
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--conditions=gp-src', '--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program, dataDir], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
    const pids = Object.values(JSON.parse(line) as Record<string, number>);
    expect(pids).toHaveLength(3);
    child.kill('SIGKILL');
    await expect.poll(() => pids.filter((pid) => identify(pid) !== undefined), { timeout: 10_000 }).toEqual([]);
    expect(await describeNamespace(await start(dataDir))).toBeDefined();
  });
});
