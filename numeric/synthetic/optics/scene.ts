import { detectorRow, type Geometry } from '../../frame.js';
import type { Random } from '../../math/random.js';
import type { Layout } from '../layout.js';
import type { SimulatedInstrument } from '../instrument.js';
import type { SimulatedMode } from '../mode.js';
import { columnAtWavelength, drawModel, shiftedModel, wavelengthAtColumn, type SimulatedOpticalModel } from './optical-model.js';

/** How far the image of the slit moves along x, unbinned columns: `linear·v + quadratic·v²` with v = (row − referenceRow)/halfRows. */
export interface SlitTilt {
  /** Detector row to which the optical model applies: the middle of the unbinned rows. */
  readonly referenceRow: number;
  readonly halfRows: number;
  readonly linear: number;
  readonly quadratic: number;
}

/**
 * Where stars run: `d·(slope + slopePerRow·v) + d²·(curvature + curvaturePerRow·v)` unbinned rows above their row at the middle column, d columns from
 * there, for a star v rows above the middle row: one inclination for all of a frame, and a little of their own.
 */
export interface TraceShape {
  readonly middleColumn: number;
  readonly middleRow: number;
  readonly slope: number;
  readonly curvature: number;
  readonly slopePerRow: number;
  readonly curvaturePerRow: number;
}

/** What stays as it is while the instrument is in one mode: the truth behind every frame of a block. */
export interface Scene {
  readonly mode: SimulatedMode;
  readonly model: SimulatedOpticalModel;
  readonly tilt: SlitTilt;
  readonly trace: TraceShape;
  /** Detector columns (edges) between which light falls. */
  readonly firstEdge: number;
  readonly lastEdge: number;
  /** Wavelength at the first and last of them, Angstrom. */
  readonly blueAngstrom: number;
  readonly redAngstrom: number;
}

/** The middle of the rows of a detector. */
export function referenceRow({ detector }: SimulatedInstrument): number {
  return (detector.rows - 1) / 2;
}

/** Draws the optics and the geometry of one block. */
export function setScene(instrument: SimulatedInstrument, mode: SimulatedMode, layout: Layout, random: Random): Scene {
  const { linesPerMm, gratingAngleDegree, cameraAngleDegree } = mode;
  const model = drawModel(instrument.optics, { linesPerMm, gratingAngleDegree, cameraAngleDegree }, mode.format, random.fork('optics'));
  const { x0, binX } = layout.geometry;
  const firstEdge = x0 + binX * layout.lightFrom - 0.5;
  const lastEdge = x0 + binX * layout.lightTo - 0.5;
  return {
    mode,
    model,
    tilt: drawTilt(instrument, random.fork('tilt')),
    trace: drawTrace(instrument, 0.5 * (firstEdge + lastEdge), random.fork('trace')),
    firstEdge,
    lastEdge,
    blueAngstrom: wavelengthAtColumn(model, firstEdge),
    redAngstrom: wavelengthAtColumn(model, lastEdge),
  };
}

function drawTilt(instrument: SimulatedInstrument, random: Random): SlitTilt {
  const { lineSlope, lineCurvature } = instrument.optics.geometry;
  const halfRows = instrument.detector.rows / 2;
  const slope = lineSlope.mean + lineSlope.sigma * random.normal();
  const curvature = lineCurvature.mean + lineCurvature.sigma * random.normal();
  return { referenceRow: referenceRow(instrument), halfRows, linear: slope * halfRows, quadratic: curvature * halfRows ** 2 };
}

function drawTrace(instrument: SimulatedInstrument, middleColumn: number, random: Random): TraceShape {
  const { largestTraceSlope, largestTraceCurvature, slopePerRow, curvaturePerRow } = instrument.optics.geometry;
  return {
    middleColumn,
    middleRow: referenceRow(instrument),
    slope: largestTraceSlope * (2 * random.uniform() - 1),
    curvature: largestTraceCurvature * (2 * random.uniform() - 1),
    slopePerRow,
    curvaturePerRow,
  };
}

/** Unbinned detector row, at a detector column, of a source that is at `row` at the middle column. */
export function traceAt({ trace }: Pick<Scene, 'trace'>, row: number, column: number): number {
  const d = column - trace.middleColumn;
  const v = row - trace.middleRow;
  return row + d * (trace.slope + trace.slopePerRow * v) + d * d * (trace.curvature + trace.curvaturePerRow * v);
}

/** The same scene after the image moved by some unbinned columns along x. */
export function flexed(scene: Scene, shiftPixel: number): Scene {
  return shiftPixel === 0 ? scene : { ...scene, model: shiftedModel(scene.model, shiftPixel) };
}

/** The same scene with all its traces inclined by some rows per column. */
export function inclined(scene: Scene, slope: number | undefined): Scene {
  return slope === undefined ? scene : { ...scene, trace: { ...scene.trace, slope } };
}

/** Shift of the slit image at an unbinned detector row, unbinned columns. */
export function slitShift(tilt: SlitTilt, row: number): number {
  const v = (row - tilt.referenceRow) / tilt.halfRows;
  return tilt.linear * v + tilt.quadratic * v * v;
}

/** Air wavelength (Angstrom) of the light that falls on a detector column of a detector row. */
export function wavelengthOnDetector(scene: Pick<Scene, 'model' | 'tilt'>, column: number, row: number): number {
  return wavelengthAtColumn(scene.model, column - slitShift(scene.tilt, row));
}

/** The raw pixel column, fractional, where light of a wavelength falls in a raw row: the inverse of {@link wavelengthOnDetector}. */
export function columnInRow(scene: Pick<Scene, 'model' | 'tilt'>, geometry: Geometry, wavelengthAngstrom: number, y: number): number {
  const column = columnAtWavelength(scene.model, wavelengthAngstrom) + slitShift(scene.tilt, detectorRow(geometry, y));
  return (column - geometry.x0 - (geometry.binX - 1) / 2) / geometry.binX;
}

/** Wavelength at every integer detector column that spectra of this scene cover, and a way to read between them. */
export function wavelengthTable(scene: Scene): (column: number) => number {
  const start = Math.floor(scene.firstEdge) - 70;
  const table = new Float64Array(Math.ceil(scene.lastEdge) - start + 72);
  for (let i = 0; i < table.length; i++) table[i] = wavelengthAtColumn(scene.model, start + i);
  return (column) => {
    const i = Math.min(Math.max(Math.floor(column) - start, 0), table.length - 2);
    const f = column - start - i;
    return table[i] + f * (table[i + 1] - table[i]);
  };
}
