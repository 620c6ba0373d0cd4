import type { HeaderReader } from '../header-reader.js';

/**
 * Nights run from noon to noon at Cerro Pachón, by a fixed UTC − 4 h: within an hour of its mean solar time (longitude −70.73°, −4.7 h), and
 * free of the daylight saving that Chile keeps changing. The evening date names the night, as observers do.
 */
const SITE_OFFSET_HOUR = -4;
const HOUR_MS = 3_600_000;

/** The evening date, YYYYMMDD, of the night that an instant belongs to. */
export function nightOf(observedAt: string): string {
  const sinceNoon = new Date(Date.parse(observedAt) + (SITE_OFFSET_HOUR - 12) * HOUR_MS);
  return sinceNoon.toISOString().slice(0, 10).replaceAll('-', '');
}

/** Start of the exposure, ISO 8601 with milliseconds and Z, from DATE-OBS (with UT or TIME when DATE-OBS is a bare date). */
export function observedAt(reader: HeaderReader): string {
  const stamp = reader.requireText('DATE-OBS', 'without it neither the night nor the nearest calibration is known');
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}:\d{2}(?:\.\d*)?))?Z?$/.exec(stamp) ?? [];
  const clock = time ?? /\d{1,2}:\d{2}:\d{2}(?:\.\d*)?/.exec(reader.text('TIME') || reader.text('UT'))?.[0];
  if (date === undefined || clock === undefined) {
    throw reader.invalid(`has DATE-OBS = '${stamp}', which is no date and time; it should read like 2026-11-23T02:14:05.123.`, { keyword: 'DATE-OBS', found: stamp });
  }
  if (time === undefined) reader.warn(`DATE-OBS is a date only (${stamp}); the time ${clock} was taken from TIME or UT.`);
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (!Number.isFinite(midnight) || hour > 23 || minute > 59 || second >= 61) {
    throw reader.invalid(`has DATE-OBS = '${stamp}', which is not a date of the calendar.`, { keyword: 'DATE-OBS', found: stamp });
  }
  return new Date(midnight + Math.round(((hour * 60 + minute) * 60 + second) * 1000)).toISOString();
}

/** `-00:30:00` → −0.5: the sign comes from the text, since minus zero equals zero (defect A-17 of the Python pipeline). */
export function sexagesimal(text: string): number | null {
  const match = /^\s*([+-]?)(\d{1,3})[:\s](\d{1,2})[:\s](\d{1,2}(?:\.\d*)?)\s*$/.exec(text);
  if (!match) return null;
  const [, sign, whole, minute, second] = match;
  const size = Number(whole) + (Number(minute) + Number(second) / 60) / 60;
  return sign === '-' && size !== 0 ? -size : size;
}
