import { medianLine5, medianLine7, medianLine9, medianLine25, medianSquare3, medianSquare5, medianSquare7 } from './networks';

/** Medians of four lanes: `size` values from address `at` on, `step` bytes apart. */
@inline
function medianLine(size: i32, at: usize, step: usize): v128 {
  if (size == 5) return medianLine5(at, step);
  if (size == 7) return medianLine7(at, step);
  return medianLine9(at, step);
}

@inline
function medianSquare(size: i32, at: usize, step: usize): v128 {
  if (size == 3) return medianSquare3(at, step);
  if (size == 5) return medianSquare5(at, step);
  return medianSquare7(at, step);
}

/** Copies the columns of a row that a window does not fit around; vectors may have run over them. */
@inline
function copyEnds(source: usize, target: usize, row: usize, w: i32, half: i32): void {
  const bytes = (<usize>half) << 2;
  const end = row + ((<usize>(w - half)) << 2);
  memory.copy(target + row, source + row, bytes);
  memory.copy(target + end, source + end, bytes);
}

/** Copies the rows that a window does not fit around. */
function copyOuterRows(source: usize, target: usize, h: i32, step: usize, half: i32): void {
  const bytes = (<usize>half) * step;
  memory.copy(target, source, bytes);
  const end = (<usize>(h - half)) * step;
  memory.copy(target + end, source + end, bytes);
}

/**
 * Median filter of a w × h image; rows are `step` bytes apart, at least w + 4 values. `scratch` is as large as the image and used by the
 * separable filter only. The border of (size − 1)/2 pixels is copied.
 */
export function medianFilter(source: usize, target: usize, scratch: usize, w: i32, h: i32, step: usize, size: i32, separable: bool): void {
  const half = (size - 1) >> 1;
  if (w < size || h < size) {
    memory.copy(target, source, (<usize>h) * step);
    return;
  }
  if (separable) {
    for (let y = 0; y < h; y++) {
      const row = (<usize>y) * step;
      for (let x = half; x < w - half; x += 4) {
        v128.store(scratch + row + ((<usize>x) << 2), medianLine(size, source + row + ((<usize>(x - half)) << 2), 4));
      }
      copyEnds(source, scratch, row, w, half);
    }
  }
  for (let y = half; y < h - half; y++) {
    const row = (<usize>y) * step;
    const top = (<usize>(y - half)) * step;
    for (let x = half; x < w - half; x += 4) {
      const middle = separable
        ? medianLine(size, scratch + top + ((<usize>x) << 2), step)
        : medianSquare(size, source + top + ((<usize>(x - half)) << 2), step);
      v128.store(target + row + ((<usize>x) << 2), middle);
    }
    copyEnds(source, target, row, w, half);
  }
  copyOuterRows(source, target, h, step, half);
}

/** Medians of 25 rows, column by column; rows are `step` bytes apart. Writes up to three values more than `w`. */
export function medianOfRows(source: usize, target: usize, w: i32, step: usize): void {
  for (let x: usize = 0; x < <usize>w; x += 4) v128.store(target + (x << 2), medianLine25(source + (x << 2), step));
}

/** Medians of 25 pixels of one row from each of `count` places (a multiple of 4, byte offsets in `starts`). `scratch` takes 25 vectors. */
export function medianOfRuns(row: usize, starts: usize, count: i32, scratch: usize, target: usize): void {
  for (let s: usize = 0; s < <usize>count; s += 4) {
    const at = starts + (s << 2);
    const a = row + load<u32>(at);
    const b = row + load<u32>(at, 4);
    const c = row + load<u32>(at, 8);
    const d = row + load<u32>(at, 12);
    for (let k: usize = 0; k < 25; k++) {
      const offset = k << 2;
      let lanes = v128.load32_zero(a + offset);
      lanes = v128.load_lane<f32>(b + offset, lanes, 1);
      lanes = v128.load_lane<f32>(c + offset, lanes, 2);
      lanes = v128.load_lane<f32>(d + offset, lanes, 3);
      v128.store(scratch + (k << 4), lanes);
    }
    v128.store(target + (s << 2), medianLine25(scratch, 16));
  }
}
