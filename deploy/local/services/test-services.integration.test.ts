import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { Client as ObjectStore } from 'minio';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { localSettings } from '../settings/settings.js';
import { identify } from '../supervision/process-identity.js';

describe('the services of the integration tests', () => {
  const services = inject('services');

  it('let a test make a database of its own', async () => {
    const client = new Client({ connectionString: services.databaseUrl });
    await client.connect();
    await client.query('create database services_of_this_test');
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    await client.query('drop database services_of_this_test');
    await client.end();
    expect(Number.parseInt(rows[0]?.version ?? '', 10)).toBeGreaterThanOrEqual(15);
  });

  it('know the search attributes of a reduction', async () => {
    const connection = await Connection.connect({ address: services.temporalAddress });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    await connection.close();
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['Proposal', 'Night', 'ObsType', 'Object', 'WavMode', 'State']));
  });

  it('give the platform no right to delete a raw frame or to shorten its lock, and root has it', async () => {
    const of = ({ endpoint, accessKey, secretKey, region }: typeof services.s3) => {
      const { hostname, port } = new URL(endpoint);
      return new ObjectStore({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region });
    };
    const [platform, root] = [of(services.s3), of(services.s3Root)];
    const key = `kept-${Date.now()}`;
    const { versionId } = await platform.putObject('raw', key, Buffer.from('counts'));
    const version = { versionId: versionId ?? '', governanceBypass: true };
    await expect(platform.removeObject('raw', key, version)).rejects.toThrow(/denied/i);
    await expect(platform.removeObject('raw', key)).rejects.toThrow(/denied/i);
    const shorter = { mode: 'GOVERNANCE', retainUntilDate: new Date(Date.now() + 86_400_000).toISOString(), governanceBypass: true };
    await expect(platform.putObjectRetention('raw', key, shorter as never)).rejects.toThrow(/denied/i);
    await expect(platform.setObjectLockConfig('raw', { mode: 'GOVERNANCE', unit: 'Days', validity: 1 } as never)).rejects.toThrow(/denied/i);
    expect((await platform.statObject('raw', key)).size).toBe(6);
    await platform.putObject('products', key, Buffer.from('x'));
    await platform.removeObject('products', key);
    await root.removeObject('raw', key, version);
  });

  it('keep what is put into a versioned bucket', async () => {
    const { endpoint, accessKey, secretKey, region } = services.s3Root;
    const { hostname, port } = new URL(endpoint);
    const store = new ObjectStore({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region });
    await store.makeBucket('services-of-this-test', region);
    await store.setBucketVersioning('services-of-this-test', { Status: 'Enabled' });
    const { etag } = await store.putObject('services-of-this-test', 'raw/0001.fits', Buffer.alloc(2880, 32));
    expect((await store.statObject('services-of-this-test', 'raw/0001.fits')).etag).toBe(etag);
  });

  it.each([
    ['while they start', (children: number) => children >= 1],
    ['once they run', (children: number) => children === 3],
  ])('leave neither a process nor a folder when the run is killed %s', async (_when, isReached) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'goodman-killed-'));
    chmodSync(folder, 0o711);
    const program = `
      import setup from './test-services.ts';
      await setup({ provide: () => undefined });
      setInterval(() => undefined, 1000);`;
    const run = spawn(process.execPath, ['--conditions=gp-src', '--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
      env: { ...localSettings().environment, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const children = (): number[] => {
      const [made] = readdirSync(folder).filter((name) => name.startsWith('goodman-test-'));
      const memory = path.join(folder, made ?? '', 'memory.json');
      if (made === undefined || !existsSync(memory)) return [];
      return (JSON.parse(readFileSync(memory, 'utf8')) as { children: { pid: number }[] }).children.map(({ pid }) => pid);
    };
    await expect.poll(() => isReached(children().length), { timeout: 60_000, interval: 5 }).toBe(true);
    const pids = children();
    run.kill('SIGKILL');
    await expect.poll(() => pids.filter((pid) => identify(pid) !== undefined), { timeout: 15_000 }).toEqual([]);
    await expect.poll(() => readdirSync(folder).filter((name) => name.startsWith('goodman-test-')), { timeout: 15_000 }).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });
});
