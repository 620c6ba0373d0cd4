import { apertureWeights } from './aperture.js';
import { ContractError } from '../errors.js';
import { MASK, type Frame, type Spectrum } from '../frame.js';

/** A column in which masked pixels hold more than this of the weight carries their mask bits: its line may be cut off. */
const MOST_MASKED = 0.1;

/**
 * A lamp along the trace of a source: the plain mean of ±halfWidthRows around the given row of each column, end pixels in part.
 *
 *     flux(x) = Σy w·D ÷ Σy w,   w the part of pixel y inside the band
 *
 * Images of the slit are tilted and curved, so the wavelength of a column changes from row to row; on the rows of the
 * source its lines lie where a line of the source would. No sky is subtracted.
 *
 * @param lamp D, electron, [ny × nx]. @param rows centers, one per column of the lamp, counted from 0. @param halfWidthRows > 0, rows.
 * @returns electron per pixel and electron², nx values. Where more than a tenth of the weight is on masked pixels the column has their
 *          mask bits (SATURATED, …); NaN and NO_DATA where all of it is, or lies beyond the slit.
 * @throws {ContractError} if the lamp has another number of columns than there are rows.
 */
export function extractAlongRows(lamp: Frame, rows: Float64Array, halfWidthRows: number): Spectrum {
  const nx = rows.length;
  const width = 2 * Math.ceil(halfWidthRows) + 3;
  const fromRow = Int32Array.from(rows, (row) => Math.round(row) - (width >> 1));
  const { geometry, flux, variance, mask } = lamp;
  if (geometry.nx !== nx) throw new ContractError(`rows of ${nx} columns for a lamp of ${geometry.nx}`);
  const out = { flux: new Float64Array(nx), variance: new Float64Array(nx), mask: new Uint8Array(nx) };
  for (let x = 0; x < nx; x++) {
    const weights = apertureWeights(rows[x] - halfWidthRows, rows[x] + halfWidthRows, fromRow[x], width);
    let sum = 0;
    let squares = 0;
    let total = 0;
    let lost = 0;
    let bits = 0;
    for (let k = 0; k < width; k++) {
      const y = fromRow[x] + k;
      const weight = weights[k];
      if (weight === 0 || y < 0 || y >= geometry.ny) continue;
      const i = y * nx + x;
      if (mask[i] !== 0) {
        lost += weight;
        bits |= mask[i];
        continue;
      }
      sum += weight * flux[i];
      squares += weight * weight * variance[i];
      total += weight;
    }
    if (lost > MOST_MASKED * (lost + total)) out.mask[x] |= bits;
    if (!(total > 0)) out.mask[x] |= MASK.NO_DATA;
    out.flux[x] = total > 0 ? sum / total : NaN;
    out.variance[x] = total > 0 ? squares / (total * total) : NaN;
  }
  return out;
}
