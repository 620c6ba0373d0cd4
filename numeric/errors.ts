/** The caller broke a promise: shapes that differ, a section outside the frame. A mistake in our code, never in the data. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** Numbers and words that let a person judge a failure. */
export type Facts = Readonly<Record<string, number | string>>;

/** Why the data cannot answer. Each is a row of the failure table of who reports it. */
export type FitFailure =
  | 'fit-failed'
  | 'frame-saturated'
  | 'frames-unusable'
  | 'sky-lines-insufficient'
  | 'source-not-found'
  | 'too-few-arc-lines'
  | 'trace-failed'
  | 'wavelength-ambiguous'
  | 'wavelength-poor';

/** The data cannot answer the question: too few lines, no source. */
export class FitError extends Error {
  override readonly name = 'FitError';
  readonly reason: FitFailure;
  readonly facts: Facts;

  constructor(reason: FitFailure, message: string, facts: Facts = {}) {
    super(message);
    this.reason = reason;
    this.facts = facts;
  }
}

/** What some work gives, or why the data cannot answer; every other error passes. */
export function unlessUnfit<T>(work: () => T): T | FitError {
  try {
    return work();
  } catch (error) {
    if (error instanceof FitError) return error;
    throw error;
  }
}
