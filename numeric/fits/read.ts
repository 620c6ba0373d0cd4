import { BLOCK, padded, startsWith, viewOf } from './bytes.js';
import { FitsError, WarningList, type FitsWarning } from './errors.js';
import { Header } from './header.js';
import { imageHdu, type ImageHdu } from './image.js';
import { dataLayout, trouble, type DataLayout } from './layout.js';
import { parseHeader, type HeaderBlock } from './parse-header.js';
import { tableHdu, type TableHdu } from './table.js';
import { restoredHeader } from './tiles/restored-header.js';
import { isTiledImage, tiledImage } from './tiles/tiled-image.js';
import { refuseTextTransfer } from './transfer-damage.js';
import { packingOf } from './unpack/packing.js';

export { unpackedSize, unpackFile } from './unpack/unpack-file.js';
export type { ImageHdu, PhysicalArray } from './image.js';
export type { ColumnValues, TableColumn } from './table-column.js';
export type { TableHdu } from './table.js';

/** An HDU whose data this reader leaves alone: random groups, foreign and broken extensions, a file that says SIMPLE = F. */
export interface OtherHdu {
  readonly kind: 'other';
  readonly name: string;
  readonly header: Header;
  /** `random groups`, or the XTENSION as the file names it. */
  readonly type: string;
  /** Why an extension cannot be read, in words without a full stop. */
  readonly problem?: string;
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

export interface ReadOptions {
  /** Bytes that the pixels of one compressed image may take; the bytes of a file bound those of all others. */
  readonly largestImageBytes?: number;
}

/** Half of what a typed array holds: beyond any detector. */
const LARGEST_IMAGE_BYTES = 2 ** 31;

/**
 * Reads a FITS file (standard 4.0): its headers at once, its data when asked for. A tile-compressed image is an image like any other. The first
 * HDU must be right; an extension that is not is a warning, so that a broken table costs nobody the image before it.
 * The bytes are not copied: they must not change while the result is in use.
 * @throws {FitsError} if the bytes are not FITS, are packed as a whole, contradict themselves, or end before the data of the first HDU do.
 */
export function readFits(bytes: Uint8Array, { largestImageBytes = LARGEST_IMAGE_BYTES }: ReadOptions = {}): FitsFile {
  refuseOtherFormats(bytes);
  const list = new WarningList();
  const hdus: Hdu[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (hdus.length > 0 && !startsWith(bytes, offset, 'XTENSION')) {
      const [only] = hdus;
      if (hdus.length === 1 && only.kind === 'image' && only.dataLength > 0) refuseTextTransfer(bytes, only, offset);
      warnOfRest(bytes, offset, list);
      break;
    }
    const { hdu, end } = hdus.length === 0 ? readHdu(bytes, offset, 0, list, largestImageBytes) : readExtension(bytes, offset, hdus.length, list, largestImageBytes);
    hdus.push(hdu);
    offset = end;
  }
  const [first] = hdus;
  if (hdus.length === 1 && first.kind === 'image' && offset === bytes.length) refuseTextTransfer(bytes, first, offset);
  return { hdus, warnings: list.warnings };
}

/**
 * The header of the image alone: that of the first HDU, or where that one is empty and a compressed image follows, of that image. Nothing
 * behind it is looked at, so a file that is cut short still says what it is.
 * @throws {FitsError} if the bytes are not FITS or the header has no end.
 */
export function readPrimaryHeader(bytes: Uint8Array): Header {
  refuseOtherFormats(bytes);
  const first = parseHeader(bytes, 0, new WarningList());
  if (first.header.get('NAXIS') !== 0 || !startsWith(bytes, first.end, 'XTENSION')) return first.header;
  const next = parseHeader(bytes, first.end, new WarningList());
  if (!isTiledImage(next)) return first.header;
  return parseHeader(restoredHeader(bytes, next), 0, new WarningList()).header;
}

/** An extension, or why it cannot be read: then it is of kind `other`, and the file ends there if nobody can tell where the next one starts. */
function readExtension(bytes: Uint8Array, offset: number, index: number, list: WarningList, limit: number): { hdu: Hdu; end: number } {
  try {
    return readHdu(bytes, offset, index, list, limit);
  } catch (error) {
    if (!(error instanceof FitsError)) throw error;
    list.add(`HDU ${index} cannot be read and is left out: ${error.plain}.`, error.offset, error.card);
    return brokenHdu(bytes, offset, index, error.plain);
  }
}

function brokenHdu(bytes: Uint8Array, offset: number, index: number, problem: string): { hdu: OtherHdu; end: number } {
  const ignored = new WarningList();
  try {
    const block = parseHeader(bytes, offset, ignored);
    const hdu = { ...otherHdu(block, nameOf(block, index), block.header.text('XTENSION')?.trim() ?? '', Math.max(0, bytes.length - block.end)), problem };
    try {
      const { length } = dataLayout(block);
      const end = Math.min(bytes.length, block.end + padded(length));
      return { hdu: { ...hdu, dataLength: Math.min(length, bytes.length - block.end) }, end };
    } catch {
      return { hdu, end: bytes.length }; // its size is unknown, and so is where the next one starts
    }
  } catch {
    const hdu: OtherHdu = { kind: 'other', name: '', header: new Header(), type: 'no header', problem, headerOffset: offset, dataOffset: offset, dataLength: bytes.length - offset };
    return { hdu, end: bytes.length };
  }
}

function readHdu(bytes: Uint8Array, offset: number, index: number, list: WarningList, limit: number): { hdu: Hdu; end: number } {
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
  return { hdu: makeHdu(bytes, block, layout, nameOf(block, index), list, limit), end: Math.min(end, bytes.length) };
}

function makeHdu(bytes: Uint8Array, block: HeaderBlock, layout: DataLayout, name: string, list: WarningList, limit: number): Hdu {
  const type = block.header.text('XTENSION')?.trim().toUpperCase();
  if (layout.randomGroups) return otherHdu(block, name, 'random groups', layout.length);
  if (type === 'BINTABLE' && isTiledImage(block)) return tiledImage(bytes, block, layout, name, list, limit);
  if (type === 'BINTABLE' || type === 'A3DTABLE' || type === 'TABLE') {
    if (block.header.boolean('ZTABLE') === true) list.add('The table is compressed (ZTABLE); its cells are read as they are packed. Unpack it with funpack for their values.', block.offset);
    return tableHdu(bytes, block, layout, name, list);
  }
  if (type !== undefined && type !== 'IMAGE') return otherHdu(block, name, type, layout.length);
  if (layout.pcount !== 0 || layout.gcount !== 1) throw trouble(block, 'PCOUNT', 'An image must have PCOUNT 0 and GCOUNT 1');
  const data = viewOf(bytes.subarray(block.end, block.end + layout.length));
  return imageHdu(block, layout, name, list, () => data);
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

function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new FitsError('The file is empty', 0);
  const packing = packingOf(bytes);
  if (packing) throw new FitsError(`The file is ${packing.name}: ${packing.advice}`, 0);
  if (startsWith(bytes, 0, 'XTENSION')) throw new FitsError('The file starts with an extension: its primary header is missing', 0);
  if (!startsWith(bytes, 0, 'SIMPLE')) throw new FitsError('The file does not start with SIMPLE: it is not FITS', 0);
}
