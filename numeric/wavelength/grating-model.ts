import { ContractError } from '../errors.js';
import type { SpectrographOptics } from './spectrograph-optics.js';

/**
 * How the grating and the camera stood: groove density (lines per millimeter), angle of the grating and angle of the
 * camera against the collimator axis (degree), the values asked for (GRT_TARG, CAM_TARG), not those read back.
 */
export interface GratingSetup {
  readonly linesPerMm: number;
  readonly gratingAngleDegree: number;
  readonly cameraAngleDegree: number;
}

/** What the header does not tell: everything between the nominal angles and where the light really falls. */
export interface OpticalModel {
  /** Camera angle minus its nominal value, radian. */
  readonly deltaRadian: number;
  readonly focalLengthMillimeter: number;
  /** Detector pitch. */
  readonly pixelMillimeter: number;
  /** Legendre coefficients c0…c5 of the departure from a perfect camera, unbinned pixel. */
  readonly distortion: readonly number[];
  /** Light-sensitive columns of the whole detector, unbinned; the optical axis falls on their middle. */
  readonly detectorColumns: number;
}

const RADIAN_PER_DEGREE = Math.PI / 180;
const ANGSTROM_PER_MILLIMETER = 1e7;
/** The distortion is measured inside the detector (|u| ≤ 1); beyond 1.2 it is held constant rather than let run away. */
const DISTORTION_REACH = 1.2;
/** Beyond this angle off axis no light reaches any detector; tan would be far outside its useful range. */
const FIELD_LIMIT_RADIAN = 1.2;

/**
 * The sum Σ c_k P_k(u) of Legendre polynomials, k = 0…c.length − 1, by Clenshaw's recurrence.
 * `u` beyond ±1.2 counts as ±1.2. Unit of the result: that of the coefficients.
 */
export function distortionAt(coefficients: ArrayLike<number>, u: number): number {
  const t = Math.min(DISTORTION_REACH, Math.max(-DISTORTION_REACH, u));
  let b1 = 0;
  let b2 = 0;
  for (let k = coefficients.length - 1; k >= 1; k--) {
    const b = coefficients[k] + ((2 * k + 1) / (k + 1)) * t * b1 - ((k + 1) / (k + 2)) * b2;
    b2 = b1;
    b1 = b;
  }
  return coefficients.length === 0 ? 0 : coefficients[0] + t * b1 - 0.5 * b2;
}

/** Column of the optical axis: the middle of the whole detector, unbinned, counted from 0. */
export function axisColumn(model: Pick<OpticalModel, 'detectorColumns'>): number {
  return model.detectorColumns / 2 - 0.5;
}

/** The reduced coordinate u ∈ [−1, 1] of a column, in which the distortion is written. */
export function reducedColumn(model: Pick<OpticalModel, 'detectorColumns'>, column: number): number {
  return (column - axisColumn(model)) / (model.detectorColumns / 2);
}

/**
 * Angle at which light of one wavelength leaves the grating, relative to the nominal camera axis, before the offset δ:
 *
 *     θ(λ) = asin(Gλ − sin α) − (CAM − α)      first order; α the grating angle, G the groove density
 *
 * @returns radian; NaN where the grating sends no first order (|Gλ − sin α| > 1).
 */
export function fieldAngle(setup: GratingSetup, wavelengthAngstrom: number): number {
  const alpha = setup.gratingAngleDegree * RADIAN_PER_DEGREE;
  const grooves = setup.linesPerMm / ANGSTROM_PER_MILLIMETER;
  return Math.asin(grooves * wavelengthAngstrom - Math.sin(alpha)) - (setup.cameraAngleDegree * RADIAN_PER_DEGREE - alpha);
}

/** Where light that leaves at a field angle (radian) falls without distortion: x0 + (f/p)·tan(θ + δ), unbinned pixel; NaN beyond 1.2 radian from the axis. */
export function undistortedColumn(model: OpticalModel, fieldAngleRadian: number): number {
  const angle = fieldAngleRadian + model.deltaRadian;
  if (!(Math.abs(angle) < FIELD_LIMIT_RADIAN)) return NaN;
  return axisColumn(model) + (model.focalLengthMillimeter / model.pixelMillimeter) * Math.tan(angle);
}

/**
 * The column on which a wavelength falls.
 *
 *     x(λ) = x_b + Σ c_k P_k(u_b),   x_b = x0 + (f/p)·tan( asin(Gλ − sin α) − (CAM − α) + δ ),   u_b = (x_b − x0)/(N/2)
 *
 * The offset δ is an angle, not a shift: written as a shift of x0 it returns as a false curvature of 0.4–3.4 pixel.
 *
 * @param wavelengthAngstrom in air.
 * @returns unbinned detector column, counted from 0 at the first light-sensitive column (numeric/frame), possibly outside
 *          the detector; NaN if no first-order light of this wavelength leaves toward the camera.
 */
export function columnAtWavelength(setup: GratingSetup, model: OpticalModel, wavelengthAngstrom: number): number {
  const base = undistortedColumn(model, fieldAngle(setup, wavelengthAngstrom));
  return base + distortionAt(model.distortion, reducedColumn(model, base));
}

/**
 * The wavelength that falls on a column, the inverse of {@link columnAtWavelength}:
 *
 *     λ(x) = [ sin α + sin( CAM − α − δ + atan((x_b − x0)·p/f) ) ] / G
 *
 * with x_b found from x = x_b + Σ c_k P_k(u_b) by fixed-point steps; the distortion changes by less than 1 % of a pixel per pixel,
 * so a step of less than 1e-9 pixel leaves less than 1e-11.
 *
 * @param column unbinned detector column; the center of binned pixel q lies at `first + b·q + (b − 1)/2`.
 * @returns wavelength in air, angstrom.
 */
export function wavelengthAtColumn(setup: GratingSetup, model: OpticalModel, column: number): number {
  const axis = axisColumn(model);
  let base = column;
  for (let step = 0; step < 8; step++) {
    const next = column - distortionAt(model.distortion, reducedColumn(model, base));
    const change = Math.abs(next - base);
    base = next;
    if (change < 1e-9) break;
  }
  const alpha = setup.gratingAngleDegree * RADIAN_PER_DEGREE;
  const grooves = setup.linesPerMm / ANGSTROM_PER_MILLIMETER;
  const beta =
    setup.cameraAngleDegree * RADIAN_PER_DEGREE -
    alpha -
    model.deltaRadian +
    Math.atan(((base - axis) * model.pixelMillimeter) / model.focalLengthMillimeter);
  return (Math.sin(alpha) + Math.sin(beta)) / grooves;
}

/**
 * The model to start from when nothing but the header is known: mean focal length and distortion, zero point from the camera angle.
 * As good as the instrument repeats itself: the sigmas of `optics`.
 *
 * @param detectorColumns light-sensitive columns of the whole detector, unbinned.
 * @throws {ContractError} if the setup is not made of finite numbers or the grating has no grooves.
 */
export function nominalModel(setup: GratingSetup, optics: SpectrographOptics, detectorColumns: number): OpticalModel {
  const { linesPerMm, gratingAngleDegree, cameraAngleDegree } = setup;
  if (!(linesPerMm > 0) || !Number.isFinite(gratingAngleDegree) || !Number.isFinite(cameraAngleDegree)) {
    throw new ContractError(`no grating setup: ${linesPerMm} lines per mm at ${gratingAngleDegree}° and ${cameraAngleDegree}°`);
  }
  const zeroPoint = optics.zeroPointPixel.intercept + optics.zeroPointPixel.slopePerDegree * cameraAngleDegree;
  const focalLengthMillimeter = optics.focalLengthMillimeter.mean;
  return {
    deltaRadian: (zeroPoint * optics.pixelMillimeter) / focalLengthMillimeter,
    focalLengthMillimeter,
    pixelMillimeter: optics.pixelMillimeter,
    distortion: optics.distortion.map((prior) => prior.mean),
    detectorColumns,
  };
}
