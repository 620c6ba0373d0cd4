import type { FailureCode } from './errors.js';

/** Where a reduction stands. `rejected`: looked at and deliberately not used (a saturated flat). */
export type ReductionState = 'reducing' | 'waiting' | 'done' | 'failed' | 'rejected';

/** A failure as it is stored and shown. */
export interface FailureRecord {
  readonly code: FailureCode;
  readonly message: string;
  readonly step: string;
  readonly facts: Readonly<Record<string, number | string>>;
}

/** RLEVEL is 60 + level; `data_type` of the API. */
export const LEVEL = { raw: 0, master: 1, reduced: 2, extracted: 3, calibrated: 4 } as const;
export type Level = (typeof LEVEL)[keyof typeof LEVEL];
