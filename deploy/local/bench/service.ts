import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from '#activities/store/database';
import { StoredFile } from '#activities/store/models';
import { startPlatform } from '../platform/platform.js';
import { localSettings } from '../settings/settings.js';
import { benchMemory, benchStall } from './service-attack.js';
import { quantile } from './quantile.js';
import { BENCH_PROPOSAL, serviceAccounts } from './service-accounts.js';
import { benchListeners } from './service-listeners.js';
import { benchUploads } from './service-uploads.js';

export interface ServiceRow {
  readonly what: string;
  readonly asked: string;
  readonly measured: string;
  readonly held: boolean;
}

/** What the API promises under load and under attack, measured on a platform of its own with everything behind it: a row for each promise. */
export async function benchService(onLine: (line: string) => void): Promise<ServiceRow[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-bench-'));
  const settings = localSettings();
  const platform = await startPlatform({ dataDir, settings: { ...settings, environment: { ...settings.environment, LOG_LEVEL: 'warn', REQUESTS_PER_MINUTE: '100000' } } });
  const database = connect(platform.databaseUrl);
  try {
    const tokens = await serviceAccounts(database);
    const url = platform.apiUrl.replace(/\/api\/?$/, '');
    const pid = () => platform.processes['api'] ?? 0;
    onLine('uploads');
    const uploads = await benchUploads(database, url, tokens.telescope);
    const { id = 0 } = (await StoredFile.query(database).findOne({ proposalId: BENCH_PROPOSAL })) ?? {};
    onLine('sockets that stall');
    const stall = await benchStall({ url, tokens }, id);
    onLine('half uploads and gzip bombs');
    const memory = await benchMemory({ url, tokens }, pid(), await firstFrame(url, tokens.telescope, id));
    // Last: it kills the API.
    onLine('listeners');
    const listeners = await benchListeners(database, { url, pid }, tokens.telescope);
    return [...uploadRows(uploads), ...attackRows(stall, memory), ...listenerRows(listeners)];
  } finally {
    await database.destroy();
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function firstFrame(url: string, token: string, id: number): Promise<Uint8Array> {
  const response = await fetch(`${url}/api/files/${id}/download/`, { headers: { authorization: `Token ${token}` } });
  return new Uint8Array(await response.arrayBuffer());
}

const atMost = (what: string, most: number, measured: number, unit: string, beside = ''): ServiceRow => ({ what, asked: `≤ ${most} ${unit}`, measured: `${measured.toFixed(0)} ${unit}${beside}`, held: measured <= most });
const exactly = (what: string, asked: number, measured: number): ServiceRow => ({ what, asked: String(asked), measured: String(measured), held: measured === asked });

function uploadRows({ rested, alone, parallel, parallelSecond, lost, doubled, runs, frames, loopDelayP99, idleDelayP99 }: Awaited<ReturnType<typeof benchUploads>>): ServiceRow[] {
  return [
    atMost('upload at 2×2, the platform at rest, p50', 60, quantile(rested, 0.5), 'ms', `, p95 ${quantile(rested, 0.95).toFixed(0)} ms`),
    atMost('upload at 2×2, one after the other, p50', 60, quantile(alone, 0.5), 'ms', `, p95 ${quantile(alone, 0.95).toFixed(0)} ms`),
    exactly('300 frames by 8 clients: lost', 0, lost),
    exactly('300 frames by 8 clients: doubled', 0, doubled),
    exactly('frames whose reduction began', frames, runs),
    atMost('300 frames by 8 clients: event loop delay, p99 of the worst 10 s', 50, loopDelayP99, 'ms', `, of a process beside it that does nothing ${idleDelayP99.toFixed(0)} ms; an upload p50 ${quantile(parallel, 0.5).toFixed(0)} ms, ${(parallel.length / parallelSecond).toFixed(1)} a second`),
  ];
}

function attackRows({ alone, meanwhile }: Awaited<ReturnType<typeof benchStall>>, { before, peak, refused }: Awaited<ReturnType<typeof benchMemory>>): ServiceRow[] {
  return [
    atMost("300 stalled sockets of one account: another's list, p95", 200, quantile(meanwhile, 0.95), 'ms', `, alone ${quantile(alone, 0.95).toFixed(0)} ms`),
    atMost('400 half uploads and 6 gzip bombs: memory of the API', 500, peak, 'MB', `, before ${before.toFixed(0)} MB`),
    exactly('gzip bombs refused', 6, refused),
  ];
}

function listenerRows({ latencies, missed, twice, outOfOrder, silenceSecond }: Awaited<ReturnType<typeof benchListeners>>): ServiceRow[] {
  return [
    atMost('100 listeners: commit to listener, p95', 300, quantile(latencies, 0.95), 'ms', `, p50 ${quantile(latencies, 0.5).toFixed(0)} ms`),
    { ...exactly('100 listeners, the API killed: events missed', 0, missed), measured: `${missed}, silent for ${silenceSecond.toFixed(1)} s` },
    exactly('100 listeners, the API killed: heard twice', 0, twice),
    exactly('100 listeners, the API killed: out of order', 0, outOfOrder),
  ];
}
