import { FitsError } from '../errors.js';

/** Codes up to this many bits are found in one look; longer ones are rare. */
const QUICK_BITS = 9;
const LONGEST = 15;

/** A canonical prefix code as DEFLATE uses it: codes of one length in the order of their symbols (RFC 1951 §3.2.2). */
export class HuffmanCode {
  /** By the next nine bits, first bit lowest: symbol · 16 + length; 0 where the code is longer or none. */
  readonly quick = new Uint16Array(1 << QUICK_BITS);
  /** Codes of each length. */
  readonly counts = new Uint16Array(LONGEST + 1);
  /** Symbols by length, then by value. */
  readonly symbols: Uint16Array;

  /**
   * @param lengths bits of the code of each symbol; 0: it has none.
   * @throws {FitsError} if there are more codes than bits can tell apart.
   */
  constructor(lengths: Uint8Array) {
    for (const length of lengths) this.counts[length]++;
    this.counts[0] = 0;
    const first = new Uint16Array(LONGEST + 2);
    const next = new Uint16Array(LONGEST + 2);
    let left = 1;
    for (let bits = 1; bits <= LONGEST; bits++) {
      left = 2 * left - this.counts[bits];
      if (left < 0) throw new FitsError('The gzip data are damaged (a code table is impossible): copy the file again', 0);
      first[bits + 1] = first[bits] + this.counts[bits];
      next[bits + 1] = (next[bits] + this.counts[bits]) << 1;
    }
    this.symbols = new Uint16Array(lengths.length);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol];
      if (length === 0) continue;
      this.symbols[first[length]++] = symbol;
      const code = next[length]++;
      if (length <= QUICK_BITS) for (let i = reversed(code, length); i < 1 << QUICK_BITS; i += 1 << length) this.quick[i] = (symbol << 4) | length;
    }
  }
}

function reversed(code: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((code >> i) & 1) << (length - 1 - i);
  return out;
}
