import type { FileFilters, NightRange, Sql } from '#activities/store/archive/file-filters';
import type { TupleField } from '#activities/store/archive/file-tuple';
import { ReductionError } from '#activities/domain/errors';
import { shiftNight } from '#activities/domain/nights';
import { qualityNamed } from '#activities/domain/qualities';
import { seesAll } from './access/permissions.js';
import type { Caller } from './access/auth.js';
import { coneOf } from './cone.js';
import type { FileFilterQuery } from './controllers/file-query.js';
import { rangeOf, type RangeKind } from './range.js';

const counted = ['obstype', 'kind', 'filter', 'filter_2', 'grating', 'wavmode', 'slit', 'roi', 'technique', 'proposal_id'] as const satisfies readonly (TupleField & keyof FileFilterQuery)[];
const STATES = ['reducing', 'waiting', 'done', 'failed', 'rejected'];

const ranges = {
  target: ['target', 'whole'], version: ['version', 'whole'], gain: ['gain', 'number'], rdnoise: ['rdnoise', 'number'], cam_targ: ['cam_targ', 'number'],
  grt_targ: ['grt_targ', 'number'], saturation_value: ['saturation_value', 'number'], size_bytes: ['size_bytes', 'whole'], observation_id: ['observation_id', 'whole'],
  configuration_id: ['configuration_id', 'whole'], block_id: ['block_id', 'whole'], image_id: ['image_id', 'whole'], date: ['date', 'day'], created: ['created', 'moment'],
  last_modified: ['last_modified', 'moment'],
} as const satisfies Partial<Record<keyof FileFilterQuery, readonly [string, RangeKind]>>; // prettier-ignore

/** Of a master that serves everybody these would tell whose frames it was made of. */
const telling: readonly (keyof FileFilterQuery)[] = ['object', 'proposal_id', 'original_file_id', 'parent_file_id', 'observation_id', 'configuration_id', 'block_id', 'image_id', 'ra'];

/**
 * What a query asks for.
 * @throws ReductionError `request-invalid` in words for a value that no file could have
 */
export function filtersOf(query: FileFilterQuery, caller: Caller, sorted: readonly string[] = []): FileFilters {
  const fields: Partial<Record<TupleField, readonly string[]>> = { current: [String(query.current ?? true)] };
  for (const name of counted) if (query[name]) fields[name] = listOf(query[name]);
  if (query.data_type) fields.data_type = listOf(query.data_type).map((value) => knownValue('data_type', value, ['0', '1', '2', '3', '4', '5', '6']));
  if (query.state) fields.state = listOf(query.state).map((value) => (value === '' ? '' : knownValue('state', value, STATES)));
  if (query.flagged !== undefined) fields.flagged = [String(query.flagged)];
  const nights = nightsOf(query);
  // What a view leaves out is not to be found out by asking for it, or by its place in an order.
  const asksWhose = telling.some((name) => query[name] !== undefined || sorted.some((word) => word.replace(/^-/, '') === name));
  return {
    fields,
    ...(nights ? { nights } : {}),
    hideRawCalibrations: query.hide_raw_calibrations === true,
    hideSharedMasters: asksWhose && !seesAll(caller.user),
    // An own master is its proposal's in every column; only its earliest member is somebody's.
    conditions: [...conditionsOf(query), ...((query.original_file_id ?? query.parent_file_id) && !seesAll(caller.user) ? [{ text: 'not files.own_master', bindings: [] }] : [])],
    ...(query.date === undefined ? {} : { nightsAround: nightsAround(query.date) }),
  };
}

/** A night has two calendar dates: the evening's, which is its name, and the next. */
function nightsAround(dates: string): NightRange[] {
  const [low = '', high = low] = dates.split('..').map((day) => day.replaceAll('-', ''));
  return [{ from: low === '' ? '' : shiftNight(low, -1), to: high }];
}

function conditionsOf(query: FileFilterQuery): Sql[] {
  const conditions: Sql[] = [];
  const among = (column: string, values: readonly (string | number)[]) => conditions.push({ text: `files.${column} in (${values.map(() => '?').join(', ')})`, bindings: values });
  for (const name of ['id', 'original_file_id', 'parent_file_id'] as const) if (query[name]) among(name, listOf(query[name]).map((value) => idOf(name, value)));
  if (query.object) among('object', query.object);
  if (query.file_name) among('file_name', query.file_name);
  if (query.checksum) among('checksum', listOf(query.checksum));
  for (const [name, [column, kind]] of Object.entries(ranges)) {
    const text = query[name as keyof typeof ranges];
    if (text !== undefined) conditions.push(rangeOf(name, text, `files.${column}`, kind));
  }
  for (const text of query.quality ?? []) conditions.push(qualityCondition(text));
  for (const name of ['normalized', 'provisional'] as const) if (query[name] !== undefined) conditions.push({ text: query[name] ? `files.${name}` : `not files.${name}`, bindings: [] });
  if (query.excluded !== undefined) conditions.push({ text: `files.excluded is ${query.excluded ? 'not null' : 'null'}`, bindings: [] });
  if (query.q !== undefined) conditions.push(...wordsOf(query.q));
  const cone = coneOf(query);
  if (cone) conditions.push(cone);
  return conditions;
}

/** `a,b` and a parameter named again are the same list. */
export function listOf(given: readonly string[]): string[] {
  return [...new Set(given.flatMap((text) => text.split(',')))];
}

/** @throws ReductionError `request-invalid` for a value that is none of those known */
export function knownValue(name: string, value: string, known: readonly string[]): string {
  if (!known.includes(value)) throw new ReductionError('request-invalid', `${name}: "${value.slice(0, 40)}" is none; known are ${known.join(', ')}.`, { parameter: name });
  return value;
}

function idOf(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new ReductionError('request-invalid', `${name}: "${value.slice(0, 40)}" is no id of a file; ids are whole numbers.`, { parameter: name });
  return Number(value);
}

function qualityCondition(text: string): Sql {
  const [name = '', range] = text.split(':');
  if (range === undefined || !qualityNamed(name)) throw new ReductionError('request-invalid', `quality: "${text.slice(0, 60)}" is not a name and a range, as in seeingArcsecond:..1.2; the names are listed at /api/qualities/.`, { parameter: 'quality' });
  return rangeOf('quality', range, `(files.quality ->> '${name}')::double precision`, 'number');
}

const MOST_WORDS = 10;

/** Each word must be found; one or two letters as the beginning of a word, or everything would match. */
function wordsOf(text: string): Sql[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw new ReductionError('request-invalid', 'q: there is no word in it.', { parameter: 'q' });
  if (words.length > MOST_WORDS) throw new ReductionError('request-invalid', `q: ${words.length} words; ${MOST_WORDS} are allowed.`, { parameter: 'q' });
  return words.map((word) => {
    const literal = word.replace(/[\\%_]/g, '\\$&');
    return { text: 'files.words like lower(?)', bindings: [[...word].length < 3 ? `% ${literal}%` : `%${literal}%`] };
  });
}

/** Nights and semesters are met together. */
function nightsOf({ night, semester }: FileFilterQuery): NightRange[] | undefined {
  const nights = night && listOf(night).map(nightRangeOf);
  const semesters = semester && listOf(semester).map(nightsOfSemester);
  if (!nights || !semesters) return nights ?? semesters;
  const both = nights.flatMap((a) => semesters.map((b) => ({ from: a.from > b.from ? a.from : b.from, to: a.to === '' || a.to > b.to ? b.to : a.to })));
  const met = both.filter(({ from, to }) => from <= to);
  return met.length > 0 ? met : [{ from: '00000000', to: '00000000' }];
}

/** One night, or `first..last` with an end that may be open. @throws ReductionError `request-invalid` */
export function nightRangeOf(text: string): NightRange {
  const [from = '', to = from, ...rest] = text.split('..');
  const isNight = (value: string) => value === '' || /^\d{8}$/.test(value);
  if (rest.length > 0 || (from === '' && to === '') || !isNight(from) || !isNight(to) || (to !== '' && from > to)) {
    throw new ReductionError('request-invalid', `night: "${text.slice(0, 40)}" is no night or range of nights, as in 20260824 or 20260801..20260831.`, { parameter: 'night' });
  }
  return { from, to };
}

/** A from 1 February, B from 1 August. */
export function nightsOfSemester(text: string): NightRange {
  const [, year = '', half] = /^(\d{4})([AB])$/.exec(text.toUpperCase()) ?? [];
  if (half === undefined) throw new ReductionError('request-invalid', `semester: "${text.slice(0, 40)}" is none, as 2026A or 2026B are.`, { parameter: 'semester' });
  return half === 'A' ? { from: `${year}0201`, to: `${year}0731` } : { from: `${year}0801`, to: `${String(Number(year) + 1).padStart(4, '0')}0131` };
}
