import { FitsError } from '../errors.js';
import { gunzip } from '../unpack/gzip.js';
import { hcompressDecode } from './hcompress.js';
import { plioDecode } from './plio.js';
import { riceDecode } from './rice.js';
import type { TileLayout } from './tile-layout.js';

/** The pixels of a tile: numbers, or big-endian values of the image's own type. */
export type TilePixels = { readonly numbers: ArrayLike<number> } | { readonly stored: Uint8Array };

/** A cell of the table: bytes, or for PLIO_1 words. */
export type Cell = Uint8Array | Int16Array | Int32Array;

/**
 * Undoes the code of one tile.
 * @param size of the tile, first axis first.
 * @param floats true where the values were not quantized: the bytes of GZIP are then floats.
 * @throws {FitsError} if the code is damaged or makes another number of pixels.
 */
export function decodeTile(cell: Cell, layout: TileLayout, size: readonly number[], floats: boolean): TilePixels {
  const count = size.reduce((product, axis) => product * axis, 1);
  switch (layout.method) {
    case 'RICE_1':
      return { numbers: riceDecode(bytesOf(cell), count, layout.parameter('BYTEPIX', 4), Math.max(1, layout.parameter('BLOCKSIZE', 32))) };
    case 'PLIO_1':
      return { numbers: plioDecode(wordsOf(cell), count) };
    case 'HCOMPRESS_1': {
      const [width, height] = planeOf(size);
      return { numbers: hcompressDecode(bytesOf(cell), width, height, layout.parameter('SMOOTH', 0) !== 0) };
    }
    case 'NOCOMPRESS':
      return ofBytes(bytesOf(cell), count, layout, floats);
    case 'GZIP_1':
    case 'GZIP_2': {
      const bytes = gunzipTile(bytesOf(cell), count);
      return ofBytes(layout.method === 'GZIP_2' ? unshuffled(bytes, count) : bytes, count, layout, floats);
    }
  }
}

/** A tile that would not quantize: floats, or integers, as they are in gzip. */
export function decodeGzipFallback(cell: Cell, layout: TileLayout, size: readonly number[]): TilePixels {
  const count = size.reduce((product, axis) => product * axis, 1);
  return ofBytes(gunzipTile(bytesOf(cell), count), count, layout, true);
}

/** No pixel takes more than eight bytes. */
function gunzipTile(bytes: Uint8Array, count: number): Uint8Array {
  return gunzip(bytes, 8 * count).bytes;
}

/** HCOMPRESS_1 codes planes: every axis but two is 1. */
function planeOf(size: readonly number[]): readonly [number, number] {
  const long = size.filter((axis) => axis > 1);
  if (long.length > 2) throw new FitsError(`HCOMPRESS_1 codes planes; this tile is ${size.join(' × ')}`, 0);
  return long.length === 2 ? [long[0], long[1]] : [size[0], size[1] ?? 1];
}

/** The bytes that a cell of words stands for, highest byte first. */
function bytesOf(cell: Cell): Uint8Array {
  if (cell instanceof Uint8Array) return cell;
  const width = cell.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(width * cell.length));
  if (width === 2) for (let i = 0; i < cell.length; i++) view.setInt16(2 * i, cell[i]);
  else for (let i = 0; i < cell.length; i++) view.setInt32(4 * i, cell[i]);
  return new Uint8Array(view.buffer);
}

function wordsOf(cell: Cell): ArrayLike<number> {
  if (cell instanceof Int16Array) return cell;
  const bytes = bytesOf(cell);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i));
}

/** GZIP_2 sorts the bytes of all values by significance before it packs them. */
function unshuffled(bytes: Uint8Array, count: number): Uint8Array {
  const width = bytes.length / count;
  const out = new Uint8Array(bytes.length);
  if (Number.isInteger(width)) for (let i = 0; i < count; i++) for (let b = 0; b < width; b++) out[i * width + b] = bytes[b * count + i];
  return out;
}

/** The width of the coded numbers follows from their length: programs differ in it. */
function ofBytes(bytes: Uint8Array, count: number, { bitpix }: TileLayout, floats: boolean): TilePixels {
  const width = bytes.length / count;
  if (![1, 2, 4, 8].includes(width)) throw new FitsError(`A tile of ${count} pixels unpacks to ${bytes.length} bytes: the file is damaged`, 0);
  if (8 * width === Math.abs(bitpix) && (bitpix > 0 || floats)) return { stored: bytes };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bitpix < 0 && floats) {
    if (width < 4) throw new FitsError(`A tile of floats has ${width} bytes a pixel: the file is damaged`, 0);
    return { numbers: Float64Array.from({ length: count }, (_, i) => (width === 4 ? view.getFloat32(4 * i) : view.getFloat64(8 * i))) };
  }
  const read = width === 1 ? (i: number) => bytes[i] : width === 2 ? (i: number) => view.getInt16(2 * i) : width === 4 ? (i: number) => view.getInt32(4 * i) : (i: number) => Number(view.getBigInt64(8 * i));
  return { numbers: Float64Array.from({ length: count }, (_, i) => read(i)) };
}
