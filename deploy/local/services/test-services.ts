import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startServices } from './services.js';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly services: {
      /** A server, with the right to make databases: every test file makes its own. */
      readonly databaseUrl: string;
      /** The same as the users of API and worker, who own nothing. */
      readonly databaseUrls: { readonly api: string; readonly worker: string };
      readonly temporalAddress: string;
      /** With every right, for what tests must break. */
      readonly s3Root: { readonly endpoint: string; readonly accessKey: string; readonly secretKey: string; readonly region: string };
      readonly s3: { readonly endpoint: string; readonly accessKey: string; readonly secretKey: string; readonly region: string };
    };
  }
}

/** Real services for the integration tests, once per run, in a folder that goes with them, after a crash too. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'goodman-test-'));
  // PostgreSQL runs as another user when the tests run as root.
  chmodSync(dataDir, 0o711);
  const services = await startServices({
    dataDir,
    durable: false,
    temporary: true,
    onProgress: (line) => process.stderr.write(`${line}\n`),
    onEvent: (event) => {
      if (event.kind === 'died') process.stderr.write(`${event.name} ${event.reason}\n`);
    },
  }).catch((error: unknown) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const { serverUrl: databaseUrl, databaseUrls, temporalAddress, s3, s3Root } = services;
  project.provide('services', { databaseUrl, databaseUrls, temporalAddress, s3, s3Root });
  return async () => {
    await services.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  };
}
