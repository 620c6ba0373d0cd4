import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { searchAttributePairs, type SearchWords } from '#activities/domain/workflow-contract';
import type { ReductionState } from '#activities/domain/reduction';

/** Shows in the Temporal UI where a workflow stands. Attributes that say so already are not written again: each writing is an event of its history. */
export function show(words: SearchWords, state: ReductionState, details: string): void {
  const known = workflowInfo().typedSearchAttributes;
  const changed = searchAttributePairs(words, state).filter(({ key, value }) => known.get(key) !== value);
  if (changed.length > 0) upsertSearchAttributes(changed);
  setCurrentDetails(details);
}
