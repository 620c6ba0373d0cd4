import type { ModeSetup } from './modes.js';

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

export type LampKeyword = 'HGA' | 'NE' | 'AR' | 'FE' | 'CU';
export type Dialect = 'aeon' | 'before-2019';

/** What a light source on the slit looks like: a star with absorption lines, or a nebula with faint continuum and emission lines. */
export type SourceKind = 'star' | 'nebula';

export interface PlannedTarget {
  /** Where along the slit, 0 (lowest lit row) to 1; drawn when absent. */
  readonly row?: number;
  /** Brightest continuum, electron per unbinned column, summed along the slit over the whole exposure. */
  readonly electronsPerPixel: number;
  readonly kind?: SourceKind;
}

export interface PlannedSpectrum {
  readonly object: string;
  /** Empty: the slit missed everything and only sky is on the detector. */
  readonly targets: readonly PlannedTarget[];
  readonly exposureSecond: number;
  /** Full width at half maximum at 5500 Å, arcsecond; 0.9 when absent. */
  readonly seeingArcsecond?: number;
}

export interface NightBlock {
  readonly mode: string;
  /** Lamps lit together in the one lamp frame of the block; empty for none. */
  readonly lamps: readonly LampKeyword[];
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
  readonly camera?: 'Red' | 'Blue';
  readonly dialect?: Dialect;
  /** Read only these unbinned rows (a custom region of interest). */
  readonly region?: { readonly firstRow: number; readonly rows: number };
  /** Cosmic rays a second over the whole unbinned detector; 0.9 when absent. */
  readonly cosmicRaysPerSecond?: number;
}

export type ShotKind = 'bias' | 'flat' | 'arc' | 'spectrum';

/** One exposure of the night, before it is taken. */
export interface Shot {
  /** From 1, in the order of the night. */
  readonly number: number;
  /** `0012_flat_400m1.fits`. */
  readonly name: string;
  readonly kind: ShotKind;
  readonly mode: ModeSetup;
  /** Index of the block in the plan. */
  readonly block: number;
  readonly object: string;
  readonly exposureSecond: number;
  /** Seconds after the midnight (UTC) that begins the plan's date. */
  readonly startSecond: number;
  readonly spectrum?: PlannedSpectrum;
}

/** Running numbers in the demo night: the frame that must fail, the one that must wait, and the lamp it waits for. */
export const DEMO_FRAMES = { fails: 24, waits: 25, lampOfWaiting: 26 } as const;

/**
 * The night of the demo: 26 frames in two modes. Ten bias frames; five flats of each mode, so the proposal of the demo
 * must ask for a minimum of 5 flats (the default is 10); six frames to reduce.
 * `0024` must fail: the slit missed its star. `0025` must wait: its lamp, `0026`, is the last frame of the night.
 */
export function demoNight(options: { seed?: number; binning?: 1 | 2; laboratoryLines: readonly LampLine[] }): NightPlan {
  return {
    seed: options.seed ?? 20261123,
    binning: options.binning ?? 2,
    date: '2026-11-23',
    proposal: 'SOAR2026B-007',
    biases: 10,
    laboratoryLines: options.laboratoryLines,
    blocks: [
      {
        mode: '400_M1',
        lamps: ['HGA', 'NE'],
        flats: 5,
        spectra: [
          { object: 'Feige 110', exposureSecond: 120, targets: [{ row: 0.52, electronsPerPixel: 9000 }] },
          {
            object: 'HE 0435-1223',
            exposureSecond: 600,
            targets: [
              { row: 0.46, electronsPerPixel: 2600 },
              { row: 0.63, electronsPerPixel: 1400, kind: 'nebula' },
            ],
          },
          { object: 'AT 2026xyz', exposureSecond: 300, targets: [] },
        ],
      },
      {
        mode: '400_M2',
        lamps: ['HGA', 'NE'],
        lampAfter: true,
        flats: 5,
        spectra: [
          {
            object: 'NGC 1399 GC field',
            exposureSecond: 600,
            targets: [
              { row: 0.5, electronsPerPixel: 4200 },
              { row: 0.31, electronsPerPixel: 1800 },
              { row: 0.74, electronsPerPixel: 1300, kind: 'nebula' },
            ],
          },
        ],
      },
    ],
  };
}
