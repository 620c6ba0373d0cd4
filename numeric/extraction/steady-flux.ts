/** Columns averaged to either side. */
const HALF = 8;
/** A column that differs from its surroundings by less than the first of these, σ, is taken to be like them; beyond the second it is what it is. */
const [ALIKE_SIGMA, OWN_SIGMA] = [3, 5];

/**
 * The flux a noise model may believe in: the mean of 8 columns to either side, without the column itself, unless it differs from them by more than noise. So
 * a weak spectrum has errors that do not follow its own noise, and a line still has the noise of its light.
 *
 * @param flux electron; NaN where unknown. @param variance electron². @returns electron, 0 where nothing is known.
 */
export function steadyFlux(flux: Float64Array, variance: Float64Array): Float64Array {
  const n = flux.length;
  const sums = new Float64Array(n + 1);
  const counts = new Int32Array(n + 1);
  const variances = new Float64Array(n + 1);
  for (let x = 0; x < n; x++) {
    const known = Number.isFinite(flux[x]) && variance[x] > 0;
    sums[x + 1] = sums[x] + (known ? flux[x] : 0);
    variances[x + 1] = variances[x] + (known ? variance[x] : 0);
    counts[x + 1] = counts[x] + Number(known);
  }
  return flux.map((value, x) => {
    const [from, to] = [Math.max(0, x - HALF), Math.min(n, x + HALF + 1)];
    const known = Number.isFinite(value) && variance[x] > 0;
    const count = counts[to] - counts[from] - Number(known);
    if (count === 0) return known ? Math.max(0, value) : 0;
    const mean = (sums[to] - sums[from] - (known ? value : 0)) / count;
    if (!known) return Math.max(0, mean);
    const typical = (variances[to] - variances[from]) / (count + 1);
    const deviation = Math.abs(value - mean) / Math.sqrt(typical * (1 + 1 / count));
    const own = Math.min(1, Math.max(0, (deviation - ALIKE_SIGMA) / (OWN_SIGMA - ALIKE_SIGMA)));
    return Math.max(0, mean + own * (value - mean));
  });
}
