import { medianFilter } from './median';

/** Zero around the image: one row before and after, and what lies between two rows. A neighbor beyond the border counts as 0. */
function clearMargins(source: usize, w: i32, h: i32, step: usize): void {
  const used = (<usize>w) << 2;
  memory.fill(source - step, 0, step);
  for (let y = 0; y < h; y++) memory.fill(source + (<usize>y) * step + used, 0, step - used);
  memory.fill(source + (<usize>h) * step, 0, step);
}

/** Laplacian of the image subsampled 2 × 2, negative part cut, averaged back, over twice the noise; see `subsampledLaplacian` of the reference. */
function significance(source: usize, background: usize, noise: usize, target: usize, h: i32, step: usize, readVariance: f32): void {
  const zero = f32x4.splat(0);
  const two = f32x4.splat(2);
  const quarter = f32x4.splat(0.25);
  const leastLight = f32x4.splat(1e-5);
  const constant = f32x4.splat(readVariance);
  const bytes = (<usize>h) * step;
  for (let at: usize = 0; at < bytes; at += 16) {
    const p = source + at;
    const twice = f32x4.mul(two, v128.load(p));
    const left = f32x4.sub(twice, v128.load(p - 4));
    const right = f32x4.sub(twice, v128.load(p + 4));
    const below = v128.load(p - step);
    const above = v128.load(p + step);
    const lower = f32x4.add(f32x4.pmax(zero, f32x4.sub(left, below)), f32x4.pmax(zero, f32x4.sub(right, below)));
    const upper = f32x4.add(f32x4.pmax(zero, f32x4.sub(left, above)), f32x4.pmax(zero, f32x4.sub(right, above)));
    const laplacian = f32x4.mul(f32x4.add(lower, upper), quarter);
    const smooth = v128.load(noise + at);
    const light = background ? f32x4.add(smooth, v128.load(background + at)) : smooth;
    const sigma = f32x4.sqrt(f32x4.add(f32x4.pmax(light, leastLight), constant));
    v128.store(noise + at, sigma);
    v128.store(target + at, f32x4.div(laplacian, f32x4.mul(two, sigma)));
  }
}

/**
 * Evidence of rays in a w × h image (rows `step` bytes apart, a multiple of 16, at least w + 4 values, one spare row before and two after), for the pixels
 * x0 ≤ x < x1, y0 ≤ y < y1. `work` holds five images as large. `background` is the smooth light that was subtracted, or 0. Evidence goes to `out`, rows of `outStep` bytes, at least x1 − x0 + 3.
 */
export function rayEvidence(
  source: usize, background: usize, work: usize, planeBytes: usize, w: i32, h: i32, step: usize, separable: bool,
  readVariance: f32, faint: f32, bright: f32, contrast: f32,
  x0: i32, x1: i32, y0: i32, y1: i32, out: usize, outStep: usize,
): void {
  const noise = work;
  const signal = work + planeBytes;
  const smooth = work + 2 * planeBytes;
  const fine = work + 3 * planeBytes;
  const scratch = work + 4 * planeBytes;
  clearMargins(source, w, h, step);
  medianFilter(source, noise, scratch, w, h, step, separable ? 7 : 5, separable);
  significance(source, background, noise, signal, h, step, readVariance);
  medianFilter(signal, smooth, scratch, w, h, step, separable ? 7 : 5, separable);
  medianFilter(source, fine, scratch, w, h, step, separable ? 5 : 3, separable);
  // The image is read no more: its place takes the background of the fine structure.
  medianFilter(fine, source, scratch, w, h, step, separable ? 9 : 7, separable);

  const faintest = f32x4.splat(faint);
  const brightest = f32x4.splat(bright);
  const least = f32x4.splat(contrast);
  const leastStructure = f32x4.splat(0.01);
  for (let y = y0; y < y1; y++) {
    const row = (<usize>y) * step;
    let to = out + (<usize>(y - y0)) * outStep;
    for (let x = x0; x < x1; x += 4, to += 4) {
      const at = row + ((<usize>x) << 2);
      const s = f32x4.sub(v128.load(signal + at), v128.load(smooth + at));
      const f = f32x4.div(f32x4.sub(v128.load(fine + at), v128.load(source + at)), v128.load(noise + at));
      const isBright = f32x4.gt(s, brightest);
      const isCore = v128.and(isBright, f32x4.gt(f32x4.div(s, f32x4.pmax(f, leastStructure)), least));
      const bits = v128.or(
        v128.and(f32x4.gt(s, faintest), i32x4.splat(1)),
        v128.or(v128.and(isBright, i32x4.splat(2)), v128.and(isCore, i32x4.splat(4))),
      );
      const words = i16x8.narrow_i32x4_u(bits, bits);
      store<u32>(to, i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0));
    }
  }
}
