import type { Geometry, Section } from '#numeric/frame';
import { GAIN_TOLERANCE, READ_NOISE_TOLERANCE_ELECTRON } from '../../domain/criteria.js';
import type { Camera } from '../../domain/exposure.js';

/**
 * How a camera can be read out. Gain and read noise: SOAR, Goodman detector tables (Red: e2v CCD231-84; Blue: Fairchild 486). Half
 * the full well is where the response stops being linear; where it exceeds 65535 the converter saturates first.
 */
export interface ReadoutMode {
  readonly camera: Camera;
  readonly rateKilohertz: number;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  readonly halfFullWellAdu: number;
}

function readout(camera: Camera, rateKilohertz: number, gainElectronPerAdu: number, readNoiseElectron: number, halfFullWellAdu: number): ReadoutMode {
  return { camera, rateKilohertz, gainElectronPerAdu, readNoiseElectron, halfFullWellAdu };
}

export const READOUT_MODES: readonly ReadoutMode[] = [
  readout('Blue', 50, 0.25, 3.33, 279600),
  readout('Blue', 50, 0.47, 3.35, 148723),
  readout('Blue', 50, 0.91, 3.41, 76813),
  readout('Blue', 100, 0.56, 3.69, 124821),
  readout('Blue', 100, 1.06, 3.72, 65943),
  readout('Blue', 100, 2.06, 3.99, 33932),
  readout('Blue', 200, 1.4, 4.74, 49928),
  readout('Blue', 200, 2.67, 5.12, 26179),
  readout('Blue', 400, 5.67, 8.62, 12328),
  readout('Red', 100, 1.54, 3.45, 66558),
  readout('Red', 100, 3.48, 5.88, 29454),
  readout('Red', 344, 1.48, 3.89, 69257),
  readout('Red', 344, 3.87, 7.05, 26486),
  readout('Red', 750, 1.47, 5.27, 69728),
  readout('Red', 750, 1.45, 5.27, 69728),
  readout('Red', 750, 3.77, 8.99, 27188),
  readout('Red', 750, 3.78, 8.99, 27188),
];

export function readoutModes(gainElectronPerAdu: number, readNoiseElectron: number): ReadoutMode[] {
  return READOUT_MODES.filter(
    (m) => Math.abs(m.gainElectronPerAdu - gainElectronPerAdu) <= GAIN_TOLERANCE && Math.abs(m.readNoiseElectron - readNoiseElectron) <= READ_NOISE_TOLERANCE_ELECTRON,
  ).sort((a, b) => Math.abs(a.gainElectronPerAdu - gainElectronPerAdu) - Math.abs(b.gainElectronPerAdu - gainElectronPerAdu));
}

/** Largest count of the 16-bit converter: a pixel that shows it may have been anything above. */
export const CONVERTER_LIMIT_ADU = 65535;

/** Unbinned columns, counted from zero at the start of a read-out with serial origin 0. */
const PRESCAN: Readonly<Record<Camera, readonly [first: number, end: number]>> = {
  // The first five columns of the Red prescan are high while the amplifier settles; the 50th borders light.
  Red: [5, 49],
  Blue: [0, 16],
};
/** The columns both cameras keep: FITS 51 to 4110. Blue sees light from column 17 on; one optical frame for both is worth more. */
export const LIGHT: readonly [first: number, end: number] = [50, 4110];
export const FULL_FRAME_COLUMNS = LIGHT[1] - LIGHT[0];
/** Columns of a full read-out: prescan and all but the last few of the 4096 that see light (cards Serial Pre-Masked, Serial Active Pix.). */
export const FULL_READOUT_COLUMNS = 4142;
/** 600_RED is read as 3096 columns from serial origin 530, without prescan (cards Serial Length, Serial Origin of its library lamps). */
export const NARROW_FRAME_COLUMNS = 3096;
export const NARROW_SERIAL_ORIGIN = 530;

export interface Readout {
  readonly camera: Camera;
  readonly nx: number;
  readonly ny: number;
  readonly binX: number;
  readonly binY: number;
  /** First unbinned column and row read, as the camera counts them. */
  readonly serialOrigin: number;
  readonly parallelOrigin: number;
}

export interface DetectorLayout {
  readonly geometry: Geometry;
  readonly overscan: Section | null;
  readonly light: Section;
  readonly detectorColumns: number;
}

/**
 * Where a spectroscopic read-out sits on the detector, which of its columns saw no light, which did. Row 0 is left out of the light:
 * the first row read keeps charge of the rows before. Undefined when too few columns were read to hold any light.
 */
export function spectroscopicLayout(readout: Readout): DetectorLayout | undefined {
  const { nx, ny, binX, binY, serialOrigin, parallelOrigin } = readout;
  const geometry = { nx, ny, x0: serialOrigin - LIGHT[0], y0: parallelOrigin, binX, binY };
  // The old trim rule, ceil(51/b):floor(4110/b) counted from one; a read-out that starts later is cut at its own edges.
  const light = {
    x0: Math.max(0, Math.ceil((LIGHT[0] + 1 - serialOrigin) / binX) - 1),
    x1: Math.min(nx, Math.floor((LIGHT[1] - serialOrigin) / binX)),
    y0: 1,
    y1: ny,
  };
  if (light.x1 <= light.x0 || light.y1 <= light.y0) return undefined;
  return { geometry, overscan: overscanOf(readout), light, detectorColumns: FULL_FRAME_COLUMNS };
}

function overscanOf({ camera, nx, ny, binX, serialOrigin }: Readout): Section | null {
  if (serialOrigin !== 0) return null;
  const [first, end] = PRESCAN[camera];
  // Counted from one: ceil(6/b):floor(49/b) on Red, 1:floor(16/b) on Blue.
  const x0 = Math.ceil((first + 1) / binX) - 1;
  const x1 = Math.min(nx, Math.floor(end / binX));
  return x1 > x0 ? { x0, x1, y0: 0, y1: ny } : null;
}

/** The whole of a read-out that is kept but not reduced. */
export function wholeLayout({ nx, ny, binX, binY, serialOrigin, parallelOrigin }: Readout): DetectorLayout {
  return {
    geometry: { nx, ny, x0: serialOrigin - LIGHT[0], y0: parallelOrigin, binX, binY },
    overscan: null,
    light: { x0: 0, x1: nx, y0: 0, y1: ny },
    detectorColumns: FULL_FRAME_COLUMNS,
  };
}
