import { FitsError } from '../errors.js';

/** Room to begin with where nothing says how much will come out. */
const FIRST_BYTES = 1 << 16;
/** How far back DEFLATE refers at most (RFC 1951 §2). */
const REACH = 1 << 15;

interface OutputOptions {
  /** How many bytes will come out, where that is known: a hint alone. */
  readonly expected?: number;
  /** False: no more is kept than what may still be referred to. What comes out is counted, and only `total` has a meaning. */
  readonly kept?: boolean;
}

/** Bytes as they are unpacked. The room grows by doubling and never beyond the bound, so that a bomb costs no more than the bound; where nothing is kept, not even that. */
export class UnpackedBytes {
  bytes: Uint8Array;
  length = 0;
  /** Where the stream that is unpacked now begins; nothing before it is referred to. */
  start = 0;
  readonly kept: boolean;
  readonly #limit: number;
  readonly #what: string;
  #forgotten = 0;

  /**
   * @param limit how many bytes may come out.
   * @param what the kind of packing, for the sentence.
   */
  constructor(limit: number, what: string, { expected = FIRST_BYTES, kept = true }: OutputOptions = {}) {
    this.#limit = limit;
    this.#what = what;
    this.kept = kept;
    this.bytes = new Uint8Array(kept ? Math.max(0, Math.min(limit, expected)) : 2 * FIRST_BYTES);
  }

  /** How many bytes came out. */
  get total(): number {
    return this.#forgotten + this.length;
  }

  /** Makes room for `count` more bytes. @throws {FitsError} if they pass the bound. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    if (this.#forgotten + needed > this.#limit) throw new TooMuch(`The ${this.#what} data unpack to more than the ${this.#limit} bytes allowed`, 0);
    if (!this.kept) this.#forget();
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(this.length + count, 2 * this.bytes.length)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** What came out, without the spare room: no copy. */
  get result(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  #forget(): void {
    const gone = Math.max(0, this.length - REACH);
    this.bytes.copyWithin(0, gone, this.length);
    this.length -= gone;
    this.start = Math.max(0, this.start - gone);
    this.#forgotten += gone;
  }
}

/** More would come out than may. */
export class TooMuch extends FitsError {}
