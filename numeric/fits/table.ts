import { asciiColumns } from './ascii-table.js';
import { binaryColumns } from './binary-table.js';
import type { WarningList } from './errors.js';
import type { Header } from './header.js';
import { integerOf, trouble, type DataLayout } from './layout.js';
import type { HeaderBlock } from './parse-header.js';

/** All cells of a column, row after row; `undefined` in a logical column is "no value", NaN in a numeric one. */
export type ColumnValues = CellValues | readonly CellValues[];

export type CellValues =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array
  | readonly string[]
  | readonly (boolean | undefined)[];

export interface TableColumn {
  /** TTYPE, or `col3` for a third column without a name. */
  readonly name: string;
  /** TFORM as it stands in the header. */
  readonly format: string;
  readonly unit?: string;
  /** TDISP: how to print a value. */
  readonly display?: string;
  /** Values a row holds (bits for X, characters for A); 1 for an array of variable length. */
  readonly repeat: number;
  /** TDIM, first axis first. */
  readonly dimensions?: readonly number[];
  /** True for arrays of variable length (P and Q). */
  readonly variable: boolean;
  /**
   * Decodes the column: rows × repeat values. Integers come as stored, the unsigned conventions exactly; with TSCAL, TZERO or TNULL as
   * float64, NaN where the value is TNULL. Bits come as 0 and 1, complex numbers as re, im, re, im, …, characters as one string
   * a row (or by TDIM), cut at the first NUL and without trailing blanks. Arrays of variable length come as one array a row.
   * @throws {FitsError} if a cell cannot be read or an array lies outside the heap.
   */
  values(): ColumnValues;
}

export interface TableHdu {
  readonly kind: 'table';
  readonly name: string;
  readonly header: Header;
  readonly encoding: 'binary' | 'ascii';
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  readonly headerOffset: number;
  readonly dataOffset: number;
  readonly dataLength: number;
  /** A column by its name, in any case of letters. */
  column(name: string): TableColumn | undefined;
}

const MOST_COLUMNS = 999;

export function tableHdu(bytes: Uint8Array, block: HeaderBlock, layout: DataLayout, name: string, list: WarningList): TableHdu {
  if (layout.shape.length !== 2) throw trouble(block, 'NAXIS', `A table has NAXIS 2, not ${layout.shape.length}`);
  if (layout.bitpix !== 8) throw trouble(block, 'BITPIX', `A table has BITPIX 8, not ${layout.bitpix}`);
  if (layout.gcount !== 1) throw trouble(block, 'GCOUNT', `A table has GCOUNT 1, not ${layout.gcount}`);
  const [rowBytes, rows] = layout.shape;
  const count = integerOf(block, 'TFIELDS', 0, MOST_COLUMNS);
  const encoding = block.header.text('XTENSION')?.trim().toUpperCase() === 'TABLE' ? 'ascii' : 'binary';
  const place = { bytes, block, dataOffset: block.end, dataLength: layout.length, rowBytes, rows, count, list };
  const columns = encoding === 'ascii' ? asciiColumns(place) : binaryColumns(place);
  return {
    kind: 'table',
    name,
    header: block.header,
    encoding,
    rows,
    columns,
    headerOffset: block.offset,
    dataOffset: block.end,
    dataLength: layout.length,
    column: (wanted) => columns.find((column) => column.name.toLowerCase() === wanted.toLowerCase()),
  };
}
