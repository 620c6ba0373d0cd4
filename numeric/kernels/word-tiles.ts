import type { HalfSums, WordLoops } from '../fits/word-loops.js';

/** Where the memory of a tile begins; the page before it is left free. */
const START = 65_536;
/** Words of 32 bits that go through at once: 128 kB, half of a core's second cache, and few enough for sums in 32 bits. */
const TILE_WORDS = 32_768;
const VECTOR_BYTES = 16;

/** Addresses are bytes; parameters as in numeric/assembly/words.ts. */
export interface CompiledWords {
  decodeInt16(source: number, target: number, n: number, zero: number): void;
  decodeUint16(source: number, target: number, n: number): void;
  swapWords(words: number, n: number, sums: number): void;
  sumWords(words: number, n: number, sums: number): void;
}

/** The loops over words in WebAssembly, a tile at a time through the memory of a `TileRunner`. Equal to `plainLoops` in every bit, wherever an array begins. */
export class WordTiles implements WordLoops {
  readonly #compiled: CompiledWords;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  readonly #floats: Float32Array;
  readonly #halves: Uint16Array;

  constructor(compiled: CompiledWords, memory: ArrayBuffer) {
    this.#compiled = compiled;
    this.#bytes = new Uint8Array(memory);
    this.#words = new Uint32Array(memory);
    this.#floats = new Float32Array(memory);
    this.#halves = new Uint16Array(memory);
  }

  decodeInt16(stored: Uint8Array, zero: number, into: Float32Array): void {
    const target = START + TILE_WORDS * 2;
    for (let from = 0; from < into.length; from += TILE_WORDS) {
      const count = Math.min(TILE_WORDS, into.length - from);
      this.#bytes.set(stored.subarray(from * 2, (from + count) * 2), START);
      this.#compiled.decodeInt16(START, target, vectors(count * 2) / 2, zero);
      into.set(this.#floats.subarray(target >> 2, (target >> 2) + count), from);
    }
  }

  decodeUint16(stored: Uint8Array, into: Uint16Array): void {
    for (let from = 0; from < into.length; from += 2 * TILE_WORDS) {
      const count = Math.min(2 * TILE_WORDS, into.length - from);
      this.#bytes.set(stored.subarray(from * 2, (from + count) * 2), START);
      this.#compiled.decodeUint16(START, START, vectors(count * 2) / 2);
      into.set(this.#halves.subarray(START >> 1, (START >> 1) + count), from);
    }
  }

  swapWords(source: Uint8Array, target: Uint8Array): HalfSums {
    return this.#eachTile(source, (from, to, sums) => {
      this.#compiled.swapWords(START, vectors(to - from) / 4, sums);
      target.set(this.#bytes.subarray(START, START + to - from), from);
    });
  }

  sumWords(bytes: Uint8Array): HalfSums {
    return this.#eachTile(bytes, (from, to, sums) => this.#compiled.sumWords(START, vectors(to - from) / 4, sums));
  }

  /** Copies tile after tile in, zeros behind the last, and adds up the sums. */
  #eachTile(source: Uint8Array, work: (from: number, to: number, sums: number) => void): HalfSums {
    const total = { high: 0, low: 0 };
    const sums = START + TILE_WORDS * 4;
    for (let from = 0; from < source.length; from += TILE_WORDS * 4) {
      const to = Math.min(source.length, from + TILE_WORDS * 4);
      this.#bytes.set(source.subarray(from, to), START);
      this.#bytes.fill(0, START + to - from, START + vectors(to - from));
      work(from, to, sums);
      total.high += this.#words[sums >> 2];
      total.low += this.#words[(sums >> 2) + 1];
    }
    return total;
  }
}

/** Bytes rounded up to whole vectors. */
function vectors(bytes: number): number {
  return Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
}
