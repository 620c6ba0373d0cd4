import type { ExposureKind } from '../../domain/exposure.js';
import type { HeaderReader } from '../header-reader.js';

/** Nobody exposes longer than a night. */
const LONGEST_SECOND = 43_200;
/** Cards of the shutter are written to the second or better; a pause of the observer is none of its business. */
const SHUTTER_TOLERANCE_SECOND = 2;
const SHUTTER_TOLERANCE_SHARE = 0.05;
const DAY_SECOND = 86_400;

/**
 * How long a frame was exposed, second, from EXPTIME; 0 for a bias that has none. A time that the shutter contradicts, and one that no exposure lasts, is said.
 * @throws {ReductionError} `keyword-missing` where nothing tells it, `header-invalid` for a negative one.
 */
export function exposureTimeOf(reader: HeaderReader, kind: ExposureKind): number {
  const second = kind === 'bias' ? (reader.number('EXPTIME') ?? 0) : reader.requireNumber('EXPTIME', 'so the exposure time is unknown');
  if (second < 0) throw reader.invalid(`has an exposure time of ${second} s.`, { keyword: 'EXPTIME', found: second });
  const open = shutterOpenSecond(reader);
  if (open !== undefined && Math.abs(open - second) > SHUTTER_TOLERANCE_SECOND + SHUTTER_TOLERANCE_SHARE * open) {
    reader.warn(`EXPTIME is ${second} s, but the shutter was open for ${open} s by OPENTIME and CLOSETIM.`);
  } else if (second === 0 && kind !== 'bias') {
    reader.warn('EXPTIME is 0 s: in no time no light comes in.');
  } else if (second > LONGEST_SECOND) {
    reader.warn(`EXPTIME is ${second} s, longer than a night.`);
  }
  return second;
}

/** From the times of day at which the shutter opened and closed, through midnight; undefined where either is not told. */
function shutterOpenSecond(reader: HeaderReader): number | undefined {
  const [open, close] = [secondOfDay(reader.text('OPENTIME')), secondOfDay(reader.text('CLOSETIM'))];
  if (open === undefined || close === undefined) return undefined;
  return Math.round(((close - open + DAY_SECOND) % DAY_SECOND) * 1000) / 1000;
}

function secondOfDay(text: string): number | undefined {
  const [, hour, minute, second] = /^(\d{1,2}):(\d{2}):(\d{2}(?:\.\d*)?)$/.exec(text) ?? [];
  return second === undefined ? undefined : Number(hour) * 3600 + Number(minute) * 60 + Number(second);
}
