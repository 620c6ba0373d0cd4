import { viewOf } from './bytes.js';

/** Sums of the upper and of the lower halves of words of 32 bits. */
export interface HalfSums {
  readonly high: number;
  readonly low: number;
}

/**
 * Loops over all words of a data unit, for whoever has them faster than the plain ones of this folder; the same bits.
 * No array may be shared with another thread that writes to it meanwhile.
 */
export interface WordLoops {
  /** Big-endian integers of 16 bits, each with `zero` added, in float32; exact for a whole `zero` of at most 2²³. */
  decodeInt16(stored: Uint8Array, zero: number, into: Float32Array): void;
  /** Big-endian integers of 16 bits, each with half the range added: the unsigned ones of FITS 4.0 table 11. */
  decodeUint16(stored: Uint8Array, into: Uint16Array): void;
  /** Copies words of 32 bits with their bytes in big-endian order where they were in that of this machine, or the other way round; returns the sums of the source's words as this machine reads them. */
  swapWords(source: Uint8Array, target: Uint8Array): HalfSums;
  /** Sums of the big-endian words of a length that is a multiple of four. */
  sumWords(bytes: Uint8Array): HalfSums;
}

/** Words whose halves add up to less than 2³¹, so that the inner loops stay in integers. */
export const WORDS_PER_RUN = 32768;

/** Whether this machine has the lowest byte of a word first. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A 16 or 32 bit word of this machine as the big-endian word of the file: the same bits, seen the other way round. */
export const swap16 = LITTLE_ENDIAN ? (word: number) => ((word << 8) | (word >>> 8)) & 0xffff : (word: number) => word;
export const swap32 = LITTLE_ENDIAN
  ? (word: number) => (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
  : (word: number) => word;

/** The loops in plain TypeScript. `swapWords` wants both arrays to begin at a multiple of four bytes of their buffers. */
export const plainLoops: WordLoops = {
  decodeInt16(stored, zero, into) {
    const view = viewOf(stored);
    for (let i = 0; i < into.length; i++) into[i] = zero + view.getInt16(2 * i);
  },

  decodeUint16(stored, into) {
    const view = viewOf(stored);
    for (let i = 0; i < into.length; i++) into[i] = view.getUint16(2 * i) ^ 0x8000;
  },

  swapWords(source, target) {
    const words = new Uint32Array(source.buffer, source.byteOffset, source.length >> 2);
    const turned = new Uint32Array(target.buffer, target.byteOffset, words.length);
    const sums = { high: 0, low: 0 };
    for (let from = 0; from < words.length; from += WORDS_PER_RUN) {
      const to = Math.min(words.length, from + WORDS_PER_RUN);
      let high = 0;
      let low = 0;
      for (let i = from; i < to; i++) {
        const word = words[i];
        turned[i] = swap32(word);
        high += word >>> 16;
        low += word & 0xffff;
      }
      sums.high += high;
      sums.low += low;
    }
    return sums;
  },

  sumWords(bytes) {
    const view = viewOf(bytes);
    const sums = { high: 0, low: 0 };
    for (let from = 0; from < bytes.length; from += 4 * WORDS_PER_RUN) {
      const to = Math.min(bytes.length, from + 4 * WORDS_PER_RUN);
      let high = 0;
      let low = 0;
      for (let i = from; i < to; i += 4) {
        const word = view.getUint32(i);
        high += word >>> 16;
        low += word & 0xffff;
      }
      sums.high += high;
      sums.low += low;
    }
    return sums;
  },
};
