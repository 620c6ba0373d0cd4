import type { SlitScale } from '#numeric/sources/targets';
import type { SpectrographOptics } from '#numeric/wavelength/spectrograph-optics';

/**
 * The optics of the spectrograph, measured on 80 lamps of 18 modes of the red and blue camera.
 * Groove density and focal length are degenerate, so part of the scatter of the focal length belongs to the gratings.
 */
export const goodmanOptics: SpectrographOptics = {
  /** Detector pitch (e2v 231-84, data sheet). */
  pixelMillimeter: 0.015,
  /** Camera focal length; 374.8–379.9 between the gratings. */
  focalLengthMillimeter: { mean: 376.8, sigma: 2.26 },
  /** The zero point δ·f/p is −40 + 5.5·CAM(degree) pixel; the rest scatters by about 100, at most 260 pixel. */
  zeroPointPixel: { intercept: -40, slopePerDegree: 5.5, sigma: 100, range: 260 },
  /** The surface is flat within 20 µm peak to valley (e2v 231-84, data sheet), most of it in a bow that the distortion holds; waves of a few millimeter are a small part. */
  surfaceMicrometer: 2,
  /**
   * c0 and c1 are held by δ and f; c2 changes with the focus; c3…c5 are the camera's own. Fitted with hardly any prior, the lamps that fix them to better than 0.03 pixel (26
   * lamps, 13 modes) scatter by 0.08, 0.035 and 0.023 about −0.05, −0.06 and 0.10. The priors allow for twice that: distorted bright lines ask for more than the camera has, and a
   * prior as narrow as the scatter then shuts out the right lines at the ends (600_UV and 930_M1 with HgAr and Ne).
   */
  distortion: [
    { mean: 0, sigma: 30 },
    { mean: 0, sigma: 8 },
    { mean: 0, sigma: 0.5 },
    { mean: -0.06, sigma: 0.15 },
    { mean: -0.03, sigma: 0.08 },
    { mean: 0.12, sigma: 0.06 },
  ],
};

/** How the slit shows on the detectors of both cameras. */
export const goodmanSlit: SlitScale = {
  /** Unbinned (Goodman manual). */
  arcsecondPerRow: 0.15,
  /**
   * Straight lines are tried up to here. Real frames tilt by up to 0.0144 row a column, 29 rows over half of the detector; a quarter more for a frame
   * nobody has seen.
   */
  largestTiltRows: 36,
};
