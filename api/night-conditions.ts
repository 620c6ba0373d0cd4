import type { AnyQueryBuilder } from 'objection';
import { listOf, nightRangeOf } from './file-filters.js';

/**
 * Nights in the grammar of all filters, a list or ranges, as a condition on a column.
 * @throws ReductionError `request-invalid`
 */
export function amongNights(column: string, text: string): (rows: AnyQueryBuilder) => void {
  const nights = listOf([text]).map(nightRangeOf);
  return (rows) => {
    for (const { from, to } of nights) {
      // An index gives one night in the order of its rows.
      if (from === to) void rows.orWhere(column, from);
      else void rows.orWhere((night) => {
        if (from !== '') void night.where(column, '>=', from);
        if (to !== '') void night.where(column, '<=', to);
      });
    }
  };
}
