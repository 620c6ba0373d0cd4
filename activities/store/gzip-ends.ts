import { constants, gunzipSync } from 'node:zlib';

/** What `gzipStart` looks at. Deflate unpacks to a thousand times at most: 4 MB, for a header of a few kilobytes. */
export const GZIP_START_BYTES = 4096;

/** What the last member of a gzip says it unpacks to, modulo 2³²; of a file with one member that is true, otherwise it is a hint. */
export function gzipTrailerSize(bytes: Uint8Array): number {
  return bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
}

/** The beginning of what a gzip holds, from its first few kilobytes; empty when they tell nothing. */
export function gzipStart(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes.subarray(0, GZIP_START_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}
