import { BLOCK, padded, startsWith } from './bytes.js';
import { FitsError, WarningList, type FitsWarning } from './errors.js';
import type { Header } from './header.js';
import { imageHdu, type ImageHdu } from './image.js';
import { dataLayout, trouble, type DataLayout } from './layout.js';
import { parseHeader, type HeaderBlock } from './parse-header.js';
import { tableHdu, type TableHdu } from './table.js';

export { gunzip, isGzip } from './gzip.js';
export type { ImageHdu, PhysicalArray } from './image.js';
export type { ColumnValues, TableColumn } from './table-column.js';
export type { TableHdu } from './table.js';

/** An HDU whose data this reader leaves alone: random groups, foreign extensions, a file that says SIMPLE = F. */
export interface OtherHdu {
  readonly kind: 'other';
  readonly name: string;
  readonly header: Header;
  /** `random groups`, or the XTENSION as the file names it. */
  readonly type: string;
  readonly headerOffset: number;
  readonly dataOffset: number;
  readonly dataLength: number;
}

/** A header and data unit, told apart by `kind`. */
export type Hdu = ImageHdu | TableHdu | OtherHdu;

/** What a file holds. */
export interface FitsFile {
  readonly hdus: readonly Hdu[];
  /** What breaks the standard and could be read all the same, in the order of the file. */
  readonly warnings: readonly FitsWarning[];
}

/**
 * Reads a FITS file (standard 4.0): its headers at once, its data when asked for.
 * The bytes are not copied: they must not change while the result is in use.
 * @throws {FitsError} if the bytes are not FITS, are compressed, contradict themselves, or end before the data do.
 */
export function readFits(bytes: Uint8Array): FitsFile {
  refuseOtherFormats(bytes);
  const list = new WarningList();
  const hdus: Hdu[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (hdus.length > 0 && !startsWith(bytes, offset, 'XTENSION')) {
      warnOfRest(bytes, offset, list);
      break;
    }
    const { hdu, end } = readHdu(bytes, offset, hdus.length, list);
    hdus.push(hdu);
    offset = end;
  }
  return { hdus, warnings: list.warnings };
}

/**
 * The first header alone: nothing behind it is looked at, so a file that is cut short still says what it is.
 * @throws {FitsError} if the bytes are not FITS or the header has no end.
 */
export function readPrimaryHeader(bytes: Uint8Array): Header {
  refuseOtherFormats(bytes);
  return parseHeader(bytes, 0, new WarningList()).header;
}

function readHdu(bytes: Uint8Array, offset: number, index: number, list: WarningList): { hdu: Hdu; end: number } {
  const block = parseHeader(bytes, offset, list);
  warnOfOrder(block, index, list);
  if (index === 0 && block.header.boolean('SIMPLE') === false) return { hdu: nonStandard(bytes, block), end: bytes.length };

  const layout = dataLayout(block);
  const dataEnd = block.end + layout.length;
  if (dataEnd > bytes.length) {
    const message = `HDU ${index} declares ${layout.length} bytes of data and the file ends ${dataEnd - bytes.length} bytes too early: transfer it again`;
    throw new FitsError(message, bytes.length);
  }
  const end = block.end + padded(layout.length);
  if (end > bytes.length) {
    list.add(`The last block is not filled up to ${BLOCK} bytes: ${end - bytes.length} bytes are missing.`, bytes.length);
  }
  return { hdu: makeHdu(bytes, block, layout, nameOf(block, index), list), end: Math.min(end, bytes.length) };
}

function makeHdu(bytes: Uint8Array, block: HeaderBlock, layout: DataLayout, name: string, list: WarningList): Hdu {
  const type = block.header.text('XTENSION')?.trim().toUpperCase();
  if (layout.randomGroups) return otherHdu(block, name, 'random groups', layout.length);
  if (type === 'BINTABLE' || type === 'A3DTABLE' || type === 'TABLE') return tableHdu(bytes, block, layout, name, list);
  if (type !== undefined && type !== 'IMAGE') return otherHdu(block, name, type, layout.length);
  if (layout.pcount !== 0 || layout.gcount !== 1) throw trouble(block, 'PCOUNT', 'An image must have PCOUNT 0 and GCOUNT 1');
  return imageHdu(bytes, block, layout, name, list);
}

function otherHdu(block: HeaderBlock, name: string, type: string, dataLength: number): OtherHdu {
  return { kind: 'other', name, header: block.header, type, headerOffset: block.offset, dataOffset: block.end, dataLength };
}

/** SIMPLE = F: the header is FITS and nothing is known of what follows (FITS 4.0 §4.4.1.1). */
function nonStandard(bytes: Uint8Array, block: HeaderBlock): OtherHdu {
  return otherHdu(block, nameOf(block, 0), 'not standard (SIMPLE = F)', bytes.length - block.end);
}

function nameOf(block: HeaderBlock, index: number): string {
  return block.header.text('EXTNAME') ?? (index === 0 ? 'PRIMARY' : '');
}

function warnOfOrder({ header, offsets, offset }: HeaderBlock, index: number, list: WarningList): void {
  const first = index === 0 ? 'SIMPLE' : 'XTENSION';
  if (index === 0 && header.get('SIMPLE') === undefined) list.add('SIMPLE has no value; T is assumed.', offset);
  [first, 'BITPIX', 'NAXIS'].forEach((keyword, i) => {
    if (header.cards[i]?.keyword !== keyword && header.has(keyword)) {
      list.add(`${keyword} must be card ${i + 1} of the header.`, offsets[i] ?? offset);
    }
  });
}

/** After the last HDU the standard allows special records; most often the rest is padding of a tape or a broken transfer. */
function warnOfRest(bytes: Uint8Array, offset: number, list: WarningList): void {
  const what = bytes.subarray(offset).every((byte) => byte === 0 || byte === 32) ? 'empty ' : '';
  list.add(`${bytes.length - offset} ${what}bytes behind the last HDU are ignored.`, offset);
}

const OTHER_FORMATS: readonly (readonly [magic: readonly number[], name: string, advice: string])[] = [
  [[0x1f, 0x8b], 'gzip', 'unpack it first'],
  [[0x1f, 0x9d], 'Unix compress (.Z)', 'unpack it with "uncompress" first'],
  [[0x42, 0x5a, 0x68], 'bzip2 (.bz2)', 'unpack it with "bunzip2" first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'xz', 'unpack it with "unxz" first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'Zstandard', 'unpack it with "unzstd" first'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive', 'unpack it first'],
];

function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new FitsError('The file is empty', 0);
  for (const [magic, name, advice] of OTHER_FORMATS) {
    if (magic.every((byte, i) => bytes[i] === byte)) throw new FitsError(`The file is ${name}: ${advice}`, 0);
  }
  if (startsWith(bytes, 0, 'XTENSION')) throw new FitsError('The file starts with an extension: its primary header is missing', 0);
  if (!startsWith(bytes, 0, 'SIMPLE')) throw new FitsError('The file does not start with SIMPLE: it is not FITS', 0);
}
