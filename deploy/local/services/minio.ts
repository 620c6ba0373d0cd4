import path from 'node:path';
import { Problem, systemReason } from '../settings/problem.js';
import type { S3Address } from '../settings/settings.js';
import { makePrivate } from './data-folder.js';
import type { ProcessSpec } from '../supervision/process-spec.js';

export interface MinioRequest {
  readonly program: string;
  readonly dataDir: string;
  readonly port: number;
  readonly secret: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface EmbeddedMinio {
  readonly spec: ProcessSpec;
  readonly s3: S3Address;
}

export function minioServer({ program, dataDir, port, secret, environment }: MinioRequest): EmbeddedMinio {
  const folder = path.join(dataDir, 'minio');
  makePrivate(folder);
  const endpoint = `http://127.0.0.1:${port}`;
  const s3: S3Address = { endpoint, accessKey: 'goodman', secretKey: secret, region: 'us-east-1' };
  return {
    s3,
    spec: {
      name: 'minio',
      command: program,
      args: ['server', '--address', `127.0.0.1:${port}`, '--quiet', folder],
      env: { ...environment, MINIO_ROOT_USER: s3.accessKey, MINIO_ROOT_PASSWORD: s3.secretKey, MINIO_BROWSER: 'off' },
      cwd: dataDir,
      readiness: { kind: 'probe', ask: () => isReady(endpoint) },
      readyWithinMs: 60_000,
      tier: 0,
      stopSignal: 'SIGTERM',
      stopWithinMs: 8000,
    },
  };
}

async function isReady(endpoint: string): Promise<boolean> {
  return (await fetch(`${endpoint}/minio/health/ready`, { signal: AbortSignal.timeout(2000) })).ok;
}

/** Any S3 answers something: the credentials are checked by the first who uses them. @throws Problem */
export async function checkS3({ endpoint }: S3Address): Promise<void> {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(5000), redirect: 'manual' });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new Problem(`S3_ENDPOINT: no server answers at ${endpoint} (${systemReason(cause)}).`);
  }
}
