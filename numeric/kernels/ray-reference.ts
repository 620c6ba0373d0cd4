import { medianFilterReference } from './median-reference.js';
import { BLOCK_STRIDE, EVIDENCE, type MedianSize, type Plane, type RayScene, type RayThresholds } from './kernels.js';

const { fround, max, sqrt } = Math;

/** Window sizes of the four medians: of the image for the noise, of S, of the image for the fine structure, of that for its background. */
export const MEDIAN_SIZES: Record<RayThresholds['medians'], readonly [MedianSize, MedianSize, MedianSize, MedianSize]> = {
  separable: [7, 7, 5, 9],
  square: [5, 5, 3, 7],
};

/**
 * Laplacian of the image subsampled 2 × 2, its negative part cut off, averaged back: the mean over the four quarters of
 * a pixel of max(2·center − one horizontal − one vertical neighbor, 0). Neighbors beyond the border count as 0.
 * Returns [ny × nx] in the unit of the plane.
 * @see van Dokkum 2001, PASP 113, 1420, §3 — https://doi.org/10.1086/323894
 */
export function subsampledLaplacian({ data, nx, ny }: Plane): Float32Array {
  const out = new Float32Array(data.length);
  for (let y = 0; y < ny; y++) {
    for (let x = 0; x < nx; x++) {
      const p = y * nx + x;
      const twice = fround(2 * data[p]);
      const left = fround(twice - (x > 0 ? data[p - 1] : 0));
      const right = fround(twice - (x < nx - 1 ? data[p + 1] : 0));
      const below = y > 0 ? data[p - nx] : 0;
      const above = y < ny - 1 ? data[p + nx] : 0;
      const lower = fround(max(fround(left - below), 0) + max(fround(right - below), 0));
      const upper = fround(max(fround(left - above), 0) + max(fround(right - above), 0));
      out[p] = fround(fround(lower + upper) * 0.25);
    }
  }
  return out;
}

/** Kernel `rayEvidence` in plain TypeScript; writes EVIDENCE bits, [ny × nx]. It computes the whole plane, whatever the blocks, and writes those only. */
export function rayEvidenceReference(plane: RayScene, thresholds: RayThresholds, blocks: Int32Array, evidence: Uint8Array): void {
  const { nx, ny, background } = plane;
  const { medians } = thresholds;
  const [noiseSize, laplacianSize, fineSize, coarseSize] = MEDIAN_SIZES[medians];
  const readNoise = fround(thresholds.readNoise);
  const readVariance = fround(readNoise * readNoise);
  const bright = fround(thresholds.sigclip);
  const faint = fround(bright * fround(thresholds.sigfrac));
  const contrast = fround(thresholds.objlim);
  const leastLight = fround(1e-5);
  const leastStructure = fround(0.01);

  const noise = medianFilterReference(plane, noiseSize, medians);
  const signal = subsampledLaplacian(plane);
  for (let p = 0; p < noise.length; p++) {
    const light = background ? fround(noise[p] + background[p]) : noise[p];
    noise[p] = sqrt(fround(max(light, leastLight) + readVariance));
    // 2·N: the Laplacian of a subsampled image counts every pixel's noise twice.
    signal[p] = signal[p] / fround(2 * noise[p]);
  }
  const smooth = medianFilterReference({ data: signal, nx, ny }, laplacianSize, medians);
  const fine = medianFilterReference(plane, fineSize, medians);
  const coarse = medianFilterReference({ data: fine, nx, ny }, coarseSize, medians);

  for (let b = 0; b < blocks.length; b += BLOCK_STRIDE) {
    const [x0, x1, y0, y1] = blocks.subarray(b, b + BLOCK_STRIDE);
    for (let y = y0; y < y1; y++) {
      for (let p = y * nx + x0; p < y * nx + x1; p++) {
        const significance = fround(signal[p] - smooth[p]);
        const structure = max(fround(fround(fine[p] - coarse[p]) / noise[p]), leastStructure);
        let bits = significance > faint ? EVIDENCE.FAINT : 0;
        if (significance > bright) {
          bits |= EVIDENCE.BRIGHT;
          if (fround(significance / structure) > contrast) bits |= EVIDENCE.CORE;
        }
        evidence[p] = bits;
      }
    }
  }
}
