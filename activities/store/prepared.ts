import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';

/** A statement is kept planned once it was asked so often … */
const OFTEN = 3;
/** … and so many are, in each connection: planning of a list costs more than carrying it out, but a plan takes memory. */
const MOST_PLANS = 64;

const names = new Map<string, string>();
const asked = new LRUCache<string, number>({ max: 500 });

/**
 * The rows of a query that is asked again and again, with `?` for values: PostgreSQL keeps its plan. For queries that one plan serves well whatever the
 * values are.
 */
export async function preparedRows<T>(database: Knex, sql: string, bindings: readonly unknown[]): Promise<T[]> {
  const name = nameOf(sql);
  const query = database.raw<{ rows: T[] }>(sql, bindings as Knex.RawBinding[]);
  const { rows } = await (name === undefined ? query : query.options({ name }));
  return rows;
}

/**
 * The rows of a query that is planned for its values each time: where what it lets through is another with every value, a plan that is kept walks over a million ids for
 * one that is rare.
 */
export async function plannedRows<T>(database: Knex, sql: string, bindings: readonly unknown[]): Promise<T[]> {
  const { rows } = await database.raw<{ rows: T[] }>(sql, bindings as Knex.RawBinding[]);
  return rows;
}

function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= MOST_PLANS) return known;
  const times = (asked.get(sql) ?? 0) + 1;
  asked.set(sql, times);
  if (times < OFTEN) return undefined;
  const name = `goodman_${names.size + 1}`;
  names.set(sql, name);
  return name;
}
