import type { Knex } from 'knex';
import type { StoredFile } from '../models.js';
import type { ArchiveCounts } from './archive-counts.js';
import { filterCondition, idsOfBlocks, selectionOf, type FileFilters, type Scope, type Sql } from './file-filters.js';
import { behind, isById, orderSql, placeSql, type Order } from './file-order.js';
import { BLOCK_IDS } from './file-tuple.js';
import { uncountedFiles } from './uncounted-files.js';

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
  /** False: about so many, and more than 1000. */
  readonly exact: boolean;
}

/**
 * One page of the files a caller may see. Where all that is asked for is counted by, the counts tell how many there are and in which blocks of ids the
 * page lies: page 10 000 costs what page 1 does.
 */
export async function listFiles(database: Knex, counts: ArchiveCounts, wishes: ListWishes): Promise<ListedPage> {
  const { filters, scope, order, offset, limit, after } = wishes;
  const cube = await counts.current();
  if (filters.conditions.length > 0) {
    const { candidates, count, exact } = await uncountedFiles(database, cube, { filters, scope, order, after, wanted: offset + limit + 1 });
    // Each by its id, or the planner walks over all ids.
    const among = { text: `select files.* from (${candidates.text}) candidate cross join lateral (select * from files where files.id = candidate.id offset 0) files where true`, bindings: candidates.bindings };
    return { ...(await pageOf(database, wishes, among, offset)), count, exact };
  }
  const where = filterCondition(filters, scope);
  const selection = selectionOf(cube, filters, scope);
  const count = cube.total(selection);
  if (!isById(order)) return { ...(await pageOf(database, wishes, { text: `select * from files where ${where.text}`, bindings: where.bindings }, offset)), count, exact: true };
  const last = after?.[0];
  const below = last == null ? undefined : Math.floor(Number(last) / BLOCK_IDS);
  const { blocks, skip } = cube.locate(selection, { offset, wanted: limit + 1, below });
  return { ...(await pageOf(database, wishes, inBlocks(where, blocks, cube.newestBlock), skip)), count, exact: true };
}

/** Block by block, or the planner walks over all ids between them. Above the newest block of all are files that came this moment. */
function inBlocks(where: Sql, blocks: readonly number[], newest: number): Sql {
  const ranges = idsOfBlocks(blocks).map(({ low, high }, i) => (i === 0 && blocks[0] === newest ? { low, high: Number.MAX_SAFE_INTEGER } : { low, high }));
  return {
    text: `select files.* from unnest(?::bigint[], ?::bigint[]) as block(low, high) cross join lateral (select * from files where files.id between block.low and block.high and ${where.text} offset 0) files where true`,
    bindings: [ranges.map(({ low }) => low), ranges.map(({ high }) => high), ...where.bindings],
  };
}

type Row = ListedFile & { place: (string | null)[] };

/** @param among a query of files that ends in a condition */
async function pageOf(database: Knex, { order, limit, after }: ListWishes, among: Sql, offset: number): Promise<Pick<ListedPage, 'files' | 'more' | 'place'>> {
  const from = after ? behind(order, after) : undefined;
  const wanted = from ? `${among.text} and (${from.text})` : among.text;
  const { rows } = await database.raw<{ rows: Row[] }>(
    `select ${listedColumns}, ${placeSql(order)} as place
     from (${wanted} order by ${orderSql(order)} limit ? offset ?) files ${withNames} order by ${orderSql(order)}`,
    [...among.bindings, ...(from?.bindings ?? []), limit + 1, offset] as Knex.RawBinding[],
  );
  const more = rows.length > limit;
  const shown = more ? rows.slice(0, limit) : rows;
  return { files: shown, more, place: shown.at(-1)?.place };
}
