import type { Knex } from 'knex';
import { plannedRows } from '../prepared.js';
import type { CountCube, Selection } from './count-cube.js';
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

/** So many of the newest files that a rule lets through are looked at for a page; more, where matches among them say that so many hold it. */
const LOOKED_AT = 1000;
const MOST_LOOKED_AT = 8000;
/** Matches lie by chance, not evenly. */
const MARGIN = 1.5;
/** A rule that lets through this part of all that may be seen is walked; the others are only asked whether they have something newer. */
const MUCH = 0.2;

interface Rule {
  readonly rule: Alternative;
  readonly selection: Selection;
  readonly files: number;
}

/** What is looked for, the same for every rule. */
interface Search extends Pick<SoughtFiles, 'wanted'> {
  readonly database: Knex;
  readonly cube: CountCube;
  readonly counted: FileFilters;
  /** The conditions, and the id that the page before ended with. */
  readonly met: Sql;
  readonly below: number;
}

/**
 * The newest matches, by id: fewer than are wanted, where they do not lie among the newest files. Each file is looked at, because no estimate of how many
 * match is good enough to choose an index by. Rule by rule, so that the files of others that lie between are passed over.
 */
export async function newestMatches(database: Knex, cube: CountCube, { filters, scope, wanted, after }: SoughtFiles): Promise<number[]> {
  const { conditions } = filters;
  const counted: FileFilters = { ...filters, conditions: [] };
  const below = after?.[0] == null ? Number.MAX_SAFE_INTEGER : Number(after[0]);
  const met: Sql = { text: `${conditions.map(({ text }) => `(${text})`).join(' and ')} and files.id < ?`, bindings: [...conditions.flatMap(({ bindings }) => bindings), below] };
  const search: Search = { database, cube, counted, met, below, wanted };
  const selected = countedBy(counted);
  const rules = scope.alternatives
    .map((rule) => ({ rule, selection: selectionOf(cube, selected, rule) }))
    .map((rule): Rule => ({ ...rule, files: cube.total(rule.selection) }))
    .filter(({ files }) => files > 0);
  const most = MUCH * Math.max(...rules.map(({ files }) => files));
  const walked = rules.filter(({ files }) => files >= most);
  let seen = (await amongNewest(search, walked, LOOKED_AT)).ids;
  if (seen.length > 0 && seen.length < wanted) {
    const enough = Math.ceil((LOOKED_AT * MARGIN * wanted) / seen.length);
    if (enough <= MOST_LOOKED_AT) seen = (await amongNewest(search, walked, enough)).ids;
  }
  const last = seen.at(-1);
  if (last === undefined || seen.length < wanted) return [];
  const found = new Set(seen);
  const others = rules.filter(({ selection, files }) => files < most && ((cube.span(selection)?.newest ?? -1) + 1) * BLOCK_IDS > last);
  for (const rule of others) for (const id of await newerThan(search, rule, last)) found.add(id);
  return newestOf(found, wanted);
}

const newestOf = (ids: Iterable<number>, wanted: number) => [...ids].sort((a, b) => b - a).slice(0, wanted);

/** Matches among so many of the newest files of each rule, down to an id below which something may be passed over. */
async function amongNewest({ database, cube, counted, met, below, wanted }: Search, rules: readonly Rule[], lookedAt: number): Promise<{ ids: number[]; downTo: number }> {
  const found = new Set<number>();
  let downTo = 0;
  for (const { selection, rule } of rules) {
    const { blocks } = cube.locate(selection, { offset: 0, wanted: lookedAt, from: below === Number.MAX_SAFE_INTEGER ? undefined : Math.floor(below / BLOCK_IDS) });
    const within = inBlocks(filterCondition(counted, rule), blocks, cube.newestBlock);
    for (const id of await idsOf(database, { text: `${within.text} and ${met.text}`, bindings: [...within.bindings, ...met.bindings] }, wanted)) found.add(id);
    downTo = Math.max(downTo, (blocks.at(-1) ?? 0) * BLOCK_IDS);
  }
  const ids = newestOf([...found].filter((id) => id >= downTo), wanted);
  return { ids, downTo };
}

/** Matches of a rule that are newer than the last that was seen: among its newest files, and where those do not fill the page among all that are newer. */
async function newerThan(search: Search, rule: Rule, last: number): Promise<number[]> {
  const { database, counted, met, wanted } = search;
  const newest = await amongNewest(search, [rule], LOOKED_AT);
  const newer = newest.ids.filter((id) => id > last);
  if (newer.length >= wanted || newest.downTo <= last) return newer;
  const { text, bindings } = filterCondition(counted, rule.rule);
  // All of them, put in order afterwards: asked for the newest few, the planner would walk over everything that is newer.
  const all = `with found as materialized (select files.id from files where ${text} and files.id > ? and ${met.text}) select id from found`;
  return idsOf(database, { text: all, bindings: [...bindings, last, ...met.bindings] }, wanted);
}

async function idsOf(database: Knex, { text, bindings }: Sql, wanted: number): Promise<number[]> {
  const rows = await plannedRows<{ id: number }>(database, `select id from (${text}) files order by id desc limit ?`, [...bindings, wanted]);
  return rows.map(({ id }) => id);
}
