import { FitsError } from '../errors.js';
import { HuffmanCode } from './huffman.js';
import type { UnpackedBytes } from './output.js';

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/** The order in which the lengths of the code for code lengths are given (RFC 1951 §3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_RUN = 258;

function damaged(): FitsError {
  return new FitsError('The gzip data are damaged or cut short: copy the file again', 0);
}

/** Takes bits from bytes, lowest first. Behind the end come zeros; `end` tells whether any were used. */
class BitSource {
  hold = 0;
  bits = 0;
  constructor(
    readonly input: Uint8Array,
    public at: number,
  ) {}

  /** Makes at least `count` ≤ 24 bits stand in `hold`. */
  need(count: number): void {
    while (this.bits < count) {
      if (this.at > this.input.length + 8) throw damaged();
      this.hold |= (this.input[this.at++] ?? 0) << this.bits;
      this.bits += 8;
    }
  }

  take(count: number): number {
    this.need(count);
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.bits -= count;
    return value;
  }

  /** Goes back to whole bytes. @returns the byte that follows. */
  align(): number {
    this.at -= this.bits >> 3;
    this.hold = this.bits = 0;
    return this.at;
  }

  symbol({ quick, counts, symbols }: HuffmanCode): number {
    this.need(15);
    const entry = quick[this.hold & 511];
    if (entry !== 0) {
      this.hold >>>= entry & 15;
      this.bits -= entry & 15;
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      code |= (this.hold >> (length - 1)) & 1;
      const count = counts[length];
      if (code - count < first) {
        this.hold >>>= length;
        this.bits -= length;
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw damaged();
  }
}

let fixed: readonly [HuffmanCode, HuffmanCode] | undefined;

function fixedCodes(): readonly [HuffmanCode, HuffmanCode] {
  const literals = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
  fixed ??= [new HuffmanCode(literals), new HuffmanCode(new Uint8Array(30).fill(5))];
  return fixed;
}

/**
 * Unpacks one DEFLATE stream that starts at byte `at` of the input, behind what the output holds already.
 * @returns the first byte behind the stream.
 * @throws {FitsError} if the stream is damaged or cut short, or unpacks to more than the output may hold.
 * @see RFC 1951
 */
export function inflate(input: Uint8Array, at: number, out: UnpackedBytes): number {
  const source = new BitSource(input, at);
  out.start = out.length;
  for (let last = false; !last;) {
    last = source.take(1) === 1;
    const kind = source.take(2);
    if (kind === 0) stored(source, out);
    else if (kind === 3) throw damaged();
    else block(source, kind === 1 ? fixedCodes() : dynamicCodes(source), out);
  }
  const end = source.align();
  if (end > input.length) throw damaged();
  return end;
}

function stored(source: BitSource, out: UnpackedBytes): void {
  const { input } = source;
  const at = source.align();
  const length = input[at] | (input[at + 1] << 8);
  if (at + 4 + length > input.length || (length ^ 0xffff) !== (input[at + 2] | (input[at + 3] << 8))) throw damaged();
  out.reserve(length);
  out.bytes.set(input.subarray(at + 4, at + 4 + length), out.length);
  out.length += length;
  source.at = at + 4 + length;
}

function dynamicCodes(source: BitSource): readonly [HuffmanCode, HuffmanCode] {
  const literals = source.take(5) + 257;
  const distances = source.take(5) + 1;
  const given = source.take(4) + 4;
  if (literals > 286 || distances > 30) throw damaged();
  const codeLengths = new Uint8Array(19);
  for (let i = 0; i < given; i++) codeLengths[LENGTH_ORDER[i]] = source.take(3);
  const code = new HuffmanCode(codeLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length;) {
    const symbol = source.symbol(code);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) throw damaged();
    const value = symbol === 16 ? lengths[i - 1] : 0;
    const repeat = symbol === 16 ? 3 + source.take(2) : symbol === 17 ? 3 + source.take(3) : 11 + source.take(7);
    if (i + repeat > lengths.length) throw damaged();
    lengths.fill(value, i, i + repeat);
    i += repeat;
  }
  return [new HuffmanCode(lengths.subarray(0, literals)), new HuffmanCode(lengths.subarray(literals))];
}

function block(source: BitSource, [literals, distances]: readonly [HuffmanCode, HuffmanCode], out: UnpackedBytes): void {
  for (;;) {
    const symbol = source.symbol(literals);
    if (out.length + LONGEST_RUN > out.bytes.length) out.reserve(symbol < 256 ? 1 : 0);
    if (symbol < 256) {
      out.bytes[out.length++] = symbol;
      continue;
    }
    if (symbol === 256) return;
    if (symbol > 285) throw damaged();
    const length = LENGTH_BASE[symbol - 257] + source.take(LENGTH_EXTRA[symbol - 257]);
    const place = source.symbol(distances);
    if (place > 29) throw damaged();
    const distance = DISTANCE_BASE[place] + source.take(DISTANCE_EXTRA[place]);
    if (distance > out.length - out.start) throw damaged();
    out.reserve(length);
    const { bytes } = out;
    for (let to = out.length, end = to + length; to < end; to++) bytes[to] = bytes[to - distance];
    out.length += length;
  }
}
