import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentStep, membersChanged, searchAttributes, type BuildMaster } from '#activities/domain/workflow-contract';
import { defaultSettings } from '#activities/domain/settings';
import type { MasterPlan } from '#activities/reductions/types';
import { stepSettingsOf } from '#activities/steps/index';
import { fakeActivities, rawFrame, searchWords, type FakeActivities } from './test-activities.js';
import { startTestWorkers, type TestWorkers } from './test-workers.js';

let workers: TestWorkers;

beforeAll(async () => {
  workers = await startTestWorkers();
});
afterAll(() => workers.close());

const group = { purpose: 'bias', night: '20261120', configurationKey: 'RED 2x2' } as const;

/** A plan with these frames, and ready when they are three. */
function planOf(...numbers: number[]): MasterPlan {
  const ready = numbers.length >= 3;
  return {
    ready,
    reason: ready ? '' : `needs 3 bias frames, has ${numbers.length}`,
    provisional: false,
    fingerprint: numbers.join('+'),
    members: numbers.map(rawFrame),
    calibrations: {},
    stepSettings: stepSettingsOf(defaultSettings),
    attributes: searchWords,
  };
}

const keysOf = ({ members }: MasterPlan) => members.map(({ key }) => key);
const untilCalled = (fakes: FakeActivities, name: FakeActivities['called'][number], times: number) =>
  expect.poll(() => fakes.called.filter((each) => each === name).length, { timeout: 20_000 }).toBe(times);

test('it waits with a reason until enough frames are there, then combines and tells its members', async () => {
  let plan = planOf(1, 2);
  const fakes = fakeActivities({ planMaster: () => Promise.resolve(plan), makeMaster: () => Promise.resolve({ reason: 'master_bias.fits of 3 frames' }) });
  await workers.withActivities(fakes.activities, async ({ buildMaster }) => {
    const master = await buildMaster(group);
    await untilCalled(fakes, 'recordMaster', 1);
    plan = planOf(1, 2, 3);
    await master.signal(membersChanged);
    await untilCalled(fakes, 'announce', 1);
  });
  expect(fakes.requests('recordMaster').map(({ state, reason }) => `${state}: ${reason}`)).toEqual(['waiting: needs 3 bias frames, has 2']);
  const { members, calibrations, stepSettings, provisional } = plan;
  expect(fakes.requests('makeMaster')).toEqual([{ group, plan: { members, calibrations, stepSettings, provisional } }]);
  expect(fakes.requests('announce')).toEqual([{ group, members: keysOf(plan) }]);
});

test('frames that cannot be combined: failed on record, the members are told why, and a later frame makes it try again', async () => {
  let plan = planOf(1, 2, 3);
  const message = 'No usable frame: all are saturated.';
  const fakes = fakeActivities({
    planMaster: () => Promise.resolve(plan),
    makeMaster: ({ plan: { members } }) =>
      members.length === 3
        ? Promise.reject(ApplicationFailure.create({ type: 'frames-unusable', message, nonRetryable: true }))
        : Promise.resolve({ reason: 'master_bias.fits of 4 frames' }),
  });
  await workers.withActivities(fakes.activities, async ({ buildMaster }) => {
    const master = await buildMaster(group);
    await untilCalled(fakes, 'announce', 1);
    expect(fakes.requests('recordMaster').map(({ state, reason }) => `${state}: ${reason}`)).toEqual([`failed: ${message}`]);
    expect(fakes.requests('announce')).toEqual([{ group, members: keysOf(plan), failure: message }]);

    await expect.poll(async () => (await master.describe()).typedSearchAttributes.get(searchAttributes.state)).toBe('failed');

    // Woken with the same frames, it does not fail once more …
    await master.signal(membersChanged);
    await untilCalled(fakes, 'planMaster', 2);
    expect(await master.query(currentStep)).toBe(message);
    expect(fakes.requests('makeMaster')).toHaveLength(1);

    // … with one more it tries.
    plan = planOf(1, 2, 3, 4);
    await master.signal(membersChanged);
    await untilCalled(fakes, 'announce', 2);
  });
  expect(fakes.requests('makeMaster')).toHaveLength(2);
  expect(fakes.requests('announce')[1]).toEqual({ group, members: keysOf(plan) });
});

/** The run of a master that is the latest now: its input, the run that it continues, its length. */
async function runOf(master: WorkflowHandle<BuildMaster>): Promise<{ input: unknown; continuedFrom: string; events: number }> {
  const { events = [] } = await master.fetchHistory();
  const begun = events?.[0]?.workflowExecutionStartedEventAttributes;
  const payload = begun?.input?.payloads?.[0];
  return { input: payload ? defaultPayloadConverter.fromPayload(payload) : undefined, continuedFrom: begun?.continuedExecutionRunId ?? '', events: events?.length ?? 0 };
}

/** A signal is one event at least: more than the server of the tests takes for a long history (deploy/local/services/temporal.ts). */
const SIGNALS = 250;

test('a history that grew long is cut, and what was built is not built again', async () => {
  const plan = planOf(1, 2, 3);
  const fakes = fakeActivities({ planMaster: () => Promise.resolve(plan), makeMaster: () => Promise.resolve({ reason: 'master_bias.fits of 3 frames' }) });
  await workers.withActivities(fakes.activities, async ({ buildMaster }) => {
    const master = await buildMaster(group);
    await untilCalled(fakes, 'announce', 1);
    const first = await master.describe();
    await Promise.all(Array.from({ length: SIGNALS }, () => master.signal(membersChanged)));

    await expect.poll(async () => (await master.describe()).runId, { timeout: 60_000 }).not.toBe(first.runId);
    const second = await runOf(master);
    expect(second).toMatchObject({ input: { ...group, built: plan.fingerprint, ended: { state: 'done', reason: 'master_bias.fits of 3 frames' } }, continuedFrom: first.runId });
    // Nothing has happened since: it says what it said before, not that it collects.
    expect(await master.query(currentStep)).toBe('master_bias.fits of 3 frames');
    // It looks once more, and finds that it has built this already.
    const looks = fakes.requests('planMaster').length;
    await master.signal(membersChanged);
    await untilCalled(fakes, 'planMaster', looks + 1);
    expect((await runOf(master)).events).toBeLessThan(SIGNALS);
  });
  expect(fakes.requests('makeMaster')).toHaveLength(1);
});

test('the night is over: after fourteen hours without news the workflow ends with what it last said', async () => {
  const fakes = fakeActivities({ planMaster: () => Promise.resolve(planOf(1, 2)) });
  await workers.withActivities(fakes.activities, async ({ buildMaster }) => {
    const master = await buildMaster(group, { skipTime: true });
    expect(await master.result()).toBe('needs 3 bias frames, has 2');
  });
  expect(fakes.called).toEqual(['planMaster', 'recordMaster']);
});
