import { clipsAny, MOST_CLIPPED } from './networks';

const ROUNDS = 5;
/** Values up to this can be added in pairs without becoming infinite. */
const LARGEST: f32 = 1e38;
/** As in numeric/frame.ts. */
const NO_DATA: i32 = 1;
/** SIGMA_PER_MAD of math/statistics.ts, which cannot be imported here; the tests hold both kernels to the same bits. */
const MAD_TO_SIGMA: f32 = 1.4826022185056018;

/** Sorts n vectors lane by lane by a network of byte-offset pairs (u16 each). */
@inline
function sort(values: usize, pairs: usize, pairsEnd: usize): void {
  for (let pair = pairs; pair < pairsEnd; pair += 4) {
    const a = values + load<u16>(pair);
    const b = values + load<u16>(pair, 2);
    const x = v128.load(a);
    const y = v128.load(b);
    v128.store(a, f32x4.pmin(x, y));
    v128.store(b, f32x4.pmax(x, y));
  }
}

/** values[index] of every lane; +0 where the index is out of range. */
@inline
function pick(values: usize, n: i32, index: v128): v128 {
  const first = i32x4.extract_lane(index, 0);
  // Mostly all four pixels have the same number of values left.
  if (<u32>first < <u32>n && !v128.any_true(v128.xor(index, i32x4.splat(first)))) return v128.load(values + ((<usize>first) << 4));
  let picked = i32x4.splat(0);
  for (let i = 0; i < n; i++) {
    picked = v128.or(picked, v128.and(v128.load(values + ((<usize>i) << 4)), i32x4.eq(index, i32x4.splat(i))));
  }
  return picked;
}

/** Mean of the middle two of values[low … high]. */
@inline
function middle(values: usize, n: i32, low: v128, high: v128): v128 {
  const sum = i32x4.add(low, high);
  const lower = i32x4.shr_s(sum, 1);
  const upper = i32x4.shr_s(i32x4.add(sum, i32x4.splat(1)), 1);
  const a = pick(values, n, lower);
  // An odd number in all lanes, the most common case, has one middle.
  const b = v128.any_true(v128.xor(lower, upper)) ? pick(values, n, upper) : a;
  return f32x4.mul(f32x4.add(a, b), f32x4.splat(0.5));
}

/**
 * Four pixels of which every value is usable and none is clipped, as nearly all are: the values go to `values`, their variances to `variances`, the results to
 * their places. False, and nothing of use is written, for four of which that does not hold: they take the long way, with the same arithmetic.
 */
@inline
function combineWhole(n: i32, pixels: i32, p: usize, flux: usize, variance: usize, mask: usize, scales: usize, values: usize, center: usize, variances: usize, outFlux: usize, outVariance: usize, clipSigma: f32, median: bool): bool {
  const planeBytes = (<usize>pixels) << 2;
  const largest = f32x4.splat(LARGEST);
  let bits: u32 = 0;
  let good = i32x4.splat(-1);
  let floor = f32x4.splat(Infinity);
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) * planeBytes + (p << 2);
    bits |= load<u32>(mask + (<usize>i) * <usize>pixels + p);
    const value = f32x4.mul(v128.load(flux + at), v128.load32_splat(scales + ((<usize>i) << 2)));
    const own = f32x4.mul(v128.load(variance + at), v128.load32_splat(scales + ((<usize>(n + i)) << 2)));
    good = v128.and(good, f32x4.lt(f32x4.abs(value), largest));
    floor = f32x4.pmin(floor, own);
    v128.store(values + ((<usize>i) << 4), value);
    v128.store(variances + ((<usize>i) << 4), own);
  }
  if (bits != 0 || !i32x4.all_true(good) || clipsAny(n, values, center, floor, clipSigma, MAD_TO_SIGMA)) return false;
  const middle = v128.load(center);
  let sum = f32x4.splat(0);
  let total = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>n; i++) {
    sum = f32x4.add(sum, f32x4.sub(v128.load(values + (i << 4)), middle));
    total = f32x4.add(total, v128.load(variances + (i << 4)));
  }
  const count = f32x4.splat(<f32>n);
  v128.store(outFlux + (p << 2), median ? middle : f32x4.add(middle, f32x4.div(sum, count)));
  v128.store(outVariance + (p << 2), f32x4.div(total, f32x4.mul(count, count)));
  return true;
}

/**
 * Clipped combination of n planes of `pixels` values (a multiple of 4), each plane right behind the one before; arithmetic and order of operations
 * of `combineReference`. `scales` holds n scales, then their n squares; `pairs` the sorting network, from `merging` on that of values which
 * fall and then rise; `scratch` 3 · 16 · n bytes. Numbers of values
 * used are u16 each, masks a byte: 0, or NO_DATA with the bits that all frames share. Returns how many values carry no mask.
 */
export function combine(
  n: i32, pixels: i32, flux: usize, variance: usize, mask: usize, scales: usize, pairs: usize, merging: usize, pairsEnd: usize, scratch: usize,
  outFlux: usize, outVariance: usize, outUsed: usize, outMask: usize, clipSigma: f32, median: bool,
): i32 {
  const infinity = f32x4.splat(f32.MAX_VALUE * 2);
  const one = i32x4.splat(1);
  const vectors = (<usize>n) << 4;
  const values = scratch;
  const sorted = scratch + vectors;
  const deviations = sorted + vectors;
  const planeBytes = (<usize>pixels) << 2;
  let unmasked = i32x4.splat(0);

  const few = n > 2 && n <= MOST_CLIPPED;
  let whole = 0;
  for (let p: usize = 0; p < <usize>pixels; p += 4) {
    if (few && combineWhole(n, pixels, p, flux, variance, mask, scales, values, sorted, deviations, outFlux, outVariance, clipSigma, median)) {
      store<u64>(outUsed + (p << 1), (<u64>n) * 0x0001_0001_0001_0001);
      store<u32>(outMask + p, 0);
      whole++;
      continue;
    }
    let usable = i32x4.splat(0);
    let floor = infinity;
    let common = i32x4.splat(0xff);
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) * planeBytes + (p << 2);
      const raw = v128.load(flux + at);
      const bits = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(mask + (<usize>i) * <usize>pixels + p)));
      const clear = i32x4.eq(bits, i32x4.splat(0));
      unmasked = i32x4.sub(unmasked, clear);
      common = v128.and(common, bits);
      const good = v128.and(clear, f32x4.lt(f32x4.abs(raw), infinity));
      const value = v128.bitselect(f32x4.mul(raw, v128.load32_splat(scales + ((<usize>i) << 2))), infinity, good);
      const own = f32x4.mul(v128.load(variance + at), v128.load32_splat(scales + ((<usize>(n + i)) << 2)));
      floor = v128.bitselect(f32x4.pmin(floor, own), floor, good);
      usable = i32x4.sub(usable, good);
      v128.store(values + ((<usize>i) << 4), value);
      v128.store(sorted + ((<usize>i) << 4), value);
    }
    sort(sorted, pairs, merging);

    let low = i32x4.splat(0);
    let high = i32x4.sub(usable, one);
    let center = f32x4.splat(0);
    for (let round = 0; round < ROUNDS; round++) {
      center = middle(sorted, n, low, high);
      for (let i = 0; i < n; i++) {
        const index = i32x4.splat(i);
        const inside = v128.and(i32x4.ge_s(index, low), i32x4.le_s(index, high));
        const deviation = f32x4.abs(f32x4.sub(v128.load(sorted + ((<usize>i) << 4)), center));
        v128.store(deviations + ((<usize>i) << 4), v128.bitselect(deviation, infinity, inside));
      }
      // Away from the center on both sides, +∞ beyond what is in: they fall and then rise.
      sort(deviations, merging, pairsEnd);
      const sigma = f32x4.mul(f32x4.splat(MAD_TO_SIGMA), middle(deviations, n, i32x4.splat(0), i32x4.sub(high, low)));
      const limit = f32x4.mul(f32x4.splat(clipSigma), f32x4.sqrt(f32x4.pmax(f32x4.mul(sigma, sigma), floor)));
      let below = i32x4.splat(0);
      let above = i32x4.splat(0);
      for (let i = 0; i < n; i++) {
        const index = i32x4.splat(i);
        const inside = v128.and(i32x4.ge_s(index, low), i32x4.le_s(index, high));
        const difference = f32x4.sub(v128.load(sorted + ((<usize>i) << 4)), center);
        const out = v128.and(inside, f32x4.gt(f32x4.abs(difference), limit));
        const negative = f32x4.lt(difference, f32x4.splat(0));
        below = i32x4.sub(below, v128.and(out, negative));
        above = i32x4.sub(above, v128.andnot(out, negative));
      }
      if (!v128.any_true(v128.or(below, above))) break;
      low = i32x4.add(low, below);
      high = i32x4.sub(high, above);
    }

    const least = pick(sorted, n, low);
    const most = pick(sorted, n, high);
    let sum = f32x4.splat(0);
    let variances = f32x4.splat(0);
    for (let i = 0; i < n; i++) {
      const at = (<usize>i) * planeBytes + (p << 2);
      const value = v128.load(values + ((<usize>i) << 4));
      const kept = v128.and(f32x4.ge(value, least), f32x4.le(value, most));
      const own = f32x4.mul(v128.load(variance + at), v128.load32_splat(scales + ((<usize>(n + i)) << 2)));
      sum = f32x4.add(sum, v128.and(f32x4.sub(value, center), kept));
      variances = f32x4.add(variances, v128.and(own, kept));
    }
    const used = v128.and(i32x4.add(i32x4.sub(high, low), one), i32x4.gt_s(usable, i32x4.splat(0)));
    const count = f32x4.convert_i32x4_s(used);
    const empty = i32x4.eq(usable, i32x4.splat(0));
    const result = median ? middle(sorted, n, low, high) : f32x4.add(center, f32x4.div(sum, count));
    v128.store(outFlux + (p << 2), v128.bitselect(f32x4.splat(f32.NaN), result, empty));
    v128.store(outVariance + (p << 2), v128.bitselect(f32x4.splat(f32.NaN), f32x4.div(variances, f32x4.mul(count, count)), empty));
    store<u64>(outUsed + (p << 1), i64x2.extract_lane(i16x8.narrow_i32x4_u(used, used), 0));
    const lost = v128.and(empty, v128.or(common, i32x4.splat(NO_DATA)));
    const halves = i16x8.narrow_i32x4_u(lost, lost);
    store<u32>(outMask + p, i32x4.extract_lane(i8x16.narrow_i16x8_u(halves, halves), 0));
  }
  return 4 * n * whole + i32x4.extract_lane(unmasked, 0) + i32x4.extract_lane(unmasked, 1) + i32x4.extract_lane(unmasked, 2) + i32x4.extract_lane(unmasked, 3);
}
