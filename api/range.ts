import { ReductionError } from '#activities/domain/errors';
import type { Sql } from '#activities/store/archive/file-filters';

/** What the ends of a range are. */
export type RangeKind = 'number' | 'whole' | 'day' | 'moment';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const kinds: Readonly<Record<RangeKind, { type: string; is: (text: string) => boolean; words: string }>> = {
  number: { type: 'double precision', is: (text) => NUMBER.test(text) && Number.isFinite(Number(text)), words: 'a number or a range, as in 1.5 or 1..2' },
  // Compared as they are kept, or no index is looked into; ends between two whole numbers are moved to them.
  whole: { type: 'bigint', is: (text) => NUMBER.test(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER, words: 'a number or a range, as in 3 or 1..2' },
  day: { type: 'date', is: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isMoment(text), words: 'a day or a range, as in 2026-08-24 or 2026-08-01..2026-08-31' },
  moment: { type: 'timestamptz', is: (text) => /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text) && isMoment(text), words: 'a range of moments, as in 2026-08-24T03:00:00Z..' },
};

/** Also not the 31st of June, which `Date` takes for the 1st of July; nor the year 0. */
function isMoment(text: string): boolean {
  const day = text.slice(0, 10);
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && new Date(ms || 0).toISOString().startsWith(day) && !day.startsWith('0000');
}

/**
 * `low..high`, `low..`, `..high` or one value, as a condition on a column. A moment without a zone is UTC, and lasts as long as its words leave open: a day, a
 * minute, a millisecond as the answers write it. The database keeps microseconds, so that the end would never be met otherwise.
 * @throws ReductionError `request-invalid`
 */
export function rangeOf(name: string, text: string, column: string, kind: RangeKind): Sql {
  const { type, is, words } = kinds[kind];
  const ends = text.split('..');
  const refuse = () => new ReductionError('request-invalid', `${name}: "${text.slice(0, 60)}" is not ${words}.`, { parameter: name });
  if (ends.length > 2 || ends.every((end) => end === '') || !ends.every((end) => end === '' || is(end))) throw refuse();
  if (kind === 'moment') return momentRange(name, column, momentOf(ends[0] ?? ''), momentOf(ends.at(-1) ?? ''));
  const [low = '', high] = ends;
  if (kind === 'whole') return wholeRange(name, column, low, high);
  if (high === undefined) return { text: `${column} = ?::${type}`, bindings: [low] };
  if (low !== '' && high !== '' && (kind === 'number' ? Number(low) > Number(high) : Date.parse(low) > Date.parse(high))) throw nothingBetween(name, low, high);
  const parts = [...(low === '' ? [] : [`${column} >= ?::${type}`]), ...(high === '' ? [] : [`${column} <= ?::${type}`])];
  return { text: parts.join(' and '), bindings: [low, high].filter((end) => end !== '') };
}

function wholeRange(name: string, column: string, low: string, high: string | undefined): Sql {
  if (high === undefined) return Number.isInteger(Number(low)) ? { text: `${column} = ?::bigint`, bindings: [Number(low)] } : { text: 'false', bindings: [] };
  if (low !== '' && high !== '' && Number(low) > Number(high)) throw nothingBetween(name, low, high);
  const ends = [...(low === '' ? [] : [['>=', Math.ceil(Number(low))] as const]), ...(high === '' ? [] : [['<=', Math.floor(Number(high))] as const])];
  return { text: ends.map(([sign]) => `${column} ${sign} ?::bigint`).join(' and '), bindings: ends.map(([, end]) => end) };
}

interface Moment {
  readonly begins: string;
  readonly lastsMs: number;
}

/** One moment is a range of itself. */
function momentRange(name: string, column: string, low: Moment | undefined, high: Moment | undefined): Sql {
  if (low && high && Date.parse(low.begins) >= Date.parse(high.begins) + high.lastsMs) throw nothingBetween(name, low.begins, high.begins);
  const parts = [...(low ? [`${column} >= ?::timestamptz`] : []), ...(high ? [`${column} < ?::timestamptz + ?::interval`] : [])];
  return { text: parts.join(' and '), bindings: [...(low ? [low.begins] : []), ...(high ? [high.begins, `${high.lastsMs} milliseconds`] : [])] };
}

/** Undefined for the open end of a range. */
function momentOf(text: string): Moment | undefined {
  if (text === '') return undefined;
  const [, minute, second, fraction, zone] = /^[\d-]+(T\d\d:\d\d)?(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const lastsMs = minute === undefined ? 86_400_000 : second === undefined ? 60_000 : fraction === undefined ? 1000 : 10 ** (4 - fraction.length);
  return { begins: `${text}${minute === undefined ? 'T00:00' : ''}${zone === undefined ? 'Z' : ''}`, lastsMs };
}

function nothingBetween(name: string, low: string, high: string): ReductionError {
  return new ReductionError('request-invalid', `${name}: ${low} is more than ${high}, so nothing is between them.`, { parameter: name });
}
