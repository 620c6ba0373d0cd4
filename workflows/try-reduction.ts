import type { TrialInput, TrialOutcome } from '#activities/domain/trial';
import { failureOf } from './failure-of.js';
import { reductions } from './reductions.js';

/** A reduction that is only tried: its result is what this workflow gives, and nothing else of it stays. */
export async function tryReduction(input: TrialInput): Promise<TrialOutcome> {
  try {
    return await reductions.tryReduction(input);
  } catch (error) {
    const failure = failureOf(error, 'tryReduction');
    if (!failure) throw error;
    return { state: 'failed', reason: failure.message, failure, spectra: [] };
  }
}
