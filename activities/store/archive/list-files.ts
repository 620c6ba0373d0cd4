import type { Knex } from 'knex';
import type { StoredFile } from '../models.js';
import type { ArchiveCounts } from './archive-counts.js';
import { filterCondition, idsOfBlocks, selectionOf, type FileFilters, type Scope, type Sql } from './file-filters.js';
import { behind, isById, orderSql, placeSql, type Order } from './file-order.js';
import { BLOCK_IDS } from './file-tuple.js';

/** What a list shows of a file: all but its cards and what only the platform needs. */
const columns = [
  'id', 'created', 'lastModified', 'originalFileId', 'parentFileId', 'fileName', 'obstype', 'object', 'filter', 'filter2', 'grating', 'slit', 'camTarg', 'grtTarg',
  'obsra', 'obsdec', 'gain', 'rdnoise', 'roi', 'wavmode', 'proposalId', 'observationId', 'configurationId', 'blockId', 'imageId', 'date', 'dataType', 'normalized',
  'technique', 'saturationValue', 'kind', 'night', 'target', 'current', 'provisional', 'version', 'checksum', 'sizeBytes', 'flags', 'excluded', 'trusted', 'state',
  'raDegree', 'decDegree',
] as const satisfies readonly (keyof StoredFile)[]; // prettier-ignore

const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export type ListedFile = Pick<StoredFile, (typeof columns)[number]> & { readonly original?: Pick<StoredFile, 'fileName'>; readonly parent?: Pick<StoredFile, 'fileName'> };

/** The columns of a listed file, of `files`, with the names of its original and its parent. */
export const listedColumns = [...columns.map((column) => `files.${snake(column)} as "${column}"`), `json_build_object('fileName', original.file_name) as original`, `json_build_object('fileName', parent.file_name) as parent`].join(', ');
export const withNames = 'left join files original on original.id = files.original_file_id left join files parent on parent.id = files.parent_file_id';

export interface ListWishes {
  readonly filters: FileFilters;
  readonly scope: Scope;
  readonly order: readonly Order[];
  readonly limit: number;
  /** How many to pass over … */
  readonly offset: number;
  /** … or the place of the last one of the page before. */
  readonly after?: readonly (string | null)[] | undefined;
}

export interface ListedPage {
  readonly files: ListedFile[];
  /** Are there more behind this page? */
  readonly more: boolean;
  /** Where the next page begins; undefined for an empty one. */
  readonly place: (string | null)[] | undefined;
  readonly count: number;
  /** False: about so many, and more than `COUNTED`. */
  readonly exact: boolean;
}

/** As far is counted what files are not counted by; beyond, the database estimates. */
export const COUNTED = 1000;

/**
 * One page of the files a caller may see. Where all that is asked for is counted by, the counts tell how many there are and in which blocks of ids the
 * page lies: page 10 000 costs what page 1 does.
 */
export async function listFiles(database: Knex, counts: ArchiveCounts, wishes: ListWishes): Promise<ListedPage> {
  const { filters, scope } = wishes;
  const where = filterCondition(filters, scope);
  if (filters.conditions.length > 0) {
    const [page, size] = await Promise.all([pageOf(database, wishes, where, wishes.offset), sizeOf(database, where)]);
    return { ...page, ...size };
  }
  const cube = await counts.current();
  const selection = selectionOf(cube, filters, scope);
  const count = cube.total(selection);
  if (!isById(wishes.order)) return { ...(await pageOf(database, wishes, where, wishes.offset)), count, exact: true };
  const last = wishes.after?.[0];
  const below = last == null ? undefined : Math.floor(Number(last) / BLOCK_IDS);
  const { blocks, skip } = cube.locate(selection, { offset: wishes.offset, wanted: wishes.limit + 1, below });
  const place = idsOfBlocks(blocks, wishes.offset === 0 && below === undefined);
  const within = { text: `${where.text} and (${place.text})`, bindings: [...where.bindings, ...place.bindings] };
  return { ...(await pageOf(database, wishes, within, skip)), count, exact: true };
}

type Row = ListedFile & { place: (string | null)[] };

async function pageOf(database: Knex, { order, limit, after }: ListWishes, where: Sql, offset: number): Promise<Pick<ListedPage, 'files' | 'more' | 'place'>> {
  const from = after ? behind(order, after) : undefined;
  const condition = from ? `${where.text} and (${from.text})` : where.text;
  const { rows } = await database.raw<{ rows: Row[] }>(
    `select ${listedColumns}, ${placeSql(order)} as place
     from (select * from files where ${condition} order by ${orderSql(order)} limit ? offset ?) files ${withNames} order by ${orderSql(order)}`,
    [...where.bindings, ...(from?.bindings ?? []), limit + 1, offset] as Knex.RawBinding[],
  );
  const more = rows.length > limit;
  const shown = more ? rows.slice(0, limit) : rows;
  return { files: shown, more, place: shown.at(-1)?.place };
}

async function sizeOf(database: Knex, where: Sql): Promise<Pick<ListedPage, 'count' | 'exact'>> {
  const bindings = where.bindings as Knex.RawBinding[];
  const { rows } = await database.raw<{ rows: [{ count: number }] }>(`select count(*) as count from (select 1 from files where ${where.text} limit ${COUNTED + 1}) counted`, bindings);
  const { count } = rows[0];
  if (count <= COUNTED) return { count, exact: true };
  const plan = await database.raw<{ rows: [{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }] }>(`explain (format json) select 1 from files where ${where.text}`, bindings);
  return { count: Math.max(count, plan.rows[0]['QUERY PLAN'][0].Plan['Plan Rows']), exact: false };
}
