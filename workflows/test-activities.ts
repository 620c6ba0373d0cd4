import type { FrameTask, OfferedChoice, ReductionActivities } from '#activities/reductions/types';
import { defaultSettings } from '#activities/domain/settings';
import type { ProductRef } from '#activities/products/product-ref';
import { stepSettingsOf } from '#activities/steps/index';

export type Activities = ReductionActivities;
type Name = keyof Activities;

/** Activities in memory: a test says what they answer, and reads what they were asked. */
export interface FakeActivities {
  readonly activities: Activities;
  /** What was called, in this order. */
  readonly called: readonly Name[];
  requests<N extends Name>(name: N): Parameters<Activities[N]>[0][];
}

const unexpected = (name: Name) => () => Promise.reject(new Error(`the test did not say what ${name} answers`));

function defaults(): Activities {
  const nothing = () => Promise.resolve();
  return {
    beginReduction: unexpected('beginReduction'),
    planMaster: unexpected('planMaster'),
    makeMaster: unexpected('makeMaster'),
    tryReduction: unexpected('tryReduction'),
    reduce: () => Promise.resolve({}),
    recordState: nothing,
    recordMaster: nothing,
    announce: nothing,
  };
}

/** @param answers what the test is about; of what it does not name, what reduces, writes or tells does nothing. */
export function fakeActivities(answers: Partial<Activities>): FakeActivities {
  const calls: { readonly name: Name; readonly request: unknown }[] = [];
  const answering: Activities = { ...defaults(), ...answers };
  const remembering = Object.entries(answering).map(([name, answer]) => [
    name,
    (request: never): Promise<unknown> => {
      calls.push({ name: name as Name, request });
      return (answer as (request: never) => Promise<unknown>)(request);
    },
  ]);
  return {
    activities: Object.fromEntries(remembering) as Activities,
    get called() {
      return calls.map(({ name }) => name);
    },
    requests<N extends Name>(name: N) {
      return calls.filter((call) => call.name === name).map(({ request }) => request as Parameters<Activities[N]>[0]);
    },
  };
}

export const searchWords = { proposal: 'SOAR2026B-099', night: '20261120', obsType: 'SPECTRUM', object: 'LTT 7379', wavMode: '400_M1' };

export function rawFrame(number: number): ProductRef<'rawFrame'> {
  return { kind: 'rawFrame', key: `raw/${number}`, label: `000${number}.fits`, quality: {} };
}

export function frameTask(changes: Partial<FrameTask> = {}): FrameTask {
  return {
    role: 'spectrum',
    summary: '0009 · SPECTRUM · LTT 7379 · 400_M1',
    attributes: searchWords,
    stepSettings: stepSettingsOf(defaultSettings),
    rejectCosmicRays: false,
    raw: rawFrame(9),
    reason: '',
    ...changes,
  };
}

/** A choice of calibrations; the same fingerprint is the same choice. */
export function choiceOf(fingerprint: string, changes: Partial<OfferedChoice> = {}): OfferedChoice {
  return { complete: true, reason: `chose ${fingerprint}`, provisional: false, fingerprint, calibrations: {}, offered: {}, ...changes };
}
