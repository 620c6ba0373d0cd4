import { smoothCoefficients } from './h-smooth.js';

/**
 * The inverse of the H-transform, in place: level by level each sum of a 2 × 2 square is taken apart with its three differences. The forward
 * transform dropped low bits that follow from the others; they are put back here, so that integers come back exactly.
 * @param a height rows of width coefficients, the sums of a level in the upper left corner of the next one.
 * @param smoothScale the scale by which coefficients were divided, where they are to be interpolated; 0: take them as they are.
 * @see White, Postman & Lattanzi 1992, in Digitised Optical Sky Surveys, 167
 */
export function inverseTransform(a: Float64Array, width: number, height: number, smoothScale: number): void {
  let levels = 0;
  while (1 << levels < Math.max(width, height)) levels++;
  const spare = new Float64Array((Math.max(width, height) + 1) >> 1);
  a[0] = rounded(a[0], 2 ** (levels + 1));
  for (let level = levels - 1; level >= 0; level--) {
    const nx = Math.ceil(width / 2 ** level);
    const ny = Math.ceil(height / 2 ** level);
    for (let y = 0; y < ny; y++) interleave(a, y * width, 1, nx, spare);
    for (let x = 0; x < nx; x++) interleave(a, x, width, ny, spare);
    if (smoothScale > 1) smoothCoefficients(a, { width, nx, ny }, Math.floor(smoothScale / 2));
    for (let y = 0; y < ny; y += 2) splitRows(a, y * width, width, nx, y + 1 < ny, level);
  }
}

/** To a multiple of a power of two; halves away from zero where `bit` > 1. */
function rounded(value: number, bit: number): number {
  const half = bit / 2;
  if (half < 1) return value;
  return Math.floor((value + (value >= 0 ? half : half - 1)) / bit) * bit;
}

/** The first half of a line goes to its even places, the second half to its odd ones. */
function interleave(a: Float64Array, start: number, step: number, n: number, spare: Float64Array): void {
  const half = (n + 1) >> 1;
  for (let i = half; i < n; i++) spare[i - half] = a[start + i * step];
  for (let i = half - 1; i > 0; i--) a[start + 2 * i * step] = a[start + i * step];
  for (let i = 1, k = 0; i < n; i += 2, k++) a[start + i * step] = spare[k];
}

/** Is the bit of that weight set in a multiple of it? */
const odd = (value: number, bit: number) => (Math.abs(value / bit) % 2 === 1 ? bit : 0);

/** One pair of rows, or the last row alone, from sums and differences to the values of the level. */
function splitRows(a: Float64Array, start: number, width: number, nx: number, pair: boolean, level: number): void {
  const bit0 = 2 ** level;
  const bit1 = 2 * bit0;
  const divisor = level === 0 ? 4 : 2;
  const put = (at: number, value: number) => (a[at] = Math.floor(value / divisor));
  const both = (sum: number, difference: number, at: number, other: number) => {
    const d = rounded(difference, bit1);
    const low = odd(d, bit1);
    const s = sum >= 0 ? sum - low : sum + low;
    put(other, s + d);
    put(at, s - d);
  };
  const even = nx - (nx % 2);
  for (let at = start; at < start + even; at += 2) {
    const below = at + width;
    if (!pair) {
      both(a[at], a[at + 1], at, at + 1);
      continue;
    }
    let dy = rounded(a[below], bit1);
    let dx = rounded(a[at + 1], bit1);
    const dxy = level === 0 ? a[below + 1] : rounded(a[below + 1], bit0);
    const low0 = odd(dxy, bit0);
    dy = dy >= 0 ? dy - low0 : dy + low0;
    dx = dx >= 0 ? dx - low0 : dx + low0;
    const low1 = bitOf(dxy, bit1) ^ bitOf(dy, bit1) ^ bitOf(dx, bit1) ? bit1 : 0;
    let sum = a[at];
    if (sum >= 0) sum += low0 - low1;
    else sum += low0 === 0 ? low1 : low0 - low1;
    put(below + 1, sum + dy + dx + dxy);
    put(below, sum + dy - dx - dxy);
    put(at + 1, sum - dy + dx - dxy);
    put(at, sum - dy - dx + dxy);
  }
  if (even === nx) return;
  const at = start + even;
  if (pair) both(a[at], a[at + width], at, at + width);
  else put(at, a[at]);
}

/** The bit of that weight in two's complement. */
function bitOf(value: number, bit: number): number {
  const whole = Math.floor(value / bit) % 2;
  return whole < 0 ? 1 : whole;
}
