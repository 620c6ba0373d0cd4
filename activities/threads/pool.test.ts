import { afterAll, expect, test } from 'vitest';
import { emptyFrame } from '#numeric/frame';
import { ReductionError } from '../domain/errors.js';
import { Rank } from '../domain/priority.js';
import type { Products } from '../products/index.js';
import { CancelledWork } from './pool.js';
import { ranked } from './rank.js';
import { StepPool } from './step-pool.js';

const pool = new StepPool({ size: 1 });
afterAll(() => pool.close());

/** A frame of nothing but sky: no source is on it. */
function emptySky(nx = 600, ny = 300): Products['frame'] {
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 2, binY: 2 });
  frame.flux.fill(100);
  frame.variance.fill(120);
  return { frame, exposure: { readNoiseElectron: 4, camera: 'Red' }, cards: [], provenance: { steps: [] } } as unknown as Products['frame'];
}

const cosmicRays = (frame: Products['frame']) => ({ step: 'rejectCosmicRays', inputs: { frame }, settings: { method: 'lacosmic', sigclip: 4.5, objlim: 5 }, sources: {} });

test('a step runs in a thread; its frame comes back in shared memory', async () => {
  const { product, quality } = await pool.step(cosmicRays(emptySky()));
  expect(quality).toEqual({ cosmicRayPixels: 0 });
  expect((product as Products['frame']).frame.flux.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect((product as Products['frame']).provenance.steps.map(({ step }) => step)).toEqual(['rejectCosmicRays']);
});

test('a failure keeps its code, its sentence and its facts across the thread', async () => {
  const failed = pool.step({ step: 'findTargets', inputs: { frame: emptySky() }, settings: { model: 'moffat', maximum: 3, backgroundThreshold: 3, minimumSnr: 5, minimumWidthPixel: null, maximumWidthPixel: null }, sources: {} });
  await expect(failed).rejects.toBeInstanceOf(ReductionError);
  await expect(failed).rejects.toMatchObject({ code: 'source-not-found', facts: { minimumSnr: 5 } });
});

test('cancelling stops the thread in the middle of its loop, and the next job finds a fresh one', async () => {
  const cancel = new AbortController();
  const long = pool.step(cosmicRays(emptySky(6000, 3000)), cancel.signal);
  setTimeout(() => cancel.abort(), 100);
  await expect(long).rejects.toBeInstanceOf(CancelledWork);
  const { quality } = await pool.step(cosmicRays(emptySky()));
  expect(quality).toEqual({ cosmicRayPixels: 0 });
});

test('a job cancelled before its turn never runs', async () => {
  const cancel = new AbortController();
  const first = pool.step(cosmicRays(emptySky()));
  const second = pool.step(cosmicRays(emptySky()), cancel.signal);
  cancel.abort();
  await expect(second).rejects.toBeInstanceOf(CancelledWork);
  await expect(first).resolves.toBeDefined();
});

test('work of tonight goes before what waited longer; within a rank first come, first served', async () => {
  const order: string[] = [];
  const job = (name: string, rank: number) => ranked(rank, () => pool.step(cosmicRays(emptySky())).then(() => order.push(name)));
  await Promise.all([job('under way', Rank.ARCHIVE), job('old a', Rank.ARCHIVE), job('old b', Rank.ARCHIVE), job('tonight a', Rank.TONIGHT), job('recent', Rank.RECENT), job('tonight b', Rank.TONIGHT)]);
  expect(order).toEqual(['under way', 'tonight a', 'tonight b', 'recent', 'old a', 'old b']);
});

test('a thread rehearses while nothing is to be done, lets work in between, and comes out right', { timeout: 120_000 }, async () => {
  const rehearsing = new StepPool({ size: 1, rehearsal: true });
  try {
    const ended: string[] = [];
    const rehearsed = rehearsing.rehearsed.then(() => ended.push('rehearsal'));
    await rehearsing.step(cosmicRays(emptySky())).then(() => ended.push('work'));
    await rehearsed;
    expect(ended).toEqual(['work', 'rehearsal']);
  } finally {
    await rehearsing.close();
  }
});
