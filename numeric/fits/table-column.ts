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
