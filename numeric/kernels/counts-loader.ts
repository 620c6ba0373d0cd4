import type { Counts } from '../frame.js';

/** Addresses are bytes; parameters as in numeric/assembly/words.ts. */
export interface CompiledCounts {
  widenCounts(source: number, target: number, n: number): void;
}

/** Brings counts into WebAssembly memory as float32, whichever way they are kept. */
export class CountsLoader {
  readonly #compiled: CompiledCounts;
  readonly #floats: Float32Array;
  readonly #halves: Uint16Array;

  constructor(compiled: CompiledCounts, memory: ArrayBuffer) {
    this.#compiled = compiled;
    this.#floats = new Float32Array(memory);
    this.#halves = new Uint16Array(memory);
  }

  /** Writes `pixels` counts, number `from` on, to address `at`, and `spare` into the lanes behind them up to `lanes`, a multiple of 4. */
  load(counts: Counts, from: number, pixels: number, at: number, lanes: number, spare: number): void {
    const part = counts.subarray(from, from + pixels);
    if (part instanceof Float32Array) this.#floats.set(part, at >> 2);
    else {
      // They lie in the upper half of their own room, and are widened from its beginning on: nothing is written over before it was read.
      const halvesAt = at + 2 * lanes;
      this.#halves.set(part, halvesAt >> 1);
      this.#compiled.widenCounts(halvesAt, at, lanes);
    }
    if (lanes > pixels) this.#floats.fill(spare, (at >> 2) + pixels, (at >> 2) + lanes);
  }
}
