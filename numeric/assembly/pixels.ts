/** Why a pixel must not be used, as in numeric/frame.ts; the tests hold both to the same bits. */
const NO_DATA: i32 = 1;
const SATURATED: i32 = 2;

/** The upper two of four float32 as float64. */
@inline
function promoteHigh(values: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(values, values, 1, 0));
}

/** Two pairs of float64 rounded to four float32. */
@inline
function demote(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Which of four float64 are numbers, as four masks of 32 bits. */
@inline
function areFinite(low: v128, high: v128): v128 {
  const infinity = f64x2.splat(Infinity);
  return i32x4.shuffle(f64x2.lt(f64x2.abs(low), infinity), f64x2.lt(f64x2.abs(high), infinity), 0, 2, 4, 6);
}

/** Writes the lowest byte of each of four words. */
@inline
function storeBytes(at: usize, words: v128): void {
  const halves = i16x8.narrow_i32x4_u(words, words);
  store<u32>(at, i32x4.extract_lane(i8x16.narrow_i16x8_u(halves, halves), 0));
}

/** Four bytes as words. */
@inline
function loadBytes(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

/**
 * A row of counts as electrons, their variance and mask; arithmetic of `electronsReference`. `n` is a multiple of 4, what lies beyond the row is NaN.
 * A gain that is no number makes pixels without data of all. Returns the number of saturated pixels.
 */
export function electrons(counts: usize, flux: usize, variance: usize, mask: usize, n: i32, level: f32, gain: f64, readVariance: f64, saturation: f32, light: bool): i32 {
  const nan = f32x4.splat(f32.NaN);
  const zero = f64x2.splat(0);
  const scale = f64x2.splat(gain);
  const constant = f64x2.splat(readVariance);
  const threshold = f32x4.splat(saturation);
  const offset = f32x4.splat(level);
  let count = i32x4.splat(0);
  for (let x: usize = 0; x < <usize>n; x += 4) {
    const raw = v128.load(counts + (x << 2));
    const above = f32x4.sub(raw, offset);
    const low = f64x2.mul(f64x2.promote_low_f32x4(above), scale);
    const high = f64x2.mul(promoteHigh(above), scale);
    const known = areFinite(low, high);
    const saturated = v128.and(known, f32x4.ge(raw, threshold));
    count = i32x4.sub(count, saturated);
    const variances = light
      ? demote(f64x2.add(constant, f64x2.max(low, zero)), f64x2.add(constant, f64x2.max(high, zero)))
      : demote(constant, constant);
    v128.store(flux + (x << 2), v128.bitselect(demote(low, high), nan, known));
    v128.store(variance + (x << 2), v128.bitselect(variances, nan, known));
    storeBytes(mask + x, v128.or(v128.andnot(i32x4.splat(NO_DATA), known), v128.and(saturated, i32x4.splat(SATURATED))));
  }
  return i32x4.extract_lane(count, 0) + i32x4.extract_lane(count, 1) + i32x4.extract_lane(count, 2) + i32x4.extract_lane(count, 3);
}

/** Subtracts n pixels of a bias (a multiple of 4) from those of a frame, in place; arithmetic of `subtractReference`. */
export function subtractBias(flux: usize, variance: usize, mask: usize, bias: usize, biasVariance: usize, biasMask: usize, n: i32): void {
  const nan = f32x4.splat(f32.NaN);
  const zero = f64x2.splat(0);
  for (let x: usize = 0; x < <usize>n; x += 4) {
    const at = x << 2;
    const before = v128.load(flux + at);
    const own = v128.load(bias + at);
    const old = v128.load(variance + at);
    const more = v128.load(biasVariance + at);
    const beforeLow = f64x2.promote_low_f32x4(before);
    const beforeHigh = promoteHigh(before);
    const low = f64x2.sub(beforeLow, f64x2.promote_low_f32x4(own));
    const high = f64x2.sub(beforeHigh, promoteHigh(own));
    const known = areFinite(low, high);
    const lowChange = f64x2.sub(f64x2.max(low, zero), f64x2.max(beforeLow, zero));
    const highChange = f64x2.sub(f64x2.max(high, zero), f64x2.max(beforeHigh, zero));
    const lowVariance = f64x2.add(f64x2.add(f64x2.promote_low_f32x4(old), lowChange), f64x2.promote_low_f32x4(more));
    const highVariance = f64x2.add(f64x2.add(promoteHigh(old), highChange), promoteHigh(more));
    v128.store(flux + at, v128.bitselect(demote(low, high), nan, known));
    v128.store(variance + at, v128.bitselect(demote(lowVariance, highVariance), nan, known));
    storeBytes(mask + x, v128.or(v128.or(loadBytes(mask + x), loadBytes(biasMask + x)), v128.andnot(i32x4.splat(NO_DATA), known)));
  }
}

/** Divides n pixels of a frame (a multiple of 4) by a response, in place; arithmetic of `divideReference`. */
export function divideFlat(flux: usize, variance: usize, mask: usize, response: usize, responseVariance: usize, responseMask: usize, n: i32): void {
  const nan = f32x4.splat(f32.NaN);
  for (let x: usize = 0; x < <usize>n; x += 4) {
    const at = x << 2;
    const light = v128.load(flux + at);
    const old = v128.load(variance + at);
    const by = v128.load(response + at);
    const more = v128.load(responseVariance + at);
    const byLow = f64x2.promote_low_f32x4(by);
    const byHigh = promoteHigh(by);
    const low = f64x2.div(f64x2.promote_low_f32x4(light), byLow);
    const high = f64x2.div(promoteHigh(light), byHigh);
    const lowSum = f64x2.add(f64x2.promote_low_f32x4(old), f64x2.mul(f64x2.mul(low, low), f64x2.promote_low_f32x4(more)));
    const highSum = f64x2.add(promoteHigh(old), f64x2.mul(f64x2.mul(high, high), promoteHigh(more)));
    const variances = demote(f64x2.div(lowSum, f64x2.mul(byLow, byLow)), f64x2.div(highSum, f64x2.mul(byHigh, byHigh)));
    const lost = loadBytes(responseMask + x);
    const known = i32x4.eq(lost, i32x4.splat(0));
    v128.store(flux + at, v128.bitselect(demote(low, high), nan, known));
    v128.store(variance + at, v128.bitselect(variances, nan, known));
    storeBytes(mask + x, v128.or(loadBytes(mask + x), lost));
  }
}

/** Least and largest of n counts (a multiple of 4), how many reach `saturation`, and how many are no numbers: two float32 and two i32 at `out`. */
export function countRange(counts: usize, n: i32, saturation: f32, out: usize): void {
  const threshold = f32x4.splat(saturation);
  let least = f32x4.splat(Infinity);
  let most = f32x4.splat(-Infinity);
  let saturated = i32x4.splat(0);
  let without = i32x4.splat(0);
  for (let x: usize = 0; x < <usize>n; x += 4) {
    const values = v128.load(counts + (x << 2));
    // Written so that NaN changes neither.
    least = f32x4.pmin(least, values);
    most = f32x4.pmax(most, values);
    saturated = i32x4.sub(saturated, f32x4.ge(values, threshold));
    without = i32x4.sub(without, f32x4.ne(values, values));
  }
  store<f32>(out, min(min(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1)), min(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3))));
  store<f32>(out, max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3))), 4);
  store<i32>(out, i32x4.extract_lane(saturated, 0) + i32x4.extract_lane(saturated, 1) + i32x4.extract_lane(saturated, 2) + i32x4.extract_lane(saturated, 3), 8);
  store<i32>(out, i32x4.extract_lane(without, 0) + i32x4.extract_lane(without, 1) + i32x4.extract_lane(without, 2) + i32x4.extract_lane(without, 3), 12);
}
