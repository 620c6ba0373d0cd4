import { FitsError } from '../errors.js';

/** Room to begin with where nothing says how much will come out. */
const FIRST_BYTES = 1 << 16;

/** Bytes as they are unpacked. The room grows by doubling and never beyond the bound, so that a bomb costs no more than the bound. */
export class UnpackedBytes {
  bytes: Uint8Array;
  length = 0;
  readonly #limit: number;
  readonly #what: string;

  /**
   * @param limit how many bytes may come out.
   * @param what the kind of packing, for the sentence.
   * @param expected how many will come out, where that is known: a hint alone.
   */
  constructor(limit: number, what: string, expected = FIRST_BYTES) {
    this.#limit = limit;
    this.#what = what;
    this.bytes = new Uint8Array(Math.max(0, Math.min(limit, expected)));
  }

  /** Makes room for `count` more bytes. @throws {FitsError} if they pass the bound. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    if (needed > this.#limit) throw new FitsError(`The ${this.#what} data unpack to more than the ${this.#limit} bytes allowed`, 0);
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, 2 * this.bytes.length)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** What came out, without the spare room: no copy. */
  get result(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
