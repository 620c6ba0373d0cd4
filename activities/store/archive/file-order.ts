import { ReductionError } from '../../domain/errors.js';
import type { Sql } from './file-filters.js';

/** What files can be sorted by: the column, its type, and whether it may be null. */
const sortable = {
  id: { column: 'id', type: 'bigint', nulls: false },
  last_modified: { column: 'last_modified', type: 'timestamptz', nulls: false },
  night: { column: 'night', type: 'text', nulls: true },
  date: { column: 'date', type: 'date', nulls: true },
  object: { column: 'object', type: 'text', nulls: false },
  file_name: { column: 'file_name', type: 'text', nulls: false },
  obstype: { column: 'obstype', type: 'text', nulls: false },
  filter: { column: 'filter', type: 'text', nulls: false },
  filter_2: { column: 'filter2', type: 'text', nulls: false },
  grating: { column: 'grating', type: 'text', nulls: false },
  slit: { column: 'slit', type: 'text', nulls: false },
  roi: { column: 'roi', type: 'text', nulls: false },
  wavmode: { column: 'wavmode', type: 'text', nulls: false },
  technique: { column: 'technique', type: 'text', nulls: false },
  proposal_id: { column: 'proposal_id', type: 'text', nulls: false },
  state: { column: 'state', type: 'text', nulls: false },
  data_type: { column: 'data_type', type: 'smallint', nulls: false },
  size_bytes: { column: 'size_bytes', type: 'bigint', nulls: false },
} as const;
export type SortField = keyof typeof sortable;

export interface Order {
  readonly field: SortField;
  readonly descending: boolean;
}

/**
 * `night,-file_name` → a stable order: the id decides last, in the direction of the column before it, so that an index is walked one way.
 * @throws ReductionError `request-invalid`
 */
export function orderOf(words: readonly string[]): Order[] {
  const order = words.map((word): Order => {
    const field = word.replace(/^-/, '');
    if (!Object.hasOwn(sortable, field)) throw new ReductionError('request-invalid', `sort: files cannot be sorted by ${field.slice(0, 40) || 'nothing'}; known are ${Object.keys(sortable).join(', ')}, with - before for the other direction.`);
    return { field: field as SortField, descending: word.startsWith('-') };
  });
  const twice = order.find(({ field }, i) => order.some((other, j) => j < i && other.field === field));
  if (twice) throw new ReductionError('request-invalid', `sort: ${twice.field} is named twice.`);
  return order.some(({ field }) => field === 'id') ? order : [...order, { field: 'id', descending: order.at(-1)?.descending ?? true }];
}

export function isById(order: readonly Order[]): boolean {
  return order.length === 1 && order[0]?.descending === true;
}

export function orderSql(order: readonly Order[], table = 'files'): string {
  return order.map(({ field, descending }) => `${table}.${sortable[field].column}${descending ? ' desc' : ''}`).join(', ');
}

/** The place of a row in an order, as JSON text; for the select list. */
export function placeSql(order: readonly Order[]): string {
  return `json_build_array(${order.map(({ field }) => `files.${sortable[field].column}::text`).join(', ')})`;
}

/** A place given to a caller: where the next page begins. */
export function cursorOf(order: readonly Order[], place: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([order.map(wordOf), place])).toString('base64url');
}

const wordOf = ({ field, descending }: Order) => (descending ? `-${field}` : field);

/** @throws ReductionError `request-invalid` for one that was not given for this order. */
export function placeOf(cursor: string, order: readonly Order[]): (string | null)[] {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    given = undefined;
  }
  const [words, place] = Array.isArray(given) ? (given as unknown[]) : [];
  if (!Array.isArray(words) || !Array.isArray(place) || place.length !== order.length || !place.every((value, i) => isValueOf(value, order[i]))) {
    throw new ReductionError('request-invalid', 'cursor: this is none that was given here; begin again without one.');
  }
  if (JSON.stringify(words) !== JSON.stringify(order.map(wordOf))) throw new ReductionError('request-invalid', 'cursor: it was given for another sort; begin again without one.');
  return place as (string | null)[];
}

function isValueOf(value: unknown, order: Order | undefined): boolean {
  if (!order) return false;
  const { type, nulls } = sortable[order.field];
  if (value === null) return nulls;
  if (typeof value !== 'string' || value.length > 500 || value.includes('\0') || !value.isWellFormed()) return false;
  if (type === 'bigint' || type === 'smallint') return /^-?\d{1,15}$/.test(value);
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(value);
  if (type === 'timestamptz') return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(value);
  return true;
}

/** Rows behind a place, null where PostgreSQL puts it: after everything ascending, before everything descending. */
export function behind(order: readonly Order[], place: readonly (string | null)[]): Sql {
  const alternatives = order.map((each, i) => {
    const before = order.slice(0, i).map((same, j): Sql => equal(same, place[j] ?? null));
    return joined([...before, beyond(each, place[i] ?? null)], ' and ');
  });
  const all = joined(alternatives, ' or ');
  // Said once more of the first column alone, so that an index is entered at the right place.
  const [first] = order;
  const value = place[0] ?? null;
  if (!first || value === null || (!first.descending && sortable[first.field].nulls)) return all;
  const { column, type } = sortable[first.field];
  return joined([{ text: `files.${column} ${first.descending ? '<=' : '>='} ?::${type}`, bindings: [value] }, all], ' and ');
}

function equal({ field }: Order, value: string | null): Sql {
  const { column, type } = sortable[field];
  return value === null ? { text: `files.${column} is null`, bindings: [] } : { text: `files.${column} = ?::${type}`, bindings: [value] };
}

function beyond({ field, descending }: Order, value: string | null): Sql {
  const { column, type, nulls } = sortable[field];
  if (value === null) return { text: descending ? `files.${column} is not null` : 'false', bindings: [] };
  if (descending) return { text: `files.${column} < ?::${type}`, bindings: [value] };
  return { text: `files.${column} > ?::${type}${nulls ? ` or files.${column} is null` : ''}`, bindings: [value] };
}

function joined(parts: readonly Sql[], by: string): Sql {
  return { text: parts.map(({ text }) => `(${text})`).join(by), bindings: parts.flatMap(({ bindings }) => bindings) };
}
