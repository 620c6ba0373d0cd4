import { ContractError } from '../errors.js';
import { asciiText, padded } from './bytes.js';
import { dataSum, WordSum } from './checksum.js';
import type { Card, CardValue } from './header.js';
import { encodingOf, putArray, type WritableArray } from './put-data.js';

/** A column to be written. */
export interface WriteColumn {
  readonly name: string;
  readonly unit?: string;
  readonly data: WritableArray | readonly string[] | readonly boolean[];
  /** Values a row holds, 1 unless given; not for strings and logicals. */
  readonly repeat?: number;
  /** TDISP: how to print a value, for example `F10.3`. */
  readonly tdisp?: string;
  /** What the column is, beside its TTYPE. */
  readonly comment?: string;
}

/** One column, encoded: TFORM, and its bytes a row after another. */
interface Encoded {
  readonly format: string;
  readonly zero: number | bigint;
  readonly width: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/**
 * The structural cards and the rows of a binary table, and how to put them. No cell is written before `put`, but each column is encoded at once.
 * @throws {ContractError} if the columns differ in length, or one is no multiple of its repeat.
 * @see FITS 4.0 §7.3
 */
export function layOutTable(columns: readonly WriteColumn[]) {
  const encoded = columns.map(encodeColumn);
  const rows = encoded[0]?.rows ?? 0;
  encoded.forEach((column, i) => {
    if (column.rows !== rows) throw new ContractError(`column ${columns[i].name} has ${column.rows} rows, the first column ${rows}`);
  });
  const rowBytes = encoded.reduce((width, column) => width + column.width, 0);
  return {
    structure: tableCards(columns, encoded, rowBytes, rows),
    length: rowBytes * rows,
    put(out: Uint8Array, offset: number, sum: WordSum) {
      let start = offset;
      for (const { bytes, width } of encoded) {
        for (let row = 0; row < rows; row++) out.set(bytes.subarray(row * width, (row + 1) * width), start + row * rowBytes);
        start += width;
      }
      const total = dataSum(out.subarray(offset, offset + padded(rowBytes * rows)));
      sum.add(Math.floor(total / 0x10000), total % 0x10000);
    },
  };
}

function tableCards(columns: readonly WriteColumn[], encoded: readonly Encoded[], rowBytes: number, rows: number): Card[] {
  const cards: Card[] = [];
  const add = (keyword: string, value: CardValue, comment: string) => cards.push({ keyword, value, comment });
  add('XTENSION', 'BINTABLE', 'binary table extension');
  add('BITPIX', 8, 'bits of a data value');
  add('NAXIS', 2, 'number of axes');
  add('NAXIS1', rowBytes, 'bytes of a row');
  add('NAXIS2', rows, 'number of rows');
  add('PCOUNT', 0, 'no heap');
  add('GCOUNT', 1, 'one group');
  add('TFIELDS', columns.length, 'number of columns');
  columns.forEach(({ name, unit, tdisp, comment }, i) => {
    const n = i + 1;
    add(`TTYPE${n}`, name, comment ?? '');
    add(`TFORM${n}`, encoded[i].format, '');
    if (unit !== undefined) add(`TUNIT${n}`, unit, '');
    if (encoded[i].zero !== 0) add(`TZERO${n}`, encoded[i].zero, 'offset of the unsigned type');
    if (tdisp !== undefined) add(`TDISP${n}`, tdisp, '');
  });
  return cards;
}

function encodeColumn(column: WriteColumn): Encoded {
  const { data, name, repeat = 1 } = column;
  if (Array.isArray(data)) return encodeList(data as readonly (string | boolean)[]);
  const values = data as WritableArray;
  const { letter, bytes, zero } = encodingOf(values);
  const rows = repeat === 0 ? 0 : values.length / repeat;
  if (!Number.isInteger(rows)) throw new ContractError(`column ${name} has ${values.length} values, not a multiple of ${repeat}`);
  const out = new Uint8Array(padded(values.byteLength));
  putArray(values, out, 0, new WordSum());
  return { format: `${repeat}${letter}`, zero, width: repeat * bytes, rows, bytes: out };
}

function encodeList(list: readonly (string | boolean)[]): Encoded {
  if (typeof list[0] === 'boolean') {
    return { format: '1L', zero: 0, width: 1, rows: list.length, bytes: Uint8Array.from(list, (value) => (value === true ? 84 : 70)) };
  }
  const texts = list.map((value) => asciiText(String(value)));
  const width = Math.max(1, ...texts.map((text) => text.length));
  const bytes = new Uint8Array(width * texts.length);
  texts.forEach((text, row) => {
    for (let i = 0; i < text.length; i++) bytes[row * width + i] = text.charCodeAt(i);
  });
  return { format: `${width}A`, zero: 0, width, rows: texts.length, bytes };
}
