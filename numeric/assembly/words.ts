/** Each word of 32 bits with its bytes the other way round. */
@inline
function swap32(words: v128): v128 {
  return i8x16.shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/** n big-endian integers of 16 bits (a multiple of 8), each with `zero` added, as float32. */
export function decodeInt16(source: usize, target: usize, n: i32, zero: f32): void {
  const offset = f32x4.splat(zero);
  for (let i: usize = 0; i < <usize>n; i += 8) {
    const stored = v128.load(source + (i << 1));
    const values = i8x16.shuffle(stored, stored, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    const at = target + (i << 2);
    v128.store(at, f32x4.add(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(values)), offset));
    v128.store(at, f32x4.add(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(values)), offset), 16);
  }
}

/** n big-endian integers of 16 bits (a multiple of 8), each with half the range added, as unsigned ones of this machine. */
export function decodeUint16(source: usize, target: usize, n: i32): void {
  const half = i16x8.splat(-0x8000);
  for (let i: usize = 0; i < <usize>n; i += 8) {
    const stored = v128.load(source + (i << 1));
    v128.store(target + (i << 1), v128.xor(i8x16.shuffle(stored, stored, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14), half));
  }
}

/** n unsigned integers of 16 bits (a multiple of 4) as float32. The target may end where the source ends. */
export function widenCounts(source: usize, target: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i += 4) {
    v128.store(target + (i << 2), f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(v128.load64_zero(source + (i << 1)))));
  }
}

/** Writes the two sums of halves at `sums`. */
@inline
function storeSums(sums: usize, high: v128, low: v128): void {
  store<u32>(sums, i32x4.extract_lane(high, 0) + i32x4.extract_lane(high, 1) + i32x4.extract_lane(high, 2) + i32x4.extract_lane(high, 3));
  store<u32>(sums, i32x4.extract_lane(low, 0) + i32x4.extract_lane(low, 1) + i32x4.extract_lane(low, 2) + i32x4.extract_lane(low, 3), 4);
}

/**
 * Turns the bytes of n words of 32 bits (a multiple of 4, at most 65536) round, in place, and writes the sums of the upper and of the lower halves of
 * the words as they were: those of a big-endian file once the bytes are turned.
 */
export function swapWords(words: usize, n: i32, sums: usize): void {
  const half = i32x4.splat(0xffff);
  let high = i32x4.splat(0);
  let low = i32x4.splat(0);
  for (let i: usize = 0; i < <usize>n; i += 4) {
    const word = v128.load(words + (i << 2));
    high = i32x4.add(high, i32x4.shr_u(word, 16));
    low = i32x4.add(low, v128.and(word, half));
    v128.store(words + (i << 2), swap32(word));
  }
  storeSums(sums, high, low);
}

/** Sums of the upper and of the lower halves of n big-endian words of 32 bits (a multiple of 4, at most 65536). */
export function sumWords(words: usize, n: i32, sums: usize): void {
  const half = i32x4.splat(0xffff);
  let high = i32x4.splat(0);
  let low = i32x4.splat(0);
  for (let i: usize = 0; i < <usize>n; i += 4) {
    const word = swap32(v128.load(words + (i << 2)));
    high = i32x4.add(high, i32x4.shr_u(word, 16));
    low = i32x4.add(low, v128.and(word, half));
  }
  storeSums(sums, high, low);
}
