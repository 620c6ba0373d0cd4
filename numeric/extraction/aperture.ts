/**
 * How much of each pixel lies in an aperture from `low` to `high`, rows: pixel k covers k − ½ … k + ½, so a pixel wholly inside has weight 1 and
 * those at the ends the part inside. Rows outside `fromRow … fromRow + width − 1` do not exist; the aperture is cut there.
 *
 * @param weights where they are written; new ones without, which is slow in a loop over columns.
 * @returns `width` weights, unitless, 0…1; all 0 where the aperture holds no such row.
 */
export function apertureWeights(low: number, high: number, fromRow: number, width: number, weights = new Float64Array(width)): Float64Array {
  weights.fill(0);
  for (let k = Math.max(0, Math.floor(low + 0.5) - fromRow); k < width && fromRow + k - 0.5 < high; k++) {
    const row = fromRow + k;
    weights[k] = Math.max(0, Math.min(high, row + 0.5) - Math.max(low, row - 0.5));
  }
  return weights;
}
