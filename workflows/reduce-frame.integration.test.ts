import { WorkflowFailedError, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calibrationsChanged, collected, currentStep, proceedWithout, searchAttributes, useCalibration, type ReduceFrame } from '#activities/domain/workflow-contract';
import type { BegunReduction } from '#activities/reductions/types';
import { choiceOf, fakeActivities, frameTask, searchWords } from './test-activities.js';
import { startTestWorkers, type TestWorkers } from './test-workers.js';

let workers: TestWorkers;

beforeAll(async () => {
  workers = await startTestWorkers();
});
afterAll(() => workers.close());

const frame = frameTask();
const complete = (fingerprint: string, provisional = false): BegunReduction => ({ frame, state: 'reducing', reason: '', choice: choiceOf(fingerprint, { provisional }) });
const waiting = (reason: string, offered: Record<string, string[]>): BegunReduction => ({ frame, state: 'waiting', reason, choice: choiceOf('nothing', { complete: false, reason, offered }) });

/** Resolves when the reduction says that it waits. */
async function untilWaiting(handle: WorkflowHandle<ReduceFrame>): Promise<void> {
  await expect.poll(() => handle.query(currentStep), { timeout: 20_000 }).toMatch(/^waiting: /);
}

/** The sentence in which an update was refused. */
async function refusal(update: Promise<unknown>): Promise<string> {
  const error: unknown = await update.then(
    (answer) => new Error(`it was taken: ${String(answer)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  return (error as WorkflowUpdateFailedError).cause?.message ?? '';
}

/** The typed failure with which a workflow ended. */
async function failureOfWorkflow(handle: WorkflowHandle<ReduceFrame>): Promise<ApplicationFailure> {
  const error: unknown = await handle.result().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  const { cause } = error as WorkflowFailedError;
  expect(cause).toBeInstanceOf(ApplicationFailure);
  return cause as ApplicationFailure;
}

describe('what a person may ask of a reduction that waits', () => {
  const offered = { bias: ['combineBias/a'], arc: ['correctBias/near', 'correctBias/far'] };
  /** Waits for a lamp until a person chose one, or said to go on without. */
  const choosy = () =>
    fakeActivities({
      beginReduction: ({ use, without }) => Promise.resolve(use.arc !== undefined || without.length > 0 ? complete('by hand') : waiting('no lamp is near enough', offered)),
    });

  test('a calibration that was not offered is refused in a sentence that names the others, and nothing changes', async () => {
    const fakes = choosy();
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      await untilWaiting(handle);
      const { historyLength } = await handle.describe();
      expect(await refusal(handle.executeUpdate(useCalibration, { args: [{ purpose: 'arc', key: 'correctBias/typo' }] }))).toBe(
        'There is no lamp with the key correctBias/typo near this night; there are correctBias/near, correctBias/far.',
      );
      expect(await refusal(handle.executeUpdate(useCalibration, { args: [{ purpose: 'flat', key: 'combineFlats/a' }] }))).toBe('This frame needs no flat; it can choose among bias, lamp.');
      expect(await refusal(handle.executeUpdate(proceedWithout, { args: [{ purpose: 'flat' }] }))).toBe('This frame needs no flat; it can choose among bias, lamp.');
      // A refused update leaves no event: the reduction was not woken.
      expect((await handle.describe()).historyLength).toBe(historyLength);
      expect(await handle.query(currentStep)).toBe('waiting: no lamp is near enough');
      expect(fakes.called).toEqual(['beginReduction']);

      // … and what was refused is not remembered either.
      await handle.signal(calibrationsChanged);
      await expect.poll(() => fakes.requests('beginReduction').length, { timeout: 20_000 }).toBe(2);
      expect(fakes.requests('beginReduction')[1]).toMatchObject({ use: {}, without: [] });
    });
  });

  test('a calibration that was offered wakes the reduction, which chooses again with it', async () => {
    const fakes = choosy();
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      await untilWaiting(handle);
      expect(await handle.executeUpdate(useCalibration, { args: [{ purpose: 'arc', key: 'correctBias/far' }] })).toBe('will use correctBias/far as lamp');
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose by hand' });
    });
    expect(fakes.requests('beginReduction').map(({ use, without }) => ({ use, without }))).toEqual([
      { use: {}, without: [] },
      { use: { arc: 'correctBias/far' }, without: [] },
    ]);
  });

  test('going on without a calibration that is needed wakes the reduction, which chooses again without it', async () => {
    const fakes = choosy();
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      await untilWaiting(handle);
      expect(await handle.executeUpdate(proceedWithout, { args: [{ purpose: 'arc' }] })).toBe('will go on without a lamp');
      expect(await handle.result()).toMatchObject({ state: 'done' });
    });
    expect(fakes.requests('beginReduction').map(({ use, without }) => ({ use, without }))).toEqual([
      { use: {}, without: [] },
      { use: {}, without: ['arc'] },
    ]);
  });

  test('a frame that goes into a master chooses nothing: both are refused, and its verdict ends it', async () => {
    const member: BegunReduction = { frame: frameTask({ role: 'member' }), state: 'waiting', reason: 'collected for a master bias: 1 of 3 frames are there' };
    const fakes = fakeActivities({ beginReduction: () => Promise.resolve(member) });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 2 });
      await untilWaiting(handle);
      expect(await refusal(handle.executeUpdate(useCalibration, { args: [{ purpose: 'bias', key: 'combineBias/a' }] }))).toMatch(/has not been asked for its calibrations yet, or needs none/);
      expect(await refusal(handle.executeUpdate(proceedWithout, { args: [{ purpose: 'bias' }] }))).toMatch(/has not been asked for its calibrations yet, or needs none/);
      await handle.signal(collected, { used: false, master: 'master_bias.fits', reason: 'saturated' });
      expect(await handle.result()).toEqual({ state: 'rejected', reason: 'saturated' });
    });
    expect(fakes.called).toEqual(['beginReduction', 'recordState']);
  });
});

describe('what one activity does at once', () => {
  const reducedAtOnce = (fingerprint: string, provisional = false): BegunReduction => ({ ...complete(fingerprint, provisional), reduced: fingerprint, recorded: true });

  test('where everything is there, the first activity is the whole reduction: nothing else is asked for', async () => {
    const fakes = fakeActivities({ beginReduction: () => Promise.resolve(reducedAtOnce('all')) });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose all' });
      const { events } = await handle.fetchHistory();
      expect(events?.filter((event) => event.activityTaskScheduledEventAttributes)).toHaveLength(1);
      expect((await handle.describe()).typedSearchAttributes.get(searchAttributes.state)).toBe('done');
    });
    expect(fakes.called).toEqual(['beginReduction']);
    expect(fakes.requests('beginReduction')).toMatchObject([{ goOn: true }]);
  });

  test('a better calibration that lands meanwhile is looked at, and what is the same again is recorded, not reduced', async () => {
    const begun = Promise.withResolvers<WorkflowHandle<ReduceFrame>>();
    const looks = [reducedAtOnce('first', true), reducedAtOnce('final'), complete('final')];
    const fakes = fakeActivities({
      async beginReduction() {
        if (looks.length > 1) await (await begun.promise).signal(calibrationsChanged);
        return looks.shift() ?? complete('a look too many');
      },
    });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      begun.resolve(handle);
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose final' });
    });
    expect(fakes.requests('beginReduction').map(({ reduced }) => reduced)).toEqual([undefined, 'first', 'final']);
    expect(fakes.called.filter((name) => name !== 'beginReduction')).toEqual(['recordState']);
  });

  test('a failure within it is recorded with its step, and Temporal shows whose it is', async () => {
    const about = { summary: '0009 · SPECTRUM', attributes: { ...searchWords, object: 'a frame that was never told' } };
    const fakes = fakeActivities({
      beginReduction: () => Promise.reject(ApplicationFailure.create({ type: 'source-not-found', message: 'No source.', nonRetryable: true, details: [{ step: 'findTargets', facts: { snr: 2 }, about }] })),
    });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      expect(await failureOfWorkflow(handle)).toMatchObject({ type: 'source-not-found' });
      const { typedSearchAttributes } = await handle.describe();
      expect([typedSearchAttributes.get(searchAttributes.state), typedSearchAttributes.get(searchAttributes.object)]).toEqual(['failed', 'a frame that was never told']);
    });
    expect(fakes.requests('recordState')).toMatchObject([{ state: 'failed', failure: { code: 'source-not-found', step: 'findTargets', facts: { snr: 2 } } }]);
  });

  test('without a lamp it extracts at once, and waits', async () => {
    const lampless: BegunReduction = { frame, state: 'waiting', reason: 'extracted, no wavelengths: no lamp', choice: choiceOf('no lamp', { complete: false, extractable: true }), reduced: 'no lamp' };
    const looks = [lampless, reducedAtOnce('lamp')];
    const fakes = fakeActivities({ beginReduction: () => Promise.resolve(looks.shift() ?? complete('a look too many')) });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      await untilWaiting(handle);
      await handle.signal(calibrationsChanged);
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose lamp' });
    });
    expect(fakes.called).toEqual(['beginReduction', 'beginReduction']);
  });
});

describe('how a reduction ends', () => {
  test('settings that do not parse, on the first look: Failed in Temporal, and failed on record with the code', async () => {
    const message = 'The settings for 0009.fits are not right: combination_clip: too small.';
    const fakes = fakeActivities({
      beginReduction: () => Promise.reject(ApplicationFailure.create({ type: 'settings-invalid', message, nonRetryable: true, details: [{ step: 'beginReduction', facts: {} }] })),
    });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9, settings: { combination_clip: 0 } });
      expect(await failureOfWorkflow(handle)).toMatchObject({ type: 'settings-invalid', message, nonRetryable: true });
      expect((await handle.describe()).status.name).toBe('FAILED');
    });
    const failure = { code: 'settings-invalid', message, step: 'beginReduction', facts: {} };
    expect(fakes.requests('recordState')).toEqual([{ fileId: 9, state: 'failed', reason: message, provisional: false, failure }]);
    expect(fakes.called).toEqual(['beginReduction', 'recordState']);
  });

  test('a reduction that fails for the data: the record names the step within it', async () => {
    const fakes = fakeActivities({
      beginReduction: () => Promise.resolve(complete('all there')),
      reduce: () => Promise.reject(ApplicationFailure.create({ type: 'source-not-found', message: 'No source.', nonRetryable: true, details: [{ step: 'findTargets', facts: { snr: 2 } }] })),
    });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      expect(await failureOfWorkflow(handle)).toMatchObject({ type: 'source-not-found' });
    });
    expect(fakes.requests('recordState')).toMatchObject([{ state: 'failed', failure: { code: 'source-not-found', step: 'findTargets', facts: { snr: 2 } } }]);
    expect(fakes.called).toEqual(['beginReduction', 'reduce', 'recordState']);
  });

  test('nobody wakes it: after fifteen minutes it looks again by itself, in case a message was lost', async () => {
    const looks = [waiting('no lamp yet', { arc: [] }), waiting('no lamp yet', { arc: [] }), complete('the lamp was there')];
    const fakes = fakeActivities({ beginReduction: () => Promise.resolve(looks.shift() ?? complete('a look too many')) });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 }, { skipTime: true });
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose the lamp was there' });
      const { events } = await handle.fetchHistory();
      const timers = events?.flatMap((event) => (event.timerStartedEventAttributes ? [Number(event.timerStartedEventAttributes.startToFireTimeout?.seconds)] : []));
      expect(timers).toEqual([15 * 60, 15 * 60]);
      expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toEqual([]);
    });
    expect(fakes.requests('beginReduction')).toHaveLength(3);
  });

  test('without a lamp: reduced and extracted at once, shown, and calibrated when one comes', async () => {
    const lampless: BegunReduction = { frame, state: 'waiting', reason: 'extracted, no wavelengths: there is no lamp yet', choice: choiceOf('no lamp', { complete: false, extractable: true }) };
    const lamp = { kind: 'frame', key: 'correctBias/lamp', quality: {} } as const;
    const withLamp: BegunReduction = { frame, state: 'reducing', reason: '', choice: choiceOf('lamp', { calibrations: { arc: lamp } }) };
    const looks = [lampless, lampless, withLamp];
    const fakes = fakeActivities({ beginReduction: () => Promise.resolve(looks.shift() ?? complete('a look too many')) });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      await untilWaiting(handle);
      expect(await handle.query(currentStep)).toContain('there is no lamp yet');
      expect(fakes.requests('reduce').map(({ calibrations }) => calibrations)).toEqual([{}]);
      // A wake-up that brings no lamp makes nothing twice.
      await handle.signal(calibrationsChanged);
      await expect.poll(() => fakes.requests('beginReduction').length, { timeout: 20_000 }).toBe(2);
      await untilWaiting(handle);
      expect(fakes.requests('reduce')).toHaveLength(1);
      await handle.signal(calibrationsChanged);
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose lamp' });
    });
    expect(fakes.requests('reduce').map(({ calibrations }) => calibrations)).toEqual([{}, { arc: lamp }]);
    expect(fakes.requests('beginReduction').map(({ reduced }) => reduced)).toEqual([undefined, 'no lamp', 'no lamp']);
  });

  test('without a lamp the night sky calibrates: the record says so, a wake-up without a lamp says it again, and a lamp replaces it', async () => {
    const sky = { calibrated: true, words: 'wavelengths by 12 lines of the night sky (expected error 0.05 pixel)' };
    const lampless: BegunReduction = { frame, state: 'waiting', reason: 'extracted, no wavelengths: no lamp yet', choice: choiceOf('no lamp yet', { reason: 'no lamp yet', complete: false, extractable: true }) };
    const again: BegunReduction = { ...lampless, reason: 'as it was said before' };
    const looks = [lampless, again, complete('lamp')];
    const fakes = fakeActivities({
      beginReduction: () => Promise.resolve(looks.shift() ?? complete('a look too many')),
      reduce: () => Promise.resolve(fakes.requests('reduce').length === 1 ? { sky } : {}),
    });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      await untilWaiting(handle);
      expect(await handle.query(currentStep)).toBe('waiting: extracted, wavelengths by 12 lines of the night sky (expected error 0.05 pixel): no lamp yet');
      await handle.signal(calibrationsChanged);
      await expect.poll(() => fakes.requests('beginReduction').length, { timeout: 20_000 }).toBe(2);
      await untilWaiting(handle);
      await handle.signal(calibrationsChanged);
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose lamp' });
    });
    expect(fakes.requests('beginReduction').map((request) => request.sky)).toEqual([undefined, sky, sky]);
    expect(fakes.requests('recordState').map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      'waiting: extracted, wavelengths by 12 lines of the night sky (expected error 0.05 pixel): no lamp yet',
      'done: chose lamp',
    ]);
  });

  test('told to go on without a lamp: done, and the reason says what the wavelengths come from or why there are none', async () => {
    for (const sky of [{ calibrated: true, words: 'wavelengths by 9 lines of the night sky' }, { calibrated: false, words: 'the sky of this spectrum shows 1 of the 4 lines' }]) {
      const fakes = fakeActivities({ beginReduction: () => Promise.resolve(complete('none')), reduce: () => Promise.resolve({ sky }) });
      await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
        const handle = await reduceFrame({ fileId: 9 });
        expect(await handle.result()).toEqual({ state: 'done', reason: `chose none; ${sky.words}` });
      });
    }
  });

  test('from provisional to final: a better calibration that lands meanwhile has it reduced again; the same choice reduces nothing', async () => {
    const begun = Promise.withResolvers<WorkflowHandle<ReduceFrame>>();
    const wake = async () => (await begun.promise).signal(calibrationsChanged);
    const looks = [complete('first', true), complete('final'), complete('final')];
    const fakes = fakeActivities({
      beginReduction: () => Promise.resolve(looks.shift() ?? complete('a look too many')),
      // The better calibration lands while the first reduction runs, and one that changes nothing while the second end is written down.
      async reduce() {
        if (fakes.requests('reduce').length === 1) await wake();
        return {};
      },
      recordState: () => (fakes.requests('recordState').length === 2 ? wake() : Promise.resolve()),
    });
    await workers.withActivities(fakes.activities, async ({ reduceFrame }) => {
      const handle = await reduceFrame({ fileId: 9 });
      begun.resolve(handle);
      expect(await handle.result()).toEqual({ state: 'done', reason: 'chose final' });
    });
    expect(fakes.requests('beginReduction').map(({ reduced }) => reduced)).toEqual([undefined, 'first', 'final']);
    expect(fakes.requests('reduce')).toHaveLength(2);
    expect(fakes.requests('recordState').map(({ reason, provisional }) => `${reason}, provisional ${provisional}`)).toEqual([
      'chose first, provisional true',
      'chose final, provisional false',
      'chose final, provisional false',
    ]);
  });
});
