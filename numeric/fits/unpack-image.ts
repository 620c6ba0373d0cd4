import { CARD, padded, startsWith } from './bytes.js';
import { dataSum, datasumOf } from './checksum.js';
import { FitsError, WarningList } from './errors.js';
import { dataLayout, integerOf, type DataLayout } from './layout.js';
import { parseHeader, type HeaderBlock } from './parse-header.js';
import { linesOf, restoredHeader } from './tiles/restored-header.js';
import { imageBytes, tileLayout } from './tiles/tile-layout.js';
import { isTiledImage, unpackedUnit } from './tiles/tiled-image.js';

/** Cards of an empty first HDU that say nothing of the image behind it. */
const OF_AN_EMPTY_HDU = /^(SIMPLE|BITPIX|NAXIS|EXTEND|CHECKSUM|DATASUM|COMMENT|HISTORY|)$/;

/**
 * A file whose image was tile compressed, as `fpack` makes one of a file with a single image, as the file it was: header and pixels to the byte
 * where the compression lost nothing. Cards of the empty first HDU that the image does not have come with it. Any other file comes back as it is.
 * @param limit how many bytes the file may take; nothing larger is ever allocated.
 * @throws {FitsError} if the compressed image is damaged, does not fit its DATASUM, or is larger than `limit`.
 * @see FITS 4.0 §10.1
 */
export function unpackImage(bytes: Uint8Array, limit: number): Uint8Array {
  const packed = packedImageOf(bytes);
  if (!packed) return bytes;
  const { block, layout, end, header, rest } = packed;
  if (block.end + layout.length > bytes.length) {
    throw new FitsError(`The compressed image declares ${layout.length} bytes and the file ends ${block.end + layout.length - bytes.length} bytes too early: transfer it again`, bytes.length);
  }
  const unit = unpackedUnit(bytes, block, layout, header, limit - header.length - rest.length - CARD);
  assertSum(block, bytes.subarray(block.end, end), unit.subarray(header.length));
  if (rest.length === 0) return unit;
  const file = new Uint8Array(unit.length + rest.length);
  file.set(unit);
  file.set(rest, unit.length);
  return file;
}

/** What `unpackImage` would make, told by the header alone; undefined of a file that it gives back as it is. */
export function unpackedImageSize(bytes: Uint8Array): { /** Of the file. */ readonly bytes: number; /** Held beside it while a tile is decoded. */ readonly scratch: number } | undefined {
  const packed = packedImageOf(bytes);
  if (!packed) return undefined;
  const { block, header, rest } = packed;
  const tiles = tileLayout(block, integerOf(block, 'NAXIS2', 0, Number.MAX_SAFE_INTEGER));
  const pixels = tiles.tile.reduce((count, axis) => count * axis, 1);
  return { bytes: header.length + padded(imageBytes(tiles, Infinity)) + rest.length + CARD, scratch: Float64Array.BYTES_PER_ELEMENT * pixels };
}

interface PackedImage {
  readonly block: HeaderBlock;
  readonly layout: DataLayout;
  readonly end: number;
  /** Of the image as it was. */
  readonly header: Uint8Array;
  readonly rest: Uint8Array;
}

function packedImageOf(bytes: Uint8Array): PackedImage | undefined {
  if (!startsWith(bytes, 0, 'SIMPLE')) return undefined;
  const ignored = new WarningList();
  const first = parseHeader(bytes, 0, ignored);
  if (first.header.get('NAXIS') !== 0 || !startsWith(bytes, first.end, 'XTENSION')) return undefined;
  const block = parseHeader(bytes, first.end, ignored);
  if (!isTiledImage(block)) return undefined;
  const layout = dataLayout(block);
  const end = block.end + padded(layout.length);
  const own = new Set(linesOf(bytes, block).map(({ keyword }) => keyword));
  const more = linesOf(bytes, first).filter(({ keyword }) => !OF_AN_EMPTY_HDU.test(keyword) && keyword !== 'CONTINUE' && !own.has(keyword));
  const header = restoredHeader(bytes, block, { asPrimary: block.header.boolean('ZSIMPLE') !== true, more: more.map(({ line }) => line) });
  return { block, layout, end, header, rest: bytes.subarray(Math.min(end, bytes.length)) };
}

/** DATASUM is that of the table; a program that left the card of the image as it stood meant the image. */
function assertSum({ header, end }: HeaderBlock, table: Uint8Array, image: Uint8Array): void {
  const declared = datasumOf(header);
  if (declared === undefined || declared === dataSum(table) || declared === dataSum(image)) return;
  throw new FitsError('DATASUM does not fit: the bytes of the compressed image are not those that were written. Transfer it again', end);
}
