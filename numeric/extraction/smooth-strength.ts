/** The strength of a column is averaged until it is known to one part in this many, over at most an eighth of the columns to either side. */
const STRENGTH_SNR = 10;
/** Signal-to-noise of a column taken for no worse than this in that estimate. */
const LEAST_SNR = 0.1;

/**
 * Electrons per column, averaged over enough columns that the mean is ten times its error: noise in it would flatten the profile.
 * @param variance of every pixel, electron², [nx × width], 0 where unused. @returns electron; NaN where nothing near is known.
 */
export function smoothStrength({ electrons, variance, width }: { readonly electrons: Float64Array; readonly variance: Float64Array; readonly width: number }): Float64Array {
  const nx = electrons.length;
  let signal = 0;
  let noise = 0;
  for (let x = 0; x < nx; x++) {
    if (Number.isFinite(electrons[x])) signal += electrons[x];
    for (let k = 0; k < width; k++) noise += variance[x * width + k];
  }
  const snr = signal > 0 ? signal / nx / Math.sqrt(noise / nx / 3) : 0; // a third of the rows hold the light
  const reach = Math.min(nx >> 3, Math.max(0, Math.ceil(((STRENGTH_SNR / Math.max(snr, LEAST_SNR)) ** 2 - 1) / 2)));
  const sums = new Float64Array(nx + 1);
  const counts = new Int32Array(nx + 1);
  for (let x = 0; x < nx; x++) {
    const known = Number.isFinite(electrons[x]);
    sums[x + 1] = sums[x] + (known ? electrons[x] : 0);
    counts[x + 1] = counts[x] + Number(known);
  }
  return electrons.map((_, x) => {
    const [from, to] = [Math.max(0, x - reach), Math.min(nx, x + reach + 1)];
    return counts[to] > counts[from] ? (sums[to] - sums[from]) / (counts[to] - counts[from]) : NaN;
  });
}
