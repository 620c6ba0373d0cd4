import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, constants, gunzipSync } from 'node:zlib';

/** Written a piece at a time: each is unpacked and forgotten before the next. */
const PIECE = 1 << 16;
/** Deflate unpacks to a thousand times at most: 4 MB, for a header of a few kilobytes. */
const START_BYTES = 4096;

/**
 * How much a gzip unpacks to, or the first length beyond `most`; nothing of it is kept. A trailer tells a size too, and may lie. Damage is left
 * to whoever unpacks it in earnest: undefined.
 */
export async function gzipSize(bytes: Uint8Array, most: number): Promise<number | undefined> {
  let length = 0;
  const tooMuch = new Error('too much');
  const count = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      length += chunk.length;
      done(length > most ? tooMuch : null);
    },
  });
  try {
    await pipeline(Readable.from(pieces(bytes), { objectMode: false }), createGunzip(), count);
  } catch (error) {
    if (error !== tooMuch) return undefined;
  }
  return length;
}

/** What the last member of a gzip says it unpacks to, modulo 2³²; of a file with one member that is true, otherwise it is a hint. */
export function gzipTrailerSize(bytes: Uint8Array): number {
  return bytes.length < 18 ? 0 : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
}

/** The beginning of what a gzip holds, from its first few kilobytes; empty when they tell nothing. */
export function gzipStart(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes.subarray(0, START_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

function* pieces(bytes: Uint8Array): Generator<Buffer> {
  for (let i = 0; i < bytes.length; i += PIECE) yield Buffer.from(bytes.buffer, bytes.byteOffset + i, Math.min(PIECE, bytes.length - i));
}
