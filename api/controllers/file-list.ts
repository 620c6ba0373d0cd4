import type { Request } from 'koa';
import { cursorOf, orderOf, placeOf } from '#activities/store/archive/file-order';
import { listFiles } from '#activities/store/archive/list-files';
import { ReductionError } from '#activities/domain/errors';
import { callerOf } from '../access/auth.js';
import { scopeOf } from '../access/visible.js';
import type { Context } from '../context.js';
import { openApiDocument } from '../documentation.js';
import { filtersOf, listOf } from '../file-filters.js';
import { addressWith, USUAL_PAGE_SIZE } from '../paging.js';
import type { FileQuery } from './file-query.js';
import { fileView, type FileView } from './file-view.js';

/** A page of files, in the shape the old API had, and where the next one begins. */
export interface FilePage {
  /**
   * How many there are on all pages; about so many where `count_exact` is false.
   * @isInt
   */
  count: number;
  count_exact: boolean;
  /** Address of the next page. */
  next: string | null;
  /** Address of the page before; null where `cursor` is used. */
  previous: string | null;
  /** `cursor` of the next page; null on the last one. */
  next_cursor: string | null;
  /** Whole, or with `fields` only those. */
  results: FileView[] | Partial<FileView>[];
}

/** One page of the files that a query asks for. A page after the last one does not exist. */
export async function filePage(request: Request, query: FileQuery, context: Context): Promise<FilePage> {
  const caller = callerOf(request);
  const { page = 1, page_size = USUAL_PAGE_SIZE, cursor } = query;
  if (cursor !== undefined && query.page !== undefined) throw new ReductionError('request-invalid', 'page and cursor cannot be given together: a cursor says where to go on.', { parameter: 'cursor' });
  const words = (query.sort ?? []).flatMap((text) => text.split(','));
  const order = orderOf(words);
  const narrowed = narrowing(query.fields);
  const filters = filtersOf(query, caller, words);
  const after = cursor === undefined ? undefined : placeOf(cursor, order);
  const offset = cursor === undefined ? (page - 1) * page_size : 0;
  const found = await listFiles(context.database, context.counts, { filters, scope: scopeOf(caller), order, limit: page_size, offset, after });
  if (page > 1 && found.files.length === 0) {
    throw new ReductionError('not-found', `There is no page ${page}: ${found.exact ? '' : 'about '}${found.count} results make ${Math.ceil(found.count / page_size)} pages.`, { page, count: found.count });
  }
  const place = found.more && found.place ? cursorOf(order, found.place) : null;
  const next: Record<string, string> = cursor === undefined ? { page: String(page + 1) } : { cursor: place ?? '' };
  return {
    count: found.count,
    count_exact: found.exact,
    next: found.more ? addressWith(request, context, next) : null,
    previous: cursor === undefined && page > 1 ? addressWith(request, context, { page: String(page - 1) }) : null,
    next_cursor: place,
    results: found.files.map((file) => narrowed(fileView(file, caller))),
  };
}

/** Known without a file to look at: an empty list refuses what a full one would. */
const FIELDS = Object.keys(openApiDocument.components.schemas['FileView']?.properties ?? {});

/** @throws ReductionError `request-invalid` for a field that no file has */
function narrowing(fields: readonly string[] | undefined): (view: FileView) => FileView {
  if (!fields) return (view) => view;
  const wanted = new Set(listOf(fields));
  const unknown = [...wanted].find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw new ReductionError('request-invalid', `fields: files have no ${unknown.slice(0, 40) || 'field without a name'}; they have ${FIELDS.join(', ')}.`, { parameter: 'fields' });
  return (view) => Object.fromEntries(Object.entries(view).filter(([name]) => wanted.has(name))) as unknown as FileView;
}
