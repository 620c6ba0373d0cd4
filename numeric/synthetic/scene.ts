import { columnAtWavelength, nominalModel, wavelengthAtColumn, type GratingSetup, type OpticalModel } from '../wavelength/grating-model.js';
import type { SpectrographOptics } from '../wavelength/spectrograph-optics.js';
import type { Random } from '../math/random.js';
import { detectorRow, type Geometry } from '../frame.js';
import type { Layout } from './detector.js';
import type { ModeSetup } from './modes.js';

/** Detector row to which the optical model applies: the middle of the 1896 unbinned rows. */
export const REFERENCE_ROW = 947.5;

/** How far the image of the slit moves along x, unbinned columns: `linear·v + quadratic·v²` with v = (row − 947.5)/948. */
export interface SlitTilt {
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
  readonly mode: ModeSetup;
  readonly setup: GratingSetup;
  readonly model: OpticalModel;
  readonly tilt: SlitTilt;
  readonly trace: TraceShape;
  /** Detector columns (edges) between which light falls. */
  readonly firstEdge: number;
  readonly lastEdge: number;
  /** Wavelength at the first and last of them, Angstrom. */
  readonly blueAngstrom: number;
  readonly redAngstrom: number;
}

/** The optics that are simulated. */
const OPTICS: SpectrographOptics = {
  pixelMillimeter: 0.015,
  focalLengthMillimeter: { mean: 376.8, sigma: 2.26 },
  zeroPointPixel: { intercept: -40, slopePerDegree: 5.5, sigma: 100, range: 260 },
  distortion: [{ mean: 0, sigma: 30 }, { mean: 0, sigma: 8 }, { mean: 0, sigma: 0.5 }, { mean: -0.06, sigma: 0.15 }, { mean: -0.03, sigma: 0.08 }, { mean: 0.12, sigma: 0.06 }],
};
const DELTA_SCATTER_PIXEL = 50; // measured ±100 px about the trend with the camera angle
const FOCAL_SCATTER = 0.0035; // measured 374.8–379.9 mm

function bounded(random: Random, limit: number): number {
  return Math.max(-limit, Math.min(limit, random.normal()));
}

/** An optical model as the instrument shows it from night to night: drawn about the nominal one with the measured scatter (δ and f carry c0 and c1). */
export function drawModel(setup: GratingSetup, detectorColumns: number, random: Random): OpticalModel {
  const nominal = nominalModel(setup, OPTICS, detectorColumns);
  const focalLengthMillimeter = nominal.focalLengthMillimeter * (1 + FOCAL_SCATTER * bounded(random, 2));
  const delta = (DELTA_SCATTER_PIXEL * bounded(random, 2.2) * OPTICS.pixelMillimeter) / nominal.focalLengthMillimeter;
  const distortion = nominal.distortion.map((c, k) => (k < 2 ? c : c + OPTICS.distortion[k].sigma * bounded(random, 2.5)));
  return { deltaRadian: nominal.deltaRadian + delta, focalLengthMillimeter, pixelMillimeter: OPTICS.pixelMillimeter, distortion, detectorColumns };
}

export function setScene(mode: ModeSetup, layout: Layout, random: Random): Scene {
  const { linesPerMm, gratingAngleDegree, cameraAngleDegree } = mode;
  const setup: GratingSetup = { linesPerMm, gratingAngleDegree, cameraAngleDegree };
  const model = drawModel(setup, mode.rawColumns === 3096 ? 3096 : 4060, random.fork('optics'));
  const { x0, binX } = layout.geometry;
  const firstEdge = x0 + binX * layout.lightFrom - 0.5;
  const lastEdge = x0 + binX * layout.lightTo - 0.5;
  const shape = random.fork('distortion');
  return {
    mode,
    setup,
    model,
    tilt: { linear: 8 * (shape.uniform() - 0.5), quadratic: 1.5 + 2.5 * shape.uniform() },
    trace: { slope: 24 * (shape.uniform() - 0.5), bow: 6 * (shape.uniform() - 0.5) },
    firstEdge,
    lastEdge,
    blueAngstrom: wavelengthAtColumn(setup, model, firstEdge),
    redAngstrom: wavelengthAtColumn(setup, model, lastEdge),
  };
}

/** The same scene after the image moved by some unbinned columns along x. */
export function flexed(scene: Scene, shiftPixel: number): Scene {
  const [c0, ...rest] = scene.model.distortion;
  return shiftPixel === 0 ? scene : { ...scene, model: { ...scene.model, distortion: [c0 + shiftPixel, ...rest] } };
}

/** Shift of the slit image at an unbinned detector row, unbinned columns. */
export function slitShift(tilt: SlitTilt, row: number): number {
  const v = (row - REFERENCE_ROW) / 948;
  return tilt.linear * v + tilt.quadratic * v * v;
}

/** Air wavelength (Angstrom) of the light that falls on a detector column of a detector row. */
export function wavelengthOnDetector(scene: Pick<Scene, 'setup' | 'model' | 'tilt'>, column: number, row: number): number {
  return wavelengthAtColumn(scene.setup, scene.model, column - slitShift(scene.tilt, row));
}

/** The raw pixel column, fractional, where light of a wavelength falls in a raw row: the inverse of {@link wavelengthOnDetector}. */
export function columnInRow(scene: Pick<Scene, 'setup' | 'model' | 'tilt'>, geometry: Geometry, wavelengthAngstrom: number, y: number): number {
  const column = columnAtWavelength(scene.setup, scene.model, wavelengthAngstrom) + slitShift(scene.tilt, detectorRow(geometry, y));
  return (column - geometry.x0 - (geometry.binX - 1) / 2) / geometry.binX;
}

/** Wavelength at every integer detector column that spectra of this scene cover, and a way to read between them. */
export function wavelengthTable(scene: Scene): (column: number) => number {
  const start = Math.floor(scene.firstEdge) - 70;
  const table = new Float64Array(Math.ceil(scene.lastEdge) - start + 72);
  for (let i = 0; i < table.length; i++) table[i] = wavelengthAtColumn(scene.setup, scene.model, start + i);
  return (column) => {
    const i = Math.min(Math.max(Math.floor(column) - start, 0), table.length - 2);
    const f = column - start - i;
    return table[i] + f * (table[i + 1] - table[i]);
  };
}
