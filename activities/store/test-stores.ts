import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, migrate } from './database.js';
import type { Stores } from './ingest.js';
import { ObjectStore, type S3Settings } from './objects.js';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly services: {
      readonly databaseUrl: string;
      readonly databaseUrls: { readonly api: string; readonly worker: string };
      readonly temporalAddress: string;
      readonly s3Root: { readonly endpoint: string; readonly accessKey: string; readonly secretKey: string; readonly region: string };
      readonly s3: { readonly endpoint: string; readonly accessKey: string; readonly secretKey: string; readonly region: string };
    };
  }
}

/** The address of a database nobody made yet, on the server of the integration tests. */
export function freshDatabaseUrl(): string {
  const url = new URL(inject('services').databaseUrl);
  url.pathname = `/test_${randomBytes(6).toString('hex')}`;
  return url.href;
}

/** The same database, as the user of a process. Its tables are made by their owner before. */
export function asUserOf(process: 'api' | 'worker', databaseUrl: string): string {
  const { username, password } = new URL(inject('services').databaseUrls[process]);
  return Object.assign(new URL(databaseUrl), { username, password }).href;
}

export function testS3Settings(): S3Settings {
  const { endpoint, accessKey, secretKey, region } = inject('services').s3;
  return { S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region };
}

/** A database of its own with the current schema, and the object store all tests share (its keys are content). */
export async function freshStores(): Promise<Stores> {
  const database = connect(freshDatabaseUrl());
  await migrate(database);
  const objects = new ObjectStore(testS3Settings());
  await objects.ensureBuckets();
  return { database, objects };
}
