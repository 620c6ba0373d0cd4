/** The caller broke a promise: shapes that differ, a section outside the frame. A mistake in our code, never in the data. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** Numbers and words that let a person judge a failure. */
export type Facts = Readonly<Record<string, number | string>>;

/** The data cannot answer the question: too few lines, no source. */
export class FitError extends Error {
  override readonly name = 'FitError';
  /** Short kebab-case reason, for example `too-few-arc-lines`; a key of the failure table in activities/domain/errors.ts. */
  readonly reason: string;
  readonly facts: Facts;

  constructor(reason: string, message: string, facts: Facts = {}) {
    super(message);
    this.reason = reason;
    this.facts = facts;
  }
}
