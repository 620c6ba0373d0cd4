import { latin1 } from './bytes.js';
import { FitsError } from './errors.js';
import { integerOf, trouble } from './layout.js';
import type { CellValues, TableColumn } from './table-column.js';
import { assertRowsExist, formatOf, labelsOf, scalingOf, type ColumnScaling, type TablePlace } from './table-place.js';

interface AsciiFormat extends ColumnScaling {
  readonly type: 'A' | 'I' | 'F';
  readonly width: number;
  /** Digits behind a decimal point that is implied. */
  readonly decimals: number;
  /** First byte of the field in a row. */
  readonly start: number;
  /** The text that means "no value". */
  readonly nullText: string | undefined;
}

/** An integer of at most this many digits fits 32 bits, of at most `EXACT_DIGITS` a double. */
const INT32_DIGITS = 9;
const EXACT_DIGITS = 15;

/**
 * The columns of an ASCII table, decoded when asked for. A blank numeric field is 0, one that holds TNULL is NaN.
 * @throws {FitsError} if formats are unknown or pass the width of a row; from `values`, if a field is no number.
 * @see FITS 4.0 §7.2
 */
export function asciiColumns(place: TablePlace): TableColumn[] {
  const columns: TableColumn[] = [];
  for (let n = 1; n <= place.count; n++) {
    const format = parseFormat(place, n);
    columns.push({
      ...labelsOf(place, n),
      format: formatOf(place, n),
      repeat: 1,
      variable: false,
      values() {
        assertRowsExist(place);
        return valuesOf(place, format);
      },
    });
  }
  return columns;
}

function parseFormat(place: TablePlace, n: number): AsciiFormat {
  const { block, rowBytes } = place;
  const text = formatOf(place, n);
  const match = /^([AIFED])(\d{1,9})?(?:\.(\d{1,9}))?$/i.exec(text);
  if (!match) throw trouble(block, `TFORM${n}`, `"${text}" is no format of an ASCII table`);
  const start = integerOf(block, `TBCOL${n}`, 1, Math.max(1, rowBytes)) - 1;
  const width = Number(match[2] ?? 1);
  if (start + width > rowBytes) throw trouble(block, `TFORM${n}`, `Column ${n} ends at byte ${start + width} of a row of ${rowBytes}`);
  const letter = match[1].toUpperCase();
  const type = letter === 'A' || letter === 'I' ? letter : 'F';
  const nullText = block.header.text(`TNULL${n}`)?.trim();
  return { type, width, decimals: Number(match[3] ?? 0), start, nullText, ...scalingOf(place, n) };
}

function valuesOf(place: TablePlace, format: AsciiFormat): CellValues {
  if (format.type === 'A') return Array.from({ length: place.rows }, (_, row) => fieldAt(place, format, row).text.trimEnd());
  const plain = format.type === 'I' && format.scale === 1 && format.zero === 0 && format.nullText === undefined;
  if (plain && format.width > EXACT_DIGITS) {
    return BigInt64Array.from({ length: place.rows }, (_, row) => BigInt.asIntN(64, integerIn(fieldAt(place, format, row))));
  }
  const out = plain && format.width <= INT32_DIGITS ? new Int32Array(place.rows) : new Float64Array(place.rows);
  for (let row = 0; row < place.rows; row++) {
    const field = fieldAt(place, format, row);
    const isNull = format.nullText !== undefined && field.text.trim() === format.nullText;
    out[row] = isNull ? NaN : format.zero + format.scale * numberIn(field, format);
  }
  return out;
}

interface Field {
  readonly text: string;
  readonly offset: number;
}

function fieldAt({ bytes, dataOffset, rowBytes }: TablePlace, { start, width }: AsciiFormat, row: number): Field {
  const offset = dataOffset + row * rowBytes + start;
  const text = latin1(bytes, offset, offset + width);
  const end = text.indexOf('\0');
  return { text: end < 0 ? text : text.slice(0, end), offset };
}

function integerIn({ text, offset }: Field): bigint {
  const token = text.trim().replace(/^\+/, '');
  if (token !== '' && !/^-?\d+$/.test(token)) throw new FitsError(`"${text}" is no integer`, offset);
  return BigInt(token);
}

/** Sign, digits, point, digits, exponent: with its letter, or with its sign alone as Fortran writes large exponents. */
const FORTRAN_REAL = /^([+-]?)(\d*)(\.?)(\d*)(?:(?:[ED]|(?=[+-]))([+-]?\d+))?$/i;

/** A blank field is zero; where there is no decimal point, the format says where it would be (FITS 4.0 §7.2.5). */
function numberIn({ text, offset }: Field, { decimals, type }: AsciiFormat): number {
  const token = text.trim();
  if (token === '') return 0;
  if (type === 'F' && /^[+-]?(nan|inf)/i.test(token)) return NaN;
  const match = FORTRAN_REAL.exec(token);
  if (!match || match[2] + match[4] === '' || (type === 'I' && !/^[+-]?\d+$/.test(token))) {
    throw new FitsError(`"${text}" is no number`, offset);
  }
  if (type === 'I') return Number(token);
  const [, sign, whole, point, fraction, exponent = '0'] = match;
  const shift = point === '' ? -decimals : 0;
  return Number(`${sign}${whole || '0'}.${fraction || '0'}e${Number(exponent) + shift}`);
}
