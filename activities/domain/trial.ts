import type { FailureRecord } from './reduction.js';
import type { ReductionSettings } from './settings.js';

/** A reduction that is only tried: shown to who asked, kept nowhere. */
export interface TrialInput {
  readonly fileId: number;
  /** Over those that are in force for the frame. */
  readonly settings: Partial<ReductionSettings>;
  readonly requestedBy?: string;
  readonly requestId?: string;
}

/** The values of an array as they travel: base64 of little-endian numbers, NaN for "no answer". */
export interface TrialArray {
  readonly name: string;
  readonly type: 'float64' | 'float32' | 'uint8';
  readonly base64: string;
}

/** One source on the slit. */
export interface TrialSpectrum {
  /** 1 is the strongest. */
  readonly target: number;
  readonly snr: number;
  readonly extraction: string;
  /** Å in air, or pixels where there is no lamp. */
  readonly axis: 'wavelength' | 'pixel';
  readonly quality: Readonly<Record<string, number>>;
  /** Numbers beyond their bounds, in words. */
  readonly flags: readonly string[];
  readonly arrays: readonly TrialArray[];
}

export interface TrialOutcome {
  readonly state: 'done' | 'failed';
  /** What it was made with, or why it came to nothing. */
  readonly reason: string;
  readonly failure?: FailureRecord;
  readonly spectra: readonly TrialSpectrum[];
}

export type TryReduction = (input: TrialInput) => Promise<TrialOutcome>;
