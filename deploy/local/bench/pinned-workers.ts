import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import path from 'node:path';
import { checkout } from '../settings/checkout.js';
import { WORKER_FLAGS, workerMemory } from '../platform/own-processes.js';
import { localSettings } from '../settings/settings.js';
import type { Platform } from '../platform/platform.js';

export interface SecondWorker {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Gives the worker of a platform one core, and another worker another. Undefined, with a word, where there are no two cores or no `taskset`. */
export async function pinWorkers(platform: Platform): Promise<SecondWorker | undefined> {
  const first = platform.processes['activity-worker'];
  if (process.platform !== 'linux' || cpus().length < 2 || first === undefined) {
    process.stderr.write('Two workers with one core each are measured on Linux with two cores or more only.\n');
    return undefined;
  }
  execFileSync('taskset', ['-a', '-c', '-p', '0', String(first)], { stdio: 'ignore' });
  const { databaseUrl, temporalAddress, temporalNamespace, s3 } = platform;
  const { environment } = localSettings();
  const worker = spawn('taskset', ['-c', '1', process.execPath, ...WORKER_FLAGS, path.join(checkout, 'dist/activities/worker.js')], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...environment, ...workerMemory(environment), DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: temporalNamespace, S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey, S3_REGION: s3.region },
  });
  const ended = once(worker, 'exit');
  await Promise.race([
    // It is listened to on and on: a worker that nobody hears would stop.
    new Promise<void>((resolve) => worker.stdout.on('data', (said: Buffer) => (said.includes('"ready":true') ? resolve() : undefined))),
    ended.then(() => Promise.reject(new Error('the second worker ended before it was ready'))),
  ]);
  return {
    pid: worker.pid ?? NaN,
    async stop() {
      worker.kill('SIGTERM');
      await ended;
    },
  };
}
