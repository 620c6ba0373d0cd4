import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { LEVEL } from '#activities/domain/reduction';
import { StoredFile } from '#activities/store/models';
import { simulateNight } from '#numeric/synthetic/night';
import { ApiClient } from '../demo/api-client.js';
import { BENCH_PROPOSAL } from './service-accounts.js';

const CLIENTS = 8;
const FRAMES = 300;
const [WARM, RESTED, ALONE] = [5, 20, 40];
const REST_MS = 1200;
/** Fewer than a master takes: frames that wait leave the processors to the API. */
const PER_NIGHT = 9;
/** The API sums up its delays by ten seconds. */
const SUMMED_UP_MS = 11_000;

export interface UploadsResult {
  /** One at a time, each a little after the one before was answered, when its reduction is through, millisecond. */
  readonly rested: readonly number[];
  /** One at a time without a pause, millisecond. */
  readonly alone: readonly number[];
  readonly parallel: readonly number[];
  readonly parallelSecond: number;
  readonly lost: number;
  readonly doubled: number;
  /** Runs that were started, a frame each. */
  readonly runs: number;
  readonly frames: number;
  /** The worst ten seconds of the uploads: 99 of 100 timers of the API were no later than this, millisecond. */
  readonly loopDelayP99: number;
  /** The same of a process beside it that does nothing. */
  readonly idleDelayP99: number;
}

export interface UploadedFrame {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Raw frames at 2×2, each of another content, in nights of nine bias frames. */
function* frames(count: number): Generator<UploadedFrame> {
  for (let night = 0, made = 0; made < count; night++) {
    const date = new Date(Date.UTC(2026, 0, 1 + night)).toISOString().slice(0, 10);
    for (const { name, bytes } of simulateNight({ seed: 1 + night, binning: 2, date, proposal: BENCH_PROPOSAL, biases: Math.min(PER_NIGHT, count - made), laboratoryLines: [], blocks: [] }, simulatedGoodman())) {
      made++;
      yield { name: `${night}_${name}`, bytes };
    }
  }
}

/** Uploads one by one, then many by eight clients at once: how long they take, and whether all are there once. */
export async function benchUploads(database: Knex, url: string, token: string): Promise<UploadsResult> {
  const all = frames(WARM + RESTED + ALONE + FRAMES);
  // Each part is made before it is sent, and no more: what this process holds it collects while others are timed.
  const next = (count: number) => Array.from({ length: count }, () => all.next().value as UploadedFrame);
  // Code that never ran is slow once.
  await uploadAll({ url, token }, next(WARM), 1);
  const rested: number[] = [];
  for (const frame of next(RESTED)) {
    await sleep(REST_MS);
    rested.push(...(await uploadAll({ url, token }, [frame], 1)));
  }
  const alone = await uploadAll({ url, token }, next(ALONE), 1);
  const many = next(FRAMES);
  await sleep(SUMMED_UP_MS);
  const begun = Date.now();
  const beside = delayOfIdleProcess();
  const parallel = await uploadAll({ url, token }, many, CLIENTS);
  const parallelSecond = (Date.now() - begun) / 1000;
  const idleDelayP99 = await beside.end();
  await sleep(SUMMED_UP_MS);
  const sent = WARM + RESTED + ALONE + FRAMES;
  const kept = await keptOf(database, sent);
  const runs = await runsOf(database);
  return { rested, alone, parallel, parallelSecond, ...kept, runs, frames: sent, loopDelayP99: await loopDelayP99(url, token, begun, begun + parallelSecond * 1000), idleDelayP99 };
}

/** How late a process comes to its work that has none: what the processors have left for anybody. */
function delayOfIdleProcess(): { readonly end: () => Promise<number> } {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'idle-process.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    end: async () => {
      child.stdin.write('end');
      return Number(await text(child.stdout));
    },
  };
}

/** Sends frames by so many clients at once, each the next one as soon as it can; how long each upload took, millisecond. */
export async function uploadAll({ url, token }: { readonly url: string; readonly token: string }, all: readonly UploadedFrame[], clients: number): Promise<number[]> {
  const api = new ApiClient(url, token);
  const left = [...all];
  const times: number[] = [];
  const client = async () => {
    for (let frame = left.shift(); frame; frame = left.shift()) {
      const since = performance.now();
      await api.upload(frame.name, frame.bytes);
      times.push(performance.now() - since);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

/** Of so many frames that were sent, each of another content: those that are not there, and those that are there more than once. */
export async function keptOf(database: Knex, sent: number): Promise<{ readonly lost: number; readonly doubled: number }> {
  const rows = await StoredFile.query(database).where({ dataType: LEVEL.raw }).select('checksum');
  const contents = new Set(rows.map(({ checksum }) => checksum)).size;
  return { lost: sent - contents, doubled: rows.length - contents };
}

/** Frames whose reduction began; those that are still promised get their time. */
export async function runsOf(database: Knex): Promise<number> {
  for (const since = performance.now(); performance.now() - since < 60_000; await sleep(500)) {
    const [{ promised } = { promised: 0 }] = await database('outbox').whereNull('startedAt').count<{ promised: number }[]>('id as promised');
    if (promised === 0) break;
  }
  const [{ started } = { started: 0 }] = await database('outbox').whereNotNull('startedAt').countDistinct<{ started: number }[]>('fileId as started');
  return started;
}

async function loopDelayP99(url: string, token: string, from: number, to: number): Promise<number> {
  const response = await fetch(`${url}/api/logs/machines/`, { headers: { authorization: `Token ${token}` } });
  const { api } = (await response.json()) as { api: { event_loop: { from: string; p99_ms: number }[] } };
  return Math.max(...api.event_loop.filter((span) => Date.parse(span.from) < to && Date.parse(span.from) > from - SUMMED_UP_MS).map(({ p99_ms }) => p99_ms));
}
