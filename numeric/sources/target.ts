import type { ProfileName } from '../math/peak-profile.js';
import type { Series } from '../math/polynomial.js';

/** A source on the slit. */
export interface Target {
  /** Row of the center at the middle column, counted from 0, pixel centers at integers. */
  readonly positionRow: number;
  /** Full width at half maximum, rows. */
  readonly fwhmPixel: number;
  /** Peak above the sky, electron per pixel, mean over the columns searched. */
  readonly amplitude: number;
  /** Signal-to-noise of the whole target, σ of the matched filter. */
  readonly snr: number;
  readonly model: ProfileName;
  /** Parameters of the profile: amplitude, row, width, and for a Moffat its exponent. */
  readonly parameters: readonly number[];
  /** Row relative to positionRow as a function of the column, followed on the strongest light of the frame. */
  readonly path: Series;
  /** Columns, half-open, where it was found: all, or the part of the spectrum in which it shows. */
  readonly columns: readonly [number, number];
  /** Deviation of its profile from one curve, percent of the peak; 0 where it is too faint to tell. */
  readonly misfitPercent?: number;
  /** Emission lines it was found by, where it has no continuum: the only places where it can be followed. */
  readonly lines?: readonly { readonly column: number; readonly row: number; readonly sigmaRow: number; readonly fwhm: number; readonly snr: number }[];
}
