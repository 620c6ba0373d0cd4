import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { FailureRecord } from '#activities/domain/reduction';

/** The typed failure of an activity, in the words of the failure table; undefined for anything that is not about the data. */
export function failureOf(error: unknown, step: string): FailureRecord | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || !cause.nonRetryable) return undefined;
  const [detail] = (cause.details ?? []) as [{ step?: string; facts?: FailureRecord['facts'] }?];
  return {
    code: (cause.type ?? 'contract-broken') as FailureRecord['code'],
    message: cause.message,
    step: detail?.step ?? step,
    facts: detail?.facts ?? {},
  };
}
