import { FitsError, type WarningList } from './errors.js';
import { trouble } from './layout.js';
import type { HeaderBlock } from './parse-header.js';

/** Where the rows of a table stand. */
export interface TablePlace {
  readonly bytes: Uint8Array;
  readonly block: HeaderBlock;
  readonly dataOffset: number;
  readonly dataLength: number;
  readonly rowBytes: number;
  readonly rows: number;
  /** Number of columns, TFIELDS. */
  readonly count: number;
  readonly list: WarningList;
}

/** physical = zero + scale · stored. */
export interface ColumnScaling {
  readonly scale: number;
  readonly zero: number;
}

/** TSCAL and TZERO of column n, counted from one; 1 and 0 where they are not given (FITS 4.0 §7.2.2 and §7.3.2). */
export function scalingOf({ block: { header } }: TablePlace, n: number): ColumnScaling {
  return { scale: header.number(`TSCAL${n}`) ?? 1, zero: header.number(`TZERO${n}`) ?? 0 };
}

/** What every column has, in both kinds of table: TTYPE, TUNIT and TDISP of column n, counted from one; `coln` for one without a name. */
export function labelsOf({ block: { header } }: TablePlace, n: number): { name: string; unit?: string; display?: string } {
  const labels: { name: string; unit?: string; display?: string } = { name: header.text(`TTYPE${n}`)?.trim() ?? `col${n}` };
  const unit = header.text(`TUNIT${n}`);
  const display = header.text(`TDISP${n}`);
  if (unit) labels.unit = unit;
  if (display) labels.display = display;
  return labels;
}

/** TFORM of column n, counted from one, without blanks around it. @throws {FitsError} if the column has none. */
export function formatOf({ block }: TablePlace, n: number): string {
  const format = block.header.text(`TFORM${n}`);
  if (format === undefined) throw trouble(block, `TFORM${n}`, `TFORM${n} is missing or no text`);
  return format.trim();
}

/**
 * Rows of no bytes can be declared by the billion; a list of that many strings would take all memory.
 * @throws {FitsError} if there are more of them than the file has bytes.
 */
export function assertRowsExist({ rows, rowBytes, bytes, dataOffset }: TablePlace): void {
  if (rowBytes === 0 && rows > bytes.length) throw new FitsError(`The table declares ${rows} rows of no bytes`, dataOffset);
}
