import { FitsError } from '../errors.js';
import { bunzip2, bunzip2Into, isBzip2 } from './bzip2.js';
import { isCompress, uncompress, uncompressInto } from './compress.js';
import { gunzip, gunzipInto, isGzip, type Unpacked } from './gzip.js';
import { TooMuch, UnpackedBytes } from './output.js';

/**
 * A file without its packing: gzip, bzip2 or Unix compress, told by its first bytes and not by its name. Any other file comes back as it is,
 * the same bytes, and so does a packing that is not read here: `readFits` names it.
 * @param limit how many bytes may come out; nothing larger is ever allocated.
 * @param expected how many will come out, where `unpackedSize` told: room for them is made at once, and once only.
 * @throws {FitsError} if the packed data are damaged or unpack to more than `limit`, or a packed file is packed once more.
 */
export function unpackFile(bytes: Uint8Array, limit: number, expected?: number): Unpacked {
  const unpacked = unpackerOf(bytes)?.whole(bytes, limit, expected);
  if (!unpacked) return { bytes, warnings: [] };
  if (unpackerOf(unpacked.bytes)) throw new FitsError('The file is packed twice: unpack it once first', 0);
  return unpacked;
}

/**
 * How many bytes a packed file unpacks to, or one more than `most`; undefined of a file that is not packed. Nothing of what comes out is kept, and
 * no length that the file tells is believed. Of damaged data: as many as come out before the damage, which `unpackFile` then names.
 */
export function unpackedSize(bytes: Uint8Array, most: number): number | undefined {
  const unpacker = unpackerOf(bytes);
  if (!unpacker) return undefined;
  const out = new UnpackedBytes(most, 'packed', { kept: false });
  try {
    unpacker.into(bytes, out);
  } catch (error) {
    if (error instanceof TooMuch) return most + 1;
    if (!(error instanceof FitsError)) throw error;
  }
  return out.total;
}

interface Unpacker {
  readonly whole: (bytes: Uint8Array, limit: number, expected?: number) => Unpacked;
  readonly into: (bytes: Uint8Array, out: UnpackedBytes) => unknown;
}

function unpackerOf(bytes: Uint8Array): Unpacker | undefined {
  if (isGzip(bytes)) return { whole: gunzip, into: gunzipInto };
  if (isBzip2(bytes)) return { whole: bunzip2, into: bunzip2Into };
  return isCompress(bytes) ? { whole: uncompress, into: uncompressInto } : undefined;
}
