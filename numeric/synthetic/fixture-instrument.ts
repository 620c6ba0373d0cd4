import type { Card } from '../fits/header.js';
import type { HeaderRequest } from './header-request.js';
import type { SimulatedInstrument } from './instrument.js';
import type { ReadoutFormat, SimulatedMode } from './mode.js';

/** All columns with a prescan, and the middle of the detector without one. */
const FULL: ReadoutFormat = { columns: 4142, firstColumn: -50, darkColumns: 50, sensitiveColumns: 4096, opticalColumns: 4060, axisColumn: 2029.5 };
const NARROW: ReadoutFormat = { columns: 3096, firstColumn: 0, darkColumns: 0, sensitiveColumns: 3096, opticalColumns: 3096, axisColumn: 1549.5 };

const modes: readonly SimulatedMode[] = [
  { name: '400_M1', grating: '400', filter: 'none', linesPerMm: 400, gratingAngleDegree: 5.8, cameraAngleDegree: 11.6, filterEdgeAngstrom: 0, format: FULL },
  { name: '400_M2', grating: '400', filter: 'long-pass', linesPerMm: 400, gratingAngleDegree: 7.5, cameraAngleDegree: 16.1, filterEdgeAngstrom: 4550, format: FULL },
  { name: '930_M4', grating: '930', filter: 'long-pass', linesPerMm: 930, gratingAngleDegree: 18.3, cameraAngleDegree: 34.6, filterEdgeAngstrom: 4950, format: FULL },
  { name: '600_RED', grating: '600', filter: 'long-pass', linesPerMm: 600, gratingAngleDegree: 12, cameraAngleDegree: 27, filterEdgeAngstrom: 4950, format: NARROW },
];

function cards({ shot, plan }: HeaderRequest): Card[] {
  const rows: readonly (readonly [string, Card['value']])[] = [['OBJECT', shot.object], ['EXPTIME', shot.exposureSecond], ['PROPOSAL', plan.proposal]];
  return rows.map(([keyword, value]) => ({ keyword, value, comment: '' }));
}

/** A long-slit spectrograph for the tests of this room: it has every ingredient of the simulator, four modes and headers of three cards. */
export const fixtureInstrument: SimulatedInstrument = {
  site: { longitudeDegree: -70, latitudeDegree: -30, afternoonSecond: 20 * 3600, eveningSecond: 25 * 3600 },
  optics: {
    pixelMicrometer: 15,
    arcsecondPerPixel: 0.15,
    blurColumns: 0.8,
    focalLengthMillimeter: 376.8,
    focalLengthScatter: 0.0035,
    zeroPointPixel: { intercept: -40, slopePerDegree: 5.5, scatter: 50 },
    camera: {
      edgeMillimeter: 30.45,
      thirdOrderPixel: { mean: -1.2, sigma: 0.2 },
      fifthOrderPixel: { mean: 0.95, sigma: 0.2 },
      centerMillimeter: { mean: 0.8, sigma: 2 },
      detectorTiltDegree: { mean: 0, sigma: 0.2 },
      rippleMicrometer: 3,
      ripplePeriodMillimeter: 10,
    },
    geometry: {
      lineSlope: { mean: -4.4e-3, sigma: 4e-4 },
      lineCurvature: { mean: 2.5e-6, sigma: 2.5e-7 },
      largestTraceSlope: 0.0144,
      largestTraceCurvature: 7e-7,
      slopePerRow: 1.5e-7,
      curvaturePerRow: 8e-10,
    },
  },
  slit: { lowRow: 70, highRow: 1826, wanderRows: 6 },
  detector: {
    rows: 1896,
    columns: 4142,
    gainElectronPerAdu: 1.48,
    readNoiseElectron: 3.89,
    biasLevelAdu: 492,
    turnOnAdu: [538, 250, 2],
    badColumns: [
      { column: 1210, fromRow: 300, excessAdu: 90, response: 1 },
      { column: 2477, fromRow: 0, excessAdu: 0, response: 0 },
    ],
    siliconMicrometer: 40,
    fringes: { fromAngstrom: 7000, growth: 0.01 },
    cosmicRaysPerSecond: 0.9,
    readoutSecond: { 1: 15, 2: 7, 3: 5 },
  },
  sensitivity: {
    blueEnd: { angstrom: 3150, softness: 120 },
    redEnd: { angstrom: 9900, softness: 350 },
    quartzPeakAdu: 28_000,
    lampPeakAdu: 42_000,
    skyContinuumElectron: 0.03,
    skyLineElectron: 2,
  },
  modes: Object.fromEntries(modes.map((mode) => [mode.name, mode])),
  lamps: {
    HGA: { elements: [{ element: 'Hg', weight: 1 }, { element: 'Ar', weight: 0.5 }], hollowCathode: false },
    NE: { elements: [{ element: 'Ne', weight: 1 }], hollowCathode: false },
    AR: { elements: [{ element: 'Ar', weight: 1 }], hollowCathode: false },
  },
  cards,
  obstype: (kind) => kind.toUpperCase(),
};
