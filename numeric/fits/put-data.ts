import type { WordSum } from './checksum.js';
import { LITTLE_ENDIAN, plainLoops, swap16, swap32, WORDS_PER_RUN, type WordLoops } from './word-loops.js';

/** Arrays that can be written; the types FITS does not have go by its conventions for them (FITS 4.0 table 11). */
export type WritableArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What FITS calls a type: BITPIX, the letter of a table column, and the offset of the types FITS does not have. */
export interface Encoding {
  readonly bitpix: number;
  readonly letter: 'B' | 'I' | 'J' | 'K' | 'E' | 'D';
  readonly bytes: number;
  readonly zero: number | bigint;
}

/** How FITS stores an array of this type. */
export function encodingOf(data: WritableArray): Encoding {
  if (data instanceof Uint8Array) return { bitpix: 8, letter: 'B', bytes: 1, zero: 0 };
  if (data instanceof Int8Array) return { bitpix: 8, letter: 'B', bytes: 1, zero: -128 };
  if (data instanceof Int16Array) return { bitpix: 16, letter: 'I', bytes: 2, zero: 0 };
  if (data instanceof Uint16Array) return { bitpix: 16, letter: 'I', bytes: 2, zero: 32768 };
  if (data instanceof Int32Array) return { bitpix: 32, letter: 'J', bytes: 4, zero: 0 };
  if (data instanceof Uint32Array) return { bitpix: 32, letter: 'J', bytes: 4, zero: 2147483648 };
  if (data instanceof BigInt64Array) return { bitpix: 64, letter: 'K', bytes: 8, zero: 0 };
  if (data instanceof BigUint64Array) return { bitpix: 64, letter: 'K', bytes: 8, zero: 2n ** 63n };
  if (data instanceof Float32Array) return { bitpix: -32, letter: 'E', bytes: 4, zero: 0 };
  return { bitpix: -64, letter: 'D', bytes: 8, zero: 0 };
}

/**
 * Writes an array big-endian at a block border and adds it to the sum, byte order and checksum in one pass over the pixels.
 * @param out the file; `offset` a multiple of 4.
 */
export function putArray(data: WritableArray, out: Uint8Array, offset: number, sum: WordSum, loops: WordLoops = plainLoops): void {
  const { bytes, zero } = encodingOf(data);
  const flip = zero === 0 ? 0 : 1;
  if (bytes === 1) putBytes(data, flip * 0x80, out, offset, sum, loops);
  else if (bytes === 2) putHalfWords(data, flip * 0x8000, out, offset, sum);
  else if (bytes === 4) putWords(data, flip * 0x80000000, out, offset, sum, loops);
  else putLongWords(data, flip * 0x80000000, out, offset, sum);
}

/** The offset of half the range is the top bit turned over. */
function putBytes(data: WritableArray, flip: number, out: Uint8Array, offset: number, sum: WordSum, loops: WordLoops): void {
  const target = out.subarray(offset, offset + data.length);
  target.set(new Uint8Array(data.buffer, data.byteOffset, data.length));
  if (flip !== 0) for (let i = 0; i < target.length; i++) target[i] ^= flip;
  // Blocks are zero behind the data, so whole words may be summed.
  const { high, low } = loops.sumWords(out.subarray(offset, offset + 4 * Math.ceil(data.length / 4)));
  sum.add(high, low);
}

function putHalfWords(data: WritableArray, flip: number, out: Uint8Array, offset: number, sum: WordSum): void {
  const source = new Uint16Array(data.buffer, data.byteOffset, data.length);
  const target = new Uint16Array(out.buffer, out.byteOffset + offset, data.length);
  const run = 2 * WORDS_PER_RUN;
  for (let from = 0; from < source.length; from += run) {
    const to = Math.min(source.length, from + run);
    let high = 0;
    let low = 0;
    for (let i = from; i < to; i++) {
      const value = source[i] ^ flip;
      target[i] = swap16(value);
      if ((i & 1) === 0) high += value;
      else low += value;
    }
    sum.add(high, low);
  }
}

function putWords(data: WritableArray, flip: number, out: Uint8Array, offset: number, sum: WordSum, loops: WordLoops): void {
  const target = out.subarray(offset, offset + data.byteLength);
  if (flip === 0) {
    const { high, low } = loops.swapWords(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), target);
    sum.add(high, low);
    return;
  }
  const turned = Uint32Array.from(data as Uint32Array, (word) => word ^ flip);
  const { high, low } = loops.swapWords(new Uint8Array(turned.buffer), target);
  sum.add(high, low);
}

function putLongWords(data: WritableArray, flip: number, out: Uint8Array, offset: number, sum: WordSum): void {
  const source = new Uint32Array(data.buffer, data.byteOffset, 2 * data.length);
  const target = new Uint32Array(out.buffer, out.byteOffset + offset, 2 * data.length);
  const upper = LITTLE_ENDIAN ? 1 : 0;
  const run = WORDS_PER_RUN / 2;
  for (let from = 0; from < data.length; from += run) {
    const to = Math.min(data.length, from + run);
    let high = 0;
    let low = 0;
    for (let i = from; i < to; i++) {
      const first = source[2 * i + upper] ^ flip;
      const second = source[2 * i + 1 - upper];
      target[2 * i] = swap32(first);
      target[2 * i + 1] = swap32(second);
      high += (first >>> 16) + (second >>> 16);
      low += (first & 0xffff) + (second & 0xffff);
    }
    sum.add(high, low);
  }
}
