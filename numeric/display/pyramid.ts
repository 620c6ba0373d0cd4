import { sharedFloat32, sharedUint8 } from '../frame.js';

/** Pixels on a side of a tile. */
export const TILE_SIZE = 512;

/** A plane at one scale, row 0 at the bottom of the slit as in the file: `data[y * width + x]`. */
export interface ScaledPlane<Data extends Float32Array | Uint8Array = Float32Array> {
  readonly width: number;
  readonly height: number;
  readonly data: Data;
}

/** What a pixel of a coarser scale is made of the four below it: the mean of values, or the variance of that mean. */
export type Averaged = 'value' | 'variance';

/**
 * A plane at scales 1, 1/2, 1/4 … down to one tile, [height × width] each, in shared memory. A coarse pixel is the mean of all pixels under it that are
 * to be used, however many there are in each quarter; where there is none it is NaN.
 * @param mask pixels other than 0 are left out; undefined uses every finite value.
 * @param averaged `variance`: σ² of each mean rather than the mean of σ².
 */
export function pyramid(plane: ScaledPlane, mask: Uint8Array | undefined, averaged: Averaged = 'value'): ScaledPlane[] {
  const levels = [plane];
  let counts: Uint16Array | undefined;
  for (let above = plane; above.width > TILE_SIZE || above.height > TILE_SIZE; ) {
    const half = halved(above, counts ?? firstCounts(above.data, mask), averaged === 'variance');
    levels.push(half.plane);
    counts = half.counts;
    above = half.plane;
  }
  return levels;
}

function firstCounts(data: Float32Array, mask: Uint8Array | undefined): Uint16Array {
  const counts = new Uint16Array(data.length);
  if (mask === undefined) for (let i = 0; i < counts.length; i++) counts[i] = data[i] - data[i] === 0 ? 1 : 0;
  else for (let i = 0; i < counts.length; i++) counts[i] = mask[i] === 0 && data[i] - data[i] === 0 ? 1 : 0;
  return counts;
}

/** One scale coarser. Counts are the pixels at scale 1 under each; written out, since it walks eight million pixels while somebody waits. */
function halved({ width, height, data }: ScaledPlane, counts: Uint16Array, variance: boolean): { plane: ScaledPlane; counts: Uint16Array } {
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const out = sharedFloat32(w * h);
  const outCounts = new Uint16Array(w * h);
  const inside = width >> 1;
  for (let y = 0; y < h; y++) {
    const top = 2 * y + 1 < height;
    for (let x = 0; x < w; x++) {
      const a = 2 * y * width + 2 * x;
      const b = a + width;
      const right = x < inside;
      const n0 = counts[a];
      const n1 = right ? counts[a + 1] : 0;
      const n2 = top ? counts[b] : 0;
      const n3 = top && right ? counts[b + 1] : 0;
      const n = n0 + n1 + n2 + n3;
      let sum = 0;
      if (n0 !== 0) sum += data[a] * (variance ? n0 * n0 : n0);
      if (n1 !== 0) sum += data[a + 1] * (variance ? n1 * n1 : n1);
      if (n2 !== 0) sum += data[b] * (variance ? n2 * n2 : n2);
      if (n3 !== 0) sum += data[b + 1] * (variance ? n3 * n3 : n3);
      outCounts[y * w + x] = n;
      out[y * w + x] = n === 0 ? NaN : sum / (variance ? n * n : n);
    }
  }
  return { plane: { width: w, height: h, data: out }, counts: outCounts };
}

/** A mask at the same scales: a coarse pixel has the bits of every pixel under it, so that a single bad one is still seen. */
export function maskPyramid(plane: ScaledPlane<Uint8Array>): ScaledPlane<Uint8Array>[] {
  const levels = [plane];
  const empty = valueCounts(plane.data)[0] === plane.data.length;
  for (let above = plane; above.width > TILE_SIZE || above.height > TILE_SIZE; ) {
    const [w, h] = [Math.ceil(above.width / 2), Math.ceil(above.height / 2)];
    const data = sharedUint8(w * h);
    for (let y = 0; y < above.height && !empty; y++) {
      const [from, to] = [y * above.width, (y >> 1) * w];
      for (let x = 0; x < above.width; x++) data[to + (x >> 1)] |= above.data[from + x];
    }
    above = { width: w, height: h, data };
    levels.push(above);
  }
  return levels;
}

/**
 * The bytes of one tile, rows upwards, little-endian; tiles at the right and the upper edge are cut off, not filled.
 * @returns undefined where there is no such tile.
 */
export function tileOf({ width, height, data }: ScaledPlane<Float32Array | Uint8Array>, column: number, row: number): Uint8Array<ArrayBuffer> | undefined {
  const [x0, y0] = [column * TILE_SIZE, row * TILE_SIZE];
  if (x0 >= width || y0 >= height) return undefined;
  const [w, h] = [Math.min(TILE_SIZE, width - x0), Math.min(TILE_SIZE, height - y0)];
  const item = data.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(w * h * item);
  // Every machine that runs this is little-endian, as the numbers in memory are.
  const stored = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let y = 0; y < h; y++) bytes.set(stored.subarray(((y0 + y) * width + x0) * item, ((y0 + y) * width + x0 + w) * item), y * w * item);
  return bytes;
}

/** The mean along each row, [height]: the profile along the slit. Pixels whose mask is not 0 and what is not finite are left out; NaN where nothing is left. */
export function rowMeans({ width, height, data }: ScaledPlane, mask?: Uint8Array): Float64Array {
  return Float64Array.from({ length: height }, (_, y) => {
    let [sum, count] = [0, 0];
    for (let i = y * width; i < (y + 1) * width; i++) {
      if ((mask !== undefined && mask[i] !== 0) || data[i] - data[i] !== 0) continue;
      sum += data[i];
      count++;
    }
    return count > 0 ? sum / count : NaN;
  });
}

/** How many pixels have each of the 256 values. */
export function valueCounts(mask: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < mask.length; i++) counts[mask[i]]++;
  return counts;
}
