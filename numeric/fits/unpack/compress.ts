import { FitsError } from '../errors.js';
import type { Unpacked } from './gzip.js';
import { UnpackedBytes } from './output.js';

const FEWEST_BITS = 9;
const MOST_BITS = 16;
/** The code that empties the table, in block mode. */
const CLEAR = 256;

/** True if the bytes start as those of Unix compress do. */
export function isCompress(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x9d;
}

/**
 * Unpacks the `.Z` of Unix compress: LZW with codes that grow from 9 to at most 16 bits, lowest bit first. compress writes codes in groups of
 * eight and starts a new group whenever their width changes, so the rest of a group is skipped then.
 * @param limit how many bytes may come out; nothing larger is ever allocated.
 * @param expected how many will come out, where that is known.
 * @throws {FitsError} if the bytes are damaged or unpack to more than `limit`. The format has no checksum and no length: one that is cut short is not noticed here.
 * @see Welch 1984, Computer 17(6), 8
 */
export function uncompress(bytes: Uint8Array, limit: number, expected = 4 * bytes.length): Unpacked {
  const out = new UnpackedBytes(limit, '.Z', { expected });
  uncompressInto(bytes, out);
  return { bytes: out.result, warnings: [] };
}

/** The same into an output of the caller's. */
export function uncompressInto(bytes: Uint8Array, out: UnpackedBytes): void {
  const damaged = () => new FitsError('The .Z data are damaged: copy the file again', 0);
  const mostBits = bytes[2] & 0x1f;
  const blockMode = (bytes[2] & 0x80) !== 0;
  if (!isCompress(bytes) || !(mostBits >= FEWEST_BITS && mostBits <= MOST_BITS)) throw damaged();
  const table = new CodeTable(1 << mostBits);
  const codes = new CodeSource(bytes);
  let free = blockMode ? CLEAR + 1 : CLEAR;
  let previous = -1;
  for (let code = codes.next(); code >= 0; code = codes.next()) {
    if (code === CLEAR && blockMode) {
      codes.widen(FEWEST_BITS);
      free = CLEAR + 1;
      previous = -1;
      continue;
    }
    if (code > free || (code === free && previous < 0) || (previous < 0 && code > 255)) throw damaged();
    const full = free >= 1 << mostBits;
    // A code that is about to be made stands for the previous text and its own first byte again.
    const text = code === free ? previous : code;
    const first = table.write(out, text);
    if (code === free) table.append(out, first);
    if (previous >= 0 && !full) {
      table.define(free++, previous, first);
      if (free > (1 << codes.width) - 1 && codes.width < mostBits) codes.widen(codes.width + 1);
    }
    previous = code;
  }
}

/** Codes from bytes, lowest bit first. */
class CodeSource {
  width = FEWEST_BITS;
  readonly #bytes: Uint8Array;
  #bit = 24; // behind the three bytes of the file's head
  #groupStart = 24;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** −1 where no whole code is left. */
  next(): number {
    const { width } = this;
    if (this.#bit + width > 8 * this.#bytes.length) return -1;
    const at = this.#bit >> 3;
    const word = this.#bytes[at] | (this.#bytes[at + 1] << 8) | ((this.#bytes[at + 2] ?? 0) << 16);
    const code = (word >> (this.#bit & 7)) & ((1 << width) - 1);
    this.#bit += width;
    return code;
  }

  widen(width: number): void {
    const group = 8 * this.width;
    this.#bit = this.#groupStart + Math.ceil((this.#bit - this.#groupStart) / group) * group;
    this.#groupStart = this.#bit;
    this.width = width;
  }
}

/** What each code stands for: the text of another code, and one byte more. */
class CodeTable {
  readonly #before: Uint16Array;
  readonly #last: Uint8Array;
  readonly #length: Uint32Array;

  constructor(size: number) {
    this.#before = new Uint16Array(size);
    this.#last = Uint8Array.from({ length: size }, (_, code) => code & 255);
    this.#length = new Uint32Array(size).fill(1);
  }

  define(code: number, before: number, last: number): void {
    this.#before[code] = before;
    this.#last[code] = last;
    this.#length[code] = this.#length[before] + 1;
  }

  append(out: UnpackedBytes, byte: number): void {
    out.reserve(1);
    out.bytes[out.length++] = byte;
  }

  /** Appends the text of a code. @returns its first byte. */
  write(out: UnpackedBytes, code: number): number {
    const length = code < CLEAR ? 1 : this.#length[code];
    out.reserve(length);
    let at = out.length + length;
    out.length = at;
    let rest = code;
    for (let k = length; k > 1; k--) {
      out.bytes[--at] = this.#last[rest];
      rest = this.#before[rest];
    }
    out.bytes[at - 1] = rest & 255;
    return rest & 255;
  }
}
