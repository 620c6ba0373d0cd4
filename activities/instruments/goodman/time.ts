import type { HeaderReader } from '../header-reader.js';

/**
 * Nights run from noon to noon at Cerro Pachón, by a fixed UTC − 4 h: within an hour of its mean solar time (longitude −70.73°, −4.7 h), and
 * free of the daylight saving that Chile keeps changing. The evening date names the night, as observers do.
 */
const SITE_OFFSET_HOUR = -4;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Goodman came to SOAR in 2004 (Clemens, Crain & Anderson 2004, SPIE 5492, 331): no clock that says an earlier year is right. */
const FIRST_YEAR = 2004;
/** No frame was taken tomorrow. A computer whose own clock is behind must not refuse tonight's frames, so at least until the end of this year. */
const NEVER_TOO_LATE = Date.UTC(2027, 0, 1);

/** The evening date, YYYYMMDD, of the night that an instant belongs to. */
export function nightOf(observedAt: string): string {
  const sinceNoon = new Date(Date.parse(observedAt) + (SITE_OFFSET_HOUR - 12) * HOUR_MS);
  return sinceNoon.toISOString().slice(0, 10).replaceAll('-', '');
}

/** Could a frame of this instrument have been taken at that instant? False for a clock that was never set, or stands at its zero, or runs ahead. */
export function isPlausibleInstant(millisecond: number, now = Date.now()): boolean {
  return millisecond >= Date.UTC(FIRST_YEAR, 0, 1) && millisecond <= Math.max(now, NEVER_TOO_LATE) + DAY_MS;
}

/** One way in which a header tells when its exposure began. */
interface Witness {
  readonly cards: string;
  readonly found: string;
  /** Undefined where the cards hold no date and time. */
  readonly instant: number | undefined;
  /** Why it is not believed; undefined for one that may be. */
  readonly complaint: string | undefined;
}

/**
 * Start of the exposure, ISO 8601 with milliseconds and Z, from DATE-OBS (with TIME or UT when DATE-OBS is a bare date). A DATE-OBS that cannot be right,
 * or that the clock of the shutter and the date of the file both contradict, gives way to OPENDATE and OPENTIME, then to DATE with TIME or UT, with a warning.
 * @throws {ReductionError} `keyword-missing` or `header-invalid` when no card tells it.
 */
export function observedAt(reader: HeaderReader): string {
  const clock = /\d{1,2}:\d{2}:\d{2}(?:\.\d*)?/.exec(reader.text('TIME') || reader.text('UT'))?.[0];
  const stamp = witness(reader, 'DATE-OBS', undefined, clock);
  const shutter = witness(reader, 'OPENDATE', reader.text('OPENTIME'), undefined);
  const written = witness(reader, 'DATE', undefined, clock);
  const others = [shutter, written].filter(believed);
  if (!believed(stamp)) return instead(reader, stamp, others);
  const [a, b] = others;
  if (a && b && apart(a, b) <= DAY_MS && apart(stamp, a) > DAY_MS && apart(stamp, b) > DAY_MS) {
    return instead(reader, { ...stamp, complaint: `which ${a.cards} = '${a.found}' and ${b.cards} = '${b.found}' contradict` }, others);
  }
  if (!/\d:\d/.test(stamp.found)) reader.warn(`DATE-OBS is a date only (${stamp.found}); the time ${clock ?? ''} was taken from TIME or UT.`);
  return new Date(stamp.instant).toISOString();
}

function believed(each: Witness): each is Witness & { readonly instant: number; readonly complaint: undefined } {
  return each.instant !== undefined && each.complaint === undefined;
}

function apart(a: { readonly instant: number }, b: { readonly instant: number }): number {
  return Math.abs(a.instant - b.instant);
}

/** The best of the other witnesses, with a warning that names both. */
function instead(reader: HeaderReader, { found, complaint = '' }: Witness, [other]: readonly (Witness & { readonly instant: number })[]): string {
  if (!other) {
    if (found === '') throw reader.missing('DATE-OBS', 'without it neither the night nor the nearest calibration is known');
    throw reader.invalid(`has DATE-OBS = '${found}', ${complaint}; it should read like 2026-11-23T02:14:05.123, and no other card tells the date.`, { keyword: 'DATE-OBS', found });
  }
  const start = new Date(other.instant).toISOString();
  reader.warn(`${found === '' ? 'DATE-OBS is missing' : `DATE-OBS = '${found}', ${complaint}`}; the exposure began at ${start} by ${other.cards} = '${other.found}'. Check the clock of the camera.`);
  return start;
}

/** @param time The clock time that goes with a bare date; `clock` where the card may hold both. */
function witness(reader: HeaderReader, keyword: string, time: string | undefined, clock: string | undefined): Witness {
  const found = reader.text(keyword);
  const [, date, own] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}:\d{2}(?:\.\d*)?))?Z?$/.exec(found) ?? [];
  const told = own ?? /^\d{1,2}:\d{2}:\d{2}(?:\.\d*)?/.exec(time ?? clock ?? '')?.[0];
  const cards = own === undefined && keyword !== 'DATE-OBS' ? `${keyword} and ${time === undefined ? (reader.text('TIME') === '' ? 'UT' : 'TIME') : 'OPENTIME'}` : keyword;
  const shown = own === undefined && told !== undefined && keyword !== 'DATE-OBS' ? `${found} ${told}` : found;
  if (date === undefined || told === undefined) return { cards, found: shown, instant: undefined, complaint: 'which is no date and time' };
  const [hour = 0, minute = 0, second = 0] = told.split(':').map(Number);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // A calendar that rolls over would take 30 February for 2 March.
  if (!Number.isFinite(midnight) || !new Date(midnight).toISOString().startsWith(date) || hour > 23 || minute > 59 || second >= 61) {
    return { cards, found: shown, instant: undefined, complaint: 'which is not a date of the calendar' };
  }
  const instant = midnight + Math.round(((hour * 60 + minute) * 60 + second) * 1000);
  return { cards, found: shown, instant, complaint: isPlausibleInstant(instant) ? undefined : 'when no frame of Goodman was taken' };
}
