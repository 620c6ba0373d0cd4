import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryBudget } from './memory-budget.js';

/** Has it come true by now? */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true), () => (done = true));
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('the memory that uploads share', () => {
  it('is lent up to three quarters for bodies, in the order they came, and given on when it is given back', async () => {
    const budget = new MemoryBudget(100);
    const first = await budget.acquire(40);
    const second = await budget.acquire(35);
    const third = budget.acquire(10);
    const fourth = budget.acquire(1);
    // One byte would fit, and does not jump the queue: else a large frame would wait for ever.
    expect([await settled(third), await settled(fourth), budget.usedBytes]).toEqual([false, false, 75]);
    first.release();
    first.release();
    expect([await settled(third), await settled(fourth), budget.usedBytes]).toEqual([true, true, 46]);
    second.release();
    (await third).release();
    (await fourth).release();
    expect(budget.usedBytes).toBe(0);
  });

  it('always has room for one that unpacks', async () => {
    const budget = new MemoryBudget(100);
    const leases = await Promise.all([budget.acquire(25), budget.acquire(25), budget.acquire(25)]);
    const waiting = budget.acquire(5);
    // A third one waits as well, and gets what is left.
    const [one, other] = leases.map((lease) => lease.extend(25));
    expect([await settled(one as Promise<void>), await settled(other as Promise<void>), await settled(waiting)]).toEqual([true, false, false]);
    leases[0]?.release();
    expect([await settled(other as Promise<void>), budget.usedBytes]).toEqual([true, 100]);
  });

  it('takes the one that is larger than the share when nobody else is there, and refuses what never fits', async () => {
    const budget = new MemoryBudget(100);
    const large = await budget.acquire(90);
    await expect(large.extend(20)).rejects.toMatchObject({ code: 'too-large' });
    await expect(budget.acquire(101)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('gives much of an upload back once it is collected, and the rest at once', async () => {
    const large = 64 * 2 ** 20;
    const budget = new MemoryBudget(2 * large);
    const [upload, view] = [await budget.acquire(1, { collects: true }), await budget.acquire(large)];
    await upload.extend(large - 1);
    upload.release();
    view.release();
    expect(budget.usedBytes).toBe(large);
    await new Promise((resolve) => setImmediate(resolve));
    expect(budget.usedBytes).toBe(0);
  });

  describe('after half a minute', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());
    it('tells who waits to come back, and lets the next one in', async () => {
      const budget = new MemoryBudget(100);
      await budget.acquire(70);
      const large = budget.acquire(50);
      const refused = expect(large).rejects.toMatchObject({ code: 'busy' });
      const small = budget.acquire(5);
      await vi.advanceTimersByTimeAsync(30_000);
      await refused;
      await small;
      expect(budget.usedBytes).toBe(75);
    });
  });
});
