import type { ColumnFluxes } from './column-fluxes.js';
import { median } from '../math/statistics.js';
import { nearest, type ColumnLight } from './column-light.js';
import type { BlendWindow, SpatialProfile } from './profile-curve.js';

/** What a sweep over the columns works on and writes. */
export interface Swept {
  readonly light: ColumnLight;
  readonly profiles: readonly SpatialProfile[];
  readonly fluxes: ColumnFluxes;
  readonly window: BlendWindow;
}

/** Which columns hold light that is not of the shape of their source. */
export interface ColumnJudgement {
  /** Of each source: 1 where the column has to be summed plainly. */
  readonly plain: readonly Uint8Array[];
  readonly isPlain: (x: number) => boolean;
  /** Columns in which something as broad as an image, but one column wide, is a ray. */
  readonly rayColumns: readonly number[];
}

/** Half of the aperture of a plain sum, FWHM: a line of gas beside a star must have room in it. */
export const PLAIN_HALF_FWHM = 4;
/** Light that the profile leaves in the aperture must be this significant, σ, for the profile to be wrong there. */
const MISFIT_SIGMA = 5;
/** Beside a column summed plainly this is enough: the flanks of a line. */
const FLANK_SIGMA = 2;
/** A line has in the two columns beside it together at least half of the light of its peak (FWHM ≥ 1.4 columns); a ray that has less is none. */
const LINE_PART = 0.5;

/**
 * Sums what the profile leaves of the light within ±4 FWHM of each source. Where that is more than noise and more than a small share of the flux, the light there has
 * another shape, such as gas around a nucleus: a profile would weigh it wrongly, so its column is to be summed plainly.
 * @param share how wrong the profile may be, as a share of the flux, before it counts. @param relative whether a misfit that is typical of the spectrum is none: while the
 * profile is learned it may be wrong everywhere.
 */
export function judgeColumns(swept: Swept, share: number, relative: boolean): ColumnJudgement {
  const { profiles, fluxes } = swept;
  const { nx } = swept.window;
  const rayColumns = new Set<number>();
  const plain = profiles.map((_, s) => {
    const { excess, error } = leftOver(swept, s);
    if (relative) takeTypicalOff(excess, error, fluxes.flux[s]);
    const misfit = (x: number, sigma: number): boolean => Math.abs(excess[x]) > sigma * error[x] && Math.abs(excess[x]) > share * Math.abs(fluxes.flux[s][x]);
    const marked = new Uint8Array(nx);
    for (let x = 0; x < nx; x++) {
      const wrong = misfit(x, MISFIT_SIGMA);
      if ((wrong || fluxes.broad[x] === 1) && isOneColumnWide(x, fluxes.flux[s], excess, error)) rayColumns.add(x);
      else if (wrong) marked[x] = 1;
    }
    for (const step of [1, -1]) {
      for (let x = step > 0 ? 1 : nx - 2; x >= 0 && x < nx; x += step) {
        if (marked[x - step] === 1 && !rayColumns.has(x) && excess[x] * excess[x - step] > 0 && misfit(x, FLANK_SIGMA)) marked[x] = 1;
      }
    }
    return marked;
  });
  return { plain, isPlain: (x) => plain.some((values) => values[x] === 1), rayColumns: [...rayColumns] };
}

/** What the profile of source s leaves of the light around it in each column, electron, and its error, NaN where there is no flux. */
function leftOver({ light, profiles, fluxes, window }: Swept, s: number): { readonly excess: Float64Array; readonly error: Float64Array } {
  const { nx, width, fromRow } = window;
  const { rows, fwhms } = profiles[s];
  const all = profiles.map((profile) => profile.rows);
  const alone = profiles.length === 1;
  const bright = new Float64Array(profiles.length);
  const excess = new Float64Array(nx);
  const error = new Float64Array(nx).fill(NaN);
  for (let x = 0; x < nx; x++) {
    if (!(fluxes.held[s][x] > 0)) continue;
    for (let t = 0; t < bright.length; t++) bright[t] = Math.max(0, fluxes.flux[t][x]);
    let sum = 0;
    let variance = 0;
    const half = PLAIN_HALF_FWHM * fwhms[x];
    const last = Math.min(width - 1, Math.floor(rows[x] + half) - fromRow[x]);
    for (let k = Math.max(0, Math.ceil(rows[x] - half) - fromRow[x]); k <= last; k++) {
      const i = x * width + k;
      if (!(fluxes.model[i] > 0) || (!alone && nearest(all, x, fromRow[x] + k) !== s)) continue;
      let expected = 0;
      for (let t = 0; t < profiles.length; t++) expected += bright[t] * profiles[t].share[i];
      sum += light.light[i] - expected;
      variance += fluxes.model[i];
    }
    excess[x] = sum;
    error[x] = Math.sqrt(variance);
  }
  return { excess, error };
}

/** Whether the light of a column, whatever its shape, rises above that two columns away without half as much in the two beside it. */
function isOneColumnWide(x: number, flux: Float64Array, excess: Float64Array, error: Float64Array): boolean {
  const sum = (at: number): number => flux[at] + excess[at];
  const level = (sum(x - 2) + sum(x + 2)) / 2;
  const peak = sum(x) - level;
  const beside = Math.max(0, sum(x - 1) - level) + Math.max(0, sum(x + 1) - level);
  // At a hole in the spectrum nothing can be said: not finite, false.
  return peak > 0 && beside < LINE_PART * peak - MISFIT_SIGMA * error[x];
}

/** Takes off the excess that is usual for the flux of a column: the median share, of the columns in which it is known to a tenth. */
function takeTypicalOff(excess: Float64Array, error: Float64Array, flux: Float64Array): void {
  const shares = new Float64Array(excess.length);
  let count = 0;
  for (let x = 0; x < excess.length; x++) if (flux[x] > 10 * error[x]) shares[count++] = excess[x] / flux[x];
  if (count === 0) return;
  const typical = median(shares.subarray(0, count));
  for (let x = 0; x < excess.length; x++) if (flux[x] > 0) excess[x] -= typical * flux[x];
}
