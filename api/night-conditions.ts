import { raw, type RawBuilder } from 'objection';
import { inNights } from '#activities/store/archive/file-filters';
import { listOf, nightRangeOf } from './file-filters.js';

/**
 * Nights in the grammar of all filters, a list or ranges, as a condition on a column.
 * @throws ReductionError `request-invalid`
 */
export function amongNights(column: string, text: string): RawBuilder {
  const nights = inNights(listOf([text]).map(nightRangeOf), column);
  return raw(`(${nights.text})`, [...nights.bindings] as string[]);
}
