import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Card } from './header.js';
import { readFits, unpackFile, type ColumnValues, type Hdu, type ImageHdu, type TableColumn, type TableHdu } from './read.js';

/** The descriptions numeric/golden/fits.py writes from what astropy reads. */
interface Numbers {
  readonly n: number;
  readonly bad: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
  readonly at: readonly number[];
  readonly cells: readonly (number | null)[];
}
interface GoldenColumn {
  readonly name: string;
  readonly format: string;
  readonly rows?: readonly number[];
  readonly numbers?: Numbers;
  readonly texts?: { readonly n: number; readonly length: number; readonly first: readonly string[]; readonly last: readonly string[] };
  readonly logicals?: { readonly n: number; readonly true: number };
}
interface GoldenHdu {
  readonly kind: 'image' | 'table' | 'other';
  /** Tile compressed: the cards are not compared. */
  readonly packed?: boolean;
  readonly name?: string;
  readonly cards: readonly string[];
  readonly shape?: readonly number[];
  readonly type?: string;
  readonly rows?: number;
  readonly numbers?: Numbers;
  readonly columns?: readonly GoldenColumn[];
}
interface Golden {
  readonly files: Readonly<Record<string, readonly GoldenHdu[] | { readonly refused: string }>>;
}

const root = `${import.meta.dirname}/../..`;
const data = `${root}/../shared/data`;
const golden = JSON.parse(readFileSync(`${root}/numeric/golden/fits.json`, 'utf8')) as Golden;

/** Where astropy reads something else on purpose, and why we do not follow; these files have their own test below. */
const OTHERWISE: readonly string[] = [
  'fits-samples/astropy_ascii.fits', // a null integer: astropy gives 0, we NaN
  'fits-samples/astropy_group_invalid.fits', // GROUPS = T without axes: astropy makes it random groups
  'fits-samples/astropy_vla_logical_pre_fix.fits', // bytes 0 and 1 for logicals, a mistake of old astropy that it now forgives itself
  'fits-samples/nomtam_issue49test.fits', // "=" in column 10: astropy takes the card for text
];

/** Files that the script could not describe, and what is wrong with them; `read`: nothing but columns without a name. */
const REASONS: Readonly<Record<string, RegExp | 'read'>> = {
  'fits-samples/astropy_iraf_idcompspec.fits': /^The file does not start with SIMPLE: it is not FITS \(byte 0\)/, // text of IRAF
  'fits-samples/astropywcs_2wcses.hdr': /^HDU 0 declares 33554432 bytes of data and the file ends 33554432 bytes too early/, // a header without its image, as the next ones
  'fits-samples/astropywcs_defunct_keywords.hdr': /^HDU 0 declares 1036800 bytes of data and the file ends 1036800 bytes too early/,
  'fits-samples/astropywcs_invalid_header.hdr': /^HDU 0 declares 33554432 bytes of data and the file ends 33554432 bytes too early/,
  'fits-samples/astropywcs_locale.hdr': /^The file does not start with SIMPLE: it is not FITS \(byte 0\)/,
  'fits-samples/astropywcs_sip-broken.hdr': /^The file starts with an extension: its primary header is missing \(byte 0\)/,
  'fits-samples/astropywcs_too_many_pv.hdr': /^HDU 0 declares 16777216 bytes of data and the file ends 16777216 bytes too early/,
  'fits-samples/nomtam_bt12.fits': 'read',
  'fits-samples/nomtam_bt12.fits.fz': 'read',
  'fits-samples/nomtam_testBinaryTable.fits.fz': 'read',
};

function open(name: string) {
  return readFits(unpackFile(readFileSync(`${data}/${name}`), 1e8).bytes);
}

/** The name astropy gives to a compressed image that has none. */
const NO_NAME = 'COMPRESSED_IMAGE';

function hex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

function canonical({ keyword, value, comment }: Card, refused: boolean): string {
  if (refused) return `${keyword}|?`;
  if (value === undefined) return `${keyword}|u||${comment}`;
  if (typeof value === 'boolean') return `${keyword}|l|${value ? 'T' : 'F'}|${comment}`;
  if (typeof value === 'bigint') return `${keyword}|i|${value}|${comment}`;
  if (typeof value === 'number') return `${keyword}|n|${hex(value)}|${comment}`;
  if (typeof value === 'object') return `${keyword}|c|${hex(value.re)}${hex(value.im)}|${comment}`;
  return `${keyword}|s|${value.trimEnd()}|${comment}`;
}

function fingerprint(text: string, refused: boolean): string {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return value.toString(16).padStart(8, '0') + (refused ? '?' : '');
}

function expectCards(cards: readonly Card[], expected: readonly string[]): void {
  const ours = cards.map((card, i) => {
    const refused = expected[i]?.endsWith('?') ?? false;
    return { print: fingerprint(canonical(card, refused), refused), card: canonical(card, false) };
  });
  const different = ours.flatMap(({ print, card }, i) => (print === expected[i] ? [] : [`${i}: ${card}`]));
  expect(different).toEqual([]);
  expect(ours.length).toBe(expected.length);
}

/** astropy scales 16-bit images in float32, we in double rounded once: two roundings of 2⁻²⁴ between them, and a sum of such. */
const FLOAT32_ROUNDING = 4e-7;

function expectNumbers(values: ArrayLike<number | bigint>, expected: Numbers): void {
  const found = summary(values);
  expect([values.length, found.bad]).toEqual([expected.n, expected.bad]);
  expect(Math.abs(found.sum - expected.sum)).toBeLessThanOrEqual(FLOAT32_ROUNDING * found.size);
  const close = (ours: number, theirs: number | null) => {
    if (theirs === null) expect(Number.isFinite(ours)).toBe(false);
    else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(FLOAT32_ROUNDING * Math.abs(theirs));
  };
  close(found.min, expected.min);
  close(found.max, expected.max);
  expected.at.forEach((place, i) => close(Number(values[place]), expected.cells[i]));
}

/** Sum, sum of sizes, extremes of the finite values (infinite where there is none), and how many are not finite. */
function summary(values: ArrayLike<number | bigint>) {
  const found = { sum: 0, size: 0, min: Infinity, max: -Infinity, bad: 0 };
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (!Number.isFinite(value)) {
      found.bad++;
      continue;
    }
    found.sum += value;
    found.size += Math.abs(value);
    if (value < found.min) found.min = value;
    if (value > found.max) found.max = value;
  }
  return found;
}

const TYPES: Readonly<Record<string, string>> = {
  uint8: 'Uint8Array', int8: 'Int8Array', int16: 'Int16Array', uint16: 'Uint16Array', int32: 'Int32Array', uint32: 'Uint32Array',
  int64: 'BigInt64Array', uint64: 'BigUint64Array', float32: 'Float32Array', float64: 'Float64Array',
}; // prettier-ignore

function expectImage(hdu: ImageHdu, expected: GoldenHdu): void {
  expect(hdu.shape).toEqual(expected.shape);
  if (!expected.numbers) return;
  const physical = hdu.physical();
  expect(physical.constructor.name).toBe(TYPES[expected.type ?? '']);
  expectNumbers(physical, expected.numbers);
  const single = hdu.float32();
  expect(single.length).toBe(physical.length);
  let different = 0;
  for (let i = 0; i < single.length; i++) if (!Object.is(single[i], Math.fround(Number(physical[i])))) different++;
  expect(different).toBe(0);
}

function isNested(values: ColumnValues): values is Exclude<ColumnValues, ArrayLike<number | bigint> | readonly string[]> {
  return Array.isArray(values) && typeof values[0] === 'object';
}

function expectColumn(column: TableColumn, expected: GoldenColumn): void {
  expect(column.name).toBe(expected.name);
  let values = column.values();
  if (expected.rows) {
    const rows = values as readonly ArrayLike<unknown>[];
    const perValue = /^[01]?[PQ][CM]/.test(column.format) ? 2 : 1;
    expect(rows.slice(0, 20).map((row) => row.length / perValue)).toEqual(expected.rows);
  }
  if (isNested(values)) values = values.flatMap((row) => Array.from(row as ArrayLike<unknown>)) as unknown as ColumnValues;
  if (expected.numbers) expectNumbers(values as ArrayLike<number>, expected.numbers);
  if (expected.texts) {
    const texts = values as readonly string[];
    expect({ n: texts.length, length: texts.join('').length, first: texts.slice(0, 3), last: texts.slice(-1) }).toEqual(expected.texts);
  }
  if (expected.logicals) {
    const logicals = values as readonly (boolean | undefined)[];
    expect({ n: logicals.length, true: logicals.filter((value) => value === true).length }).toEqual(expected.logicals);
  }
}

function expectHdu(hdu: Hdu, expected: GoldenHdu): void {
  expect(hdu.kind).toBe(expected.kind);
  if (!expected.packed) expectCards(hdu.header.cards, expected.cards);
  if (hdu.kind === 'other') return;
  expect(hdu.name.toUpperCase()).toBe(expected.packed && expected.name === NO_NAME ? '' : expected.name?.toUpperCase());
  if (hdu.kind === 'image') return expectImage(hdu, expected);
  expect(hdu.rows).toBe(expected.rows);
  expect(hdu.columns.length).toBe(expected.columns?.length);
  expected.columns?.forEach((column, i) => expectColumn(hdu.columns[i], column));
}

const hasData = existsSync(data);

describe.skipIf(!hasData)(`against astropy${hasData ? '' : ' (the sample files are not beside this checkout)'}`, () => {
  for (const [name, expected] of Object.entries(golden.files)) {
    if ('refused' in expected || OTHERWISE.includes(name)) continue;
    test(name, () => {
      const file = open(name);
      expect(file.hdus.length).toBe(expected.length);
      file.hdus.forEach((hdu, i) => expectHdu(hdu, expected[i]));
    });
  }

  test('a file that astropy does not read is read, or its reason names what is wrong', () => {
    const refused = Object.entries(golden.files).flatMap(([name, expected]) => ('refused' in expected ? [name] : []));
    expect(refused.sort()).toEqual(Object.keys(REASONS).sort());
    for (const [name, reason] of Object.entries(REASONS)) {
      if (reason === 'read') expect(open(name).hdus.map(({ kind }) => kind)).toEqual(['image', 'table']);
      else expect(() => open(name)).toThrow(reason);
    }
  });

  test('a null integer of an ASCII table is NaN, as every missing number', () => {
    const table = open('fits-samples/astropy_ascii.fits').hdus[1] as TableHdu;
    expect(table.column('B')?.values()).toEqual(Float64Array.of(37, 23, 17, NaN, 345));
    expect(table.column('a')?.values()).toEqual(Float64Array.of(10.123, 5.2, 15.61, NaN, 345));
  });

  test('GROUPS = T without axes is an image without data', () => {
    expect((open('fits-samples/astropy_group_invalid.fits')).hdus).toMatchObject([{ kind: 'image', shape: [], dataLength: 0 }]);
  });

  test('a logical that is neither T nor F is no value', () => {
    const table = (open('fits-samples/astropy_vla_logical_pre_fix.fits')).hdus[1] as TableHdu;
    const none = undefined;
    expect(table.columns[0].values()).toEqual([[none, none, none], [none, none], [], [none, none, none, none]]);
  });

  test('"=" out of its column is a warning, and the card is read', () => {
    const file = open('fits-samples/nomtam_issue49test.fits');
    expect(file.hdus[0].header.text('FILTER')).toBe('0,0,0,0');
    expect(file.warnings[0].message).toMatch(/"=" is not in column 9/);
    const table = file.hdus[1] as TableHdu;
    expect(table.rows).toBe(0);
  });
});
