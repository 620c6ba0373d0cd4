import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { ReductionError, failures } from '../domain/errors.js';
import { asReductionError } from '../steps/failure.js';

/** Says in Temporal's words whether trying again can help. Anything we do not recognize is worth a retry; cancellation passes untouched. */
export function asActivityFailure(error: unknown, step: string): unknown {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  const known = asReductionError(error);
  if (!(known instanceof ReductionError)) return known;
  return ApplicationFailure.create({
    type: known.code,
    message: known.message,
    nonRetryable: !failures[known.code].retry,
    details: [{ step, facts: known.facts }],
    cause: known,
  });
}
