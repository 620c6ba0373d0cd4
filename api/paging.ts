import type { Request } from 'koa';
import type { Knex } from 'knex';
import { raw, type Model, type QueryBuilder } from 'objection';
import { ReductionError } from '#activities/domain/errors';
import { siteOf } from './caller-address.js';
import type { Context } from './context.js';

/** A page of a list, in the shape the old API had. */
export interface Page<T> {
  /**
   * How many there are on all pages.
   * @isInt
   */
  count: number;
  /** Address of the next page. */
  next: string | null;
  /** Address of the page before. */
  previous: string | null;
  results: T[];
}

export interface PageQuery {
  /**
   * Which page, counted from 1.
   * @isInt
   * @minimum 1
   * @maximum 1000000000
   */
  page?: number;
  /**
   * Results on a page.
   * @isInt
   * @minimum 1
   * @maximum 100
   */
  page_size?: number;
}

/** A page of a list that may be too long to count. */
export interface LongPage<T> extends Page<T> {
  /** False: `count` is about so many, and more than 10 000. */
  count_exact: boolean;
}

export const USUAL_PAGE_SIZE = 20;

/** The address of a request with other values of some parameters. */
export function addressWith(request: Request, context: Context, values: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(request.querystring);
  for (const [name, value] of Object.entries(values)) search.set(name, value);
  return `${siteOf(request, context.settings)}${request.path}?${search.toString()}`;
}

/** One page of a query. A page after the last one does not exist. */
export async function pageOf<M extends Model, V>(
  query: QueryBuilder<M, M[]>,
  { page = 1, page_size = USUAL_PAGE_SIZE }: PageQuery,
  request: Request,
  context: Context,
  view: (row: M) => V,
): Promise<Page<V>> {
  const { results, total } = await query.page(page - 1, page_size);
  return pageWith(results.map(view), { page, page_size, count: total, words: `${total}`, hasMore: page * page_size < total }, request, context);
}

interface Place {
  readonly page: number;
  readonly page_size: number;
  readonly count: number;
  /** The count as it is said. */
  readonly words: string;
  readonly hasMore: boolean;
}

/** Results as a page, with the addresses of its neighbors. */
function pageWith<V>(results: V[], { page, page_size, count, words, hasMore }: Place, request: Request, context: Context): Page<V> {
  if (page > 1 && results.length === 0) throw new ReductionError('not-found', `There is no page ${page}: ${words} results make ${Math.ceil(count / page_size)} pages.`, { page, count });
  const address = (number: number) => addressWith(request, context, { page: String(number) });
  return { count, next: hasMore ? address(page + 1) : null, previous: page > 1 ? address(page - 1) : null, results };
}

/** As far is counted; beyond, the database estimates. */
const COUNTED = 10_000;

/**
 * One page of a query whose rows may be hundreds of thousands. A page after the last one does not exist. The ids of the page come first, from an index: rows
 * that are passed over are not read.
 * @param known how many there are, where that is known without counting
 */
export async function longPageOf<M extends Model & { readonly id: number }, V>(
  query: QueryBuilder<M, M[]>,
  { page = 1, page_size = USUAL_PAGE_SIZE }: PageQuery,
  request: Request,
  context: Context,
  { view, known }: { view: (row: M) => V; known?: number | undefined },
): Promise<LongPage<V>> {
  const offset = (page - 1) * page_size;
  const id = `${query.modelClass().tableName}.id`;
  const all = query.clone().clearWithGraph().clearOrder().clearSelect();
  const { ids, hasMore } = await idsOfPage(all.clone().select(id), id, { offset, limit: page_size, known });
  const [rows, { count, exact }] = await Promise.all([query.whereIn(id, ids), known === undefined ? countOf(context.database, all.select(raw('1')).toKnexQuery(), offset + ids.length) : { count: known, exact: true }]);
  const place = { page, page_size, count, words: `${exact ? '' : 'about '}${count}`, hasMore };
  return { ...pageWith(rows.map(view), place, request, context), count_exact: exact };
}

/** The ids of a page, the newest first. Where it is known how many there are, a page of the second half is counted from the end: every row before it is passed over one by one. */
async function idsOfPage<M extends Model & { readonly id: number }>(rows: QueryBuilder<M, M[]>, id: string, { offset, limit, known }: { offset: number; limit: number; known: number | undefined }): Promise<{ ids: number[]; hasMore: boolean }> {
  if (known !== undefined && offset > known / 2 && offset < known) {
    const behind = Math.max(0, known - offset - limit);
    const oldest = await rows.orderBy(id).offset(behind).limit(Math.min(limit, known - offset));
    return { ids: oldest.map((row) => row.id).reverse(), hasMore: behind > 0 };
  }
  const newest = (await rows.orderBy(id, 'desc').offset(offset).limit(limit + 1)).map((row) => row.id);
  return { ids: newest.slice(0, limit), hasMore: newest.length > limit };
}

/** Exact up to 10 000, then what the database expects, and no fewer than were seen. */
async function countOf(database: Knex, query: Knex.QueryBuilder, seen: number): Promise<{ count: number; exact: boolean }> {
  const [counted] = await database.select<{ rows: number }[]>(database.raw('count(*) as rows')).from(query.clone().limit(COUNTED + 1).as('some'));
  const rows = counted?.rows ?? 0;
  return rows <= COUNTED ? { count: rows, exact: true } : { count: Math.max(COUNTED + 1, seen, await estimateOf(database, query)), exact: false };
}

/** How many rows the planner expects. */
async function estimateOf(database: Knex, query: Knex.QueryBuilder): Promise<number> {
  const { rows } = await database.raw<{ rows: [{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }] }>('explain (format json) ?', [query]);
  return rows[0]['QUERY PLAN'][0].Plan['Plan Rows'];
}
