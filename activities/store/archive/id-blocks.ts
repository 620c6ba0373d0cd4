import type { Sql } from './file-filters.js';
import { BLOCK_IDS } from './file-tuple.js';

/** Files of some blocks of ids that meet a condition, as a query that ends in a condition: block by block, or the planner walks over all ids between them. Above the newest block of all are files that came this moment. */
export function inBlocks(where: Sql, blocks: readonly number[], newest: number): Sql {
  const ranges = idsOfBlocks(blocks.toSorted((a, b) => b - a)).map(({ low, high }) => ({ low, high: high >= newest * BLOCK_IDS ? Number.MAX_SAFE_INTEGER : high }));
  return {
    text: `select files.* from unnest(?::bigint[], ?::bigint[]) as block(low, high) cross join lateral (select * from files where files.id between block.low and block.high and ${where.text} offset 0) files where true`,
    bindings: [ranges.map(({ low }) => low), ranges.map(({ high }) => high), ...where.bindings],
  };
}

/** Blocks as ranges of ids, neighbors together. */
function idsOfBlocks(blocks: readonly number[]): { readonly low: number; readonly high: number }[] {
  const ranges: { low: number; high: number }[] = [];
  for (const block of blocks) {
    const last = ranges.at(-1);
    if (last && last.low === (block + 1) * BLOCK_IDS) last.low = block * BLOCK_IDS;
    else ranges.push({ low: block * BLOCK_IDS, high: (block + 1) * BLOCK_IDS - 1 });
  }
  return ranges;
}
