import { fieldAngle, type GratingSetup, type OpticalModel } from './grating-model.js';
import type { Prior, SpectrographOptics } from './spectrograph-optics.js';

/** A line known from the laboratory. */
export interface LaboratoryLine {
  /** In air. */
  readonly wavelengthAngstrom: number;
  readonly element: string;
  readonly ionized: boolean;
  /** Relative intensity, comparable within one element only. */
  readonly strength: number;
  /** False for a line that may be recognized but must not pull the fit: blended or with a doubtful wavelength. */
  readonly fit: boolean;
}

/** Where a lamp spectrum sits on the detector. Columns are unbinned. */
export interface LampGeometry {
  readonly setup: GratingSetup;
  readonly optics: SpectrographOptics;
  readonly detectorColumns: number;
  /** First detector column of sample 0, and unbinned columns per sample. */
  readonly firstColumn: number;
  readonly binning: number;
  /** Columns covered by the spectrum. */
  readonly columns: number;
  readonly axis: number;
  readonly halfWidth: number;
}

/**
 * The six numbers of the solution, all in unbinned pixels: [zero point δ·f0/p, scale (f/f0 − 1)·N/2, c2, c3, c4, c5].
 * In these units the six have comparable size, which keeps the normal equations well conditioned.
 */
export type OpticalParameters = Float64Array;
/** How many they are. */
export const PARAMETERS = 6;
/** Columns beyond this many half detectors have the distortion of that place, as in grating-model.ts. */
const DISTORTION_REACH = 1.2;

/** Angle that one pixel covers at the mean focal length f0 of the camera, radian. */
function radianPerPixel({ pixelMillimeter, focalLengthMillimeter }: SpectrographOptics): number {
  return pixelMillimeter / focalLengthMillimeter.mean;
}

/** The geometry of a spectrum of `samples` samples that begins at an unbinned detector column. */
export function lampGeometry(setup: GratingSetup, optics: SpectrographOptics, detectorColumns: number, firstColumn: number, binning: number, samples: number): LampGeometry {
  return { setup, optics, detectorColumns, firstColumn, binning, columns: samples * binning, axis: detectorColumns / 2 - 0.5, halfWidth: detectorColumns / 2 };
}

/** Detector column of the center of a sample: first + b·q + (b − 1)/2. */
export function columnOfSample(geometry: LampGeometry, sample: number): number {
  return geometry.firstColumn + geometry.binning * sample + (geometry.binning - 1) / 2;
}

/** The inverse of {@link columnOfSample}. */
export function sampleOfColumn(geometry: LampGeometry, column: number): number {
  return (column - geometry.firstColumn - (geometry.binning - 1) / 2) / geometry.binning;
}

/** The optical model that six parameters stand for. */
export function opticalModel(parameters: OpticalParameters, geometry: LampGeometry): OpticalModel {
  const { optics } = geometry;
  return {
    deltaRadian: parameters[0] * radianPerPixel(optics),
    focalLengthMillimeter: optics.focalLengthMillimeter.mean * (1 + parameters[1] / geometry.halfWidth),
    pixelMillimeter: optics.pixelMillimeter,
    distortion: [0, 0, parameters[2], parameters[3], parameters[4], parameters[5]],
    detectorColumns: geometry.detectorColumns,
  };
}

/** Priors of the six parameters, from the constants of the spectrograph. */
export function instrumentPriors(geometry: LampGeometry): Prior[] {
  const { zeroPointPixel, focalLengthMillimeter, distortion } = geometry.optics;
  return [
    { mean: zeroPointPixel.intercept + zeroPointPixel.slopePerDegree * geometry.setup.cameraAngleDegree, sigma: zeroPointPixel.sigma },
    { mean: 0, sigma: (focalLengthMillimeter.sigma / focalLengthMillimeter.mean) * geometry.halfWidth },
    ...distortion.slice(2),
  ];
}

/** Laboratory lines ready for the search, ascending in wavelength and so in column. */
export interface LineTable {
  readonly lines: readonly LaboratoryLine[];
  /** Field angle of each, radian. */
  readonly angles: Float64Array;
  /** √(intensity ÷ the highest of its element in range): brightness differs less than listed intensities do. */
  readonly strengths: Float64Array;
}

/** Keeps the lines between two wavelengths, in air, angstrom, that the grating sends; possibly none. */
export function lineTable(laboratoryLines: readonly LaboratoryLine[], setup: GratingSetup, blueAngstrom: number, redAngstrom: number): LineTable {
  const lines = laboratoryLines
    .filter(({ wavelengthAngstrom: w }) => w > blueAngstrom && w < redAngstrom && Number.isFinite(fieldAngle(setup, w)))
    .sort((a, b) => a.wavelengthAngstrom - b.wavelengthAngstrom);
  const strongest = new Map<string, number>();
  for (const { element, strength } of lines) strongest.set(element, Math.max(strongest.get(element) ?? 0, strength));
  return {
    lines,
    angles: Float64Array.from(lines, (line) => fieldAngle(setup, line.wavelengthAngstrom)),
    strengths: Float64Array.from(lines, (line) => Math.sqrt(line.strength / (strongest.get(line.element) ?? 1))),
  };
}

/** tan of the angle at which each line reaches the camera at a zero point, written to `out`: all of the optics that costs time, and the same for every scale. */
export function lineTangents(table: Pick<LineTable, 'angles'>, zeroPointPixel: number, geometry: LampGeometry, out: Float64Array): void {
  const delta = zeroPointPixel * radianPerPixel(geometry.optics);
  for (let i = 0; i < out.length; i++) out[i] = Math.tan(table.angles[i] + delta);
}

/** Columns of all lines of a table (unbinned), ascending, written to `columns`. */
export function placeLines(table: LineTable, parameters: OpticalParameters, geometry: LampGeometry, columns: Float64Array): void {
  // What is written holds the tangents until it holds the columns.
  lineTangents(table, parameters[0], geometry, columns);
  placeTangents(columns, parameters, geometry, columns);
}

/** As `placeLines`, of the lines that have these tangents. */
export function placeTangents(tangents: Float64Array, parameters: OpticalParameters, geometry: LampGeometry, columns: Float64Array): void {
  const { axis, halfWidth } = geometry;
  const scale = (1 + parameters[1] / halfWidth) / radianPerPixel(geometry.optics);
  const [, , c2, c3, c4, c5] = parameters;
  for (let i = 0; i < columns.length; i++) {
    const offset = scale * tangents[i];
    const u = Math.min(DISTORTION_REACH, Math.max(-DISTORTION_REACH, offset / halfWidth));
    const square = u * u;
    const p2 = 1.5 * square - 0.5;
    const p3 = u * (2.5 * square - 1.5);
    const p4 = (35 * square * square - 30 * square + 3) / 8;
    const p5 = (u * (63 * square * square - 70 * square + 15)) / 8;
    columns[i] = axis + offset + c2 * p2 + c3 * p3 + c4 * p4 + c5 * p5;
  }
}

/** Derivatives of the column of a line by the six parameters, from its tangent (`lineTangents`); written to `out` from `row` on, [6]. */
export function tangentDerivatives(tangent: number, parameters: OpticalParameters, geometry: LampGeometry, out: Float64Array, row = 0): void {
  const perPixel = radianPerPixel(geometry.optics);
  const scale = (1 + parameters[1] / geometry.halfWidth) / perPixel;
  const u = Math.min(DISTORTION_REACH, Math.max(-DISTORTION_REACH, (scale * tangent) / geometry.halfWidth));
  const square = u * u;
  // The slope of the distortion (below 1 % of a pixel per pixel) is left out of the derivatives, not of the columns.
  out[row] = (1 + tangent * tangent) * scale * perPixel;
  out[row + 1] = (tangent / perPixel) / geometry.halfWidth;
  out[row + 2] = 1.5 * square - 0.5;
  out[row + 3] = u * (2.5 * square - 1.5);
  out[row + 4] = (35 * square * square - 30 * square + 3) / 8;
  out[row + 5] = (u * (63 * square * square - 70 * square + 15)) / 8;
}

/** Derivatives of the column of a wavelength by the six parameters, for the wavelength that falls on an unbinned column; written to `out`, [6]. */
export function columnDerivatives(geometry: LampGeometry, column: number, out: Float64Array): void {
  const perPixel = radianPerPixel(geometry.optics);
  // The distortion, a pixel or less, changes the place in it by too little to matter.
  const offset = column - geometry.axis;
  const u = Math.min(DISTORTION_REACH, Math.max(-DISTORTION_REACH, offset / geometry.halfWidth));
  const tangent = offset * perPixel;
  out[0] = 1 + tangent * tangent;
  out[1] = offset / geometry.halfWidth;
  let [previous, current] = [1, u];
  for (let k = 2; k < PARAMETERS; k++) {
    [previous, current] = [current, ((2 * k - 1) * u * current - (k - 1) * previous) / k];
    out[k] = current;
  }
}
