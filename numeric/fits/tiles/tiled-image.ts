import { padded } from '../bytes.js';
import { FitsError, WarningList } from '../errors.js';
import { imageHdu, type ImageHdu } from '../image.js';
import { dataLayout, type DataLayout } from '../layout.js';
import { parseHeader, type HeaderBlock } from '../parse-header.js';
import { tableHdu } from '../table.js';
import type { CellValues, TableColumn } from '../table-column.js';
import { decodeGzipFallback, decodeTile, type Cell, type TilePixels } from './decode-tile.js';
import { unquantized } from './quantized.js';
import { restoredHeader } from './restored-header.js';
import { imageBytes, tileBox, tileLayout, type TileLayout } from './tile-layout.js';

/** True if a binary table holds a compressed image (FITS 4.0 §10.1). */
export function isTiledImage(block: HeaderBlock): boolean {
  return block.header.boolean('ZIMAGE') === true;
}

/**
 * A tile-compressed image as the image it was: its own header, its pixels decoded when asked for.
 * @param limit bytes its pixels may take.
 * @throws {FitsError} if the keywords or columns of the compression contradict themselves; from the pixels, if a tile is damaged.
 * @see FITS 4.0 §10.1–10.4
 */
export function tiledImage(bytes: Uint8Array, block: HeaderBlock, layout: DataLayout, name: string, warnings: WarningList, limit: number): ImageHdu {
  const table = tableHdu(bytes, block, layout, name, warnings);
  const tiles = tileLayout(block, table.rows);
  const headerBytes = restoredHeader(bytes, block);
  // What is odd about its cards has been said of the table's header.
  const restored = parseHeader(headerBytes, 0, new WarningList());
  const own = { ...dataLayout(restored), pcount: 0 };
  const columns = columnsOf(table.columns);
  const image = imageHdu(restored, own, restored.header.text('EXTNAME') ?? '', warnings, () => {
    const stored = decodeTiles(tiles, columns, imageBytes(tiles, limit));
    return new DataView(stored.buffer);
  });
  return { ...image, headerOffset: block.offset, dataOffset: block.end, dataLength: layout.length, compression: tiles.method, packedHeader: block.header };
}

/** The image as an uncompressed HDU, in whole blocks: its header, its data. */
export function unpackedUnit(bytes: Uint8Array, block: HeaderBlock, layout: DataLayout, header: Uint8Array, limit: number): Uint8Array {
  const table = tableHdu(bytes, block, layout, '', new WarningList());
  const tiles = tileLayout(block, table.rows);
  const length = imageBytes(tiles, limit);
  const unit = new Uint8Array(header.length + padded(length));
  unit.set(header);
  unit.set(decodeTiles(tiles, columnsOf(table.columns), length), header.length);
  return unit;
}

interface TileColumns {
  readonly compressed: TableColumn | undefined;
  readonly gzip: TableColumn | undefined;
  readonly plain: TableColumn | undefined;
  readonly scale: TableColumn | undefined;
  readonly zero: TableColumn | undefined;
  readonly blank: TableColumn | undefined;
}

function columnsOf(all: readonly TableColumn[]): TileColumns {
  const named = (name: string) => all.find((column) => column.name.trim().toUpperCase() === name);
  if (named('NULL_PIXEL_MASK')) throw new FitsError('The compressed image keeps its blank pixels in a mask of their own, which is not read here: unpack it with funpack first', 0);
  const columns = {
    compressed: named('COMPRESSED_DATA'),
    gzip: named('GZIP_COMPRESSED_DATA'),
    plain: named('UNCOMPRESSED_DATA'),
    scale: named('ZSCALE'),
    zero: named('ZZERO'),
    blank: named('ZBLANK'),
  };
  if (!columns.compressed && !columns.gzip && !columns.plain) throw new FitsError('The compressed image has no column COMPRESSED_DATA', 0);
  return columns;
}

/** The data unit of the image: big-endian values, first axis fastest. */
function decodeTiles(layout: TileLayout, columns: TileColumns, length: number): Uint8Array {
  const out = new Uint8Array(length);
  if (length === 0) return out;
  const cells = {
    compressed: cellsOf(columns.compressed, 'BIJ'),
    gzip: cellsOf(columns.gzip, 'BIJ'),
    plain: cellsOf(columns.plain, 'BIJKED'),
    scale: numbersOf(columns.scale),
    zero: numbersOf(columns.zero),
    blank: numbersOf(columns.blank),
  };
  const tiles = layout.grid.reduce((count, n) => count * n, 1);
  const width = Math.abs(layout.bitpix) / 8;
  for (let index = 0; index < tiles; index++) {
    const { origin, size } = tileBox(layout, index);
    try {
      putTile(out, storedBytes(pixelsOf(layout, cells, index, size), layout), { origin, size, shape: layout.shape, width });
    } catch (error) {
      if (error instanceof FitsError) throw new FitsError(`Tile ${index + 1} of ${tiles}: ${error.plain}`, error.offset);
      throw error;
    }
  }
  return out;
}

interface TileCells {
  readonly compressed: readonly CellValues[] | undefined;
  readonly gzip: readonly CellValues[] | undefined;
  readonly plain: readonly CellValues[] | undefined;
  readonly scale: ArrayLike<number> | undefined;
  readonly zero: ArrayLike<number> | undefined;
  readonly blank: ArrayLike<number> | undefined;
}

/** @param types letters of TFORM that such a column may have: bytes or words that are coded, numbers that are not. */
function cellsOf(column: TableColumn | undefined, types: string): readonly CellValues[] | undefined {
  if (column === undefined) return undefined;
  const type = /^[01]?[PQ]([A-Z])/i.exec(column.format)?.[1].toUpperCase();
  if (type === undefined || !types.includes(type)) throw new FitsError(`The column ${column.name} of a compressed image has the format "${column.format}", which holds no such data`, 0);
  return column.values() as readonly CellValues[];
}

function numbersOf(column: TableColumn | undefined): ArrayLike<number> | undefined {
  if (column === undefined) return undefined;
  const values = column.values();
  if (column.variable || column.repeat !== 1 || !ArrayBuffer.isView(values)) throw new FitsError(`The column ${column.name} of a compressed image must hold one number a row`, 0);
  return Float64Array.from(values as ArrayLike<number>, Number);
}

function pixelsOf(layout: TileLayout, cells: TileCells, index: number, size: readonly number[]): TilePixels {
  const quantized = layout.bitpix < 0 && cells.scale !== undefined;
  const compressed = cells.compressed?.[index] as Cell | undefined;
  if (compressed && compressed.length > 0) return meant(decodeTile(compressed, layout, size, !quantized), layout, cells, index);
  const gzip = cells.gzip?.[index] as Cell | undefined;
  if (gzip && gzip.length > 0) return decodeGzipFallback(gzip, layout, size);
  const plain = cells.plain?.[index] as ArrayLike<number> | undefined;
  const count = size.reduce((product, axis) => product * axis, 1);
  if (plain?.length === count) return { numbers: Float64Array.from(plain, Number) };
  throw new FitsError('no column holds its pixels: the file is damaged', 0);
}

/** Quantized floats become floats, blank integers the BLANK of the image. */
function meant(pixels: TilePixels, layout: TileLayout, { scale, zero, blank }: TileCells, index: number): TilePixels {
  const none = blank?.[index] ?? layout.blank;
  if (layout.bitpix < 0) {
    if (!('numbers' in pixels) || scale === undefined) return pixels;
    return { numbers: unquantized(pixels.numbers, { dither: layout.dither, scale: scale[index], zero: zero?.[index] ?? 0, blank: none, seed: index + layout.seed - 1 }) };
  }
  if (blank === undefined || layout.blank === undefined || none === layout.blank || !('numbers' in pixels)) return pixels;
  const own = layout.blank;
  return { numbers: Float64Array.from(pixels.numbers, (value) => (value === none ? own : value)) };
}

const RANGES: Readonly<Record<number, readonly [number, number]>> = { 8: [0, 255], 16: [-32768, 32767], 32: [-2147483648, 2147483647] };

/** Pixels as big-endian values of the image's own type. @throws {FitsError} if a number does not fit it. */
function storedBytes(pixels: TilePixels, { bitpix }: TileLayout): Uint8Array {
  if ('stored' in pixels) return pixels.stored;
  const { numbers } = pixels;
  const n = numbers.length;
  const out = new Uint8Array((n * Math.abs(bitpix)) / 8);
  const view = new DataView(out.buffer);
  if (bitpix === -32) for (let i = 0; i < n; i++) view.setFloat32(4 * i, numbers[i]);
  else if (bitpix === -64) for (let i = 0; i < n; i++) view.setFloat64(8 * i, numbers[i]);
  else if (bitpix === 64) for (let i = 0; i < n; i++) view.setBigInt64(8 * i, BigInt(numbers[i]));
  else {
    const [least, most] = RANGES[bitpix];
    for (let i = 0; i < n; i++) if (!(numbers[i] >= least && numbers[i] <= most)) throw new FitsError(`a pixel of ${numbers[i]} does not fit ${bitpix} bits: the file is damaged`, 0);
    if (bitpix === 8) out.set(numbers);
    else if (bitpix === 16) for (let i = 0; i < n; i++) view.setInt16(2 * i, numbers[i]);
    else for (let i = 0; i < n; i++) view.setInt32(4 * i, numbers[i]);
  }
  return out;
}

interface Place {
  readonly origin: readonly number[];
  readonly size: readonly number[];
  readonly shape: readonly number[];
  /** Bytes of a pixel. */
  readonly width: number;
}

/** Copies the runs of a tile along the first axis to their places in the image. */
function putTile(out: Uint8Array, tile: Uint8Array, { origin, size, shape, width }: Place): void {
  const run = size[0] * width;
  const runs = tile.length / run;
  for (let r = 0; r < runs; r++) {
    let rest = r;
    let at = 0;
    let step = shape[0];
    for (let axis = 1; axis < shape.length; axis++) {
      at += (origin[axis] + (rest % size[axis])) * step;
      rest = Math.floor(rest / size[axis]);
      step *= shape[axis];
    }
    out.set(tile.subarray(r * run, (r + 1) * run), (at + origin[0]) * width);
  }
}
