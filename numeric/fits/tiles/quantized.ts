/** Length of the sequence of random numbers that all programs share (FITS 4.0 §10.2.1 and appendix I). */
const SEQUENCE = 10_000;

/** The stored integer that is exactly zero under SUBTRACTIVE_DITHER_2. */
const STORED_ZERO = -2147483646;

/** ZQUANTIZ: how floats were turned to integers. */
export type Dither = 'NO_DITHER' | 'SUBTRACTIVE_DITHER_1' | 'SUBTRACTIVE_DITHER_2';

/** How the integers of one tile stand for floats. */
export interface Quantization {
  readonly dither: Dither;
  readonly scale: number;
  readonly zero: number;
  /** The integer that means "no value". */
  readonly blank: number | undefined;
  /** Place of the tile, from 0, plus ZDITHER0 − 1. */
  readonly seed: number;
}

let sequence: Float32Array | undefined;

/** Park & Miller's minimal standard from 1, as float32; its 10 000th seed is 1 043 618 065. */
function randomNumbers(): Float32Array {
  if (sequence) return sequence;
  const made = new Float32Array(SEQUENCE);
  const modulus = 2147483647;
  let seed = 1;
  for (let i = 0; i < SEQUENCE; i++) {
    seed = (16807 * seed) % modulus;
    made[i] = seed / modulus;
  }
  sequence = made;
  return made;
}

/**
 * The floats that quantized integers stand for: zero + scale · (stored − r + ½), r the random number that was added before rounding; without
 * dither zero + scale · stored. In double precision; the caller rounds to the type of the image.
 * @returns as many values; NaN for "no value".
 * @see FITS 4.0 §10.2; Park & Miller 1988, Comm. ACM 31, 1192
 */
export function unquantized(stored: ArrayLike<number>, { dither, scale, zero, blank, seed }: Quantization): Float64Array {
  const out = new Float64Array(stored.length);
  if (dither === 'NO_DITHER') {
    for (let i = 0; i < out.length; i++) out[i] = stored[i] === blank ? NaN : stored[i] * scale + zero;
    return out;
  }
  const random = randomNumbers();
  let start = ((seed % SEQUENCE) + SEQUENCE) % SEQUENCE;
  let next = Math.trunc(Math.fround(random[start] * 500));
  for (let i = 0; i < out.length; i++) {
    const value = stored[i];
    if (value === blank) out[i] = NaN;
    else if (value === STORED_ZERO && dither === 'SUBTRACTIVE_DITHER_2') out[i] = 0;
    else out[i] = (value - random[next] + 0.5) * scale + zero;
    if (++next < SEQUENCE) continue;
    start = (start + 1) % SEQUENCE;
    next = Math.trunc(Math.fround(random[start] * 500));
  }
  return out;
}
