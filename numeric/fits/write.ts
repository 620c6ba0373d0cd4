import { ContractError } from '../errors.js';
import { padded, putAscii } from './bytes.js';
import { addSums, dataSum, encodeChecksum, WordSum } from './checksum.js';
import { formatCard } from './format-card.js';
import type { Card, CardValue, Header } from './header.js';
import { encodingOf, putArray, type WritableArray } from './put-data.js';
import type { WordLoops } from './word-loops.js';
import { layOutTable, type WriteColumn } from './write-table.js';

export { dataSum, verifyChecksums, type ChecksumVerdict } from './checksum.js';
export type { WriteColumn } from './write-table.js';

/** An image to be written. */
export interface WriteImage {
  readonly kind: 'image';
  /** The cards of the observer; structural and checksum cards among them are replaced by the writer's own. */
  readonly header: Header | readonly Card[];
  /** EXTNAME; without it that of the given cards stays. */
  readonly name?: string;
  /** NAXIS1 first; empty without data. */
  readonly shape: readonly number[];
  readonly data: WritableArray | undefined;
}

/** A binary table to be written. */
export interface WriteTable {
  readonly kind: 'table';
  /** As of an image. */
  readonly header: Header | readonly Card[];
  /** EXTNAME; without it that of the given cards stays. */
  readonly name?: string;
  readonly columns: readonly WriteColumn[];
}

/** What is written, told apart by `kind`. */
export type WriteHdu = WriteImage | WriteTable;

/** A data unit before it is written: its structural cards, its size, and how to put it. */
interface Unit {
  readonly structure: readonly Card[];
  readonly length: number;
  put(out: Uint8Array, offset: number, sum: WordSum, loops: WordLoops | undefined): void;
}

/** How a file is written. */
export interface WriteOptions {
  /** CHECKSUM and DATASUM in every HDU; cameras write none. Default true. */
  readonly checksums?: boolean;
  /** Faster loops than the plain ones; the same bytes. */
  readonly loops?: WordLoops;
}

/**
 * Makes a FITS file (standard 4.0): structural cards first, then the given ones, CHECKSUM and DATASUM in every HDU. A file that starts
 * with a table gets an empty primary HDU before it. Unsigned and signed-byte types are written by the BZERO/TZERO conventions.
 * Text outside ASCII becomes the nearest ASCII.
 * @returns The bytes of the whole file. Cost: one pass over the data; a column is held twice while it is written.
 * @throws {ContractError} if data and shape disagree, columns differ in length, or a card does not fit.
 * @see FITS 4.0 §3, and appendix J for the sums
 */
export function writeFits(hdus: readonly WriteHdu[], { checksums = true, loops }: WriteOptions = {}): Uint8Array<ArrayBuffer> {
  const all: readonly WriteHdu[] = hdus[0]?.kind === 'image' ? hdus : [{ kind: 'image', header: [], shape: [], data: undefined }, ...hdus];
  const parts = all.map((hdu, index) => {
    const unit = hdu.kind === 'image' ? layOutImage(hdu, index, all.length) : layOutTable(hdu.columns);
    const lines = headerLines(hdu, unit.structure, checksums);
    return { unit, lines, headerLength: padded((lines.length + 1) * 80) };
  });
  const out = new Uint8Array(parts.reduce((size, { unit, headerLength }) => size + headerLength + padded(unit.length), 0));
  let offset = 0;
  for (const { unit, lines, headerLength } of parts) {
    const sum = new WordSum();
    unit.put(out, offset + headerLength, sum, loops);
    putHeader(out.subarray(offset, offset + headerLength), lines, checksums ? sum.value : undefined);
    offset += headerLength + padded(unit.length);
  }
  return out;
}

function card(keyword: string, value: CardValue, comment: string): Card {
  return { keyword, value, comment };
}

function layOutImage({ shape, data }: WriteImage, index: number, count: number): Unit {
  const encoding = data ? encodingOf(data) : { bitpix: 8, bytes: 1, zero: 0 };
  const size = shape.length === 0 ? 0 : shape.reduce((product, axis) => product * axis, 1);
  if (size !== (data?.length ?? 0)) throw new ContractError(`an image of ${shape.join(' × ')} has ${size} pixels, the data ${data?.length ?? 0}`);
  const structure = [
    index === 0 ? card('SIMPLE', true, 'conforms to FITS standard') : card('XTENSION', 'IMAGE', 'image extension'),
    card('BITPIX', encoding.bitpix, 'bits of a data value'),
    card('NAXIS', shape.length, 'number of axes'),
    ...shape.map((axis, n) => card(`NAXIS${n + 1}`, axis, `length of axis ${n + 1}`)),
  ];
  if (index > 0) structure.push(card('PCOUNT', 0, 'no parameters'), card('GCOUNT', 1, 'one group'));
  else if (count > 1) structure.push(card('EXTEND', true, 'extensions follow'));
  if (encoding.zero !== 0) structure.push(card('BSCALE', 1, 'physical = BZERO + BSCALE * stored'), card('BZERO', encoding.zero, 'offset of the unsigned type'));
  return {
    structure,
    length: size * encoding.bytes,
    put: (out, offset, sum, loops) => {
      if (data) putArray(data, out, offset, sum, loops);
    },
  };
}

/** Keywords the writer makes itself. BLANK goes with them: the pixels it spoke of have been decoded. */
const STRUCTURAL =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|PCOUNT|GCOUNT|GROUPS|EXTEND|BSCALE|BZERO|BLANK|CHECKSUM|DATASUM|END|CONTINUE|TFIELDS|THEAP|(TTYPE|TFORM|TUNIT|TDISP|TSCAL|TZERO|TNULL|TDIM|TBCOL)\d+)$/;

function headerLines(hdu: WriteHdu, structure: readonly Card[], checksums: boolean): string[] {
  const given = 'cards' in hdu.header ? hdu.header.cards : hdu.header;
  const name = hdu.name === undefined ? [] : [card('EXTNAME', hdu.name, 'name of this HDU')];
  const kept = given.filter(({ keyword }) => !STRUCTURAL.test(keyword.toUpperCase()) && (name.length === 0 || keyword.toUpperCase() !== 'EXTNAME'));
  const sums = checksums ? [card('CHECKSUM', '0'.repeat(16), 'HDU checksum'), card('DATASUM', '0', 'data unit checksum')] : [];
  return [...structure, ...name, ...kept, ...sums].flatMap(formatCard);
}

/** With sums the last two cards are CHECKSUM and DATASUM: the data's sum goes in, then what makes the sum of the whole HDU −0. */
function putHeader(block: Uint8Array, lines: readonly string[], sum: number | undefined): void {
  block.fill(32);
  if (sum === undefined) {
    putAscii(block, 0, [...lines, 'END'].join(''));
    return;
  }
  const datasum = formatCard(card('DATASUM', String(sum), 'data unit checksum'));
  putAscii(block, 0, [...lines.slice(0, -1), ...datasum, 'END'].join(''));
  const checksum = encodeChecksum(addSums(dataSum(block), sum));
  putAscii(block, (lines.length - 2) * 80, formatCard(card('CHECKSUM', checksum, 'HDU checksum'))[0]);
}
