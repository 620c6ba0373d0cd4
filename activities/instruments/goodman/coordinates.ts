import type { HeaderReader } from '../header-reader.js';

/** Where the header says that the telescope was sent, degree; null where it does not say, or nobody can read it. */
export interface Pointing {
  readonly raDegree: number | null;
  readonly decDegree: number | null;
}

/** Either coordinate: its cards, the first that is not blank counts, and what it can be. */
const RA = { cards: ['OBSRA', 'RA'], name: 'right ascension', low: 0, high: 360, sexagesimalUnitDegree: 15 } as const;
const DEC = { cards: ['OBSDEC', 'DEC'], name: 'declination', low: -90, high: 90, sexagesimalUnitDegree: 1 } as const;
type Coordinate = typeof RA | typeof DEC;

/** The target's position (OBSRA, OBSDEC), the telescope's (RA, DEC) where the header has none. What cannot be one is unknown, with a warning of the value found. */
export function pointingOf(reader: HeaderReader): Pointing {
  return { raDegree: coordinateOf(reader, RA), decDegree: coordinateOf(reader, DEC) };
}

function coordinateOf(reader: HeaderReader, which: Coordinate): number | null {
  const keyword = which.cards.find((card) => reader.text(card) !== '');
  if (keyword === undefined) return null;
  const text = reader.text(keyword);
  const degree = degreesOf(text, which);
  // A right ascension of 24 h is 0 h; rounding of seconds makes it.
  if (degree !== undefined && degree >= which.low && degree <= which.high) return degree === RA.high ? 0 : degree;
  reader.warn(`${keyword} = '${text}' is no ${which.name}; the position is unknown.`);
  return null;
}

/** A coordinate as a person or a header writes it, degree; undefined for what cannot be one. */
export function coordinateOfText(text: string, which: 'ra' | 'dec'): number | undefined {
  const coordinate = which === 'ra' ? RA : DEC;
  const degree = degreesOf(text, coordinate);
  return degree !== undefined && degree >= coordinate.low && degree <= coordinate.high ? degree % 360 : undefined;
}

/** Degrees of any notation; undefined for one that nobody understands. A number alone is in degrees, as WCS-minded writers put it. */
function degreesOf(text: string, { sexagesimalUnitDegree }: Pick<Coordinate, 'sexagesimalUnitDegree'>): number | undefined {
  const plain = text.replace(/[−–]/g, '-').replace(/^\s*([+-])\s+/, '$1').trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(plain)) return Number(plain.replace(/[dD]/, 'e'));
  const inDegrees = /^([+-]?(?:\d+\.?\d*|\.\d+))\s*(?:d|deg|°)$/i.exec(plain)?.[1];
  if (inDegrees !== undefined) return Number(inDegrees);
  const unit = /^[+-]?\d+\s*h/i.test(plain) ? 15 : /^[+-]?\d+\s*[d°]/i.test(plain) ? 1 : sexagesimalUnitDegree;
  const size = sexagesimal(plain);
  return size === null ? undefined : size * unit;
}

/**
 * `-00:30:00` → −0.5, also `15h20m05.2s`, `-8d05'26"`, `8 05 26`, `15:20`: the sign comes from the text, since minus zero equals zero (defect A-17 of the
 * Python pipeline). Null where minutes or seconds exceed 60, or the text is none of these; 60 itself is what a rounding printer writes.
 */
export function sexagesimal(text: string): number | null {
  const match = /^\s*([+-]?)\s*(\d{1,3})\s*[:hd°\s]\s*(\d{1,2})(?:\s*[:m'′\s]\s*(\d{1,2}(?:\.\d*)?)\s*(?:s|"|″|'')?|\s*[m'′])?\s*$/i.exec(text);
  if (!match) return null;
  const [, sign, whole, minute, second = '0'] = match;
  if (Number(minute) > 60 || Number(second) > 60) return null;
  const size = Number(whole) + (Number(minute) + Number(second) / 60) / 60;
  return sign === '-' && size !== 0 ? -size : size;
}
