import type { Exposure } from './exposure.js';
import type { ProductRef } from './products.js';

/** The calibrations a reduction may need. */
export type Purpose = 'bias' | 'flat' | 'lamp';

/** A calibration at hand: a current master bias, master flat, or reduced and solved lamp frame. */
export interface Candidate {
  readonly name: string;
  readonly key: string;
  readonly checksum: string;
  /** Exposure of the (first member) frame: its configuration is what is compared. */
  readonly exposure: Exposure;
  readonly members: number;
  readonly ref: ProductRef;
}

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
  readonly provisional: boolean;
  /** One sentence: what was chosen and why, or what is missing ("needs 10 bias frames of RED 2×2 gain 1.48 readnoise 3.89"). */
  readonly reason: string;
}
