import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { priorityOf } from '#activities/domain/priority';
import { choiceOf, fakeActivities, frameTask } from './test-activities.js';
import { startTestWorkers, type TestWorkers } from './test-workers.js';

let workers: TestWorkers;

beforeAll(async () => {
  workers = await startTestWorkers();
});
afterAll(() => workers.close());

const TONIGHT = '20261127';
const OLD = 50;

/** Reduces one frame after the other, each in a little while; the files in the order in which their turn came. */
function oneByOne() {
  const order: number[] = [];
  const fakes = fakeActivities({
    async beginReduction({ fileId }) {
      order.push(fileId);
      await sleep(100);
      return { frame: frameTask(), state: 'reducing', reason: '', choice: choiceOf('all'), reduced: 'all', recorded: true };
    },
  });
  return { order, activities: fakes.activities };
}

test('fifty frames of an old semester are queued, then one of tonight: it is next', { timeout: 60_000 }, async () => {
  const { order, activities } = oneByOne();
  await workers.withActivities(
    activities,
    async ({ reduceFrame }) => {
      const old = await Promise.all(Array.from({ length: OLD }, (_, i) => reduceFrame({ fileId: i + 1 }, { priority: priorityOf({ night: '20250612', proposal: 'SOAR2025A-001' }, TONIGHT) })));
      await expect.poll(() => order.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(5);
      const star = await reduceFrame({ fileId: 1000 }, { priority: priorityOf({ night: TONIGHT, proposal: 'SOAR2026B-099' }, TONIGHT) });
      const before = order.length;
      await star.result();
      // Those that had their turn while its workflow was begun, and the one that a poll of the worker held already.
      expect(order.indexOf(1000) - before).toBeLessThanOrEqual(3);
      expect(order.length).toBeLessThan(OLD / 2);
      await Promise.all(old.map((each) => each.result()));
    },
    { stepsAtOnce: 1 },
  );
  expect(order).toHaveLength(OLD + 1);
});

test('within one night every proposal has its turn: a single frame does not wait for fifty of another', { timeout: 60_000 }, async () => {
  const { order, activities } = oneByOne();
  const night = '20250612';
  await workers.withActivities(
    activities,
    async ({ reduceFrame }) => {
      const many = await Promise.all(Array.from({ length: OLD }, (_, i) => reduceFrame({ fileId: i + 1 }, { priority: priorityOf({ night, proposal: 'SOAR2025A-001' }, TONIGHT) })));
      await expect.poll(() => order.length, { timeout: 20_000, interval: 10 }).toBeGreaterThan(5);
      const single = await reduceFrame({ fileId: 1000 }, { priority: priorityOf({ night, proposal: 'SOAR2025A-002' }, TONIGHT) });
      await single.result();
      expect(order.length).toBeLessThan(OLD / 2);
      await Promise.all(many.map((each) => each.result()));
    },
    { stepsAtOnce: 1 },
  );
});
