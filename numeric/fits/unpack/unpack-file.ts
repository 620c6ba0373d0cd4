import { FitsError } from '../errors.js';
import { bunzip2, isBzip2 } from './bzip2.js';
import { isCompress, uncompress } from './compress.js';
import { gunzip, isGzip, type Unpacked } from './gzip.js';

/**
 * A file without its packing: gzip, bzip2 or Unix compress, told by its first bytes and not by its name. Any other file comes back as it is,
 * the same bytes, and so does a packing that is not read here: `readFits` names it.
 * @param limit how many bytes may come out; nothing larger is ever allocated.
 * @throws {FitsError} if the packed data are damaged or unpack to more than `limit`, or a packed file is packed once more.
 */
export function unpackFile(bytes: Uint8Array, limit: number): Unpacked {
  const unpack = unpackerOf(bytes);
  if (!unpack) return { bytes, warnings: [] };
  const unpacked = unpack(bytes, limit);
  if (unpackerOf(unpacked.bytes)) throw new FitsError('The file is packed twice: unpack it once first', 0);
  return unpacked;
}

function unpackerOf(bytes: Uint8Array): ((bytes: Uint8Array, limit: number) => Unpacked) | undefined {
  if (isGzip(bytes)) return gunzip;
  if (isBzip2(bytes)) return bunzip2;
  return isCompress(bytes) ? uncompress : undefined;
}
