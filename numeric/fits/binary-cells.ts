import type { CellValues } from './table-column.js';

/** Types of cells of a binary table by the letter of their TFORM (FITS 4.0 §7.3.1); P and Q are descriptors and stand apart. */
export type CellType = 'L' | 'X' | 'B' | 'I' | 'J' | 'K' | 'A' | 'E' | 'D' | 'C' | 'M';

/** How to read the stored bytes of a cell; physical = zero + scale · stored. */
export interface CellFormat {
  readonly type: CellType;
  readonly scale: number;
  readonly zero: number;
  /** TNULL: the stored integer that means "no value". */
  readonly nullValue: number | bigint | undefined;
  /** Characters of one string where a cell holds several. */
  readonly stringWidth: number | undefined;
}

/** `rows` runs of `repeat` values, the runs `stride` bytes apart. */
export interface CellRows {
  readonly first: number;
  readonly stride: number;
  readonly rows: number;
  readonly repeat: number;
}

const BYTES: Readonly<Record<CellType, number>> = { L: 1, X: 0.125, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16 };

/** Bytes of a cell of `repeat` values; bits take whole bytes (FITS 4.0 §7.3.1). */
export function cellBytes(type: CellType, repeat: number): number {
  return Math.ceil(repeat * BYTES[type]);
}

/**
 * The values of a run of cells, rows × repeat; see TableColumn.values for what becomes of each type, and of what has no value.
 * The view must hold every cell: a RangeError otherwise. One pass; the view is left unchanged.
 * @see FITS 4.0 §7.3.3
 */
export function decodeCells(view: DataView, format: CellFormat, rows: CellRows): CellValues {
  switch (format.type) {
    case 'A':
      return strings(view, rows, format.stringWidth);
    case 'L':
      return logicals(view, rows);
    case 'X':
      return bits(view, rows);
    case 'C':
    case 'M':
      return complexes(view, format, rows);
    case 'B':
    case 'I':
    case 'J':
    case 'K':
    case 'E':
    case 'D':
      return numbers(view, format, rows);
  }
}

function eachValue(rows: CellRows, size: number, put: (i: number, at: number) => void): void {
  let i = 0;
  for (let row = 0; row < rows.rows; row++) {
    let at = rows.first + row * rows.stride;
    for (let k = 0; k < rows.repeat; k++, at += size) put(i++, at);
  }
}

/** A column of no bytes has no values, however many rows it declares. */
function lengthOf({ rows, repeat }: CellRows): number {
  return repeat === 0 ? 0 : rows * repeat;
}

type NumberType = 'B' | 'I' | 'J' | 'K' | 'E' | 'D';

function numbers(view: DataView, { type, scale, zero, nullValue }: CellFormat, rows: CellRows): CellValues {
  const length = rows.repeat === 0 ? 0 : lengthOf(rows);
  if (length === 0) rows = { ...rows, rows: 0 };
  if (nullValue === undefined && scale === 1) {
    const exact = zero === 0 ? stored(view, type as NumberType, rows, length) : unsigned(view, type as NumberType, zero, rows, length);
    if (exact) return exact;
  }
  const out = new Float64Array(length);
  const size = BYTES[type];
  if (type === 'K') {
    const none = nullValue === undefined ? undefined : BigInt(nullValue);
    eachValue(rows, size, (i, at) => {
      const value = view.getBigInt64(at);
      out[i] = value === none ? NaN : zero + scale * Number(value);
    });
    return out;
  }
  const read = reader(view, type as Exclude<NumberType, 'K'>);
  const none = type === 'E' || type === 'D' ? undefined : Number(nullValue);
  eachValue(rows, size, (i, at) => {
    const value = read(at);
    out[i] = value === none ? NaN : zero + scale * value;
  });
  return out;
}

function reader(view: DataView, type: Exclude<NumberType, 'K'>): (at: number) => number {
  if (type === 'B') return (at) => view.getUint8(at);
  if (type === 'I') return (at) => view.getInt16(at);
  if (type === 'J') return (at) => view.getInt32(at);
  if (type === 'E') return (at) => view.getFloat32(at);
  return (at) => view.getFloat64(at);
}

function stored(view: DataView, type: NumberType, rows: CellRows, length: number): CellValues {
  if (type === 'K') {
    const out = new BigInt64Array(length);
    eachValue(rows, 8, (i, at) => (out[i] = view.getBigInt64(at)));
    return out;
  }
  const made = { B: Uint8Array, I: Int16Array, J: Int32Array, E: Float32Array, D: Float64Array };
  const out = new made[type](length);
  const read = reader(view, type);
  eachValue(rows, BYTES[type], (i, at) => (out[i] = read(at)));
  return out;
}

/** The conventions for types FITS does not have: an offset of half the range, added exactly. */
function unsigned(view: DataView, type: NumberType, zero: number, rows: CellRows, length: number): CellValues | undefined {
  if (type === 'K' && zero === 2 ** 63) {
    const out = new BigUint64Array(length);
    eachValue(rows, 8, (i, at) => (out[i] = view.getBigInt64(at) + 2n ** 63n));
    return out;
  }
  const shifted = (out: Int8Array | Uint16Array | Uint32Array, read: (at: number) => number): CellValues => {
    eachValue(rows, BYTES[type], (i, at) => (out[i] = read(at) + zero));
    return out;
  };
  if (type === 'B' && zero === -128) return shifted(new Int8Array(length), reader(view, type));
  if (type === 'I' && zero === 32768) return shifted(new Uint16Array(length), reader(view, type));
  if (type === 'J' && zero === 2147483648) return shifted(new Uint32Array(length), reader(view, type));
  return undefined;
}

/** re, im, re, im, …; the zero point moves the real part only (FITS 4.0 §7.3.2). */
function complexes(view: DataView, { type, scale, zero }: CellFormat, rows: CellRows): CellValues {
  const length = 2 * lengthOf(rows);
  const single = type === 'C';
  const out = single ? new Float32Array(length) : new Float64Array(length);
  if (length === 0) return out;
  const read = reader(view, single ? 'E' : 'D');
  eachValue({ ...rows, repeat: 2 * rows.repeat }, single ? 4 : 8, (i, at) => (out[i] = scale * read(at) + (i % 2 === 0 ? zero : 0)));
  return out;
}

function logicals(view: DataView, rows: CellRows): (boolean | undefined)[] {
  const out: (boolean | undefined)[] = [];
  if (rows.repeat === 0) return out;
  eachValue(rows, 1, (_i, at) => {
    const letter = view.getUint8(at);
    out.push(letter === 84 ? true : letter === 70 ? false : undefined);
  });
  return out;
}

function bits(view: DataView, rows: CellRows): Uint8Array {
  const out = new Uint8Array(lengthOf(rows));
  if (out.length === 0) return out;
  let i = 0;
  for (let row = 0; row < rows.rows; row++) {
    const at = rows.first + row * rows.stride;
    for (let k = 0; k < rows.repeat; k++) out[i++] = (view.getUint8(at + (k >> 3)) >> (7 - (k & 7))) & 1;
  }
  return out;
}

function strings(view: DataView, rows: CellRows, stringWidth: number | undefined): string[] {
  const out: string[] = [];
  const width = stringWidth === undefined || stringWidth === 0 || stringWidth > rows.repeat ? rows.repeat : stringWidth;
  const perRow = width === 0 ? 1 : Math.floor(rows.repeat / width);
  for (let row = 0; row < rows.rows; row++) {
    for (let k = 0; k < perRow; k++) out.push(stringAt(view, rows.first + row * rows.stride + k * width, width));
  }
  return out;
}

function stringAt(view: DataView, at: number, width: number): string {
  let text = '';
  for (let i = 0; i < width; i++) {
    const code = view.getUint8(at + i);
    if (code === 0) break;
    text += String.fromCharCode(code);
  }
  return text.trimEnd();
}
