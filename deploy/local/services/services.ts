import { setTimeout as sleep } from 'node:timers/promises';
import { findMinio, findPostgres, findTemporal } from './binaries.js';
import { openDataFolder, type DataFolder } from './data-folder.js';
import { endLeftovers } from './end-leftovers.js';
// By its path: the set-up of the tests loads this file before anything tells how `#activities/…` is found.
import { ObjectStore } from '../../../activities/store/objects.js';
import { databaseUsers } from '../../../activities/store/rights.js';
import { checkS3, minioServer } from './minio.js';
import { ensurePlatformUser } from './minio-user.js';
import { onFreePort, type PublicPort } from './ports.js';
import { asUser, checkDatabase, ensureDatabase, ensureUser, preparePostgres } from './postgres.js';
import { RememberedPorts } from './remembered-ports.js';
import { systemReason } from '../settings/problem.js';
import { localSettings, type LocalSettings, type S3Address } from '../settings/settings.js';
import { Supervisor } from '../supervision/supervisor.js';
import type { SupervisorEvent } from '../supervision/supervisor-event.js';
import { checkTemporal, temporalServer } from './temporal.js';

const USUAL_UI_PORT = 8233;

export interface ServicesOptions {
  /** Default: the settings of the environment. */
  readonly settings?: LocalSettings;
  /** Default: DATA_DIR. */
  readonly dataDir?: string;
  /** False for tests: Temporal in memory and without its UI, PostgreSQL without fsync, given addresses not used. */
  readonly durable?: boolean;
  /** True for a data folder nobody needs later: the guard removes it when this process is killed, from the first moment of the start on. */
  readonly temporary?: boolean;
  /** Chosen before anything is started, so that a taken one leaves nothing half-started. */
  readonly publicPorts?: readonly Omit<PublicPort, 'remembered'>[];
  readonly onProgress?: (line: string) => void;
  readonly onEvent?: (event: SupervisorEvent) => void;
  /** Stops a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Services {
  /** The database of the platform, as the owner of its tables. */
  readonly databaseUrl: string;
  /** The same as the users of API and worker, who own nothing; as its owner where a server was given without them. */
  readonly databaseUrls: Readonly<Record<keyof typeof databaseUsers, string>>;
  /** With the right to make databases; the same as databaseUrl for an external server. */
  readonly serverUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  readonly s3: S3Address;
  /** With every right over the embedded MinIO; the same as s3 for an external server. */
  readonly s3Root: S3Address;
  /** By setting name: free when it was chosen, not used yet. */
  readonly publicPorts: Readonly<Record<string, number>>;
  readonly ports: RememberedPorts;
  readonly data: DataFolder;
  /** Takes further processes that lean on the services (tier 1 and up). */
  readonly supervisor: Supervisor;
  stop(): Promise<void>;
}

interface Site {
  readonly settings: LocalSettings;
  readonly durable: boolean;
  readonly data: DataFolder;
  readonly supervisor: Supervisor;
  readonly ports: RememberedPorts;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * PostgreSQL, Temporal and MinIO, each embedded unless its address is given; ready when this resolves.
 * @throws Problem in one sentence; then nothing is left running.
 */
export async function startServices(options: ServicesOptions = {}): Promise<Services> {
  const { durable = true, onProgress = () => undefined, onEvent = () => undefined, signal } = options;
  const given = options.settings ?? localSettings();
  const settings = durable ? given : { ...given, databaseUrl: undefined, temporalAddress: undefined, temporalNamespace: 'default', s3: undefined };
  const data = openDataFolder(options.dataDir ?? settings.dataDir);
  const supervisor = new Supervisor({
    logDir: data.folder('logs'),
    onEvent,
    onChildren(children) {
      try {
        data.rememberChildren(children);
      } catch (error) {
        // A full disk must not end the platform: the list only helps after a crash of supervisor and guard together.
        onProgress(`the list of processes could not be kept: ${systemReason(error)}`);
      }
    },
  });
  if (options.temporary) supervisor.guard.removeLater(data.path);
  const stop = async () => {
    await supervisor.stop();
    data.release();
  };
  const abort = () => void supervisor.stop();
  signal?.addEventListener('abort', abort);
  try {
    await endLeftovers(data.leftovers);
    const ports = new RememberedPorts(data);
    const publicPorts: Record<string, number> = {};
    for (const port of options.publicPorts ?? []) publicPorts[port.setting] = await ports.forPeople(port);
    const site: Site = { settings, durable, data, supervisor, ports, onProgress, signal };
    const started = await allOrFirstFailure([postgres(site), temporal(site), minio(site)] as const, () => supervisor.stop());
    signal?.throwIfAborted();
    return { ...started[0], ...started[1], ...started[2], temporalNamespace: settings.temporalNamespace, publicPorts, ports, data, supervisor, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function postgres({ settings, durable, data, supervisor, ports }: Site): Promise<Pick<Services, 'databaseUrl' | 'databaseUrls' | 'serverUrl'>> {
  if (settings.databaseUrl !== undefined) {
    await checkDatabase(settings.databaseUrl);
    const { databaseUrl, databaseUrls } = settings;
    for (const [setting, given] of [['API_DATABASE_URL', databaseUrls.api], ['WORKER_DATABASE_URL', databaseUrls.worker]] as const) if (given !== undefined) await checkDatabase(given, setting);
    return { databaseUrl, serverUrl: databaseUrl, databaseUrls: { api: databaseUrls.api ?? databaseUrl, worker: databaseUrls.worker ?? databaseUrl } };
  }
  const { spec, serverUrl } = preparePostgres({
    binaries: findPostgres({ given: settings.binaries.postgres, environment: settings.environment }),
    dataDir: data.path,
    port: await ports.internal('postgres'),
    password: data.secret('postgres'),
    clusterName: data.secret('clusterName'),
    durable,
    environment: settings.environment,
  });
  await supervisor.start(spec);
  const databaseUrl = await ensureDatabase(serverUrl, 'goodman');
  const secrets = { api: data.secret('postgresApi'), worker: data.secret('postgresWorker') };
  for (const process of ['api', 'worker'] as const) await ensureUser(serverUrl, databaseUsers[process], secrets[process]);
  const as = (process: keyof typeof databaseUsers) => asUser(databaseUrl, databaseUsers[process], secrets[process]);
  return { serverUrl, databaseUrl, databaseUrls: { api: as('api'), worker: as('worker') } };
}

async function temporal(site: Site): Promise<Pick<Services, 'temporalAddress' | 'temporalUiUrl'>> {
  const { settings, durable, data, supervisor, ports, onProgress, signal } = site;
  if (settings.temporalAddress !== undefined) {
    await checkTemporal(settings.temporalAddress);
    return { temporalAddress: settings.temporalAddress, temporalUiUrl: settings.temporalUiUrl };
  }
  const program = await findTemporal({ cacheDir: settings.cacheDir, given: settings.binaries.temporal, environment: settings.environment, onProgress, signal });
  const server = await ports.internal('temporal');
  const [http, metrics] = [await ports.internal('temporalHttp'), await ports.internal('temporalMetrics')];
  const start = (ui: number | undefined) =>
    supervisor.start(
      temporalServer({
        program,
        dataDir: data.path,
        namespace: settings.temporalNamespace,
        ports: { server, http, metrics, ui },
        durable,
        environment: settings.environment,
      }),
    );
  const temporalAddress = `127.0.0.1:${server}`;
  if (!durable) {
    await start(undefined);
    return { temporalAddress, temporalUiUrl: undefined };
  }
  const host = '127.0.0.1';
  const uiPort = { setting: 'TEMPORAL_UI_PORT', wanted: settings.temporalUiPort, usual: USUAL_UI_PORT, host };
  const ui = await onFreePort(() => ports.forPeople(uiPort), start, { fixed: uiPort.wanted !== undefined, host });
  return { temporalAddress, temporalUiUrl: `http://${host}:${ui}` };
}

async function minio({ settings, data, supervisor, ports, onProgress, signal }: Site): Promise<Pick<Services, 's3' | 's3Root'>> {
  if (settings.s3 !== undefined) {
    await checkS3(settings.s3);
    return { s3: settings.s3, s3Root: settings.s3 };
  }
  const { spec, s3 } = minioServer({
    program: await findMinio({ cacheDir: settings.cacheDir, given: settings.binaries.minio, environment: settings.environment, onProgress, signal }),
    dataDir: data.path,
    port: await ports.internal('minio'),
    secret: data.secret('minio'),
    environment: settings.environment,
  });
  await supervisor.start(spec);
  // Root makes the buckets with their locks; the platform itself can neither delete a raw frame nor shorten its lock.
  const objects = new ObjectStore({ S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey, S3_REGION: s3.region });
  const prepare = async () => {
    await objects.ensureBuckets();
    return ensurePlatformUser(s3, { accessKey: 'goodman-platform', secretKey: data.secret('minioPlatform') });
  };
  return { s3: await patiently(prepare), s3Root: s3 };
}

/** MinIO says that it is ready a moment before it answers everything. */
const READY_WITHIN_MS = 30_000;
const AGAIN_MS = 200;

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const since = performance.now(); ; await sleep(AGAIN_MS)) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() - since > READY_WITHIN_MS) throw error;
    }
  }
}

/** All results; at the first failure the rest is stopped and awaited, so that nothing goes on behind the caller's back. */
async function allOrFirstFailure<T extends readonly Promise<unknown>[]>(
  work: T,
  stop: () => Promise<void>,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  try {
    return await Promise.all(work);
  } catch (error) {
    await stop();
    await Promise.allSettled(work);
    throw error;
  }
}
