import type { Card } from '../fits/header.js';
import type { HeaderRequest } from './header-request.js';
import type { SimulatedMode } from './mode.js';
import type { Site } from './plan/calendar.js';
import type { ShotKind } from './plan/plan.js';

/**
 * Everything the simulator must know of a spectrograph and its detector. The simulator itself knows none: an instrument's folder
 * makes this value from the numbers it holds, each with its source.
 */
export interface SimulatedInstrument {
  readonly site: Site;
  readonly optics: SimulatedOptics;
  readonly slit: SimulatedSlit;
  readonly detector: SimulatedDetector;
  readonly sensitivity: SimulatedSensitivity;
  /** Modes by name; the first one is that of a night without blocks. */
  readonly modes: Readonly<Record<string, SimulatedMode>>;
  /** Lamps by the word a plan and a header use for them. */
  readonly lamps: Readonly<Record<string, SimulatedLampContent>>;
  /** The cards of a raw frame after the structural ones, in the order the instrument writes them. */
  readonly cards: (request: HeaderRequest) => Card[];
  /** How the header calls a kind of exposure. */
  readonly obstype: (kind: ShotKind) => string;
}

/** A number and how far single setups stray from it (1 σ). */
export interface Scattered {
  readonly mean: number;
  readonly sigma: number;
}

/** The way of the light from the slit to the detector. */
export interface SimulatedOptics {
  readonly pixelMicrometer: number;
  /** Scale of the detector in both directions, arcsecond per unbinned pixel. */
  readonly arcsecondPerPixel: number;
  /** Blur of the optics along the dispersion axis, Gaussian σ in unbinned columns. */
  readonly blurColumns: number;
  readonly focalLengthMillimeter: number;
  /** Relative scatter of the focal length between setups (1 σ), gratings included. */
  readonly focalLengthScatter: number;
  /** Camera angle minus its nominal value, as pixel at the detector: intercept + slope·CAM(degree) ± scatter (1 σ). */
  readonly zeroPointPixel: { readonly intercept: number; readonly slopePerDegree: number; readonly scatter: number };
  readonly camera: SimulatedCamera;
  readonly geometry: SimulatedGeometry;
}

/** Lenses and detector beside a perfect camera. Pixels are unbinned. */
export interface SimulatedCamera {
  /** Distance from the center of distortion at which the next two are given. */
  readonly edgeMillimeter: number;
  /** Radial distortion of third and fifth order there. */
  readonly thirdOrderPixel: Scattered;
  readonly fifthOrderPixel: Scattered;
  /** Center of the distortion against the optical axis, the same for both directions. */
  readonly centerMillimeter: Scattered;
  /** Turn of the detector against the focal plane, along the dispersion axis. */
  readonly detectorTiltDegree: Scattered;
  /** Height of the waves of the detector's surface, and about how long they are. */
  readonly rippleMicrometer: number;
  readonly ripplePeriodMillimeter: number;
}

/** How lines and traces lie on the detector, unbinned rows and columns. */
export interface SimulatedGeometry {
  /** Columns by which the image of the slit moves per row, and per row², from the middle row. */
  readonly lineSlope: Scattered;
  readonly lineCurvature: Scattered;
  /** All traces of a frame are inclined by one slope, rows per column, drawn evenly up to this, and bent by one curvature, rows per column². */
  readonly largestTraceSlope: number;
  readonly largestTraceCurvature: number;
  /** By how much slope and curvature of a trace differ for each row between it and the middle row. */
  readonly slopePerRow: number;
  readonly curvaturePerRow: number;
}

/** The long slit as the detector sees it. */
export interface SimulatedSlit {
  /** Unbinned rows of its half-light ends; each night moves them up by as much as `wander`. */
  readonly lowRow: number;
  readonly highRow: number;
  readonly wanderRows: number;
}

/** The detector and its electronics. */
export interface SimulatedDetector {
  /** Rows of a full unbinned read-out. */
  readonly rows: number;
  /** Columns of a full unbinned read-out, those without light included. */
  readonly columns: number;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  readonly biasLevelAdu: number;
  /** Columns that always stand out, the same in every frame of the detector. */
  readonly badColumns: readonly BadColumn[];
  /** Excess of the first unbinned columns read while the amplifier settles, adu. */
  readonly turnOnAdu: readonly number[];
  readonly siliconMicrometer: number;
  /** Interference in the silicon: peak amplitude `growth`·((λ − from)/1000 Å)² beyond `fromAngstrom`. */
  readonly fringes: { readonly fromAngstrom: number; readonly growth: number };
  /** Cosmic rays a second over the whole detector. */
  readonly cosmicRaysPerSecond: number;
  /** Time between two exposures by binning, second. */
  readonly readoutSecond: Readonly<Record<number, number>>;
}

/** A column in which something holds or leaks charge, from some row to the end that is read last. */
export interface BadColumn {
  /** Unbinned detector column and row (numeric/frame). */
  readonly column: number;
  readonly fromRow: number;
  /** Charge that is there in every frame, adu per unbinned pixel. */
  readonly excessAdu: number;
  /** Share of its light that arrives: 1 for a sound column, 0 for a dead one. */
  readonly response: number;
}

/** How bright things appear in the instrument. */
export interface SimulatedSensitivity {
  /** Where the response of optics and detector falls to half at its ends, and how softly (logistic), Angstrom. */
  readonly blueEnd: { readonly angstrom: number; readonly softness: number };
  readonly redEnd: { readonly angstrom: number; readonly softness: number };
  /** Peak of the quartz lamp and of the brightest lamp line, adu per unbinned pixel divided by binning². */
  readonly quartzPeakAdu: number;
  readonly lampPeakAdu: number;
  /** Sky continuum at the peak of the throughput, electron per second, unbinned column and row. */
  readonly skyContinuumElectron: number;
  /** Light of the line 5577 Å of the sky, electron per second and unbinned row. */
  readonly skyLineElectron: number;
}

/** What is inside a lamp, and how bright each element shines against the brightest. */
export interface SimulatedLampContent {
  readonly elements: readonly { readonly element: string; readonly weight: number }[];
  /** Ionized lines are as bright as listed. */
  readonly hollowCathode: boolean;
}
