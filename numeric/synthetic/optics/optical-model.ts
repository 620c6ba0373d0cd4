import type { Random } from '../../math/random.js';
import type { SimulatedOptics } from '../instrument.js';

/** How the grating and the camera stood: groove density (lines per millimeter) and their angles against the collimator axis (degree). */
export interface SimulatedSetup {
  readonly linesPerMm: number;
  readonly gratingAngleDegree: number;
  readonly cameraAngleDegree: number;
}

/** Where light of each wavelength falls, as simulated: a code of its own beside the solver's, so that a mistake in one shows. */
export interface SimulatedOpticalModel {
  readonly setup: SimulatedSetup;
  readonly pixelMillimeter: number;
  /** Camera angle minus its nominal value, radian. */
  readonly deltaRadian: number;
  readonly focalLengthMillimeter: number;
  /** Legendre coefficients c0…c5 of the departure from a perfect camera, unbinned pixel. */
  readonly distortion: readonly number[];
  /** Light-sensitive columns of the optical frame; the optical axis falls on their middle. */
  readonly detectorColumns: number;
}

const RADIAN_PER_DEGREE = Math.PI / 180;
const ANGSTROM_PER_MILLIMETER = 1e7;
const DISTORTION_REACH = 1.2; // of half a detector; held constant beyond

function bounded(random: Random, limit: number): number {
  return Math.max(-limit, Math.min(limit, random.normal()));
}

/** An optical model as the instrument shows it from setup to setup: drawn about the nominal one with the measured scatter (δ and f carry c0 and c1). */
export function drawModel(optics: SimulatedOptics, setup: SimulatedSetup, detectorColumns: number, random: Random): SimulatedOpticalModel {
  const { zeroPointPixel } = optics;
  const pixelMillimeter = optics.pixelMicrometer / 1000;
  const nominalDelta = ((zeroPointPixel.intercept + zeroPointPixel.slopePerDegree * setup.cameraAngleDegree) * pixelMillimeter) / optics.focalLengthMillimeter;
  const focalLengthMillimeter = optics.focalLengthMillimeter * (1 + optics.focalLengthScatter * bounded(random, 2));
  const delta = (zeroPointPixel.scatter * bounded(random, 2.2) * pixelMillimeter) / optics.focalLengthMillimeter;
  const distortion = optics.distortion.map(({ mean, sigma }, k) => (k < 2 ? mean : mean + sigma * bounded(random, 2.5)));
  return { setup, pixelMillimeter, deltaRadian: nominalDelta + delta, focalLengthMillimeter, distortion, detectorColumns };
}

/** The same optics after the image moved by some unbinned columns along x. */
export function shiftedModel(model: SimulatedOpticalModel, shiftColumns: number): SimulatedOpticalModel {
  const [c0, ...rest] = model.distortion;
  return shiftColumns === 0 ? model : { ...model, distortion: [c0 + shiftColumns, ...rest] };
}

function axisColumn(model: SimulatedOpticalModel): number {
  return model.detectorColumns / 2 - 0.5;
}

/** Σ c_k P_k(u) by Clenshaw's recurrence, unbinned pixel, at a column without distortion. */
function distortionAt(model: SimulatedOpticalModel, base: number): number {
  const { distortion } = model;
  const u = (base - axisColumn(model)) / (model.detectorColumns / 2);
  const t = Math.min(DISTORTION_REACH, Math.max(-DISTORTION_REACH, u));
  let b1 = 0;
  let b2 = 0;
  for (let k = distortion.length - 1; k >= 1; k--) {
    const b = distortion[k] + ((2 * k + 1) / (k + 1)) * t * b1 - ((k + 1) / (k + 2)) * b2;
    b2 = b1;
    b1 = b;
  }
  return distortion[0] + t * b1 - 0.5 * b2;
}

/**
 * Unbinned detector column (numeric/frame) on which light of an air wavelength (Angstrom) falls in the reference row: grating equation
 * in first order, camera of focal length f, distortion. NaN where the grating sends no first order.
 */
export function columnAtWavelength(model: SimulatedOpticalModel, wavelengthAngstrom: number): number {
  const { setup } = model;
  const alpha = setup.gratingAngleDegree * RADIAN_PER_DEGREE;
  const grooves = setup.linesPerMm / ANGSTROM_PER_MILLIMETER;
  const fieldAngle = Math.asin(grooves * wavelengthAngstrom - Math.sin(alpha)) - (setup.cameraAngleDegree * RADIAN_PER_DEGREE - alpha);
  const base = axisColumn(model) + (model.focalLengthMillimeter / model.pixelMillimeter) * Math.tan(fieldAngle + model.deltaRadian);
  return base + distortionAt(model, base);
}

/** Air wavelength (Angstrom) that falls on an unbinned detector column in the reference row: the inverse of {@link columnAtWavelength} within 1e-11 columns. */
export function wavelengthAtColumn(model: SimulatedOpticalModel, column: number): number {
  const { setup } = model;
  let base = column;
  for (let step = 0; step < 8; step++) {
    const next = column - distortionAt(model, base);
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
    Math.atan(((base - axisColumn(model)) * model.pixelMillimeter) / model.focalLengthMillimeter);
  return (Math.sin(alpha) + Math.sin(beta)) / grooves;
}
