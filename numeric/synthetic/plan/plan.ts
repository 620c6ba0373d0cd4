import type { SimulatedMode } from '../mode.js';

/** A line of a lamp as a laboratory lists it. */
export interface LampLine {
  /** In air, Angstrom. */
  readonly wavelengthAngstrom: number;
  /** Chemical symbol: Hg, Ar, Ne, Fe, He, Cu. */
  readonly element: string;
  readonly ionized: boolean;
  /** Relative intensity as in a hollow cathode, every element on a scale of its own; the simulator dims ionized lines in other lamps. */
  readonly strength: number;
}

/** What a light source on the slit looks like: a star with absorption lines, a nebula with faint continuum and emission lines, or these lines alone. */
export type SourceKind = 'star' | 'nebula' | 'lines';

/** A second image of a source in the light of emission lines only: gas around a nucleus or beside it. */
export interface PlannedEmission {
  /** As for a source of kind `lines`. */
  readonly electronsPerPixel: number;
  /** Full width at half maximum along the slit; that of the source when absent. */
  readonly fwhmArcsecond?: number;
  /** Distance of its center from that of the source; 0 when absent. */
  readonly offsetArcsecond?: number;
}

/** A source the slit was laid on. */
export interface PlannedTarget {
  /** Where along the slit, 0 (lowest lit row) to 1, at the middle column; drawn when absent. */
  readonly row?: number;
  /** Distance from the first target of the exposure instead, in units of the seeing. */
  readonly besideFwhm?: number;
  /** Brightest continuum, electron per unbinned column, summed along the slit over the whole exposure. A line of Hβ's brightness peaks at twice that. */
  readonly electronsPerPixel: number;
  readonly kind?: SourceKind;
  /** Full width at half maximum of a source that is no point, a Gaussian along the slit. */
  readonly fwhmArcsecond?: number;
  readonly emission?: PlannedEmission;
}

/** Light between the sources that no sky far from them shows. */
export interface PlannedBackground {
  /** The sky is brighter by this share at the upper end of the slit than in its middle, and fainter at the lower end. */
  readonly gradient?: number;
  /** A nebula that the slit lies across. */
  readonly nebula?: PlannedTarget;
}

/** An exposure of the sky. */
export interface PlannedSpectrum {
  readonly object: string;
  /** Empty: the slit missed everything and only sky is on the detector. */
  readonly targets: readonly PlannedTarget[];
  readonly exposureSecond: number;
  /** Full width at half maximum at 5500 Å, arcsecond; 0.9 when absent. */
  readonly seeingArcsecond?: number;
  /** The camera is out of focus at the ends or in the middle: widths are 1 + bend·(2u² − 1) of the seeing, u = −1…1 along the spectrum; 0 when absent. */
  readonly focusBend?: number;
  readonly background?: PlannedBackground;
}

/** What is taken in one mode without a change of setup: flats by day, then a lamp and spectra. */
export interface NightBlock {
  /** A mode of the instrument, by name. */
  readonly mode: string;
  /** Lamps of the instrument lit together in the one lamp frame of the block; empty for none. */
  readonly lamps: readonly string[];
  /** The header says the lamps are lit, but no light comes. */
  readonly lampOff?: boolean;
  /** The lamp frame comes after the spectra instead of before them. */
  readonly lampAfter?: boolean;
  /** A lamp frame before the spectra and another one after them. */
  readonly lampsAround?: boolean;
  /** Time between the spectra and the lamp frames beside them, beyond the read-out: before them, after them; none when absent. */
  readonly pauseSecond?: readonly [before: number, after: number];
  readonly flats: number;
  readonly spectra: readonly PlannedSpectrum[];
  /** Width of the long slit, arcsecond; 1.0 when absent. */
  readonly slitArcsecond?: number;
  /** How far the image of the spectra moved along the dispersion axis against the lamp, unbinned columns; 0 when absent. */
  readonly flexurePixel?: number;
  /** How far the image of everything moves along the dispersion axis while the block lasts, unbinned columns an hour, each exposure as of its middle; 0 when absent. */
  readonly driftPixelPerHour?: number;
  /** Inclination of all traces of the block, rows per column; drawn when absent. */
  readonly traceSlope?: number;
}

/** All that is to be simulated; the same plan and instrument give the same bytes. */
export interface NightPlan {
  readonly seed: number;
  readonly binning: 1 | 2 | 3;
  /** Evening date at the observatory, `2026-11-23`. */
  readonly date: string;
  readonly proposal: string;
  /** Bias frames of every read-out format that the blocks use. */
  readonly biases: number;
  readonly blocks: readonly NightBlock[];
  readonly laboratoryLines: readonly LampLine[];
  /** Lines in every lamp frame that no list knows; 25 when absent. */
  readonly unlistedLines?: number;
  /** Read only these unbinned rows (a custom region of interest). */
  readonly region?: { readonly firstRow: number; readonly rows: number };
  /** Cosmic rays a second over the whole unbinned detector; those of the instrument when absent. */
  readonly cosmicRaysPerSecond?: number;
}

/** What an exposure is taken for. */
export type ShotKind = 'bias' | 'flat' | 'arc' | 'spectrum';

/** One exposure of the night, before it is taken. */
export interface Shot {
  /** From 1, in the order of the night. */
  readonly number: number;
  /** `0012_flat_400m1.fits`. */
  readonly name: string;
  readonly kind: ShotKind;
  readonly mode: SimulatedMode;
  /** Index of the block in the plan. */
  readonly block: number;
  readonly object: string;
  readonly exposureSecond: number;
  /** Seconds after the midnight (UTC) that begins the plan's date. */
  readonly startSecond: number;
  readonly spectrum?: PlannedSpectrum;
}
