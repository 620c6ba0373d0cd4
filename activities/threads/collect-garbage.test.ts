import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { collectAbove, collectWhenLarge } from './collect-garbage.js';

const SMALL = { room: 0, growth: 0 };
const HELD = 2 ** 28;
const LARGE = { room: 2 ** 50, growth: 2 ** 50 };

/** Drops a plane of shared memory; tells whether it was collected. */
function dropped(): () => boolean {
  const plane = new WeakRef(new Float32Array(new SharedArrayBuffer(2 ** 20)));
  return () => plane.deref() === undefined;
}

/** Fills shared memory and drops it. */
function fill(bytes: number): void {
  new Uint8Array(new SharedArrayBuffer(bytes)).fill(1);
}

describe('collecting what a process does not know that it holds', () => {
  afterEach(() => collectAbove(undefined));

  it('collects in a process that is larger than it may be', async () => {
    collectAbove(SMALL);
    const isGone = dropped();
    await sleep(1);
    collectWhenLarge();
    expect(isGone()).toBe(true);
  });

  it('lets go of what is new after a task, however much room there is', async () => {
    collectAbove(LARGE);
    const before = process.memoryUsage.rss();
    fill(HELD);
    collectWhenLarge();
    expect(process.memoryUsage.rss() - before).toBeGreaterThan(HELD / 2);
    await sleep(1);
    collectWhenLarge(true);
    // Another thread of the collector gives it back.
    await expect.poll(() => process.memoryUsage.rss() - before).toBeLessThan(HELD / 2);
  });

  it('does nothing where nobody said how much room there is', async () => {
    const isGone = dropped();
    await sleep(1);
    collectWhenLarge(true);
    expect(isGone()).toBe(false);
  });
});
