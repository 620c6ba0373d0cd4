import { medianLine5, medianLine7, medianLine9, medianSquare3, medianSquare5, medianSquare7 } from './networks';

/** Medians of four lanes: `size` values from address `at` on, `step` bytes apart. */
// @ts-ignore: decorator
@inline
function medianLine(size: i32, at: usize, step: usize): v128 {
  if (size == 5) return medianLine5(at, step);
  if (size == 7) return medianLine7(at, step);
  return medianLine9(at, step);
}

// @ts-ignore: decorator
@inline
function medianSquare(size: i32, at: usize, step: usize): v128 {
  if (size == 3) return medianSquare3(at, step);
  if (size == 5) return medianSquare5(at, step);
  return medianSquare7(at, step);
}

/** Copies the columns of a row that a window does not fit around; vectors may have run over them. */
// @ts-ignore: decorator
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
