import type { Knex } from 'knex';
import { plannedRows } from '../prepared.js';
import type { CountCube } from './count-cube.js';
import { countedBy, filterCondition, selectionOf, type FileFilters, type Scope, type Sql } from './file-filters.js';
import { behind, isById, orderSql } from './file-order.js';
import { BLOCK_IDS } from './file-tuple.js';
import { newestMatches, type SoughtFiles } from './newest-matches.js';

/** Matches of one rule that are found one by one; beyond, the database estimates. */
export const COUNTED = 1000;

/** Files that meet what files are not counted by. */
export interface UncountedFiles {
  /** Ids on the page, and those before it and one behind it, in any order. */
  readonly candidates: Sql;
  /** False: they are searched for by the conditions, each time in another way. */
  readonly areKnown: boolean;
  readonly count: number;
  /** False: about so many. */
  readonly exact: boolean;
}

/** The files that one rule lets through, between these ids. */
export interface Part {
  readonly condition: Sql;
}

/**
 * Rule by rule, because an index answers one and not their alternatives. Where a rule lets few matches through all of them are taken, however they are
 * spread over the archive; where many, the page is sought among the newest files, and only then in an order that meets them soon.
 */
export async function uncountedFiles(database: Knex, cube: CountCube, wishes: SoughtFiles): Promise<UncountedFiles> {
  const { filters, scope, order, wanted, after } = wishes;
  const parts = partsOf(cube, filters, scope);
  if (parts.length === 0) return { candidates: { text: 'select null::bigint as id where false', bindings: [] }, areKnown: true, count: 0, exact: true };
  const matches = await matchesOf(database, parts);
  const found = [...new Set(matches.flatMap(({ ids }) => ids ?? []))];
  const many = parts.filter((_, i) => matches.some(({ part, ids }) => part === i && ids === null));
  const known = (ids: readonly number[]): Sql => ({ text: 'select unnest(?::bigint[]) as id', bindings: [isById(order) ? newestOf(ids, wanted, after) : ids] });
  if (many.length === 0) return { candidates: known(found), areKnown: true, count: found.length, exact: true };
  const estimates = await Promise.all(many.map(({ condition }) => estimateOf(database, condition)));
  const count = found.length + estimates.reduce((sum, rows) => sum + Math.max(rows, COUNTED + 1), 0);
  const newest = isById(order) ? await newestMatches(database, cube, wishes) : [];
  if (newest.length >= wanted) return { candidates: known(newest), areKnown: true, count, exact: false };
  const from = after ? behind(order, after) : undefined;
  const walks = many.map(({ condition }): Sql => {
    const text = from ? `${condition.text} and (${from.text})` : condition.text;
    return { text: `(select files.id from files where ${text} order by ${orderSql(order)} limit ?)`, bindings: [...condition.bindings, ...(from?.bindings ?? []), wanted] };
  });
  return { candidates: united([known(found), ...walks], 'union'), areKnown: false, count, exact: false };
}

/** By id the page is known without asking. */
function newestOf(ids: readonly number[], wanted: number, after: readonly (string | null)[] | undefined): number[] {
  const below = Number(after?.[0] ?? Infinity);
  return ids
    .filter((id) => id < below)
    .sort((a, b) => b - a)
    .slice(0, wanted);
}

/** Where all that may be seen is so much of what there is, nothing is gained by asking rule by rule: an order that is walked meets it soon. */
const MUCH = 0.2;
const everything = () => true;

/** The rules that let anything through of what files are counted by, each with the ids that this lies between; as one, where they let much through. */
export function partsOf(cube: CountCube, filters: FileFilters, scope: Scope): Part[] {
  const counted = countedBy(filters);
  const seesMuch = scope.alternatives.length > 1 && cube.total(selectionOf(cube, counted, scope)) > MUCH * cube.total(selectionOf(cube, counted, { sees: everything }));
  return (seesMuch ? [scope] : scope.alternatives).flatMap((rule) => {
    const span = cube.span(selectionOf(cube, counted, rule));
    if (!span) return [];
    const { text, bindings } = filterCondition(filters, rule);
    // A file that came this moment has an id above all that are counted.
    const [low, high] = [span.oldest * BLOCK_IDS, span.newest === cube.newestBlock ? Number.MAX_SAFE_INTEGER : (span.newest + 1) * BLOCK_IDS - 1];
    return [{ condition: { text: `${text} and files.id between ? and ?`, bindings: [...bindings, low, high] } }];
  });
}

/** Of each part with matches their ids, or null where there are too many. */
async function matchesOf(database: Knex, parts: readonly Part[]): Promise<{ part: number; ids: number[] | null }[]> {
  const each = parts.map(({ condition }, i): Sql => ({ text: `(select ${i} as part, files.id from files where ${condition.text} limit ${COUNTED + 1})`, bindings: condition.bindings }));
  const { text, bindings } = united(each, 'union all');
  return plannedRows<{ part: number; ids: number[] | null }>(database, `select part, case when count(*) <= ${COUNTED} then json_agg(id) end as ids from (${text}) found group by part`, bindings);
}

/** How many rows the planner expects. */
export async function estimateOf(database: Knex, { text, bindings }: Sql): Promise<number> {
  const { rows } = await database.raw<{ rows: [{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }] }>(`explain (format json) select 1 from files where ${text}`, bindings as Knex.RawBinding[]);
  return rows[0]['QUERY PLAN'][0].Plan['Plan Rows'];
}

/** Queries as one, by `union` or `union all`. */
export function united(parts: readonly Sql[], by: string): Sql {
  return { text: parts.map(({ text }) => text).join(` ${by} `), bindings: parts.flatMap(({ bindings }) => bindings) };
}
