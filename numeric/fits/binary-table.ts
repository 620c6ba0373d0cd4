import { cellBytes, decodeCells, type CellFormat, type CellType } from './binary-cells.js';
import { viewOf } from './bytes.js';
import { FitsError } from './errors.js';
import { trouble } from './layout.js';
import type { CellValues, TableColumn } from './table-column.js';
import { assertRowsExist, formatOf, labelsOf, scalingOf, type TablePlace } from './table-place.js';

interface BinaryFormat {
  readonly type: CellType;
  readonly repeat: number;
  /** Width of one string where the format says it (`60A12`). */
  readonly stringWidth: number | undefined;
  /** For an array of variable length: P (32 bit descriptor) or Q (64 bit). */
  readonly descriptor: 'P' | 'Q' | undefined;
  /** Bytes of a cell in the row. */
  readonly width: number;
}

/**
 * The columns of a BINTABLE, decoded when asked for; bytes of a row that no column takes are a warning.
 * @throws {FitsError} if formats are unknown or pass the width of a row, or THEAP lies outside the data; from `values`, if an array lies outside the heap.
 * @see FITS 4.0 §7.3; §7.3.5 for arrays of variable length
 */
export function binaryColumns(place: TablePlace): TableColumn[] {
  const columns: TableColumn[] = [];
  const heap = heapOf(place);
  let start = 0;
  for (let n = 1; n <= place.count; n++) {
    const format = parseFormat(place, n);
    if (start + format.width > place.rowBytes) {
      throw trouble(place.block, `TFORM${n}`, `Column ${n} ends at byte ${start + format.width} of a row of ${place.rowBytes}`);
    }
    columns.push(columnOf(place, n, format, start, heap));
    start += format.width;
  }
  if (start < place.rowBytes) {
    place.list.add(`The columns take ${start} of the ${place.rowBytes} bytes of a row; the rest is ignored.`, place.block.offset);
  }
  return columns;
}

function parseFormat(place: TablePlace, n: number): BinaryFormat {
  const text = formatOf(place, n);
  const match = /^(\d{0,15})([LXBIJKAEDCMPQ])(.*)$/i.exec(text);
  if (!match) throw trouble(place.block, `TFORM${n}`, `"${text}" is no format of a binary table`);
  const repeat = match[1] === '' ? 1 : Number(match[1]);
  const letter = match[2].toUpperCase();
  if (letter !== 'P' && letter !== 'Q') {
    const type = letter as CellType;
    const stringWidth = type === 'A' && /^\d+$/.test(match[3]) ? Number(match[3]) : undefined;
    return { type, repeat, stringWidth, descriptor: undefined, width: cellBytes(type, repeat) };
  }
  const type = match[3][0]?.toUpperCase() as CellType | undefined;
  if (type === undefined || !/^[LXBIJKAEDCM]$/.test(type) || repeat > 1) {
    throw trouble(place.block, `TFORM${n}`, `"${text}" is no format of an array of variable length`);
  }
  return { type, repeat, stringWidth: undefined, descriptor: letter, width: repeat * (letter === 'P' ? 8 : 16) };
}

function columnOf(place: TablePlace, n: number, format: BinaryFormat, start: number, heap: Heap): TableColumn {
  const { header } = place.block;
  const declared = header.get(`TNULL${n}`);
  const cell: CellFormat = {
    type: format.type,
    ...scalingOf(place, n),
    nullValue: typeof declared === 'number' || typeof declared === 'bigint' ? declared : undefined,
    stringWidth: format.stringWidth,
  };
  const dimensions = dimensionsOf(header.text(`TDIM${n}`));
  const width = cell.type === 'A' && dimensions && dimensions.length > 1 ? dimensions[0] : cell.stringWidth;
  const shaped = { ...cell, stringWidth: width };
  const rest = { format: formatOf(place, n), repeat: format.repeat, variable: format.descriptor !== undefined };
  return {
    ...labelsOf(place, n),
    ...rest,
    ...(dimensions ? { dimensions } : {}),
    values() {
      if (format.descriptor !== undefined || shaped.type === 'A' || shaped.type === 'L') assertRowsExist(place);
      if (format.descriptor !== undefined) return variableValues(place, shaped, format, start, heap);
      const rows = { first: start, stride: place.rowBytes, rows: place.rows, repeat: format.repeat };
      return decodeCells(viewOf(place.bytes.subarray(place.dataOffset, place.dataOffset + place.dataLength)), shaped, rows);
    },
  };
}

function dimensionsOf(text: string | undefined): number[] | undefined {
  const match = text === undefined ? null : /^\s*\(\s*(\d+(?:\s*,\s*\d+)*)\s*\)\s*$/.exec(text);
  return match?.[1].split(',').map(Number);
}

interface Heap {
  readonly from: number;
  readonly to: number;
}

/** Where arrays of variable length stand, bytes of the file (FITS 4.0 §7.3.5). */
function heapOf(place: TablePlace): Heap {
  const { block, dataOffset, dataLength } = place;
  const main = place.rows * place.rowBytes;
  const start = block.header.number('THEAP') ?? main;
  if (!Number.isInteger(start) || start < main || start > dataLength) {
    if (dataLength === main) return { from: dataOffset + main, to: dataOffset + main };
    throw trouble(block, 'THEAP', `THEAP must lie between the end of the rows, ${main}, and the end of the data, ${dataLength}`);
  }
  return { from: dataOffset + start, to: dataOffset + dataLength };
}

/** Rows may share bytes of the heap; a file in which they share this often is an attack on memory. */
const MOST_SHARING = 8;

function variableValues(place: TablePlace, cell: CellFormat, format: BinaryFormat, start: number, heap: Heap): readonly string[] | CellValues[] {
  const view = viewOf(place.bytes);
  const strings: string[] = [];
  const cells: CellValues[] = [];
  let allowance = MOST_SHARING * (heap.to - heap.from);
  for (let row = 0; row < place.rows; row++) {
    const at = place.dataOffset + row * place.rowBytes + start;
    const { length, offset } = format.repeat === 0 ? { length: 0, offset: 0 } : descriptorAt(view, at, format.descriptor === 'Q');
    const size = cellBytes(cell.type, length);
    const first = heap.from + offset;
    allowance -= size;
    if (length < 0 || offset < 0 || first + size > heap.to || allowance < 0) {
      if (length !== 0) throw new FitsError(`The array of row ${row} (${length} values at byte ${offset} of the heap) lies outside the heap`, at);
    }
    const values = decodeCells(view, cell, { first: length === 0 ? heap.from : first, stride: size, rows: 1, repeat: length });
    if (cell.type === 'A') strings.push((values as readonly string[])[0] ?? '');
    else cells.push(values);
  }
  return cell.type === 'A' ? strings : cells;
}

function descriptorAt(view: DataView, at: number, wide: boolean): { length: number; offset: number } {
  if (!wide) return { length: view.getInt32(at), offset: view.getInt32(at + 4) };
  return { length: Number(view.getBigInt64(at)), offset: Number(view.getBigInt64(at + 8)) };
}
