import { ContractError } from '../errors.js';
import type { WarningList } from './errors.js';
import type { Header } from './header.js';
import type { DataLayout } from './layout.js';
import type { HeaderBlock } from './parse-header.js';
import { plainLoops, type WordLoops } from './word-loops.js';

/** Arrays for the pixels of an image: the types of FITS 4.0 table 8 and, by the conventions of table 11, the unsigned ones and signed bytes. */
export type PhysicalArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** An image in the file; its pixels are decoded when asked for, each time anew. */
export interface ImageHdu {
  readonly kind: 'image';
  /** EXTNAME; `PRIMARY` for a first HDU without one. */
  readonly name: string;
  readonly header: Header;
  /** NAXIS1 first; empty where there are no data. */
  readonly shape: readonly number[];
  readonly bitpix: number;
  readonly headerOffset: number;
  readonly dataOffset: number;
  /** Bytes of data, without padding; of a compressed image those of its table. */
  readonly dataLength: number;
  /** How the pixels are packed in the file (ZCMPTYPE); undefined where they stand as they are. */
  readonly compression?: string;
  /** Of a compressed image the header of its table. */
  readonly packedHeader?: Header;
  /** The stored values as big-endian bytes, without padding: of a compressed image those it had before. */
  dataUnit(): Uint8Array;
  /**
   * The physical values, physical = BZERO + BSCALE · stored, in the narrowest type that holds them: integers as they are stored,
   * the unsigned conventions exactly (FITS 4.0 table 11), float32 for scaled 8 and 16 bit and for BITPIX −32, float64 for the
   * rest. Where an integer image has BLANK, a blank pixel is NaN and the array is of floats.
   */
  physical(): PhysicalArray;
  /**
   * The physical values as float32; a blank pixel is NaN.
   * @param into where to put them; must have one element a pixel.
   * @param loops faster than the plain ones; the same values.
   * @throws {ContractError} if `into` has another length.
   */
  float32(into?: Float32Array, loops?: WordLoops): Float32Array;
  /** Whether all values are whole numbers from 0 to 65535 by the way they are stored: unsigned integers of 16 bits (FITS 4.0 table 11) without a blank. */
  readonly isUint16: boolean;
  /**
   * The values of such an image as they are.
   * @param into as of `float32`.
   * @throws {ContractError} if `into` has another length, or the image stores something else.
   */
  uint16(into?: Uint16Array, loops?: WordLoops): Uint16Array;
}

interface Scaling {
  readonly scale: number;
  readonly zero: number;
  /** The stored integer that means "no value". */
  readonly blank: number | bigint | undefined;
}

/**
 * The image whose header is `block`; its pixels are decoded when asked for, one pass each time.
 * @param stored gives the bytes of its data unit.
 * @throws {ContractError} from `float32`, if the room given has another length.
 * @see FITS 4.0 §7.1, and §4.4.2.5 for BSCALE, BZERO and BLANK
 */
export function imageHdu(block: HeaderBlock, layout: DataLayout, name: string, warnings: WarningList, stored: () => DataView): ImageHdu {
  const { header, end: dataOffset, offset: headerOffset } = block;
  const { bitpix, length: dataLength } = layout;
  const shape = layout.shape;
  const count = dataLength / (Math.abs(bitpix) / 8);
  const scaling = scalingOf(block, bitpix, warnings);
  const isUint16 = bitpix === 16 && scaling.scale === 1 && scaling.zero === 32768 && scaling.blank === undefined;
  return {
    kind: 'image',
    name,
    header,
    shape,
    bitpix,
    headerOffset,
    dataOffset,
    dataLength,
    dataUnit: () => bytesOf(stored()),
    physical() {
      const view = stored();
      return exactValues(view, bitpix, scaling, count) ?? scaleInto(view, bitpix, scaling, floatsFor(bitpix, count));
    },
    float32(into = new Float32Array(count), loops) {
      if (into.length !== count) throw new ContractError(`room for ${into.length} values, the image has ${count}`);
      return (loops && scaleFast(stored(), bitpix, scaling, into, loops)) ?? scaleInto(stored(), bitpix, scaling, into);
    },
    isUint16,
    uint16(into = new Uint16Array(count), loops = plainLoops) {
      if (into.length !== count) throw new ContractError(`room for ${into.length} values, the image has ${count}`);
      if (!isUint16) throw new ContractError('the image does not store unsigned integers of 16 bits');
      loops.decodeUint16(bytesOf(stored()), into);
      return into;
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function scalingOf(block: HeaderBlock, bitpix: number, warnings: WarningList): Scaling {
  const { header } = block;
  const number = (keyword: string, usual: number): number => {
    const value = header.number(keyword);
    if (value !== undefined) return value;
    const found = header.get(keyword);
    if (found === undefined) return usual;
    // A program that writes numbers as text: what it meant is plain, and an offset of half the range is what tells saturation.
    const text = typeof found === 'string' ? found.trim() : '';
    const read = text === '' ? NaN : Number(text);
    warnings.add(Number.isFinite(read) ? `${keyword} is text ('${text}'); it is read as the number ${read}.` : `${keyword} is not a number; ${usual} is used.`, block.offset);
    return Number.isFinite(read) ? read : usual;
  };
  let blank: number | bigint | undefined;
  const declared = header.get('BLANK');
  if (declared !== undefined) {
    const usable = typeof declared === 'bigint' || (typeof declared === 'number' && Number.isInteger(declared));
    if (bitpix > 0 && usable) blank = bitpix === 64 ? BigInt(declared) : Number(declared);
    else warnings.add(bitpix > 0 ? 'BLANK is not an integer; it is ignored.' : 'BLANK means nothing in an image of floats; it is ignored.', block.offset);
  }
  return { scale: number('BSCALE', 1), zero: number('BZERO', 0), blank };
}

/** The values that need no floating point: stored ones, and the unsigned conventions, an offset of half the range. */
function exactValues(view: DataView, bitpix: number, { scale, zero, blank }: Scaling, count: number): PhysicalArray | undefined {
  if (scale !== 1 || blank !== undefined) return undefined;
  if (zero === 0) return storedValues(view, bitpix, count);
  if (bitpix === 8 && zero === -128) return shifted(view, 1, new Int8Array(count));
  if (bitpix === 16 && zero === 32768) return shifted(view, 2, new Uint16Array(count));
  if (bitpix === 32 && zero === 2147483648) return shifted(view, 4, new Uint32Array(count));
  if (bitpix !== 64 || zero !== 2 ** 63) return undefined;
  const out = new BigUint64Array(count);
  for (let i = 0; i < count; i++) out[i] = view.getBigUint64(8 * i) ^ (2n ** 63n);
  return out;
}

/** Adding half the range is turning the top bit over. */
function shifted<T extends Int8Array | Uint16Array | Uint32Array>(view: DataView, size: 1 | 2 | 4, out: T): T {
  const n = out.length;
  if (size === 1) for (let i = 0; i < n; i++) out[i] = view.getUint8(i) ^ 0x80;
  else if (size === 2) for (let i = 0; i < n; i++) out[i] = view.getUint16(2 * i) ^ 0x8000;
  else for (let i = 0; i < n; i++) out[i] = view.getUint32(4 * i) ^ 0x80000000;
  return out;
}

/** Stored values of any BITPIX, as they are. */
function storedValues(view: DataView, bitpix: number, n: number): PhysicalArray {
  if (bitpix === 8) return new Uint8Array(view.buffer, view.byteOffset, n).slice();
  if (bitpix === 64) {
    const out = new BigInt64Array(n);
    for (let i = 0; i < n; i++) out[i] = view.getBigInt64(8 * i);
    return out;
  }
  const out = bitpix === 16 ? new Int16Array(n) : bitpix === 32 ? new Int32Array(n) : floatsFor(bitpix, n);
  if (bitpix === 16) for (let i = 0; i < n; i++) out[i] = view.getInt16(2 * i);
  else if (bitpix === 32) for (let i = 0; i < n; i++) out[i] = view.getInt32(4 * i);
  else if (bitpix === -32) for (let i = 0; i < n; i++) out[i] = view.getFloat32(4 * i);
  else for (let i = 0; i < n; i++) out[i] = view.getFloat64(8 * i);
  return out;
}

function floatsFor(bitpix: number, count: number): Float32Array | Float64Array {
  return bitpix === 8 || bitpix === 16 || bitpix === -32 ? new Float32Array(count) : new Float64Array(count);
}

/** physical = zero + scale · stored in double precision, rounded once. One loop per type: this is the hot path of every frame. */
function scaleInto<T extends Float32Array | Float64Array>(view: DataView, bitpix: number, scaling: Scaling, out: T): T {
  const { scale } = scaling;
  const zero = scaling.zero === 0 ? -0 : scaling.zero; // adding −0 leaves every number as it is, −0 too
  const n = out.length;
  if (bitpix === 8) for (let i = 0; i < n; i++) out[i] = zero + scale * view.getUint8(i);
  else if (bitpix === 16) for (let i = 0; i < n; i++) out[i] = zero + scale * view.getInt16(2 * i);
  else if (bitpix === 32) for (let i = 0; i < n; i++) out[i] = zero + scale * view.getInt32(4 * i);
  else if (bitpix === 64) for (let i = 0; i < n; i++) out[i] = zero + scale * Number(view.getBigInt64(8 * i));
  else if (bitpix === -32) for (let i = 0; i < n; i++) out[i] = zero + scale * view.getFloat32(4 * i);
  else for (let i = 0; i < n; i++) out[i] = zero + scale * view.getFloat64(8 * i);
  if (scaling.blank !== undefined) blankInto(view, bitpix, scaling.blank, out);
  return out;
}

/** Whole numbers up to this are exact in float32 together with any integer of 16 bits. */
const EXACT_ZERO = 2 ** 23;

/** What cameras and this software write: 16 bit counts with an offset, and float32 as it is. Undefined for all else. */
function scaleFast(view: DataView, bitpix: number, { scale, zero, blank }: Scaling, out: Float32Array, loops: WordLoops): Float32Array | undefined {
  if (scale !== 1 || blank !== undefined) return undefined;
  const stored = bytesOf(view);
  if (bitpix === 16 && Number.isInteger(zero) && Math.abs(zero) <= EXACT_ZERO) loops.decodeInt16(stored, zero, out);
  else if (bitpix === -32 && zero === 0) loops.swapWords(stored, new Uint8Array(out.buffer, out.byteOffset, out.byteLength));
  else return undefined;
  return out;
}

function blankInto(view: DataView, bitpix: number, blank: number | bigint, out: Float32Array | Float64Array): void {
  const stored = storedValues(view, bitpix, out.length);
  for (let i = 0; i < out.length; i++) if (stored[i] === blank) out[i] = NaN;
}
