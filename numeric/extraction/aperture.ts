import type { SpatialProfile } from './spatial-profile.js';

/**
 * How much of each pixel lies in an aperture from `low` to `high`, rows: pixel k covers k − ½ … k + ½, so a pixel wholly inside has weight 1 and
 * those at the ends the part inside. Rows outside `fromRow … fromRow + width − 1` do not exist; the aperture is cut there.
 */
export function apertureWeights(low: number, high: number, fromRow: number, width: number): Float64Array {
  const weights = new Float64Array(width);
  for (let k = Math.max(0, Math.floor(low + 0.5) - fromRow); k < width && fromRow + k - 0.5 < high; k++) {
    const row = fromRow + k;
    weights[k] = Math.max(0, Math.min(high, row + 0.5) - Math.max(low, row - 0.5));
  }
  return weights;
}

/** Sum of a column of pixels from `low` to `high`, those at the ends in part; pixels outside the array do not exist and add nothing. */
export function fractionalSum(values: ArrayLike<number>, low: number, high: number): number {
  let sum = 0;
  for (let k = Math.max(0, Math.floor(low + 0.5)); k < values.length && k - 0.5 < high; k++) {
    sum += values[k] * Math.max(0, Math.min(high, k + 0.5) - Math.max(low, k - 0.5));
  }
  return sum;
}

/**
 * Share of the light of a source inside an aperture of ±halfWidthFwhm around its trace, per column: what a fractional sum of the same
 * pixels is divided by to give all the light. Found with the weights of that sum, so that the steps of the pixels cancel.
 */
export function apertureShare(profile: SpatialProfile, halfWidthFwhm: number): Float64Array {
  const { nx, width, fromRow, share, rows, fwhms } = profile;
  return Float64Array.from({ length: nx }, (_, x) => {
    const weights = apertureWeights(rows[x] - halfWidthFwhm * fwhms[x], rows[x] + halfWidthFwhm * fwhms[x], fromRow[x], width);
    return weights.reduce((sum, weight, k) => sum + weight * share[x * width + k], 0);
  });
}
