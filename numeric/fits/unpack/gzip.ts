import { FitsError } from '../errors.js';
import { inflate } from './inflate.js';
import { UnpackedBytes } from './output.js';

/** What was packed, and what is odd about the packing. */
export interface Unpacked {
  readonly bytes: Uint8Array;
  /** Sentences. */
  readonly warnings: readonly string[];
}

/** True if the bytes start with the two that mark a gzip file (RFC 1952 §2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

const HEADER_CRC = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
const RESERVED = 0xe0;

/**
 * Unpacks gzip: one member or several after each other, each with its length and CRC proved. Zeros behind the last member are padding of a
 * tape or a block device; anything else there is left out, as gzip itself does, with a warning.
 * @param limit how many bytes may come out; nothing larger is ever allocated.
 * @param expected how many will come out, where that is known.
 * @throws {FitsError} if the bytes are no gzip, are cut short, are damaged, or unpack to more than `limit`.
 * @see RFC 1952
 */
export function gunzip(bytes: Uint8Array, limit: number, expected = hintOf(bytes)): Unpacked {
  const out = new UnpackedBytes(limit, 'gzip', { expected });
  const warnings = gunzipInto(bytes, out);
  return { bytes: out.result, warnings };
}

/** The same into an output of the caller's. @returns what is odd about the packing, in sentences. */
export function gunzipInto(bytes: Uint8Array, out: UnpackedBytes): string[] {
  if (!isGzip(bytes)) throw new FitsError('These bytes are not gzip', 0);
  let at = 0;
  do at = member(bytes, at, out);
  while (at + 2 < bytes.length && bytes[at] === 0x1f && bytes[at + 1] === 0x8b);
  const rest = bytes.length - at;
  const empty = bytes.subarray(at).every((byte) => byte === 0);
  return empty ? [] : [`${rest} bytes behind the gzip data are ignored.`];
}

/** The length of a single member stands in its last four bytes; what follows may spoil that, and a packing ratio beyond 1032 is impossible. */
function hintOf(bytes: Uint8Array): number {
  const at = bytes.length - 4;
  const length = (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  return Math.min(length, 1032 * bytes.length);
}

function member(bytes: Uint8Array, start: number, out: UnpackedBytes): number {
  const cut = () => new FitsError('The gzip data are damaged or cut short: copy the file again', start);
  const flags = bytes[start + 3];
  if (bytes[start + 2] !== 8 || (flags & RESERVED) !== 0) throw cut();
  let at = start + 10;
  if (flags & EXTRA) at += 2 + (bytes[at] | (bytes[at + 1] << 8));
  for (const text of [NAME, COMMENT]) {
    if (!(flags & text)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) throw cut();
    at = end + 1;
  }
  if (flags & HEADER_CRC) at += 2;
  if (!(at < bytes.length)) throw cut();
  const from = out.length;
  at = inflate(bytes, at, out);
  if (at + 8 > bytes.length) throw cut();
  if (!out.kept) return at + 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  if (view.getUint32(0, true) !== crc32(out.bytes, from, out.length) || view.getUint32(4, true) !== (out.length - from) >>> 0) throw cut();
  return at + 8;
}

/** Remainders of every byte, and of that byte followed by one, two and three zeros: four bytes in one step. */
const CRC_TABLES = tables();

function tables(): readonly Uint32Array[] {
  const made = Array.from({ length: 4 }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    made[0][byte] = value;
  }
  for (let k = 1; k < 4; k++) for (let byte = 0; byte < 256; byte++) made[k][byte] = made[0][made[k - 1][byte] & 255] ^ (made[k - 1][byte] >>> 8);
  return made;
}

/** CRC-32 of bytes [from, to), as gzip reckons it (RFC 1952 §8). */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  const [t0, t1, t2, t3] = CRC_TABLES;
  let crc = 0xffffffff;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
  }
  for (; i < to; i++) crc = t0[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
