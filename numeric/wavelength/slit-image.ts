import type { LineSamples } from './arc-line-fit.js';
import { FWHM_PER_SIGMA } from './resolution.js';

/** The image of a wide slit in the light of one wavelength: a box blurred by the optics. Samples. */
export interface SlitImage {
  /** Of the box, edge to edge; also the full width at half maximum of the image. */
  readonly width: number;
  /** σ of the blur as the samples show it: optics and pixel. */
  readonly sigma: number;
}

/** Edges count where neighboring samples differ by this many times their noise. */
const CLEAR_EDGE = 4;
/** Edges nearer to each other than this are those of lines as narrow as the samples, samples. */
const LEAST_WIDTH = 3;
/** The edges that answer each other one width apart, as a share of all: one half in a spectrum of boxes without noise; library lamps show 0.27 and more. */
const LEAST_ANSWER = 0.2;
/** Half of the width ÷ σ: 3.2–3.9 where lines are Gaussians, however wide, 4.1–14 through a slit of 3 arcsecond (library lamps and simulated ones, binned 1 to 3). */
const LEAST_BOX = 3.9;

/**
 * Measures the image of the slit on all lines of a spectrum at once, however they overlap. Each line begins with a rising edge and ends, one width later, with a falling one:
 * the autocorrelation of the edges is lowest at a lag of that width, and as wide at lag zero as the edges are. Edges count with the square root of their height, so that
 * no single line decides.
 *
 * @param widest no wider image is looked for, samples.
 * @returns undefined where the spectrum shows no boxes: a slit hardly wider than the blur, or no lines.
 */
export function slitImageOf(samples: LineSamples, widest: number): SlitImage | undefined {
  const last = Math.floor(widest);
  const correlation = autocorrelation(edgesOf(samples), last + 1);
  let width = 1;
  for (let lag = 1; lag <= last; lag++) if (correlation[lag] < correlation[width]) width = lag;
  if (width < LEAST_WIDTH || width >= last || !(-correlation[width] > LEAST_ANSWER * correlation[0])) return undefined;
  const [before, lowest, after] = correlation.subarray(width - 1, width + 2);
  const image = { width: width + (0.5 * (before - after)) / (before - 2 * lowest + after), sigma: halfMaximumLag(correlation) / FWHM_PER_SIGMA };
  return image.width > 2 * LEAST_BOX * image.sigma ? image : undefined;
}

/** How much the light rises from the sample before, beyond the noise, its square root with its sign. */
function edgesOf({ flux, variance, blocked }: LineSamples): Float64Array {
  const edges = new Float64Array(flux.length);
  for (let q = 1; q < flux.length; q++) {
    if (blocked[q] !== 0 || blocked[q - 1] !== 0) continue;
    const rise = flux[q] - flux[q - 1];
    const clear = Math.abs(rise) - CLEAR_EDGE * Math.sqrt(variance[q] + variance[q - 1]);
    if (clear > 0) edges[q] = Math.sign(rise) * Math.sqrt(clear);
  }
  return edges;
}

/** Σ vᵢ·vᵢ₋ₗ for the lags l = 0…last. */
function autocorrelation(values: Float64Array, last: number): Float64Array {
  return Float64Array.from({ length: last + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < values.length; i++) sum += values[i] * values[i - lag];
    return sum;
  });
}

/** Where a falling correlation passes half of its first value. The root of a Gaussian edge of σ is √2 wider, its autocorrelation √2 again: at this lag, 2.355 σ. */
function halfMaximumLag(correlation: Float64Array): number {
  const half = correlation[0] / 2;
  let lag = 1;
  while (correlation[lag] > half) lag++; // the lowest value is negative, so one falls below
  return lag - (half - correlation[lag]) / (correlation[lag - 1] - correlation[lag]);
}
