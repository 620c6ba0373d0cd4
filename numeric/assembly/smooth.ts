/** A row between the medians of two runs along y, `part` of the way from the lower to the upper, and what the pixels have beyond it. `n` is a multiple of 4. */
export function betweenRuns(pixels: usize, lower: usize, upper: usize, part: f64, model: usize, rest: usize, n: i32): void {
  const share = f64x2.splat(part);
  for (let x: usize = 0; x < <usize>n; x += 4) {
    const at = x << 2;
    const a = v128.load(lower + at);
    const b = v128.load(upper + at);
    const aLow = f64x2.promote_low_f32x4(a);
    const aHigh = f64x2.promote_low_f32x4(i64x2.shuffle(a, a, 1, 0));
    const low = f64x2.add(aLow, f64x2.mul(share, f64x2.sub(f64x2.promote_low_f32x4(b), aLow)));
    const high = f64x2.add(aHigh, f64x2.mul(share, f64x2.sub(f64x2.promote_low_f32x4(i64x2.shuffle(b, b, 1, 0)), aHigh)));
    const smooth = i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
    v128.store(model + at, smooth);
    v128.store(rest + at, f32x4.sub(v128.load(pixels + at), smooth));
  }
}

/** Adds to n pixels of a row what lies between the medians of the runs around each: byte offsets of both and the share of the upper, one a pixel. */
export function addAlong(model: usize, medians: usize, low: usize, high: usize, share: usize, n: i32): void {
  for (let x: usize = 0; x < <usize>n; x++) {
    const at = x << 2;
    const a = <f64>load<f32>(medians + load<u32>(low + at));
    const b = <f64>load<f32>(medians + load<u32>(high + at));
    store<f32>(model + at, <f32>(<f64>load<f32>(model + at) + (a + <f64>load<f32>(share + at) * (b - a))));
  }
}
