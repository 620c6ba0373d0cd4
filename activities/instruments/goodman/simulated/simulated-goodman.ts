import type { BadColumn, SimulatedInstrument, SimulatedLampContent, SimulatedOptics } from '#numeric/synthetic/instrument';
import type { ReadoutFormat, SimulatedMode } from '#numeric/synthetic/mode';
import type { Camera, Lamp } from '../../../domain/exposure.js';
import { FULL_FRAME_COLUMNS, FULL_READOUT_COLUMNS, LIGHT, NARROW_FRAME_COLUMNS, NARROW_SERIAL_ORIGIN, READOUT_MODES } from '../detector.js';
import { MODES, type Mode } from '../modes.js';
import { goodmanOptics, goodmanSlit } from '../optics.js';
import { obstypeOf, rawCards, type Dialect } from './raw-cards.js';

/** SOAR on Cerro Pachón. By day from 16 h local time, by night after astronomical twilight in November. */
const SITE = { longitudeDegree: -70.7336, latitudeDegree: -30.238, afternoonSecond: 20.2 * 3600, eveningSecond: 24.6 * 3600 };

/** Unbinned rows of the spectroscopic region. */
const ROWS = 1896;
/** Light-sensitive columns of both detectors (card Serial Active Pix.). */
const SENSITIVE_COLUMNS = 4096;

/** What distinguishes the cameras. Read-out: the modes most used, 344 kHz (Red) and 100 kHz (Blue). Levels: measured on raw frames. */
const CAMERAS = {
  Red: { name: 'Red', serial: 'Si 1110-111', rateKilohertz: 344, gainElectronPerAdu: 1.48, darkColumns: 50, biasLevelAdu: 492 },
  Blue: { name: 'Blue', serial: 'Si 600-658', rateKilohertz: 100, gainElectronPerAdu: 1.06, darkColumns: 16, biasLevelAdu: 640 },
} as const;

/**
 * Columns that stand out. The first of Red was measured on frames of 2018 (10 counts in rows beyond the middle); a flat of Blue shows none
 * that is off by 8 %. The others are as they are on detectors of this kind: two that leak, one that is dead, one that loses a third from a trap on.
 */
const BAD_COLUMNS: Readonly<Record<Camera, readonly BadColumn[]>> = {
  Red: [
    { column: 2474, fromRow: 1100, excessAdu: 10, response: 1 },
    { column: 731, fromRow: 412, excessAdu: 90, response: 1 },
    { column: 3302, fromRow: 1287, excessAdu: 210, response: 1 },
    { column: 1518, fromRow: 0, excessAdu: 0, response: 0 },
    { column: 2861, fromRow: 655, excessAdu: 0, response: 0.67 },
  ],
  Blue: [
    { column: 1093, fromRow: 530, excessAdu: 30, response: 1 },
    { column: 2718, fromRow: 981, excessAdu: 0, response: 0 },
  ],
};

/** Optics as measured on the reference lamps; one block strays by less than the solver allows for: δ by half of its prior. */
const SIMULATED_OPTICS: SimulatedOptics = {
  pixelMicrometer: goodmanOptics.pixelMillimeter * 1000,
  arcsecondPerPixel: goodmanSlit.arcsecondPerRow,
  // FWHM 1.9 columns, so that the slit of 0.45 arcsecond gives the 3 columns measured on lamps.
  blurColumns: 0.8,
  focalLengthMillimeter: goodmanOptics.focalLengthMillimeter.mean,
  focalLengthScatter: 0.0035, // 374.8–379.9 mm between the gratings, bounded at 2 σ
  zeroPointPixel: { ...goodmanOptics.zeroPointPixel, scatter: 50 },
  // Lenses and a detector that look like the c2…c5 of goodmanOptics when these are fitted to them (simulated-optics.test.ts), yet are no such polynomial.
  camera: {
    edgeMillimeter: (FULL_FRAME_COLUMNS / 2) * goodmanOptics.pixelMillimeter,
    thirdOrderPixel: { mean: -1.2, sigma: 0.2 },
    fifthOrderPixel: { mean: 0.95, sigma: 0.2 },
    centerMillimeter: { mean: 0.8, sigma: 2 },
    detectorTiltDegree: { mean: 0, sigma: 0.2 },
    rippleMicrometer: 3, // the surface is flat within 20 µm peak to valley (e2v 231-84, data sheet); waves as short as these are a small part of it
    ripplePeriodMillimeter: 10,
  },
  // Measured on real frames of both cameras; the scatter of the lines and the curvature of a trace are chosen.
  geometry: {
    lineSlope: { mean: -4.4e-3, sigma: 4e-4 },
    lineCurvature: { mean: 2.5e-6, sigma: 2.5e-7 }, // 0.2 pixel at ±200 rows binned 2×2
    largestTraceSlope: 0.0144,
    largestTraceCurvature: 7e-7,
    slopePerRow: 1.5e-7,
    curvaturePerRow: 8e-10,
  },
};

/** What is inside the lamps: pencils of mercury with argon, of neon, of argon; hollow cathodes filled with helium and argon. */
const LAMPS: Readonly<Record<Lamp, SimulatedLampContent>> = {
  HGA: { elements: [{ element: 'Hg', weight: 1 }, { element: 'Ar', weight: 0.5 }], hollowCathode: false },
  NE: { elements: [{ element: 'Ne', weight: 1 }], hollowCathode: false },
  AR: { elements: [{ element: 'Ar', weight: 1 }], hollowCathode: false },
  FE: { elements: [{ element: 'Fe', weight: 0.6 }, { element: 'He', weight: 0.6 }, { element: 'Ar', weight: 1 }], hollowCathode: true },
  CU: { elements: [{ element: 'Cu', weight: 0.6 }, { element: 'He', weight: 0.6 }, { element: 'Ar', weight: 1 }], hollowCathode: true },
};

/** The optical axis falls on the middle of the columns that are kept. */
const AXIS_COLUMN = FULL_FRAME_COLUMNS / 2 - 0.5;

/** 600_RED is read without prescan, a window of the full frame. */
const NARROW: ReadoutFormat = {
  columns: NARROW_FRAME_COLUMNS,
  firstColumn: NARROW_SERIAL_ORIGIN - LIGHT[0],
  darkColumns: 0,
  sensitiveColumns: NARROW_FRAME_COLUMNS,
  opticalColumns: FULL_FRAME_COLUMNS,
  axisColumn: AXIS_COLUMN,
};

function fullFormat(darkColumns: number): ReadoutFormat {
  return { columns: FULL_READOUT_COLUMNS, firstColumn: -LIGHT[0], darkColumns, sensitiveColumns: SENSITIVE_COLUMNS, opticalColumns: FULL_FRAME_COLUMNS, axisColumn: AXIS_COLUMN };
}

function simulatedMode({ name, grating, linesPerMm, gratingAngleDegree, cameraAngleDegree, orderFilter }: Mode, full: ReadoutFormat): SimulatedMode {
  const edge = /\d+/.exec(orderFilter);
  return {
    name,
    grating,
    filter: orderFilter,
    linesPerMm,
    gratingAngleDegree,
    cameraAngleDegree,
    // Long-pass glass is named by its half-power wavelength in nanometer.
    filterEdgeAngstrom: edge ? Number(edge[0]) * 10 : 0,
    format: name === '600_RED' ? NARROW : full,
  };
}

/** Goodman as the night simulator needs it, with one of its cameras and the words of one time; the Red camera and the queue's words by default. */
export function simulatedGoodman({ camera: cameraName = 'Red', dialect = 'aeon' }: { camera?: Camera; dialect?: Dialect } = {}): SimulatedInstrument {
  const { rateKilohertz, gainElectronPerAdu, darkColumns, biasLevelAdu, serial } = CAMERAS[cameraName];
  const mode = READOUT_MODES.find((m) => m.camera === cameraName && m.rateKilohertz === rateKilohertz && m.gainElectronPerAdu === gainElectronPerAdu);
  if (!mode) throw new Error(`the ${cameraName} camera has no read-out of ${rateKilohertz} kHz with gain ${gainElectronPerAdu}`);
  const { readNoiseElectron } = mode;
  const full = fullFormat(darkColumns);
  const speaker = { dialect, site: SITE, camera: { name: cameraName, serial, gainElectronPerAdu, readNoiseElectron, darkColumns } };
  return {
    site: SITE,
    optics: SIMULATED_OPTICS,
    slit: { lowRow: 70, highRow: 1826, wanderRows: 6 },
    detector: {
      rows: ROWS,
      columns: FULL_READOUT_COLUMNS,
      gainElectronPerAdu,
      readNoiseElectron,
      biasLevelAdu,
      turnOnAdu: [538, 250, 2], // measured on Red frames
      badColumns: BAD_COLUMNS[cameraName],
      siliconMicrometer: 40, // deep depletion: fringes 28 Å apart at 9000 Å
      fringes: { fromAngstrom: 7000, growth: 0.01 }, // 4 % at 9000 Å
      cosmicRaysPerSecond: 0.9, // 3 a minute and square centimeter on 62 × 28 mm of thick silicon
      readoutSecond: { 1: 15, 2: 7, 3: 5 },
    },
    sensitivity: {
      blueEnd: { angstrom: 3150, softness: 120 },
      redEnd: { angstrom: 9900, softness: 350 },
      quartzPeakAdu: 28_000,
      lampPeakAdu: 42_000, // the brightest line stays below the converter's limit
      skyContinuumElectron: 0.03,
      skyLineElectron: 2,
    },
    modes: Object.fromEntries(MODES.map((each) => [each.name, simulatedMode(each, full)])),
    lamps: LAMPS,
    cards: (request) => rawCards(speaker, request),
    obstype: (kind) => obstypeOf(dialect, kind),
  };
}
