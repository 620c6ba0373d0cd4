import { TUPLE_FIELDS, tupleColumns, type TupleField } from './file-tuple.js';
import type { CountCube, Sees, Selection } from './count-cube.js';

/** A condition with `?` for values. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly unknown[];
}

/** First and last night, YYYYMMDD; an open end is ''. */
export interface NightRange {
  readonly from: string;
  readonly to: string;
}

/** Which files are wanted. */
export interface FileFilters {
  /** Any of these values of a field. */
  readonly fields: Readonly<Partial<Record<TupleField, readonly string[]>>>;
  /** In any of these ranges; undefined for any night and none. */
  readonly nights?: readonly NightRange[];
  /** Without raw bias, flat and lamp frames. */
  readonly hideRawCalibrations?: boolean;
  /** Of a master that serves everybody, what it was made of is not the caller's to know: it is left out where that is asked for. */
  readonly hideSharedMasters?: boolean;
  /** What files are not counted by. */
  readonly conditions: readonly Sql[];
  /** Outside of these nights nothing meets the conditions: where the counts say which ids to look at. */
  readonly nightsAround?: readonly NightRange[];
}

/** What one rule lets through: a condition, and the same asked in memory. */
export interface Alternative {
  readonly condition: Sql;
  readonly sees: Sees;
}

/** Whose files: all rules of the caller as one condition, and one by one. What any of them lets through may be seen. */
export interface Scope extends Alternative {
  readonly alternatives: readonly Alternative[];
}

const RAW_CALIBRATIONS = ['bias', 'flat', 'arc'];

/** The wanted files as SQL, of `files`. */
export function filterCondition(filters: FileFilters, scope: Pick<Scope, 'condition'>): Sql {
  const parts: Sql[] = [scope.condition, { text: 'files.deleted_at is null', bindings: [] }, ...filters.conditions];
  for (const field of TUPLE_FIELDS) {
    const wanted = filters.fields[field];
    if (wanted) parts.push(anyOf(field, wanted));
  }
  if (filters.nights) parts.push(inNights(filters.nights));
  if (filters.hideRawCalibrations === true) parts.push({ text: `not (files.data_type = 0 and files.kind in ('bias', 'flat', 'arc'))`, bindings: [] });
  if (filters.hideSharedMasters === true) parts.push({ text: 'not (files.data_type = 1 and files.trusted)', bindings: [] });
  return { text: parts.map(({ text }) => `(${text})`).join(' and '), bindings: parts.flatMap(({ bindings }) => bindings) };
}

function anyOf(field: TupleField, wanted: readonly string[]): Sql {
  const marks = wanted.map(() => '?').join(', ');
  const [only] = wanted.length === 1 ? wanted : [];
  if (field === 'data_type') return { text: `files.data_type in (${marks})`, bindings: wanted.map(Number) };
  // As the indexes have it.
  if (only !== undefined && (field === 'current' || field === 'trusted')) return { text: only === 'true' ? `files.${field}` : `not files.${field}`, bindings: [] };
  if (only !== undefined && field === 'flagged') return { text: `files.flags ${only === 'true' ? '<>' : '='} '[]'::jsonb`, bindings: [] };
  return { text: `${tupleColumns[field]} in (${marks})`, bindings: wanted };
}

/** In any of the ranges. One night is asked for as such: an index gives it in the order of its rows. */
export function inNights(ranges: readonly NightRange[], column = 'files.night'): Sql {
  const parts = ranges.map(({ from, to }): Sql => (from === to ? { text: `${column} = ?`, bindings: [from] } : { text: `${column} between ? and ?`, bindings: [from, to === '' ? '99999999' : to] }));
  return { text: parts.map(({ text }) => `(${text})`).join(' or '), bindings: parts.flatMap(({ bindings }) => bindings) };
}

/** Is a night in any of the ranges? */
export function isInNights(night: string, ranges: readonly NightRange[]): boolean {
  return night !== '' && ranges.some(({ from, to }) => night >= from && (to === '' || night <= to));
}

/** What of some filters files are counted by: the nights, or at least those around what is asked for. */
export function countedBy({ nightsAround, ...filters }: FileFilters): FileFilters {
  return filters.nights || !nightsAround ? filters : { ...filters, nights: nightsAround };
}

/** The rules that were asked, numbered, so that a selection can be named. */
const numbersOfRules = new WeakMap<Sees, number>();
let rules = 0;

/** The wanted tuples and nights of the counts; what files are not counted by is not looked at. `except` leaves one field open. */
export function selectionOf(cube: CountCube, filters: FileFilters, { sees }: Pick<Scope, 'sees'>, except?: TupleField | 'night'): Selection {
  const rule = numbersOfRules.get(sees) ?? ++rules;
  numbersOfRules.set(sees, rule);
  const fields = Object.fromEntries(Object.entries(filters.fields).filter(([field]) => field !== except)) as FileFilters['fields'];
  const nights = except === 'night' ? undefined : filters.nights;
  const name = JSON.stringify([rule, fields, nights, filters.hideRawCalibrations ?? false, filters.hideSharedMasters ?? false]);
  return cube.ofTuples(name, () => newSelection(cube, { ...filters, fields }, nights, sees, name));
}

function newSelection(cube: CountCube, filters: FileFilters, nights: FileFilters['nights'], sees: Sees, name: string): Selection {
  const tuples = Uint8Array.from(cube.visibleTo(sees));
  for (const field of TUPLE_FIELDS) {
    const wanted = filters.fields[field];
    if (!wanted) continue;
    const allowed = Uint8Array.from(cube.valuesOf(field), (value) => (wanted.includes(value) ? 1 : 0));
    const column = cube.columnOf(field);
    for (let tuple = 0; tuple < tuples.length; tuple++) if (allowed[column[tuple] ?? 0] === 0) tuples[tuple] = 0;
  }
  hide(cube, filters, tuples);
  const numbers = Uint32Array.from({ length: tuples.reduce((sum, wanted) => sum + wanted, 0) });
  let found = 0;
  for (let tuple = 0; tuple < tuples.length; tuple++) if (tuples[tuple] === 1) numbers[found++] = tuple;
  return { tuples, numbers, name, nights: nights ? cube.selectNights((night) => isInNights(night, nights)) : undefined };
}

function hide(cube: CountCube, { hideRawCalibrations = false, hideSharedMasters = false }: FileFilters, tuples: Uint8Array): void {
  if (!hideRawCalibrations && !hideSharedMasters) return;
  for (let tuple = 0; tuple < tuples.length; tuple++) {
    if (tuples[tuple] === 0) continue;
    const level = cube.valueOf(tuple, 'data_type');
    const isShared = level === '1' && cube.valueOf(tuple, 'trusted') === 'true';
    if ((hideSharedMasters && isShared) || (hideRawCalibrations && level === '0' && RAW_CALIBRATIONS.includes(cube.valueOf(tuple, 'kind')))) tuples[tuple] = 0;
  }
}
