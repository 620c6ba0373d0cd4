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

/** What a light source on the slit looks like: a star with absorption lines, or a nebula with faint continuum and emission lines. */
export type SourceKind = 'star' | 'nebula';

/** A source the slit was laid on. */
export interface PlannedTarget {
  /** Where along the slit, 0 (lowest lit row) to 1; drawn when absent. */
  readonly row?: number;
  /** Brightest continuum, electron per unbinned column, summed along the slit over the whole exposure. */
  readonly electronsPerPixel: number;
  readonly kind?: SourceKind;
}

/** An exposure of the sky. */
export interface PlannedSpectrum {
  readonly object: string;
  /** Empty: the slit missed everything and only sky is on the detector. */
  readonly targets: readonly PlannedTarget[];
  readonly exposureSecond: number;
  /** Full width at half maximum at 5500 Å, arcsecond; 0.9 when absent. */
  readonly seeingArcsecond?: number;
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
  readonly flats: number;
  readonly spectra: readonly PlannedSpectrum[];
  /** Width of the long slit, arcsecond; 1.0 when absent. */
  readonly slitArcsecond?: number;
  /** How far the image of the spectra moved along the dispersion axis against the lamp, unbinned columns; 0 when absent. */
  readonly flexurePixel?: number;
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
