import { setHandler } from '@temporalio/workflow';
import type { Purpose } from '#activities/domain/calibrations';
import type { ReductionSettings } from '#activities/domain/settings';
import { calibrationsChanged, collected, proceedWithout, reduceAgain, useCalibration, type CalibrationByKey, type MemberVerdict, type ReduceFrameInput } from '#activities/domain/workflow-contract';
import type { OfferedChoice } from '#activities/reductions/types';

/** What people call a calibration of each purpose. */
const spoken: Readonly<Record<Purpose, string>> = { bias: 'bias', flat: 'flat', arc: 'lamp' };

/** What a waiting or running reduction was told from outside. */
export interface Requests {
  /** Something changed: look at everything again. */
  woken: boolean;
  settings: Partial<ReductionSettings>;
  /** What was asked in earlier runs does not count any more. */
  forget: boolean;
  verdict: MemberVerdict | undefined;
  readonly use: Partial<Record<Purpose, string>>;
  readonly without: Set<Purpose>;
}

/** Listens for everything a reduction can be told. `choice` is the last one it made: a person may choose among what it looked at. */
export function openRequests(input: ReduceFrameInput, choice: () => OfferedChoice | undefined): Requests {
  const requests: Requests = { woken: false, settings: input.settings ?? {}, forget: false, verdict: undefined, use: {}, without: new Set() };
  setHandler(calibrationsChanged, () => {
    requests.woken = true;
  });
  setHandler(reduceAgain, (settings, { forget } = { forget: false }) => {
    requests.settings = forget ? settings : { ...requests.settings, ...settings };
    requests.forget ||= forget;
    requests.woken = true;
  });
  setHandler(collected, (verdict) => {
    requests.verdict = verdict;
    requests.woken = true;
  });
  setHandler(
    useCalibration,
    ({ purpose, key }) => {
      requests.use[purpose] = key;
      requests.without.delete(purpose);
      requests.woken = true;
      return `will use ${key} as ${spoken[purpose]}`;
    },
    { validator: ({ purpose, key }: CalibrationByKey) => refuseUnknownKey(offeredFor(choice(), purpose), purpose, key) },
  );
  setHandler(
    proceedWithout,
    ({ purpose }) => {
      requests.without.add(purpose);
      requests.woken = true;
      return `will go on without a ${spoken[purpose]}`;
    },
    { validator: ({ purpose }: Pick<CalibrationByKey, 'purpose'>) => void offeredFor(choice(), purpose) },
  );
  return requests;
}

/** The keys between which a person may choose. @throws when this frame has no choice of that purpose. */
function offeredFor(choice: OfferedChoice | undefined, purpose: Purpose): readonly string[] {
  if (!choice) throw new Error('This frame has not been asked for its calibrations yet, or needs none: try again in a moment, or leave it as it is.');
  const offered = choice.offered[purpose];
  if (!offered) throw new Error(`This frame needs no ${spoken[purpose]}; it can choose among ${(Object.keys(choice.offered) as Purpose[]).map((each) => spoken[each]).join(', ') || 'nothing'}.`);
  return offered;
}

function refuseUnknownKey(offered: readonly string[], purpose: Purpose, key: string): void {
  if (offered.includes(key)) return;
  throw new Error(`There is no ${spoken[purpose]} with the key ${key} near this night; ${offered.length === 0 ? 'there is none at all' : `there are ${offered.join(', ')}`}.`);
}
