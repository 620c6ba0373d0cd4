/** A float32 as an integer of the same order. Its own inverse. */
@inline
function orderOf(bits: i32): i32 {
  return bits ^ ((bits >> 31) & 0x7fffffff);
}

/**
 * Of four columns the median of the pixels without a mask as float64, their number, and the sum of their variances as float64. Rows are `columns` pixels
 * apart; `scratch` takes a vector a row. The median is found by halving the range of the values until one is left: as many passes over the rows as its bits.
 */
export function columnMedians(flux: usize, variance: usize, mask: usize, rows: i32, columns: i32, scratch: usize, medians: usize, counts: usize, variances: usize): void {
  const largest = i32x4.splat(i32.MAX_VALUE);
  const zero = i32x4.splat(0);
  const one = i32x4.splat(1);
  let count = zero;
  let low = largest;
  let high = i32x4.splat(i32.MIN_VALUE);
  let sumLow = f64x2.splat(0);
  let sumHigh = f64x2.splat(0);
  const end = scratch + ((<usize>rows) << 4);
  for (let y = 0; y < rows; y++) {
    const at = (<usize>y) * (<usize>columns);
    const good = i32x4.eq(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(mask + at))), zero);
    const bits = v128.load(flux + (at << 2));
    const order = v128.xor(bits, v128.and(i32x4.shr_s(bits, 31), largest));
    low = i32x4.min_s(low, v128.bitselect(order, largest, good));
    high = i32x4.max_s(high, v128.bitselect(order, i32x4.splat(i32.MIN_VALUE), good));
    v128.store(scratch + ((<usize>y) << 4), v128.bitselect(order, largest, good));
    count = i32x4.sub(count, good);
    const own = v128.and(v128.load(variance + (at << 2)), good);
    sumLow = f64x2.add(sumLow, f64x2.promote_low_f32x4(own));
    sumHigh = f64x2.add(sumHigh, f64x2.promote_low_f32x4(i64x2.shuffle(own, own, 1, 0)));
  }
  // The value that has `rank` others before it when they are in order: the smallest that more than `rank` values do not exceed.
  const rank = i32x4.shr_u(count, 1);
  low = i32x4.min_s(low, high);
  while (v128.any_true(i32x4.lt_s(low, high))) {
    const middle = i32x4.add(v128.and(low, high), i32x4.shr_s(v128.xor(low, high), 1));
    let within = zero;
    for (let at = scratch; at < end; at += 16) within = i32x4.sub(within, i32x4.le_s(v128.load(at), middle));
    const enough = i32x4.gt_s(within, rank);
    high = v128.bitselect(middle, high, enough);
    low = v128.bitselect(low, i32x4.min_s(i32x4.add(middle, one), high), enough);
  }
  let below = zero;
  let next = i32x4.splat(i32.MIN_VALUE);
  for (let at = scratch; at < end; at += 16) {
    const order = v128.load(at);
    const less = i32x4.lt_s(order, high);
    below = i32x4.sub(below, less);
    next = i32x4.max_s(next, v128.bitselect(order, i32x4.splat(i32.MIN_VALUE), less));
  }
  // With an even number there are two in the middle; the lower one may equal the upper.
  next = v128.bitselect(next, high, i32x4.eq(below, rank));
  v128.store(counts, count);
  v128.store(variances, sumLow);
  v128.store(variances, sumHigh, 16);
  store<f64>(medians, middleOf(i32x4.extract_lane(count, 0), i32x4.extract_lane(next, 0), i32x4.extract_lane(high, 0)));
  store<f64>(medians, middleOf(i32x4.extract_lane(count, 1), i32x4.extract_lane(next, 1), i32x4.extract_lane(high, 1)), 8);
  store<f64>(medians, middleOf(i32x4.extract_lane(count, 2), i32x4.extract_lane(next, 2), i32x4.extract_lane(high, 2)), 16);
  store<f64>(medians, middleOf(i32x4.extract_lane(count, 3), i32x4.extract_lane(next, 3), i32x4.extract_lane(high, 3)), 24);
}

/** The middle value of an odd number, the mean of the middle two of an even one, NaN of none. */
function middleOf(count: i32, lower: i32, upper: i32): f64 {
  if (count == 0) return NaN;
  const last = <f64>reinterpret<f32>(orderOf(upper));
  return count & 1 ? last : 0.5 * (<f64>reinterpret<f32>(orderOf(lower)) + last);
}
