import type { OpticalFit } from './fit.js';
import { predictedVariance } from './membership.js';
import { columnDerivatives, columnOfSample, PARAMETERS, type LampGeometry } from './parameters.js';

/** The surface of the detector is the same within about this distance (1.5 mm), unbinned pixel: farther off a line says nothing of it. */
const SURFACE_REACH = 100;
/** Columns at which the error is computed: it changes over much longer distances than from one of them to the next. */
const GRID_COLUMNS = 25;
const MICROMETER_PER_MILLIMETER = 1000;

/**
 * Expected error (1 σ) of the column of a fixed wavelength at the center of every sample,
 *
 *     σ²(x) = j·C·jᵀ + Var[s(x) − Σᵢ j·gᵢ·s(xᵢ)]
 *
 * j are the derivatives by the parameters, C their covariance, which holds the scatter of the lines and the priors: beyond the last line the error grows as far as
 * the camera's distortion is unknown there. s is what the waves of the detector's surface do to light that comes in at an angle, the same for lines side by side,
 * so that many of them do not average it out: six smooth parameters cannot follow it between the lines, and the lines xᵢ, through the influence gᵢ of each on the
 * parameters, carry it elsewhere.
 *
 * @param samples how many. @returns unbinned pixel.
 */
export function predictedErrors(fit: Pick<OpticalFit, 'covariance' | 'influence' | 'matches'>, geometry: LampGeometry, samples: number): Float64Array {
  const design = new Float64Array(PARAMETERS);
  const surface = surfaceOf(fit, geometry);
  const first = columnOfSample(geometry, 0);
  const nodes = Math.max(2, Math.ceil((columnOfSample(geometry, samples - 1) - first) / GRID_COLUMNS) + 1);
  const variances = Float64Array.from({ length: nodes }, (_, k) => {
    const column = first + k * GRID_COLUMNS;
    columnDerivatives(geometry, column, design);
    return predictedVariance(design, 0, fit.covariance) + surface(column, design);
  });
  return Float64Array.from({ length: samples }, (_, q) => {
    const place = (columnOfSample(geometry, q) - first) / GRID_COLUMNS;
    const k = Math.min(nodes - 2, Math.floor(place));
    return Math.sqrt(variances[k] + (place - k) * (variances[k + 1] - variances[k]));
  });
}

/** The second term above, unbinned pixel², as a function of the column and its derivatives by the parameters. */
function surfaceOf({ influence, matches }: Pick<OpticalFit, 'influence' | 'matches'>, geometry: LampGeometry): (column: number, design: Float64Array) => number {
  const { surfaceMicrometer, focalLengthMillimeter } = geometry.optics;
  // Height × tan θ is a shift; tan θ = offset·p/f, so the pitch cancels.
  const shiftPerPixel = surfaceMicrometer / MICROMETER_PER_MILLIMETER / focalLengthMillimeter.mean;
  const shift = (column: number): number => shiftPerPixel * (column - geometry.axis);
  const together = (a: number, b: number): number => shift(a) * shift(b) * Math.exp(-0.5 * ((a - b) / SURFACE_REACH) ** 2);
  // Σᵢⱼ gᵢ·Var(sᵢ, sⱼ)·gⱼᵀ: what the waves do to the parameters.
  const carried = new Float64Array(PARAMETERS * PARAMETERS);
  matches.forEach(({ column }, i) => {
    matches.forEach((other, j) => {
      const covariance = together(column, other.column);
      for (let a = 0; a < PARAMETERS; a++) for (let b = 0; b < PARAMETERS; b++) carried[a * PARAMETERS + b] += influence[i * PARAMETERS + a] * covariance * influence[j * PARAMETERS + b];
    });
  });
  return (column, design) => {
    let shared = 0;
    matches.forEach((line, i) => {
      let gain = 0;
      for (let a = 0; a < PARAMETERS; a++) gain += design[a] * influence[i * PARAMETERS + a];
      shared += gain * together(column, line.column);
    });
    return Math.max(0, together(column, column) - 2 * shared + predictedVariance(design, 0, carried));
  };
}
