import type { Card } from '#numeric/fits/header';
import type { Exposure } from '../domain/exposure.js';
import { isPlausibleInstant } from '../instruments/goodman/time.js';
import type { StoredCard, StoredFile } from './models.js';

type Columns = Pick<
  StoredFile,
  | 'proposalId' | 'night' | 'kind' | 'exposure' | 'obstype' | 'object' | 'filter' | 'filter2' | 'grating' | 'slit' | 'camTarg' | 'grtTarg' | 'obsra' | 'obsdec'
  | 'gain' | 'rdnoise' | 'roi' | 'wavmode' | 'observationId' | 'configurationId' | 'blockId' | 'imageId' | 'date' | 'technique' | 'saturationValue'
>; // prettier-ignore

/** What files are searched by: of a described exposure, with the few things that only the header knows. */
export function exposureColumns(exposure: Exposure, cards: readonly Card[]): Columns {
  return {
    ...headerColumns(cards),
    exposure: withoutNul(exposure),
    kind: exposure.kind,
    night: exposure.night,
    proposalId: text(exposure.proposalId),
    obstype: text(exposure.obstype),
    object: text(exposure.object),
    filter: text(exposure.filter),
    filter2: text(exposure.filter2),
    grating: text(exposure.grating),
    slit: text(exposure.slit),
    gain: exposure.gainElectronPerAdu,
    rdnoise: exposure.readNoiseElectron,
    roi: text(exposure.roi),
    wavmode: text(exposure.wavmode),
    date: calendarDate(exposure.observedAt),
    technique: exposure.technique,
    saturationValue: exposure.saturationAdu,
  };
}

/** The same of a header nobody could make sense of: its words as they stand, so that the file can be found and its PI sees it. */
export function headerColumns(cards: readonly Card[]): Columns {
  const values = new Map(cards.map(({ keyword, value }) => [keyword, value]));
  const word = (...keywords: string[]) => text(keywords.map((keyword) => values.get(keyword)).find((value) => value !== undefined && value !== ''));
  const number = (...keywords: string[]) => finite(Number(word(...keywords) || NaN));
  const integer = (...keywords: string[]) => {
    const value = number(...keywords);
    return value !== null && Number.isSafeInteger(value) ? value : null;
  };
  return {
    proposalId: word('PROPID', 'PROPOSAL') || 'SOAR',
    night: null,
    kind: 'other',
    exposure: null,
    obstype: word('OBSTYPE'),
    object: word('OBJECT'),
    filter: word('FILTER'),
    filter2: word('FILTER2'),
    grating: word('GRATING'),
    slit: word('SLIT'),
    camTarg: number('CAM_TARG'),
    grtTarg: number('GRT_TARG'),
    obsra: word('OBSRA', 'RA'),
    obsdec: word('OBSDEC', 'DEC'),
    gain: number('GAIN'),
    rdnoise: number('RDNOISE'),
    roi: word('ROI'),
    wavmode: word('WAVMODE'),
    observationId: integer('OBSID'),
    configurationId: integer('CONFID'),
    blockId: integer('BLOCK_ID', 'BLKUID'),
    imageId: integer('IMAGEID'),
    date: calendarDate(word('DATE-OBS')) ?? calendarDate(word('DATE')),
    technique: 'Unknown',
    saturationValue: null,
  };
}

/** A header as JSON and PostgreSQL can hold it. */
export function storedCards(cards: readonly Card[]): StoredCard[] {
  return cards.map(({ keyword, value, comment }) => ({ keyword: text(keyword), value: storedValue(value), comment: text(comment) }));
}

function storedValue(value: Card['value']): StoredCard['value'] {
  if (value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'string') return text(value);
  return typeof value === 'bigint' ? value.toString() : `(${value.re}, ${value.im})`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** PostgreSQL knows no NUL in a text; a broken header may have one. */
function text(value: unknown): string {
  return (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '').replaceAll('\0', '').trimEnd();
}

function withoutNul<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\0', '') as T;
  if (Array.isArray(value)) return value.map(withoutNul) as T;
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutNul(inner as unknown)])) as T;
  return value;
}

/** A day on which a frame may have been taken: PostgreSQL knows no year 0, and nobody looks for a frame of 1970. */
function calendarDate(moment: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(moment)?.[0];
  return day !== undefined && new Date(Date.parse(day) || 0).toISOString().startsWith(day) && isPlausibleInstant(Date.parse(day)) ? day : null;
}
