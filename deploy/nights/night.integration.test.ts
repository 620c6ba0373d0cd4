import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createRandom } from '#numeric/math/random';
import type { ApiClient } from '../local/demo/api-client.js';
import type { DemoFrame } from '../local/demo/demo-frames.js';
import { followNight, type NightFrame } from '../local/demo/follow-night.js';
import { differences, productFingerprints } from '../local/demo/product-fingerprints.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { smallNight, staffClient } from './small-night.js';

const MINUTE = 60_000;
/** What Temporal keeps of a spectrum whose calibrations are there: it is read by people, and replayed when a worker dies. */
const LONGEST_HISTORY = { events: 30, bytes: 15_000 };

const frames = smallNight();
/** The same frames, in the order in which they were taken: what every other order is compared with. */
let reference: FreshPlatform & { readonly night: NightFrame[]; readonly prints: Map<string, string> };
const open: (() => Promise<void>)[] = [];

interface FreshPlatform {
  readonly dataDir: string;
  readonly platform: Platform;
  readonly api: ApiClient;
  readonly close: () => Promise<void>;
}

beforeAll(async () => {
  const fresh = await freshPlatform();
  reference = { ...fresh, ...(await run(fresh.api, frames)) };
}, 4 * MINUTE);
afterAll(() => reference?.close());
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function freshPlatform(): Promise<FreshPlatform> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-night-'));
  const platform = await startPlatform({ dataDir });
  const close = async () => {
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { dataDir, platform, api: await staffClient(platform), close };
}

/** For one test only. */
async function ownPlatform(): Promise<FreshPlatform> {
  const fresh = await freshPlatform();
  open.push(fresh.close);
  return fresh;
}

async function run(api: ApiClient, sent: readonly DemoFrame[], onUpload: () => void = () => undefined) {
  const night = await followNight(api, sent, { restWithinSecond: 150, signal: new AbortController().signal, allEnd: true, onUpload });
  return { night, prints: await productFingerprints(api) };
}

test('a night ends with a master of each kind and every target calibrated', () => {
  const { night, prints } = reference;
  expect(night.map(({ name, state }) => `${name} ${state}`)).toEqual(frames.map(({ name }) => `${name} done`));
  const names = [...prints.keys()].sort();
  expect(names.filter((name) => name.startsWith('1 '))).toHaveLength(2);
  // Reduced: a lamp and two spectra. Calibrated: the lamp at the center of the slit, one target, two targets.
  expect(names.filter((name) => name.startsWith('2 '))).toHaveLength(3);
  expect(names.filter((name) => name.startsWith('4 '))).toHaveLength(4);
});

test('the history of a spectrum whose calibrations are there stays short', { timeout: 2 * MINUTE }, async () => {
  const { platform, api } = reference;
  const late = lateSpectrum();
  const night = await followNight(api, [late], { restWithinSecond: 60, signal: new AbortController().signal });
  expect(night.map(({ state }) => state)).toEqual(['done']);
  // Visibility is behind by a second or so.
  const isLate = ({ workflowId }: { workflowId: string }) => workflowId.startsWith(`frame:${late.name}:`);
  await expect.poll(async () => (await historySizes(platform)).some(isLate), { timeout: 10_000 }).toBe(true);
  const sizes = await historySizes(platform);
  for (const { workflowId, events, bytes } of sizes) process.stdout.write(`${workflowId}: ${events} events, ${bytes} bytes\n`);
  const spectrum = sizes.find(isLate);
  expect(spectrum?.events).toBeLessThanOrEqual(LONGEST_HISTORY.events);
  expect(spectrum?.bytes).toBeLessThanOrEqual(LONGEST_HISTORY.bytes);
});

interface LogLine {
  readonly requestId?: string;
  readonly method?: string;
  readonly workflowId?: string;
  readonly activity?: string;
  readonly msg?: string;
}

test('one request id stands in the line of an upload, of the workflow that it began and of each of its activities', async () => {
  const star = reference.night.find(({ name }) => name.includes('ltt'));
  const lines = async (process: string) =>
    (await readFile(path.join(reference.dataDir, 'logs', `${process}.log`), 'utf8'))
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine)
      .filter(({ method, workflowId }) => method === 'POST' || workflowId?.startsWith(`frame:${star?.name}:`));
  const ofWorkflow = await lines('workflow-worker');
  expect(ofWorkflow.map(({ msg }) => msg)).toEqual(['workflow begins', 'workflow ends']);
  const [id] = ofWorkflow.map(({ requestId }) => requestId);
  const ofActivities = await lines('activity-worker');
  // Where everything is there, the look is the whole reduction.
  expect(ofActivities.map(({ activity }) => activity)).toContain('beginReduction');
  expect([...new Set([...ofWorkflow, ...ofActivities].map(({ requestId }) => requestId))]).toEqual([id]);
  expect((await lines('api')).filter(({ requestId }) => requestId === id)).toHaveLength(1);
});

/** One more spectrum of the night and mode of the others. */
function lateSpectrum(): DemoFrame {
  const spectra = [{ object: 'late', exposureSecond: 60, targets: [{ row: 0.5, electronsPerPixel: 6000 }] }];
  const [last] = smallNight({ blocks: [{ mode: '400_M1', lamps: ['HGA', 'NE'], flats: 3, spectra }] }).slice(-1);
  if (!last) throw new Error('the night has no frames');
  return last;
}

/** How long the history of every workflow is, by Temporal's own count. */
async function historySizes({ temporalAddress, temporalNamespace }: Platform): Promise<{ workflowId: string; events: number; bytes: number }[]> {
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace: temporalNamespace });
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list()) ids.push(workflowId);
  const sizes = await Promise.all(
    ids.sort().map(async (workflowId) => {
      const { historyLength, historySize } = await client.workflow.getHandle(workflowId).describe();
      return { workflowId, events: historyLength, bytes: historySize ?? Infinity };
    }),
  );
  await connection.close();
  return sizes;
}

test('shuffled, and every file sent twice: the same products', { timeout: 4 * MINUTE }, async () => {
  const { api } = await ownPlatform();
  const random = createRandom(11);
  const shuffled = [...frames, ...frames].map((frame) => ({ frame, place: random.uniform() })).sort((a, b) => a.place - b.place).map(({ frame }) => frame);
  const { prints } = await run(api, shuffled);
  expect(differences(reference.prints, prints)).toEqual([]);
});

test('kill -9 of the activity worker and of Temporal in the middle: it comes back by itself, with the same products', { timeout: 5 * MINUTE }, async () => {
  const { platform, api } = await ownPlatform();
  let uploaded = 0;
  const killed: string[] = [];
  const killing = (async () => {
    for (const [victim, after] of [['activity-worker', 4], ['temporal', 7]] as const) {
      while (uploaded < after) await sleep(10);
      const pid = platform.processes[victim];
      expect(pid, victim).toBeTypeOf('number');
      process.kill(pid as number, 'SIGKILL');
      killed.push(victim);
      await sleep(500);
    }
  })();
  const { night, prints } = await run(api, frames, () => uploaded++);
  await killing;
  expect(killed).toEqual(['activity-worker', 'temporal']);
  expect(night.filter(({ state }) => state !== 'done')).toEqual([]);
  expect(differences(reference.prints, prints)).toEqual([]);
});
