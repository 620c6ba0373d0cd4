import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { priorityOf, type WorkPriority } from '#activities/domain/priority';
import { choiceOf, fakeActivities, frameTask } from './test-activities.js';
import { startTestWorkers, type TestWorkers } from './test-workers.js';

let workers: TestWorkers;

beforeAll(async () => {
  workers = await startTestWorkers();
});
afterAll(() => workers.close());

const TONIGHT = '20261127';
const MANY = 50;
const SINGLE = 1000;

/** The first frame is held until all others wait behind it; the files in the order in which their turn came. */
async function orderOf(many: WorkPriority, single: WorkPriority): Promise<number[]> {
  const order: number[] = [];
  const all = Promise.withResolvers<void>();
  const fakes = fakeActivities({
    async beginReduction({ fileId }) {
      order.push(fileId);
      await all.promise;
      return { frame: frameTask(), state: 'reducing', reason: '', choice: choiceOf('all'), reduced: 'all', recorded: true };
    },
  });
  await workers.withActivities(
    fakes.activities,
    async ({ reduceFrame }) => {
      const handles = await Promise.all(Array.from({ length: MANY }, (_, i) => reduceFrame({ fileId: i + 1 }, { priority: many })));
      await Promise.all(handles.map(untilQueued));
      const last = await reduceFrame({ fileId: SINGLE }, { priority: single });
      await untilQueued(last);
      all.resolve();
      await Promise.all([...handles, last].map((each) => each.result()));
    },
    { stepsAtOnce: 1 },
  );
  expect(order).toHaveLength(MANY + 1);
  return order;
}

/** Its first activity waits for a worker, or has one. */
async function untilQueued(handle: WorkflowHandle): Promise<void> {
  await expect.poll(async () => ((await handle.fetchHistory()).events ?? []).some(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled != null), { timeout: 60_000, interval: 200 }).toBe(true);
}

/** One that is held, and one that a poll of the worker took already. */
const AT_WORK = 2;

test('fifty frames of an old semester are queued, then one of tonight: it is next', { timeout: 180_000 }, async () => {
  const order = await orderOf(priorityOf({ night: '20250612', proposal: 'SOAR2025A-001' }, TONIGHT), priorityOf({ night: TONIGHT, proposal: 'SOAR2026B-099' }, TONIGHT));
  expect(order.indexOf(SINGLE)).toBeLessThanOrEqual(AT_WORK);
});

test('within one night every proposal has its turn: a single frame does not wait for fifty of another', { timeout: 180_000 }, async () => {
  const night = '20250612';
  const order = await orderOf(priorityOf({ night, proposal: 'SOAR2025A-001' }, TONIGHT), priorityOf({ night, proposal: 'SOAR2025A-002' }, TONIGHT));
  expect(order.indexOf(SINGLE)).toBeLessThan(MANY / 2);
});
