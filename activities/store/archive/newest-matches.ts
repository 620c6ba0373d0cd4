import type { Knex } from 'knex';
import { preparedRows } from '../prepared.js';
import type { CountCube } from './count-cube.js';
import { countedBy, filterCondition, selectionOf, type Alternative, type FileFilters, type Scope, type Sql } from './file-filters.js';
import type { Order } from './file-order.js';
import { BLOCK_IDS } from './file-tuple.js';
import { inBlocks } from './id-blocks.js';

/** Files of a page of which more is asked than they are counted by. */
export interface SoughtFiles {
  readonly filters: FileFilters;
  readonly scope: Scope;
  readonly order: readonly Order[];
  readonly wanted: number;
  readonly after?: readonly (string | null)[] | undefined;
}

/** So many of the newest files that a rule lets through are looked at for a page. */
const LOOKED_AT = 1000;
/** A rule that lets through this part of all that may be seen is walked; the others are only asked whether they have something newer. */
const MUCH = 0.2;

/**
 * The newest matches, by id: fewer than are wanted, where they do not lie among the newest files. Each file is looked at, because no estimate of how many
 * match is good enough to choose an index by. Rule by rule, so that the files of others that lie between are passed over.
 */
export async function newestMatches(database: Knex, cube: CountCube, wishes: SoughtFiles): Promise<number[]> {
  const { filters, scope, wanted, after } = wishes;
  const { conditions } = filters;
  const counted: FileFilters = { ...filters, conditions: [] };
  const selected = countedBy(counted);
  const below = after?.[0] == null ? Number.MAX_SAFE_INTEGER : Number(after[0]);
  const rules = scope.alternatives.map((rule) => ({ rule, selection: selectionOf(cube, selected, rule) })).map(({ rule, selection }) => ({ rule, selection, files: cube.total(selection) }));
  const most = MUCH * Math.max(...rules.map(({ files }) => files));
  const met: Sql = { text: `${conditions.map(({ text }) => `(${text})`).join(' and ')} and files.id < ?`, bindings: [...conditions.flatMap(({ bindings }) => bindings), below] };
  const found = new Set<number>();
  // Down to here nothing was passed over.
  let looked = 0;
  for (const { selection, rule } of rules.filter(({ files }) => files > 0 && files >= most)) {
    const { blocks } = cube.locate(selection, { offset: 0, wanted: LOOKED_AT, from: below === Number.MAX_SAFE_INTEGER ? undefined : Math.floor(below / BLOCK_IDS) });
    const within = inBlocks(filterCondition(counted, rule), blocks, cube.newestBlock);
    for (const id of await idsOf(database, { text: `${within.text} and ${met.text}`, bindings: [...within.bindings, ...met.bindings] }, wanted)) found.add(id);
    looked = Math.max(looked, (blocks.at(-1) ?? 0) * BLOCK_IDS);
  }
  const newest = (ids: Iterable<number>) => [...ids].filter((id) => id >= looked).sort((a, b) => b - a).slice(0, wanted);
  const seen = newest(found);
  const last = seen.at(-1);
  if (last === undefined || seen.length < wanted) return [];
  const others = rules.filter(({ selection, files }) => files > 0 && files < most && ((cube.span(selection)?.newest ?? -1) + 1) * BLOCK_IDS > last);
  for (const { rule } of others) for (const id of await idsOf(database, newerOf(counted, rule, met, last), wanted)) found.add(id);
  return newest(found);
}

function newerOf(counted: FileFilters, rule: Alternative, met: Sql, last: number): Sql {
  const { text, bindings } = filterCondition(counted, rule);
  // What the rule lets through first: it is the smaller part.
  return { text: `select * from (select * from files where ${text} and files.id > ? offset 0) files where ${met.text}`, bindings: [...bindings, last, ...met.bindings] };
}

async function idsOf(database: Knex, { text, bindings }: Sql, wanted: number): Promise<number[]> {
  const rows = await preparedRows<{ id: number }>(database, `select id from (${text}) files order by id desc limit ?`, [...bindings, wanted]);
  return rows.map(({ id }) => id);
}
