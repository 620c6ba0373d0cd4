import type { Request } from 'koa';
import type { Model, QueryBuilder } from 'objection';
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
  if (page > 1 && results.length === 0) throw new ReductionError('not-found', `There is no page ${page}: ${total} results make ${Math.ceil(total / page_size)} pages.`, { page, count: total });
  const address = (number: number) => addressWith(request, context, { page: String(number) });
  return {
    count: total,
    next: page * page_size < total ? address(page + 1) : null,
    previous: page > 1 ? address(page - 1) : null,
    results: results.map(view),
  };
}

