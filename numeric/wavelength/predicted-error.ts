import type { OpticalFit } from './fit.js';
import { predictedVariance } from './membership.js';
import { columnDerivatives, columnOfSample, PARAMETERS, type LampGeometry } from './parameters.js';

/** Waves of the detector's surface repeat after some 5 mm; as far beyond the last line as this, unbinned pixel, a line says nothing of them. */
const SURFACE_REACH = 100;
const MICROMETER_PER_MILLIMETER = 1000;

/**
 * Expected error (1 σ) of the column of a fixed wavelength at the center of every sample, √(j·C·jᵀ) with j its derivatives by the parameters. C holds the
 * scatter of the lines and the priors, so beyond the last line the error grows as far as the camera's distortion is unknown there; what the surface of the
 * detector may do is added there.
 *
 * @param samples how many. @param from column of the first line that was used, @param to of the last; unbinned. @returns unbinned pixel.
 */
export function predictedErrors(fit: Pick<OpticalFit, 'covariance'>, geometry: LampGeometry, samples: number, from: number, to: number): Float64Array {
  const design = new Float64Array(PARAMETERS);
  const { surfaceMicrometer, focalLengthMillimeter } = geometry.optics;
  // Height × tan θ is a shift; tan θ = offset·p/f, so the pitch cancels.
  const shiftPerPixel = surfaceMicrometer / MICROMETER_PER_MILLIMETER / focalLengthMillimeter.mean;
  return Float64Array.from({ length: samples }, (_, q) => {
    const column = columnOfSample(geometry, q);
    columnDerivatives(geometry, column, design);
    const beyond = Math.min(1, Math.max(0, from - column, column - to) / SURFACE_REACH);
    const surface = beyond * shiftPerPixel * (column - geometry.axis);
    return Math.sqrt(predictedVariance(design, 0, fit.covariance) + surface * surface);
  });
}
