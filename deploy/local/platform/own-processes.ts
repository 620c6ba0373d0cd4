import path from 'node:path';
import { withoutTemporalConnection } from '#activities/store/temporal-settings';
import { checkout } from '../settings/checkout.js';
import type { LocalSettings } from '../settings/settings.js';
import type { ProcessSpec } from '../supervision/process-spec.js';
import type { Services } from '../services/services.js';

const compiled = !import.meta.url.endsWith('.ts');

/**
 * V8 lets a heap as calm as ours grow by a fifth: two frames, then all of it was collected in the middle of an upload or a step. With room for as much again as there is, an
 * upload at rest takes 57 to 73 instead of 87 to 110 ms, and a spectrum at 2×2 is there after 0.42 instead of 0.49 s.
 */
const CALM_HEAP = '--heap-growing-percent=100';
/**
 * What the API makes and lives short is little but frames, which lie outside of the heap. With a young generation of the usual size it kept 361 MB after a hundred uploads
 * by eight clients, with this one 257 MB, as fast.
 */
const API_FLAGS = ['--max-semi-space-size=2', CALM_HEAP];
/** Five heaps, whose young generations keep 100 MB between them if they may, and none the slower with less. */
export const WORKER_FLAGS: readonly string[] = ['--max-semi-space-size=4', CALM_HEAP];

/**
 * The C library gives a plane of an unbinned frame back to the system as soon as nobody wants it, and keeps the smaller ones of a binned frame for the next. Left alone it raises
 * its bound to the largest plane, and has an arena a thread, each with what its thread once needed. What the environment says goes before.
 */
const WORKER_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(16 * 2 ** 20), MALLOC_TRIM_THRESHOLD_: String(128 * 2 ** 20), MALLOC_ARENA_MAX: '2' };

/** What the environment of an activity worker says about its memory beside what is set already. */
export function workerMemory(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(WORKER_MEMORY).filter(([name]) => environment[name] === undefined));
}

/** Node's arguments for one of our entry files, from the sources or from `dist/`. */
function nodeArguments(entry: string): string[] {
  if (compiled) return [path.join(checkout, `dist/${entry}.js`)];
  return ['--conditions=gp-src', '--import', import.meta.resolve('tsx'), path.join(checkout, `${entry}.ts`)];
}

interface OwnProcesses {
  readonly workers: readonly ProcessSpec[];
  readonly api: (port: number) => ProcessSpec;
}

/** The three programs of the platform; each reads its own settings from this environment and says `{"ready":true}`. */
export function ownProcesses(services: Services, settings: LocalSettings): OwnProcesses {
  const { databaseUrls, temporalAddress, temporalNamespace, temporalUiUrl, s3 } = services;
  const env: NodeJS.ProcessEnv = {
    // A key or certificate for another server is none for the one that was started here.
    ...(settings.temporalAddress === undefined ? withoutTemporalConnection(settings.environment) : settings.environment),
    ...(compiled ? {} : { TSX_TSCONFIG_PATH: path.join(checkout, 'deploy/local/scripts/tsconfig.run.json') }),
    // Each has its own, and none the owner's.
    DATABASE_URL: '',
    API_DATABASE_URL: '',
    WORKER_DATABASE_URL: '',
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: temporalNamespace,
    ...(temporalUiUrl === undefined ? {} : { TEMPORAL_UI_URL: temporalUiUrl }),
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
    S3_REGION: s3.region,
  };
  const spec = (name: string, entry: string, tier: number, flags: readonly string[], more: NodeJS.ProcessEnv): ProcessSpec => ({
    name,
    command: process.execPath,
    args: [...flags, ...nodeArguments(entry)],
    env: { ...env, ...more },
    cwd: checkout,
    readiness: { kind: 'line' },
    readyWithinMs: 60_000,
    tier,
    stopSignal: 'SIGTERM',
    stopWithinMs: 8000,
  });
  return {
    workers: [
      spec('activity-worker', 'activities/worker', 1, WORKER_FLAGS, { ...workerMemory(settings.environment), DATABASE_URL: databaseUrls.worker }),
      spec('workflow-worker', 'workflows/worker', 1, WORKER_FLAGS, {}),
    ],
    // Closed first: nothing new comes in while the rest winds down.
    // Uploads that are under way may end: STOP_SECONDS of the API, and a little more.
    api: (port) => ({
      ...spec('api', 'api/server', 2, API_FLAGS, { DATABASE_URL: databaseUrls.api, HOST: settings.host, PORT: String(port) }),
      stopWithinMs: 35_000,
    }),
  };
}
