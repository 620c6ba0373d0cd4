import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createRandom } from '#numeric/math/random';
import type { ApiClient } from '../local/demo/api-client.js';
import type { DemoFrame } from '../local/demo/demo-frames.js';
import { followNight } from '../local/demo/follow-night.js';
import { differences, productFingerprints } from '../local/demo/product-fingerprints.js';
import { startPlatform, type Platform } from '../local/platform/platform.js';
import { smallNight, staffClient } from './small-night.js';

const MINUTE = 60_000;
const frames = smallNight();
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function freshPlatform(): Promise<{ platform: Platform; api: ApiClient }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'goodman-night-'));
  const platform = await startPlatform({ dataDir });
  open.push(async () => {
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { platform, api: await staffClient(platform) };
}

async function run(api: ApiClient, sent: readonly DemoFrame[], onUpload: () => void = () => undefined) {
  const night = await followNight(api, sent, { restWithinSecond: 150, signal: new AbortController().signal, onUpload });
  return { night, prints: await productFingerprints(api) };
}

let inOrder: Map<string, string> | undefined;

test('a night ends with a master of each kind and every target calibrated', { timeout: 4 * MINUTE }, async () => {
  const { api } = await freshPlatform();
  const { night, prints } = await run(api, frames);
  inOrder = prints;
  expect(night.map(({ name, state }) => `${name} ${state}`)).toEqual(frames.map(({ name }) => `${name} done`));
  const names = [...prints.keys()].sort();
  expect(names.filter((name) => name.startsWith('1 '))).toHaveLength(2);
  // Reduced: a lamp and two spectra. Calibrated: the lamp at the center of the slit, one target, two targets.
  expect(names.filter((name) => name.startsWith('2 '))).toHaveLength(3);
  expect(names.filter((name) => name.startsWith('4 '))).toHaveLength(4);
});

test('shuffled, and every file sent twice: the same products', { timeout: 4 * MINUTE }, async () => {
  const { api } = await freshPlatform();
  const random = createRandom(11);
  const shuffled = [...frames, ...frames].map((frame) => ({ frame, place: random.uniform() })).sort((a, b) => a.place - b.place).map(({ frame }) => frame);
  const { prints } = await run(api, shuffled);
  expect(inOrder, 'the first test must have run').toBeDefined();
  expect(differences(inOrder ?? new Map(), prints)).toEqual([]);
});

test('kill -9 of the activity worker and of Temporal in the middle: it comes back by itself, with the same products', { timeout: 5 * MINUTE }, async () => {
  const { platform, api } = await freshPlatform();
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
  expect(night.every(({ state }) => state === 'done')).toBe(true);
  expect(differences(inOrder ?? new Map(), prints)).toEqual([]);
});
