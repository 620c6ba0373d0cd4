import { realpathSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { ownProcesses } from './own-processes.js';
import { onFreePort } from '../services/ports.js';
import { publishAddresses, withdrawAddresses, type PlatformAddresses } from './platform-file.js';
import { Problem, reportAndFail } from '../settings/problem.js';
import { startServices } from '../services/services.js';
import { localSettings, type LocalSettings } from '../settings/settings.js';
import type { SupervisorEvent } from '../supervision/supervisor-event.js';

const USUAL_PORT = 8080;

export interface PlatformOptions {
  /** Default: the settings of the environment. */
  readonly settings?: LocalSettings;
  /** Default: DATA_DIR. */
  readonly dataDir?: string;
  /** One line for the terminal: progress of a download, a process that died and came back. */
  readonly onLine?: (line: string) => void;
  /** Stops a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Platform extends PlatformAddresses {
  readonly dataDir: string;
  /** Process ids by name: postgres, temporal, minio, activity-worker, workflow-worker, api; of the living, now. */
  readonly processes: Readonly<Record<string, number>>;
  /** Ends everything in order; nothing is left. */
  stop(): Promise<void>;
}

/**
 * The whole platform on this machine, supervised: ready when this resolves.
 * @throws Problem in one sentence; then nothing is left running.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const settings = options.settings ?? localSettings();
  const { onLine = () => undefined, signal } = options;
  const portWish = { setting: 'PORT', wanted: settings.port, usual: USUAL_PORT, host: settings.host };
  const services = await startServices({
    settings,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    publicPorts: [portWish],
    onProgress: onLine,
    onEvent: (event) => {
      const line = inWords(event);
      if (line !== undefined) onLine(line);
    },
    ...(signal === undefined ? {} : { signal }),
  });
  const { supervisor, data } = services;
  const stop = async () => {
    withdrawAddresses(data.path);
    await services.stop();
  };
  const abort = () => void supervisor.stop();
  signal?.addEventListener('abort', abort);
  try {
    const own = ownProcesses(services, settings);
    let first = services.publicPorts['PORT'];
    const nextPort = async () => {
      const port = first ?? (await services.ports.forPeople(portWish));
      first = undefined;
      return port;
    };
    const [port] = await Promise.all([
      onFreePort(nextPort, (free) => supervisor.start(own.api(free)), { fixed: settings.port !== undefined, host: settings.host }),
      ...own.workers.map((worker) => supervisor.start(worker)),
    ]);
    signal?.throwIfAborted();
    const site = `http://${reachable(settings.host)}:${port}`;
    const addresses: PlatformAddresses = {
      apiUrl: `${site}/api/`,
      docsUrl: `${site}/api/docs/`,
      temporalUiUrl: services.temporalUiUrl,
      databaseUrl: services.databaseUrl,
      temporalAddress: services.temporalAddress,
      temporalNamespace: services.temporalNamespace,
      s3: services.s3,
    };
    publishAddresses(data.path, addresses);
    return {
      ...addresses,
      dataDir: data.path,
      get processes() {
        return supervisor.pids;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** An address a browser on this machine can open. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function inWords(event: SupervisorEvent): string | undefined {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  switch (event.kind) {
    case 'ready':
      return undefined;
    case 'restarted':
      return `${event.name} is back after ${seconds(event.afterMs)} (process ${event.pid})`;
    case 'died':
      return `${event.name} ${event.reason}; starting it again in ${seconds(event.againInMs)}`;
    case 'failed':
      return `${event.name}: ${event.message}`;
  }
}

/**
 * Aborted once by the first of Ctrl-C, SIGTERM, a closed terminal and the death of the process that started this one, which nobody
 * announces. Further signals change nothing: the orderly end is under way and has its own limits.
 */
export function whenAskedToStop(): AbortSignal {
  const asked = new AbortController();
  const stop = () => asked.abort(new Problem('Stopped before it was ready.'));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // Without a terminal (nohup, a service manager) a hang-up is not for us.
  process.on('SIGHUP', () => {
    if (process.stdout.isTTY) stop();
  });
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
  return asked.signal;
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  // An own timer: an AbortSignal alone does not keep Node alive.
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** The lines under "ready": where to go. */
export function addressLines({ apiUrl, docsUrl, temporalUiUrl, dataDir }: Platform): string[] {
  return [
    `  API           ${apiUrl}`,
    `  API docs      ${docsUrl}`,
    ...(temporalUiUrl === undefined ? [] : [`  Temporal UI   ${temporalUiUrl}`]),
    `  data          ${dataDir}`,
  ];
}

async function main(): Promise<void> {
  parseArgs({ options: {}, strict: true });
  const since = Date.now();
  const signal = whenAskedToStop();
  const onLine = (line: string) => process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  onLine('starting PostgreSQL, Temporal, MinIO, two workers and the API');
  const platform = await startPlatform({ onLine, signal }).catch((error: unknown) => {
    // Asked to stop while starting is no failure.
    if (signal.aborted) return undefined;
    throw error;
  });
  if (platform === undefined) return;
  onLine(`ready in ${((Date.now() - since) / 1000).toFixed(1)} s`);
  process.stdout.write(`${addressLines(platform).join('\n')}\nCtrl-C stops everything.\n`);
  await aborted(signal);
  onLine('stopping');
  await platform.stop();
  onLine('stopped');
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main().catch(reportAndFail);
  // Whatever a library left open (a fetch's connection) must not hold up the end.
  process.exit();
}
