import { Connection } from '@temporalio/client';
import { Client as ObjectStore } from 'minio';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';

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

  it('keep what is put into a versioned bucket', async () => {
    const { endpoint, accessKey, secretKey, region } = services.s3;
    const { hostname, port } = new URL(endpoint);
    const store = new ObjectStore({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region });
    await store.makeBucket('services-of-this-test', region);
    await store.setBucketVersioning('services-of-this-test', { Status: 'Enabled' });
    const { etag } = await store.putObject('services-of-this-test', 'raw/0001.fits', Buffer.alloc(2880, 32));
    expect((await store.statObject('services-of-this-test', 'raw/0001.fits')).etag).toBe(etag);
  });
});
