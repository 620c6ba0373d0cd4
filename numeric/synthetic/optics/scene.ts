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

/** Where stars run, unbinned rows relative to the row at the middle column: `slope·u + bow·(u² − 1/3)`, u = −1…1 over the columns with light. */
export interface TraceShape {
  readonly slope: number;
  readonly bow: number;
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
  const model = drawModel(instrument.optics, { linesPerMm, gratingAngleDegree, cameraAngleDegree }, mode.format.opticalColumns, random.fork('optics'));
  const { x0, binX } = layout.geometry;
  const firstEdge = x0 + binX * layout.lightFrom - 0.5;
  const lastEdge = x0 + binX * layout.lightTo - 0.5;
  const shape = random.fork('distortion');
  const rows = { referenceRow: referenceRow(instrument), halfRows: instrument.detector.rows / 2 };
  return {
    mode,
    model,
    tilt: { ...rows, linear: 8 * (shape.uniform() - 0.5), quadratic: 1.5 + 2.5 * shape.uniform() },
    trace: { slope: 24 * (shape.uniform() - 0.5), bow: 6 * (shape.uniform() - 0.5) },
    firstEdge,
    lastEdge,
    blueAngstrom: wavelengthAtColumn(model, firstEdge),
    redAngstrom: wavelengthAtColumn(model, lastEdge),
  };
}

/** The same scene after the image moved by some unbinned columns along x. */
export function flexed(scene: Scene, shiftPixel: number): Scene {
  return shiftPixel === 0 ? scene : { ...scene, model: shiftedModel(scene.model, shiftPixel) };
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
