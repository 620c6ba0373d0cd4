import { FitsError } from '../errors.js';
import { integerOf, MOST_AXES, trouble } from '../layout.js';
import type { HeaderBlock } from '../parse-header.js';
import type { Dither } from './quantized.js';

export const METHODS = ['RICE_1', 'GZIP_1', 'GZIP_2', 'PLIO_1', 'HCOMPRESS_1', 'NOCOMPRESS'] as const;
export type Method = (typeof METHODS)[number];

/** How an image was cut in tiles and coded (FITS 4.0 §10.1). */
export interface TileLayout {
  readonly method: Method;
  /** BITPIX and axes of the image, NAXIS1 first. */
  readonly bitpix: number;
  readonly shape: readonly number[];
  /** Size of a tile along each axis; those at the far edges are smaller. */
  readonly tile: readonly number[];
  /** Tiles along each axis. */
  readonly grid: readonly number[];
  readonly dither: Dither;
  /** ZDITHER0. */
  readonly seed: number;
  /** ZBLANK of the header: the coded integer that means "no value". */
  readonly blank: number | undefined;
  /** A parameter of the method: ZVALn where ZNAMEn is this name. */
  parameter(name: string, usual: number): number;
}

/** Of RICE_1, as older programs wrote it. */
const OTHER_NAMES: Readonly<Record<string, Method>> = { RICE_ONE: 'RICE_1' };
const LARGEST_AXIS = 2 ** 31 - 1;

/**
 * What the keywords with Z say of a compressed image.
 * @throws {FitsError} where they are missing, absurd, or name a method that this reader does not know.
 */
export function tileLayout(block: HeaderBlock, rows: number): TileLayout {
  const { header } = block;
  const bitpix = integerOf(block, 'ZBITPIX', -64, 64);
  if (![8, 16, 32, 64, -32, -64].includes(bitpix)) throw trouble(block, 'ZBITPIX', 'ZBITPIX must be one of 8, 16, 32, 64, -32, -64');
  const axes = integerOf(block, 'ZNAXIS', 0, MOST_AXES);
  const shape: number[] = [];
  const tile: number[] = [];
  for (let n = 1; n <= axes; n++) {
    shape.push(integerOf(block, `ZNAXIS${n}`, 0, LARGEST_AXIS));
    tile.push(Math.min(integerOf(block, `ZTILE${n}`, 1, LARGEST_AXIS, n === 1 ? Math.max(1, shape[0]) : 1), Math.max(1, shape[n - 1])));
  }
  const grid = shape.map((axis, i) => Math.ceil(axis / tile[i]));
  const tiles = axes === 0 ? 0 : grid.reduce((count, n) => count * n, 1);
  if (tiles !== rows) throw trouble(block, 'NAXIS2', `The image was cut in ${tiles} tiles, and the table has ${rows} rows`);
  const blank = header.number('ZBLANK') ?? (bitpix > 0 ? header.number('BLANK') : undefined);
  return {
    method: methodOf(block),
    bitpix,
    shape,
    tile,
    grid,
    dither: ditherOf(block),
    seed: header.number('ZDITHER0') ?? 1,
    blank,
    parameter(name, usual) {
      let n = 1;
      while (header.has(`ZNAME${n}`) && header.text(`ZNAME${n}`)?.trim().toUpperCase() !== name) n++;
      // cfitsio writes a flag as a number, astropy as a logical.
      return header.number(`ZVAL${n}`) ?? (header.boolean(`ZVAL${n}`) === true ? 1 : usual);
    },
  };
}

function methodOf(block: HeaderBlock): Method {
  const named = (block.header.text('ZCMPTYPE') ?? '').trim().toUpperCase();
  const method = METHODS.find((known) => known === named) ?? OTHER_NAMES[named];
  if (method === undefined) throw trouble(block, 'ZCMPTYPE', `The image is tile compressed by "${named}", which is not read here: unpack it with funpack first`);
  return method;
}

function ditherOf(block: HeaderBlock): Dither {
  const named = (block.header.text('ZQUANTIZ') ?? 'NO_DITHER').trim().toUpperCase();
  if (named === 'NONE' || named === 'NO_DITHER' || named === '') return 'NO_DITHER';
  if (named === 'SUBTRACTIVE_DITHER_1' || named === 'SUBTRACTIVE_DITHER_2') return named;
  throw trouble(block, 'ZQUANTIZ', `The floats were quantized by "${named}", which is not read here: unpack the file with funpack first`);
}

/** The origin and size of tile number `index`, counted from 0 along the first axis first. */
export function tileBox({ shape, tile, grid }: TileLayout, index: number): { readonly origin: readonly number[]; readonly size: readonly number[] } {
  const origin: number[] = [];
  const size: number[] = [];
  let rest = index;
  for (let axis = 0; axis < shape.length; axis++) {
    const place = rest % grid[axis];
    rest = Math.floor(rest / grid[axis]);
    origin.push(place * tile[axis]);
    size.push(Math.min(tile[axis], shape[axis] - place * tile[axis]));
  }
  return { origin, size };
}

/** Bytes of the image; bounded before anything of that size is made. @throws {FitsError} beyond `limit`. */
export function imageBytes({ shape, bitpix }: Pick<TileLayout, 'shape' | 'bitpix'>, limit: number): number {
  const bytes = shape.length === 0 ? 0 : (shape.reduce((count, axis) => count * axis, 1) * Math.abs(bitpix)) / 8;
  if (bytes > limit) throw new FitsError(`The compressed image unpacks to ${bytes} bytes, more than the ${limit} allowed`, 0);
  return bytes;
}
