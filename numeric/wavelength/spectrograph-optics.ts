/** A quantity measured once for the instrument and how far a single setup strays from it (1 σ), both in the unit of the quantity. */
export interface Prior {
  readonly mean: number;
  readonly sigma: number;
}

/**
 * What is known of a grating spectrograph before any lamp is seen, the same for every grating and angle: a value of the instrument's
 * own module, an argument here.
 */
export interface SpectrographOptics {
  /** Detector pitch. */
  readonly pixelMillimeter: number;
  /** Focal length of the camera, millimeter. */
  readonly focalLengthMillimeter: Prior;
  /**
   * Where the axis of the camera falls: the zero point δ·f/p, unbinned pixel, is intercept + slope·(camera angle, degree); a setup scatters
   * about that by sigma and is searched within ± range.
   */
  readonly zeroPointPixel: { readonly intercept: number; readonly slopePerDegree: number; readonly sigma: number; readonly range: number };
  /** How far the surface of the detector waves within a few millimeter (1 σ), micrometer: light that comes in at an angle is moved sideways by what no smooth distortion follows. */
  readonly surfaceMicrometer: number;
  /** Legendre coefficients c0…c5 of the departure from a perfect camera, unbinned pixel. c0 and c1 are degenerate with δ and f. */
  readonly distortion: readonly Prior[];
}
