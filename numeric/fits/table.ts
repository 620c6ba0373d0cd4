import { asciiColumns } from './ascii-table.js';
import { binaryColumns } from './binary-table.js';
import type { WarningList } from './errors.js';
import type { Header } from './header.js';
import { integerOf, trouble, type DataLayout } from './layout.js';
import type { HeaderBlock } from './parse-header.js';
import type { TableColumn } from './table-column.js';

/** A table in the file, its columns decoded when asked for. */
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

/**
 * The table whose header is `block`: TABLE is of ASCII, BINTABLE and its forerunner A3DTABLE are binary.
 * @throws {FitsError} if NAXIS, BITPIX or GCOUNT are not those of a table, or a column has no format or passes the end of a row.
 * @see FITS 4.0 §7.2 and §7.3
 */
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
