import type { Blend } from './extract-blend.js';

/** Half of the aperture of the sum that the optimal flux is compared with, FWHM: all but 2 % of the light of a Moffat of exponent 3. */
const HALF_FWHM = 2;
/** Parts of the spectrum that are compared. */
const PARTS = 16;
/** A part that differs by less than this times its error does not differ. */
const SIGNIFICANT = 2;

/**
 * Optimal flux of source s over the plain sum of the same columns, less 1: of the whole spectrum, and of the part of it that differs most beyond twice its error
 * (0 where none does). A profile that is right gives 0, so this is the check of the profile by the data. Columns summed plainly and pixels rejected take no part.
 */
export function ratioOfSums({ light, profiles, fluxes, window, judgement }: Blend, s: number): { readonly overall: number; readonly worst: number } {
  const { nx, width, fromRow } = window;
  const { share, rows, fwhms } = profiles[s];
  const [optimal, plain, variance] = [new Float64Array(PARTS), new Float64Array(PARTS), new Float64Array(PARTS)];
  for (let x = 0; x < nx; x++) {
    if (!(fluxes.held[s][x] > 0.5) || judgement.isPlain(x)) continue;
    let sum = 0;
    let inside = 0;
    let noise = 0;
    for (let k = 0; k < width; k++) {
      const i = x * width + k;
      if (!(fluxes.model[i] > 0) || Math.abs(fromRow[x] + k - rows[x]) > HALF_FWHM * fwhms[x]) continue;
      let others = 0;
      for (let t = 0; t < profiles.length; t++) if (t !== s) others += Math.max(0, fluxes.flux[t][x]) * profiles[t].share[i];
      sum += light.light[i] - others;
      inside += share[i];
      noise += fluxes.model[i];
    }
    if (!(inside > 0.5)) continue;
    const part = Math.min(PARTS - 1, Math.floor((x * PARTS) / nx));
    optimal[part] += fluxes.flux[s][x];
    plain[part] += sum / inside;
    // Both have the noise of the core in common: of the difference there is what the plain sum has more.
    variance[part] += Math.max(0, noise / inside ** 2 - fluxes.variance[s][x]);
  }
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  let worst = 0;
  plain.forEach((value, part) => {
    if (!(value > 0)) return;
    const difference = optimal[part] / value - 1;
    const beyond = Math.max(0, Math.abs(difference) - (SIGNIFICANT * Math.sqrt(variance[part])) / value) * Math.sign(difference);
    if (Math.abs(beyond) > Math.abs(worst)) worst = beyond;
  });
  return { overall: total(plain) > 0 ? total(optimal) / total(plain) - 1 : NaN, worst };
}
