import type { SpectrographOptics } from './spectrograph-optics.js';

/** A spectrograph for the tests of this folder: no real one, of ordinary size. Detector of 4060 columns. */
export const exampleOptics: SpectrographOptics = {
  pixelMillimeter: 0.015,
  focalLengthMillimeter: { mean: 376.8, sigma: 2.26 },
  zeroPointPixel: { intercept: -40, slopePerDegree: 5.5, sigma: 100, range: 260 },
  surfaceMicrometer: 2,
  distortion: [
    { mean: 0, sigma: 30 },
    { mean: 0, sigma: 8 },
    { mean: 0, sigma: 0.5 },
    { mean: -0.06, sigma: 0.15 },
    { mean: -0.03, sigma: 0.08 },
    { mean: 0.12, sigma: 0.06 },
  ],
};
/** Light-sensitive columns of its detector, unbinned. */
export const EXAMPLE_COLUMNS = 4060;
