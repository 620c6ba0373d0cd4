import { FitsError } from '../errors.js';
import { inverseTransform } from './h-transform.js';

/** Two bytes that start every tile. */
const MAGIC = [0xdd, 0x99];
const HEAD_BYTES = 25;
/** Bit planes of a coefficient that a double still holds exactly. */
const MOST_PLANES = 52;

function damaged(): FitsError {
  return new FitsError('A tile coded by HCOMPRESS_1 does not make sense: the file is damaged', 0);
}

/**
 * Undoes HCOMPRESS_1: bit planes of the coefficients of an H-transform in a quadtree code, their signs, then the inverse transform.
 * Coefficients are kept as doubles, exact to 2⁵³.
 * @param width pixels of a row of the tile (the axis that runs fastest), `height` rows.
 * @param smooth interpolate coefficients on the way back, as the header of a lossy file asks for.
 * @returns width × height integers.
 * @throws {FitsError} if the tile is damaged, cut short or of another size.
 * @see FITS 4.0 §10.4.4; White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167
 */
export function hcompressDecode(bytes: Uint8Array, width: number, height: number, smooth: boolean): Float64Array {
  if (bytes.length < HEAD_BYTES || bytes[0] !== MAGIC[0] || bytes[1] !== MAGIC[1]) throw damaged();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scale = view.getInt32(10);
  if (view.getInt32(2) !== height || view.getInt32(6) !== width || scale < 0) throw damaged();
  const coefficients = new Float64Array(width * height);
  const bits = new NybbleSource(bytes, HEAD_BYTES);
  const halfWidth = (width + 1) >> 1;
  const halfHeight = (height + 1) >> 1;
  const [planes, planesMixed, planesDetail] = bytes.subarray(22, 25);
  const quadrant = (x: number, y: number, nx: number, ny: number, count: number) => readPlanes(bits, { out: coefficients, width, start: y * width + x, nx, ny }, count);
  quadrant(0, 0, halfWidth, halfHeight, planes);
  quadrant(halfWidth, 0, width >> 1, halfHeight, planesMixed);
  quadrant(0, halfHeight, halfWidth, height >> 1, planesMixed);
  quadrant(halfWidth, halfHeight, width >> 1, height >> 1, planesDetail);
  if (bits.take(4) !== 0) throw damaged(); // the mark behind the last plane
  bits.align();
  for (let i = 0; i < coefficients.length; i++) if (coefficients[i] !== 0 && bits.take(1) === 1) coefficients[i] = -coefficients[i];
  coefficients[0] = Number(view.getBigInt64(14)); // the sum of all pixels, kept apart
  if (scale > 1) for (let i = 0; i < coefficients.length; i++) coefficients[i] *= scale;
  inverseTransform(coefficients, width, height, smooth ? scale : 0);
  return coefficients;
}

class NybbleSource {
  readonly #bytes: Uint8Array;
  #at: number;
  #hold = 0;
  #bits = 0;
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The next `count` ≤ 8 bits, highest first. */
  take(count: number): number {
    if (this.#bits < count) {
      if (this.#at >= this.#bytes.length) throw damaged();
      this.#hold = ((this.#hold << 8) | this.#bytes[this.#at++]) & 0xffff;
      this.#bits += 8;
    }
    this.#bits -= count;
    return (this.#hold >> this.#bits) & ((1 << count) - 1);
  }

  align(): void {
    this.#bits = 0;
  }

  /** Four bits, of which few are set most often, in a fixed code of 3 to 6 bits. */
  quad(): number {
    let code = this.take(3);
    if (code < 4) return 1 << code;
    code = (code << 1) | this.take(1);
    if (code < 13) return [3, 5, 10, 12, 15][code - 8];
    code = (code << 1) | this.take(1);
    if (code < 31) return [6, 7, 9, 11, 13][code - 26];
    return this.take(1) === 0 ? 0 : 14;
  }
}

/** A rectangle of coefficients within rows of `width`. */
interface Quadrant {
  readonly out: Float64Array;
  readonly width: number;
  readonly start: number;
  readonly nx: number;
  readonly ny: number;
}

/** Adds the bit planes of one quadrant, highest first; each was written as it is, or as a quadtree. */
function readPlanes(bits: NybbleSource, quadrant: Quadrant, planes: number): void {
  const { nx, ny } = quadrant;
  if (planes > MOST_PLANES) throw damaged();
  for (let plane = planes - 1; plane >= 0; plane--) {
    const form = bits.take(4);
    if (form !== 0 && form !== 15) throw damaged();
    const width = (nx + 1) >> 1;
    const quads = form === 0 ? plainQuads(bits, width * ((ny + 1) >> 1)) : treeQuads(bits, nx, ny);
    addPlane(quads, width, quadrant, 2 ** plane);
  }
}

function plainQuads(bits: NybbleSource, count: number): Uint8Array {
  const quads = new Uint8Array(count);
  for (let i = 0; i < count; i++) quads[i] = bits.take(4);
  return quads;
}

/** From the root to the leaves: a bit that is set says that the next four bits are not all zero, and they follow, the last ones first. */
function treeQuads(bits: NybbleSource, nx: number, ny: number): Uint8Array {
  let levels = 0;
  while (1 << levels < Math.max(nx, ny)) levels++;
  let quads = Uint8Array.of(bits.quad());
  for (let level = levels - 1; level >= 1; level--) {
    // What a level has is what the next one has, halved upwards.
    const width = Math.ceil(nx / 2 ** level);
    const height = Math.ceil(ny / 2 ** level);
    const before = quads;
    const beforeWidth = (width + 1) >> 1;
    quads = new Uint8Array(width * height);
    for (let i = quads.length - 1, y = height - 1; y >= 0; y--) {
      for (let x = width - 1; x >= 0; x--, i--) if (isSet(before[(y >> 1) * beforeWidth + (x >> 1)], x, y)) quads[i] = bits.quad();
    }
  }
  return quads;
}

/** Of a 2 × 2 square, the bit of (x, y): 8 and 4 are its first row, 2 and 1 its second. */
function isSet(quad: number, x: number, y: number): boolean {
  return ((quad >> (3 - 2 * (y & 1) - (x & 1))) & 1) === 1;
}

function addPlane(quads: Uint8Array, quadWidth: number, { out, width, start, nx, ny }: Quadrant, value: number): void {
  for (let y = 0; y < ny; y++) {
    const row = (y >> 1) * quadWidth;
    for (let x = 0; x < nx; x++) if (isSet(quads[row + (x >> 1)], x, y)) out[start + y * width + x] += value;
  }
}
