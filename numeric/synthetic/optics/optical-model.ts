import type { Random } from '../../math/random.js';
import type { SimulatedOptics } from '../instrument.js';
import type { ReadoutFormat } from '../mode.js';
import { distorted, drawDistortion, undistorted, type CameraDistortion } from './camera-distortion.js';

/** How the grating and the camera stood: groove density (lines per millimeter) and their angles against the collimator axis (degree). */
export interface SimulatedSetup {
  readonly linesPerMm: number;
  readonly gratingAngleDegree: number;
  readonly cameraAngleDegree: number;
}

/**
 * Where light of each wavelength falls, as simulated: rays through lenses onto a detector that is neither flat nor square to them. No family of
 * curves that a wavelength solver fits, so that what such a solver cannot follow shows.
 */
export interface SimulatedOpticalModel {
  readonly setup: SimulatedSetup;
  readonly pixelMillimeter: number;
  /** Camera angle minus its nominal value, radian. */
  readonly deltaRadian: number;
  readonly focalLengthMillimeter: number;
  readonly distortion: CameraDistortion;
  /** How far the image moved along x since the lamp, unbinned columns. */
  readonly flexureColumns: number;
  /** Detector column of the optical axis. */
  readonly axisColumn: number;
  /** Light-sensitive columns that are kept, from detector column 0. */
  readonly detectorColumns: number;
}

const RADIAN_PER_DEGREE = Math.PI / 180;
const ANGSTROM_PER_MILLIMETER = 1e7;

function bounded(random: Random, limit: number): number {
  return Math.max(-limit, Math.min(limit, random.normal()));
}

/** An optical model as the instrument shows it from setup to setup: drawn about the nominal one with the measured scatter. */
export function drawModel(optics: SimulatedOptics, setup: SimulatedSetup, format: Pick<ReadoutFormat, 'axisColumn' | 'opticalColumns'>, random: Random): SimulatedOpticalModel {
  const { zeroPointPixel } = optics;
  const pixelMillimeter = optics.pixelMicrometer / 1000;
  const nominalDelta = ((zeroPointPixel.intercept + zeroPointPixel.slopePerDegree * setup.cameraAngleDegree) * pixelMillimeter) / optics.focalLengthMillimeter;
  const focalLengthMillimeter = optics.focalLengthMillimeter * (1 + optics.focalLengthScatter * bounded(random, 2));
  const delta = (zeroPointPixel.scatter * bounded(random, 2.2) * pixelMillimeter) / optics.focalLengthMillimeter;
  const distortion = drawDistortion(optics.camera, pixelMillimeter, random.fork('camera'));
  const { axisColumn, opticalColumns: detectorColumns } = format;
  return { setup, pixelMillimeter, deltaRadian: nominalDelta + delta, focalLengthMillimeter, distortion, flexureColumns: 0, axisColumn, detectorColumns };
}

/** The same optics after the image moved by some unbinned columns along x. */
export function shiftedModel(model: SimulatedOpticalModel, shiftColumns: number): SimulatedOpticalModel {
  return shiftColumns === 0 ? model : { ...model, flexureColumns: model.flexureColumns + shiftColumns };
}

/**
 * Unbinned detector column (numeric/frame) on which light of an air wavelength (Angstrom) falls in the reference row: grating equation
 * in first order, camera of focal length f, distortion. NaN where the grating sends no first order.
 */
export function columnAtWavelength(model: SimulatedOpticalModel, wavelengthAngstrom: number): number {
  const { setup, focalLengthMillimeter } = model;
  const alpha = setup.gratingAngleDegree * RADIAN_PER_DEGREE;
  const grooves = setup.linesPerMm / ANGSTROM_PER_MILLIMETER;
  const fieldAngle = Math.asin(grooves * wavelengthAngstrom - Math.sin(alpha)) - (setup.cameraAngleDegree * RADIAN_PER_DEGREE - alpha);
  const perfect = focalLengthMillimeter * Math.tan(fieldAngle + model.deltaRadian);
  return model.axisColumn + model.flexureColumns + distorted(model.distortion, focalLengthMillimeter, perfect) / model.pixelMillimeter;
}

/** Air wavelength (Angstrom) that falls on an unbinned detector column in the reference row: the inverse of {@link columnAtWavelength} within 1e-9 columns. */
export function wavelengthAtColumn(model: SimulatedOpticalModel, column: number): number {
  const { setup, focalLengthMillimeter } = model;
  const onDetector = (column - model.axisColumn - model.flexureColumns) * model.pixelMillimeter;
  const perfect = undistorted(model.distortion, focalLengthMillimeter, onDetector);
  const alpha = setup.gratingAngleDegree * RADIAN_PER_DEGREE;
  const grooves = setup.linesPerMm / ANGSTROM_PER_MILLIMETER;
  const beta = setup.cameraAngleDegree * RADIAN_PER_DEGREE - alpha - model.deltaRadian + Math.atan(perfect / focalLengthMillimeter);
  return (Math.sin(alpha) + Math.sin(beta)) / grooves;
}
