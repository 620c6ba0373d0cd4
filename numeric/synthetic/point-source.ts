import { emptyFrame, MASK, type Frame } from '../frame.js';
import { createRandom } from '../math/random.js';
import { normalDeviates } from './detector/normal-deviates.js';
import { moffatIntegral } from './slit/moffat.js';

/** FWHM of a Moffat of exponent 3 in units of its width parameter: 2√(2^⅓ − 1). */
const FWHM_PER_WIDTH = 2 * Math.sqrt(2 ** (1 / 3) - 1);

/** A source with known answers: each a function of the column. */
export interface PointSource {
  readonly row: (x: number) => number;
  readonly fwhm: (x: number) => number;
  /** All its light in the column, electron. */
  readonly electrons: (x: number) => number;
  /** Share of the light in a second image displaced by `offset` FWHM, so that the profile is no Moffat and not symmetric. Default none. */
  readonly ghost?: { readonly share: number; readonly offset: number };
}

export interface PointSourcePlan {
  readonly nx: number;
  readonly ny: number;
  /** Binning along y (and x), for the scale along the slit. Default 1. */
  readonly binning?: number;
  readonly sources: readonly PointSource[];
  /** Sky electrons per pixel. Default 0. */
  readonly sky?: (x: number, y: number) => number;
  readonly readNoiseElectron: number;
  /** Response by which the frame was divided, per row: noise scales with it. Default 1. */
  readonly response?: (x: number, y: number) => number;
  /** Share of pixels masked at random as cosmic rays, their flux spoiled. Default 0. */
  readonly masked?: number;
  /** Cosmic rays left in the frame without a mask: number per frame, each 3000 electron in one pixel. Default 0. */
  readonly unmasked?: number;
  readonly seed: number;
}

/** Share of the source's light that falls on pixel row y when its center is at `row`: the exact integral over the pixel. */
export function shareOfPixel(source: PointSource, x: number, y: number): number {
  const width = source.fwhm(x) / FWHM_PER_WIDTH;
  const center = source.row(x);
  const part = (c: number): number => moffatIntegral((y + 0.5 - c) / width) - moffatIntegral((y - 0.5 - c) / width);
  if (source.ghost === undefined) return part(center);
  return (1 - source.ghost.share) * part(center) + source.ghost.share * part(center + source.ghost.offset * source.fwhm(x));
}

/**
 * A calibrated frame (electron, flat divided) of Moffat sources of exponent 3 on a sky, with Poisson and read noise, and the
 * variance as a pipeline knows it: read noise² + max(counts, 0) of the noisy pixel itself, over response².
 */
export function pointSourceFrame(plan: PointSourcePlan): Frame {
  const { nx, ny, binning = 1, sources, sky = () => 0, response = () => 1, readNoiseElectron, masked = 0, unmasked = 0 } = plan;
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: binning, binY: binning });
  const random = createRandom(plan.seed);
  const normal = normalDeviates(random.fork('noise'));
  const photons = random.fork('photons');
  const expected = new Float64Array(nx * ny);
  for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) expected[y * nx + x] = sky(x, y);
  for (const source of sources) {
    for (let x = 0; x < nx; x++) {
      const [light, center, reach] = [source.electrons(x), source.row(x), 25 * source.fwhm(x)];
      const to = Math.min(ny - 1, Math.ceil(center + reach));
      for (let y = Math.max(0, Math.floor(center - reach)); y <= to; y++) expected[y * nx + x] += light * shareOfPixel(source, x, y);
    }
  }
  for (let i = 0; i < expected.length; i++) {
    const r = response(i % nx, Math.floor(i / nx));
    const mean = expected[i] * r;
    // Poisson as such where its shape shows, a normal deviate above.
    const counts = (mean < 200 ? photons.poisson(mean) : mean + Math.sqrt(mean) * normal()) + readNoiseElectron * normal();
    frame.flux[i] = counts / r;
    frame.variance[i] = (readNoiseElectron ** 2 + Math.max(0, counts)) / (r * r);
    if (masked > 0 && photons.uniform() < masked) {
      frame.flux[i] += 5000;
      frame.mask[i] = MASK.COSMIC_RAY;
    }
  }
  for (let k = 0; k < unmasked; k++) {
    const i = photons.integer(nx * ny);
    frame.flux[i] += 3000;
    frame.variance[i] += 3000;
  }
  return frame;
}
