import type { ByHand } from './by-hand.js';

/** What calibrations are for, in the order in which a frame meets them. Which product serves each: `products/index.ts`. */
export const purposes = ['bias', 'flat', 'arc'] as const;
export type Purpose = (typeof purposes)[number];

/** What people call a calibration of each purpose. */
export const purposeInWords: Readonly<Record<Purpose, string>> = { bias: 'bias', flat: 'flat', arc: 'lamp' };

/** Those whose calibration is combined from several frames; a lamp stands for itself. `products/index.ts` proves it. */
export type MasterPurpose = Exclude<Purpose, 'arc'>;

/** A calibration named for the record: its download name, its content key and the checksum of its data. */
export interface CalibrationReference {
  readonly name: string;
  readonly key: string;
  readonly checksum: string;
}

/** How headers and file names of what a calibration was used on name it. */
export interface CalibrationHeader {
  /** `GSP_BIAS`: its file name. */
  readonly keyword: string;
  readonly comment: string;
  /** The card says `none` where there is none, rather than not being there. */
  readonly always: boolean;
  /** `B` in GSP_BKEY and GSP_BSUM, and what these two call it. */
  readonly letter: string;
  readonly noun: string;
  /** The letter it puts in front of a Goodman file name. */
  readonly namePrefix?: string;
}
export type CalibrationHeaders = Readonly<Record<Purpose, CalibrationHeader>>;

/** One question asked of a candidate. */
export interface Criterion {
  readonly name: string;
  readonly wanted: string;
  readonly found: string;
  readonly ok: boolean;
}

export type Verdict = 'chosen' | 'suitable' | 'refused';

/** Why this calibration and not another: every candidate, each criterion, its verdict. Shown as "Why?", kept for good. */
export interface Decision {
  readonly purpose: Purpose;
  readonly candidates: readonly {
    readonly name: string;
    readonly key: string;
    readonly checksum: string;
    readonly verdict: Verdict;
    /** Smaller is better; null when refused. */
    readonly distance: number | null;
    /** Of a lower rank: usable now, replaced when a better one lands. */
    readonly provisional: boolean;
    readonly criteria: readonly Criterion[];
  }[];
  readonly chosenKey: string | null;
  /** The calibration on the other side of the exposure in time, where between two is interpolated. Absent where one serves, and in records of before. */
  readonly bracketKey?: string;
  readonly provisional: boolean;
  /** Set where a person decided. */
  readonly byHand?: ByHand;
  /** One sentence: what was chosen and why, or what is missing ("needs 10 bias frames of RED 2×2 gain 1.48 readnoise 3.89"). */
  readonly reason: string;
}
