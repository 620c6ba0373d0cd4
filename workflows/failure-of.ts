import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { FailureRecord } from '#activities/domain/reduction';
import type { FailedFrame } from '#activities/reductions/types';

/** What an activity says about its failure, beside the words. */
interface FailureDetail {
  readonly step?: string;
  readonly facts?: FailureRecord['facts'];
  readonly about?: FailedFrame;
}

/** The typed failure of an activity, in the words of the failure table; undefined for anything that is not about the data. */
export function failureOf(error: unknown, step: string): FailureRecord | undefined {
  const cause = causeOf(error);
  if (cause?.nonRetryable !== true) return undefined;
  const detail = detailOf(cause);
  return {
    code: (cause.type ?? 'contract-broken') as FailureRecord['code'],
    message: cause.message,
    step: detail?.step ?? step,
    facts: detail?.facts ?? {},
  };
}

/** The frame that failed, where the failure says it. */
export function frameOf(error: unknown): FailedFrame | undefined {
  const cause = causeOf(error);
  return cause && detailOf(cause)?.about;
}

function causeOf(error: unknown): ApplicationFailure | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? cause : undefined;
}

function detailOf({ details }: ApplicationFailure): FailureDetail | undefined {
  return (details ?? [])[0] as FailureDetail | undefined;
}
