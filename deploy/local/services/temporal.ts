import { connect } from 'node:net';
import path from 'node:path';
// By its path: the set-up of the tests loads this file before anything tells how `#activities/…` is found.
import { searchAttributes } from '../../../activities/domain/workflow-contract.js';
import { Problem } from '../settings/problem.js';
import { makePrivate } from './data-folder.js';
import type { ProcessSpec } from '../supervision/process-spec.js';

const SEARCH_ATTRIBUTES = Object.values(searchAttributes).map(({ name }) => name);

/** What tests need and nobody else: time that skips, and histories that are long (they are to be continued in a new run) after 200 events, not 4096. */
const TEST_SETTINGS = ['frontend.WorkflowTimeSkippingEnabled=true', 'limit.historyCount.suggestContinueAsNew=200'];

export interface TemporalPorts {
  readonly server: number;
  readonly http: number;
  readonly metrics: number;
  /** Undefined: no web UI. */
  readonly ui: number | undefined;
}

export interface TemporalRequest {
  readonly program: string;
  readonly dataDir: string;
  readonly namespace: string;
  readonly ports: TemporalPorts;
  /** False in tests: in memory, and with settings that let a test wait less. */
  readonly durable: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** The real server, as one process on SQLite. */
export function temporalServer({ program, dataDir, namespace, ports, durable, environment }: TemporalRequest): ProcessSpec {
  const folder = path.join(dataDir, 'temporal');
  makePrivate(folder);
  const options = [
    ['--ip', '127.0.0.1'],
    ['--port', String(ports.server)],
    ['--http-port', String(ports.http)],
    ['--metrics-port', String(ports.metrics)],
    ports.ui === undefined ? ['--headless'] : ['--ui-port', String(ports.ui)],
    ...(namespace === 'default' ? [] : [['--namespace', namespace]]),
    // Without both pragmas a chain of activities is 2.4 times slower.
    ...(durable ? [['--db-filename', path.join(folder, 'temporal.db')]] : []),
    ['--sqlite-pragma', 'journal_mode=wal'],
    ['--sqlite-pragma', 'synchronous=normal'],
    ...SEARCH_ATTRIBUTES.map((name) => ['--search-attribute', `${name}=Keyword`]),
    // Timers, retries too, would else be late by up to a second.
    ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'],
    // Proposals take turns within a priority. Each partition of a queue keeps an order of its own, so there is one.
    ['--dynamic-config-value', 'matching.enableFairness=true'],
    ['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
    ['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
    ...(durable ? [] : TEST_SETTINGS.map((setting) => ['--dynamic-config-value', setting])),
    ['--log-level', 'warn'],
  ];
  return {
    name: 'temporal',
    command: program,
    args: ['server', 'start-dev', ...options.flat()],
    env: environment,
    cwd: folder,
    readiness: { kind: 'probe', ask: () => knowsAttributes(ports.http, namespace) },
    readyWithinMs: 60_000,
    tier: 0,
    stopSignal: 'SIGTERM',
    stopWithinMs: 8000,
  };
}

/** The search attributes are the last thing the server makes: with them it takes workflows. */
async function knowsAttributes(httpPort: number, namespace: string): Promise<boolean> {
  const url = `http://127.0.0.1:${httpPort}/api/v1/namespaces/${encodeURIComponent(namespace)}/search-attributes`;
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  const body = await response.text();
  return response.ok && SEARCH_ATTRIBUTES.every((name) => body.includes(`"${name}"`));
}

/** @throws Problem when nothing listens at an address given by hand. */
export async function checkTemporal(address: string): Promise<void> {
  const [host, port] = address.split(':');
  const reason = await new Promise<string | undefined>((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 5000 });
    socket.once('connect', () => resolve(undefined));
    socket.once('timeout', () => resolve('no answer within 5 s'));
    socket.once('error', (error) => resolve(error.message || 'connection refused'));
    socket.once('close', () => socket.destroy());
    socket.on('connect', () => socket.destroy());
    socket.on('timeout', () => socket.destroy());
  });
  if (reason !== undefined) throw new Problem(`TEMPORAL_ADDRESS: no server answers at ${address} (${reason}).`);
}
