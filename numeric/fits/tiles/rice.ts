import { FitsError } from '../errors.js';

/** How the code of a block says how it is coded: bits of that number, and its value for "differences as they are" (FITS 4.0 §10.4.1). */
const FORMS: Readonly<Record<number, { readonly bits: number; readonly plain: number }>> = {
  1: { bits: 3, plain: 6 },
  2: { bits: 4, plain: 14 },
  4: { bits: 5, plain: 25 },
};

/** What is read behind the end before the tile is given up: a code that is cut short would otherwise go on for ever. */
const PATIENCE_BYTES = 8;

/**
 * Undoes RICE_1: each pixel is the one before it plus a difference; differences come in blocks, each with the number of low bits that are
 * written as they are, the high part of each as so many zeros.
 * @param bytePix BYTEPIX, bytes of the integers that were coded: 1 (unsigned), 2 or 4.
 * @param blockSize pixels of a block.
 * @returns `count` integers.
 * @throws {FitsError} if the bytes end before the pixels do, or BYTEPIX is none of those.
 * @see FITS 4.0 §10.4.1; Rice, Yeh & Miller 1993, AIAA-93-4541
 */
export function riceDecode(bytes: Uint8Array, count: number, bytePix: number, blockSize: number): Int32Array {
  const form = FORMS[bytePix];
  if (form === undefined) throw new FitsError(`RICE_1 with BYTEPIX ${bytePix} is a code that no program writes: 1, 2 and 4 are read`, 0);
  const width = 8 * bytePix;
  const unused = 32 - width;
  const out = new Int32Array(count);
  // An unsigned byte keeps its high bits clear, a signed number carries its sign up.
  const cut = bytePix === 1 ? (value: number) => value & 255 : (value: number) => (value << unused) >> unused;
  const bits = new RiceBits(bytes, bytePix);
  let last = cut(bits.first);
  for (let i = 0; i < count;) {
    const code = bits.take(form.bits) - 1;
    const end = Math.min(i + blockSize, count);
    if (code < 0) {
      out.fill(last, i, end);
      i = end;
      continue;
    }
    for (; i < end; i++) {
      const folded = code === form.plain ? bits.take(width) : bits.takeSplit(code);
      // Even numbers are positive differences, odd ones negative.
      last = cut(last + (folded & 1 ? ~(folded >>> 1) : folded >>> 1));
      out[i] = last;
    }
  }
  return out;
}

class RiceBits {
  /** The first pixel, as it is. */
  readonly first: number;
  readonly #bytes: Uint8Array;
  #at: number;
  /** The next bits, the lowest `#bits` of it. */
  #hold = 0;
  #bits = 0;

  constructor(bytes: Uint8Array, bytePix: number) {
    this.#bytes = bytes;
    let first = 0;
    for (let i = 0; i < bytePix; i++) first = (first << 8) | (bytes[i] ?? 0);
    this.first = first;
    this.#at = bytePix;
  }

  #byte(): number {
    const at = this.#at++;
    if (at >= this.#bytes.length + PATIENCE_BYTES) throw new FitsError('A tile coded by RICE_1 ends before its pixels do: the file is damaged', 0);
    return this.#bytes[at] ?? 0;
  }

  /** The next `count` ≤ 32 bits as an unsigned number, kept in 32 bits. */
  take(count: number): number {
    let value = 0;
    let left = count;
    while (left > this.#bits) {
      value = (value << this.#bits) | this.#hold;
      left -= this.#bits;
      this.#hold = this.#byte();
      this.#bits = 8;
    }
    this.#bits -= left;
    value = (value << left) | (this.#hold >> this.#bits);
    this.#hold &= (1 << this.#bits) - 1;
    return value;
  }

  /** Zeros up to a one are the high part, the next `low` bits the low one. */
  takeSplit(low: number): number {
    let zeros = this.#bits;
    while (this.#hold === 0) {
      this.#hold = this.#byte();
      this.#bits = 8;
      zeros += 8;
    }
    const place = 31 - Math.clz32(this.#hold);
    zeros -= place + 1;
    this.#bits = place;
    this.#hold ^= 1 << place;
    return (zeros << low) | this.take(low);
  }
}
