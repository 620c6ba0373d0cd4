import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../demo/api-client.js';
import type { DemoFrame } from '../demo/demo-frames.js';
import { followNight } from '../demo/follow-night.js';
import { startPlatform, type Platform } from '../platform/platform.js';
import { smallNight, staffClient } from '../../nights/small-night.js';
import { CalibratedSpectra } from './calibrated-spectra.js';
import { pinWorkers, type SecondWorker } from './pinned-workers.js';
import { loadOf, type ProcessLoad } from './process-load.js';

/** Seconds from the last byte of an upload to the calibrated spectrum, one for each frame. */
type Latencies = readonly number[];

export interface SustainedResult {
  readonly workers: string;
  /** One frame at a time. */
  readonly idle: Latencies;
  /** Frames a minute while there is always one more to do. */
  readonly perMinute: number;
  readonly frames: number;
  /** Frames that come evenly, half as many a minute. */
  readonly halfRate: Latencies;
  /** What every process had taken when so many frames were done. */
  readonly taken: readonly { readonly frames: number; readonly processes: Readonly<Record<string, ProcessLoad>> }[];
}

/** Sent at a time while as many as possible are to be done: more than all workers take. */
const IN_FLIGHT = 8;
const IDLE_FRAMES = 20;
const HALF_RATE_FRAMES = 60;
const FRAMES = { 'one worker': 300, 'two workers, one core each': 100 } as const;
/** Simulated once; the rest are these under other notes, which is another frame with as much to do. */
const SIMULATED = 30;
const NOTES = 'simulated';

/** A night's masters and lamp, then spectra at 2×2: idle, as many as there is room for, and at half that rate; by one worker, then by two that have one core each. */
export async function* benchSustained(): AsyncGenerator<SustainedResult> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-sustained-'));
  const platform = await startPlatform({ dataDir });
  let second: SecondWorker | undefined;
  try {
    const api = await staffClient(platform);
    const night = spectralNight();
    await followNight(api, night.filter(({ truth }) => truth?.kind !== 'spectrum'), { restWithinSecond: 300, signal: new AbortController().signal });
    const frames = endless(night.filter(({ truth }) => truth?.kind === 'spectrum'));
    yield await sustained(platform, api, frames, 'one worker');
    second = await pinWorkers(platform);
    if (second) yield await sustained(platform, api, frames, 'two workers, one core each', second);
  } finally {
    await second?.stop();
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function spectralNight(): DemoFrame[] {
  const spectra = Array.from({ length: SIMULATED }, (_, i) => ({ object: `star ${i}`, exposureSecond: 300, targets: [{ row: 0.35 + 0.01 * (i % 20), electronsPerPixel: 2000 + 100 * i }] }));
  return smallNight({ blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 3, spectra }] });
}

function* endless(spectra: readonly DemoFrame[]): Generator<DemoFrame, never> {
  for (let number = 1; ; number++) {
    const spectrum = spectra[number % spectra.length];
    if (!spectrum) throw new Error('the night has no spectra');
    const bytes = spectrum.bytes.slice();
    const notes = Buffer.from(bytes.buffer).indexOf(NOTES, 0, 'latin1');
    Buffer.from(bytes.buffer).write(`No. ${number}`.padEnd(NOTES.length), notes, 'latin1');
    yield { name: `${String(1000 + number)}_star.fits`, bytes };
  }
}

async function sustained(platform: Platform, api: ApiClient, frames: Generator<DemoFrame, never>, workers: keyof typeof FRAMES, second?: SecondWorker): Promise<SustainedResult> {
  const spectra = new CalibratedSpectra(api);
  const taken: SustainedResult['taken'][number][] = [];
  const note = async (done: number) => taken.push({ frames: done, processes: await loadOf({ ...platform.processes, ...(second ? { 'second activity-worker': second.pid } : {}) }) });
  /** Sends the next frame; the seconds until it is calibrated. */
  const one = async () => {
    const { name, bytes } = frames.next().value;
    const { file, sent } = await api.upload(name, bytes);
    return (await spectra.of(file.id)) - sent;
  };
  try {
    await one();
    const idle: number[] = [];
    for (let i = 0; i < IDLE_FRAMES; i++) idle.push(await one());
    await note(0);
    let [begun, done] = [0, 0];
    const since = performance.now();
    const stream = async () => {
      while (begun < FRAMES[workers]) {
        begun++;
        await one();
        if (++done % 50 === 0) await note(done);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, stream));
    const perMinute = (60_000 * done) / (performance.now() - since);
    return { workers, idle, perMinute, frames: done, halfRate: await evenly(one, (60_000 / perMinute) * 2), taken };
  } finally {
    await spectra.close();
  }
}

/** A frame every so many milliseconds, whether those before are done or not. */
async function evenly(one: () => Promise<number>, everyMs: number): Promise<number[]> {
  const under: Promise<number>[] = [];
  const since = performance.now();
  for (let i = 0; i < HALF_RATE_FRAMES; i++) {
    await sleep(Math.max(0, since + i * everyMs - performance.now()));
    under.push(one());
  }
  return Promise.all(under);
}
