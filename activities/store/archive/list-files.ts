import type { Knex } from 'knex';
import type { StoredFile } from '../models.js';
import type { ArchiveCounts } from './archive-counts.js';
import { filterCondition, selectionOf, type FileFilters, type Scope, type Sql } from './file-filters.js';
import { behind, isById, orderSql, placeSql, type Order } from './file-order.js';
import { BLOCK_IDS } from './file-tuple.js';
import { inBlocks } from './id-blocks.js';
import { plannedRows, preparedRows } from '../prepared.js';
import { stretchesOf, type Stretches } from './sorted-stretches.js';
import { uncountedFiles, united } from './uncounted-files.js';

/** What a list shows of a file: all but its cards and what only the platform needs. */
const columns = [
  'id', 'created', 'lastModified', 'originalFileId', 'parentFileId', 'fileName', 'obstype', 'object', 'filter', 'filter2', 'grating', 'slit', 'camTarg', 'grtTarg',
  'obsra', 'obsdec', 'gain', 'rdnoise', 'roi', 'wavmode', 'proposalId', 'observationId', 'configurationId', 'blockId', 'imageId', 'date', 'dataType', 'normalized',
  'technique', 'saturationValue', 'kind', 'night', 'target', 'current', 'provisional', 'version', 'checksum', 'sizeBytes', 'flags', 'excluded', 'trusted', 'ownMaster', 'state',
  'raDegree', 'decDegree',
] as const satisfies readonly (keyof StoredFile)[]; // prettier-ignore

const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export type ListedFile = Pick<StoredFile, (typeof columns)[number]> & { readonly original?: Pick<StoredFile, 'fileName'>; readonly parent?: Pick<StoredFile, 'fileName'> };

/** The columns of a listed file, of `files`. */
export const listedColumns = columns.map((column) => `files.${snake(column)} as "${column}"`).join(', ');

/**
 * With the names of their original and their parent: asked for apart, because PostgreSQL is sooner done with two easy questions than with planning one of
 * three tables.
 */
export async function withNames<T extends ListedFile>(database: Knex, files: readonly T[]): Promise<readonly T[]> {
  const names = new Map(files.map(({ id, fileName }) => [id, fileName]));
  const missing = new Set(files.flatMap(({ originalFileId, parentFileId }) => [originalFileId, parentFileId]).filter((id) => !names.has(id)));
  if (missing.size > 0) {
    const rows = await preparedRows<Pick<StoredFile, 'id' | 'fileName'>>(database, 'select id, file_name as "fileName" from files where id = any(?)', [[...missing]]);
    for (const { id, fileName } of rows) names.set(id, fileName);
  }
  const named = (id: number) => ({ fileName: names.get(id) ?? '' });
  for (const file of files) Object.assign(file, { original: named(file.originalFileId), parent: named(file.parentFileId) });
  return files;
}

export interface ListWishes {
  readonly filters: FileFilters;
  readonly scope: Scope;
  readonly order: readonly Order[];
  readonly limit: number;
  /** How many to pass over … */
  readonly offset: number;
  /** … or the place of the last one of the page before. */
  readonly after?: readonly (string | null)[] | undefined;
  /** So many files are sooner sorted than told apart by their counts. */
  readonly few?: number;
}

export interface ListedPage {
  readonly files: readonly ListedFile[];
  /** Are there more behind this page? */
  readonly more: boolean;
  /** Where the next page begins; undefined for an empty one. */
  readonly place: (string | null)[] | undefined;
  readonly count: number;
  /** False: about so many, and more than 1000. */
  readonly exact: boolean;
}

/**
 * One page of the files a caller may see. Where all that is asked for is counted by, the counts tell how many there are and where the page lies: page
 * 10 000 costs what page 1 does.
 */
export async function listFiles(database: Knex, counts: ArchiveCounts, wishes: ListWishes): Promise<ListedPage> {
  const { filters, scope, order, offset, limit, after } = wishes;
  const cube = await counts.current();
  if (filters.conditions.length > 0) {
    const { candidates, areKnown, count, exact } = await uncountedFiles(database, cube, { filters, scope, order, after, wanted: offset + limit + 1 });
    // Each by its id, or the planner walks over all ids.
    const among = { text: `select files.* from (${candidates.text}) candidate cross join lateral (select * from files where files.id = candidate.id offset 0) files where true`, bindings: candidates.bindings };
    return { ...(await pageOf(database, wishes, among, { offset, keepsPlan: areKnown })), count, exact };
  }
  const where = filterCondition(filters, scope);
  const selection = selectionOf(cube, filters, scope);
  const count = cube.total(selection);
  const wanted = limit + 1;
  if (isById(order)) {
    const last = after?.[0];
    const { blocks, skip } = cube.locate(selection, { offset, wanted, from: last == null ? undefined : Math.floor(Number(last) / BLOCK_IDS) });
    return { ...(await pageOf(database, wishes, inBlocks(where, blocks, cube.newestBlock), { offset: skip })), count, exact: true };
  }
  const found = await stretchesOf(database, cube, selection, { order, offset, wanted, place: after, ...(wishes.few === undefined ? {} : { few: wishes.few }) });
  const among = found ? inStretches(where, found, wishes, cube.newestBlock) : whole(where);
  return { ...(await pageOf(database, wishes, among, { offset: found?.skip ?? offset })), count, exact: true };
}

const whole = ({ text, bindings }: Sql): Sql => ({ text: `select * from files where ${text}`, bindings });

/** Of each stretch as many as could be on the page. */
function inStretches(where: Sql, { stretches, skip }: Stretches, { order, limit, after }: ListWishes, newest: number): Sql {
  const each = stretches.map(({ condition, blocks }) => {
    const both = { text: `${where.text} and ${condition.text}`, bindings: [...where.bindings, ...condition.bindings] };
    return blocks ? inBlocks(both, blocks, newest) : whole(both);
  });
  const [only] = each;
  if (each.length === 1 && only) return only;
  const from = after ? behind(order, after) : undefined;
  const parts = each.map(({ text, bindings }): Sql => ({ text: `(${text}${from ? ` and (${from.text})` : ''} order by ${orderSql(order)} limit ?)`, bindings: [...bindings, ...(from?.bindings ?? []), skip + limit + 1] }));
  if (parts.length === 0) return { text: 'select * from files where false', bindings: [] };
  const { text, bindings } = united(parts, 'union all');
  return { text: `select * from (${text}) files where true`, bindings };
}

type Row = ListedFile & { place: (string | null)[] };

/**
 * @param among a query of files that ends in a condition
 * @param keepsPlan false where conditions search for them
 */
async function pageOf(database: Knex, { order, limit, after }: ListWishes, among: Sql, { offset, keepsPlan = true }: { offset: number; keepsPlan?: boolean }): Promise<Pick<ListedPage, 'files' | 'more' | 'place'>> {
  const from = after ? behind(order, after) : undefined;
  const wanted = from ? `${among.text} and (${from.text})` : among.text;
  const sql = `select ${listedColumns}, ${placeSql(order)} as place from (${wanted}) files order by ${orderSql(order)} limit ? offset ?`;
  const bindings = [...among.bindings, ...(from?.bindings ?? []), limit + 1, offset];
  const rows = await (keepsPlan ? preparedRows : plannedRows)<Row>(database, sql, bindings);
  const more = rows.length > limit;
  const shown = more ? rows.slice(0, limit) : rows;
  return { files: await withNames(database, shown), more, place: shown.at(-1)?.place };
}
