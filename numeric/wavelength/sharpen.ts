import type { LineSamples } from './arc-line-fit.js';
import { NonNegativeLight } from './non-negative-light.js';
import type { SlitImage } from './slit-image.js';
import { runningQuantile } from '../math/statistics.js';

/** The image that is taken out is blurred by this share of the measured blur only: what is left over keeps the profile that the optics have, whatever it is. */
const BLUR_TAKEN_OUT = 0.5;
/** The light found is shown with this share of the measured blur, and no less than so many samples: narrower lines would be undersampled. */
const BLUR_SHOWN = { share: 0.8, samples: 0.65 };
/** The profile is known to this share of the light: bright lines are not fitted to their noise. */
const PROFILE_KNOWN_TO = 0.01;
/** Window of the background that the search begins with, samples. */
const BACKGROUND_WINDOW = 101;
/** Edges of noise σ place a line of height A as well as a narrow line of height A does in noise √(π/2)·σ: σ²·√π·s/A² for two edges of blur s, 2σ²·s/(√π·A²) for a Gaussian. */
const NOISE_OF_EDGES = Math.sqrt(Math.PI / 2);
/** The light shown is cut here, σ. */
const REACH_SIGMAS = 4;

/**
 * The spectrum as a narrow slit would show it. Through a slit of 3 arcsecond a line is a box of 20 columns, and most lines of a lamp run into others; but their edges are as
 * sharp as the optics are. So the light is found that is nowhere negative and, seen through the slit, gives what was seen (a sparse deconvolution that keeps all of the
 * resolution of the edges), and is shown blurred as by the optics alone: lines of the height of their boxes. No list of lines takes part.
 *
 * @param image of the slit, measured on this spectrum. @param binning unbinned columns per sample: the light is sought at every unbinned column.
 * @returns as many samples; variances are those of narrow lines known as well as the edges are.
 */
export function sharpen(samples: LineSamples, image: SlitImage, binning: number): LineSamples {
  const { flux, variance, blocked } = samples;
  const n = flux.length;
  const weights = flux.map((value, q) => (blocked[q] === 0 ? 1 / (variance[q] + (PROFILE_KNOWN_TO * value) ** 2) : 0));
  const light = new NonNegativeLight(flux, weights, { width: image.width, sigma: BLUR_TAKEN_OUT * image.sigma }, Math.max(1, Math.round(binning)), runningQuantile(flux, BACKGROUND_WINDOW, 0.25));
  const { heights, firstSample, step } = light.solve();
  const sigma = Math.max(BLUR_SHOWN.samples, BLUR_SHOWN.share * image.sigma);
  return { flux: blurred(heights, firstSample, step, sigma, n), variance: edgeVariance(variance, image.width / 2), blocked: new Uint8Array(n) };
}

/** Light of these heights, every `step` samples from `first` on, as Gaussians of σ averaged over the sample; n samples. */
function blurred(heights: Float64Array, first: number, step: number, sigma: number, n: number): Float64Array {
  const out = new Float64Array(n);
  const seen = Math.sqrt(sigma * sigma + 1 / 12); // a sample adds its own variance
  const reach = REACH_SIGMAS * seen;
  for (let j = 0; j < heights.length; j++) {
    if (heights[j] === 0) continue;
    const center = first + j * step;
    const height = (heights[j] * sigma) / seen;
    for (let q = Math.max(0, Math.ceil(center - reach)); q <= Math.min(n - 1, center + reach); q++) out[q] += height * Math.exp(-0.5 * ((q - center) / seen) ** 2);
  }
  return out;
}

/** The mean variance over the image of the slit, as the noise of the edges. */
function edgeVariance(variance: Float64Array, half: number): Float64Array {
  const n = variance.length;
  const sums = new Float64Array(n + 1);
  for (let q = 0; q < n; q++) sums[q + 1] = sums[q] + variance[q];
  const reach = Math.round(half);
  return variance.map((_, q) => {
    const [from, to] = [Math.max(0, q - reach), Math.min(n, q + reach + 1)];
    return (NOISE_OF_EDGES ** 2 * (sums[to] - sums[from])) / (to - from);
  });
}
