import { FitsError } from '../errors.js';
import type { Unpacked } from './gzip.js';
import { UnpackedBytes } from './output.js';

/** True if the bytes start as those of bzip2 do. */
export function isBzip2(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68 && bytes[3] >= 0x31 && bytes[3] <= 0x39;
}

const BLOCK_MARK = 0x314159265359;
const END_MARK = 0x177245385090;
const MOST_CODE_BITS = 20;
/** Symbols that one table codes before the next one is chosen. */
const LARGEST_BLOCK = 900_000;
const GROUP = 50;

function damaged(): FitsError {
  return new FitsError('The bzip2 data are damaged or cut short: copy the file again', 0);
}

/** Bits from bytes, highest first. Behind the end come a few zeros, which the CRC of a block or the caller notices. */
class BitSource {
  hold = 0;
  bits = 0;
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {}

  /** Makes at least `count` ≤ 24 bits stand in the lowest `bits` of `hold`. */
  need(count: number): void {
    while (this.bits < count) {
      if (this.at >= this.bytes.length + 4) throw damaged();
      this.hold = (this.hold << 8) | (this.bytes[this.at++] ?? 0);
      this.bits += 8;
    }
  }

  /** The next `count` ≤ 24 bits. */
  take(count: number): number {
    this.need(count);
    this.bits -= count;
    return (this.hold >>> this.bits) & ((1 << count) - 1);
  }

  /** The next 48 or 32 bits. */
  takeWide(count: 48 | 32): number {
    const high = this.take(count - 24);
    return high * 2 ** 24 + this.take(24);
  }

  /** Goes back to whole bytes. */
  align(): void {
    this.at -= this.bits >> 3;
    this.hold = this.bits = 0;
    if (this.at > this.bytes.length) throw damaged();
  }
}

/**
 * Unpacks bzip2: one stream or several after each other, the CRC of each block proved.
 * @param limit how many bytes may come out; besides them one block, at most 4 MB, is held.
 * @param expected how many will come out, where that is known.
 * @throws {FitsError} if the bytes are damaged or cut short, or unpack to more than `limit`.
 * @see Burrows & Wheeler 1994, SRC Research Report 124; the format is that of bzip2 1.0
 */
export function bunzip2(bytes: Uint8Array, limit: number, expected = 8 * bytes.length): Unpacked {
  const out = new UnpackedBytes(limit, 'bzip2', { expected });
  const warnings = bunzip2Into(bytes, out);
  return { bytes: out.result, warnings };
}

/** The same into an output of the caller's. @returns what is odd about the packing, in sentences. */
export function bunzip2Into(bytes: Uint8Array, out: UnpackedBytes): string[] {
  const source = new BitSource(bytes, 0);
  // One for all: there may be thousands of streams, of a few bytes each.
  const room = new Uint32Array(LARGEST_BLOCK);
  while (isBzip2(bytes.subarray(source.at))) {
    const block = room.subarray(0, 100_000 * (bytes[source.at + 3] - 0x30));
    source.at += 4;
    for (;;) {
      const mark = source.takeWide(48);
      if (mark === END_MARK) break;
      if (mark !== BLOCK_MARK) throw damaged();
      readBlock(source, block, out);
    }
    source.takeWide(32); // the sum over the blocks; each block has been proved by its own
    source.align();
  }
  if (source.at === 0) throw damaged();
  const rest = bytes.subarray(source.at);
  return rest.every((byte) => byte === 0) ? [] : [`${rest.length} bytes behind the bzip2 data are ignored.`];
}

function readBlock(source: BitSource, block: Uint32Array, out: UnpackedBytes): void {
  const crc = source.takeWide(32);
  if (source.take(1) === 1) throw new FitsError('The bzip2 data were made by a version before 0.9.5: unpack them with "bunzip2" first', 0);
  const origin = source.take(24);
  const symbols = symbolsUsed(source);
  const { selectors, tables } = codesOf(source, symbols.length + 2);
  const count = movedToFront(source, symbols, selectors, tables, block);
  if (origin >= count) throw damaged();
  const from = out.length;
  writeRuns(block, count, origin, out);
  if (out.kept && crcOf(out.bytes, from, out.length) !== crc) throw damaged();
}

/** The bytes that occur in a block, in a map of 16 × 16 bits. */
function symbolsUsed(source: BitSource): number[] {
  const rows = source.take(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (!((rows >> (15 - row)) & 1)) continue;
    const columns = source.take(16);
    for (let column = 0; column < 16; column++) if ((columns >> (15 - column)) & 1) used.push(16 * row + column);
  }
  if (used.length === 0) throw damaged();
  return used;
}

interface PrefixCode {
  /** The last code of each length, left-aligned in so many bits; −1 where there is none. */
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
  readonly fewestBits: number;
}

function codesOf(source: BitSource, alphabet: number): { selectors: Uint8Array; tables: PrefixCode[] } {
  const groups = source.take(3);
  const count = source.take(15);
  if (groups < 2 || groups > 6 || count === 0) throw damaged();
  const order = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (source.take(1) === 1) if (++place >= groups) throw damaged();
    const [chosen] = order.splice(place, 1);
    order.unshift(chosen);
    selectors[i] = chosen;
  }
  const tables: PrefixCode[] = [];
  for (let table = 0; table < groups; table++) {
    const lengths = new Uint8Array(alphabet);
    let length = source.take(5);
    for (let symbol = 0; symbol < alphabet; symbol++) {
      while (source.take(1) === 1) {
        length += source.take(1) === 0 ? 1 : -1;
        if (length < 1 || length > MOST_CODE_BITS) throw damaged();
      }
      if (length < 1 || length > MOST_CODE_BITS) throw damaged();
      lengths[symbol] = length;
    }
    tables.push(prefixCode(lengths));
  }
  return { selectors, tables };
}

function prefixCode(lengths: Uint8Array): PrefixCode {
  const counts = new Int32Array(MOST_CODE_BITS + 2);
  for (const length of lengths) counts[length]++;
  const limits = new Int32Array(MOST_CODE_BITS + 2).fill(-1);
  const bases = new Int32Array(MOST_CODE_BITS + 2);
  const symbols = new Uint16Array(lengths.length);
  let code = 0;
  let index = 0;
  for (let bits = 1; bits <= MOST_CODE_BITS; bits++) {
    for (let symbol = 0, at = index; symbol < lengths.length; symbol++) if (lengths[symbol] === bits) symbols[at++] = symbol;
    bases[bits] = code - index;
    code += counts[bits];
    index += counts[bits];
    if (counts[bits] > 0) limits[bits] = code - 1;
    code <<= 1;
  }
  return { limits, bases, symbols, fewestBits: Math.min(...lengths) };
}

function symbolOf(source: BitSource, { limits, bases, symbols, fewestBits }: PrefixCode): number {
  source.need(MOST_CODE_BITS);
  const { hold, bits } = source;
  for (let length = fewestBits; length <= MOST_CODE_BITS; length++) {
    const code = (hold >>> (bits - length)) & ((1 << length) - 1);
    if (code > limits[length]) continue;
    const place = code - bases[length];
    if (place < 0 || place >= symbols.length) throw damaged();
    source.bits = bits - length;
    return symbols[place];
  }
  throw damaged();
}

/** Undoes the Huffman code, the run lengths of zeros and the move to front: the last column of the sorted block. @returns its length. */
function movedToFront(source: BitSource, used: readonly number[], selectors: Uint8Array, tables: readonly PrefixCode[], block: Uint32Array): number {
  const order = Uint8Array.from(used);
  const size = block.length;
  const end = used.length + 1;
  let count = 0;
  let run = 0;
  let weight = 1;
  for (let i = 0; ; i++) {
    const selector = selectors[Math.floor(i / GROUP)];
    if (selector === undefined) throw damaged();
    const symbol = symbolOf(source, tables[selector]);
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      if (run > size) throw damaged();
      continue;
    }
    if (count + run > size) throw damaged();
    block.fill(order[0], count, count + run);
    count += run;
    run = 0;
    weight = 1;
    if (symbol === end) return count;
    if (count >= size) throw damaged();
    const byte = order[symbol - 1];
    order.copyWithin(1, 0, symbol - 1);
    order[0] = byte;
    block[count++] = byte;
  }
}

/** Undoes the Burrows–Wheeler transform; four equal bytes are followed by the number of further ones. */
function writeRuns(block: Uint32Array, count: number, origin: number, out: UnpackedBytes): void {
  const next = new Uint32Array(257);
  for (let i = 0; i < count; i++) next[(block[i] & 255) + 1]++;
  for (let byte = 0; byte < 256; byte++) next[byte + 1] += next[byte];
  for (let i = 0; i < count; i++) block[next[block[i] & 255]++] |= i << 8;
  let place = block[origin] >>> 8;
  let same = 0;
  let previous = -1;
  for (let i = 0; i < count; i++) {
    const entry = block[place];
    place = entry >>> 8;
    const byte = entry & 255;
    if (same === 4) {
      out.reserve(byte);
      out.bytes.fill(previous, out.length, out.length + byte);
      out.length += byte;
      same = 0;
      previous = -1;
      continue;
    }
    same = byte === previous ? same + 1 : 1;
    previous = byte;
    out.reserve(1);
    out.bytes[out.length++] = byte;
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

/** CRC-32 with the highest bit first, as bzip2 reckons it. */
function crcOf(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff;
  for (let i = from; i < to; i++) crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ bytes[i]];
  return ~crc >>> 0;
}
