import { ContractError } from '../errors.js';
import type { Frame } from '../frame.js';
import { skyAt, type SkyModel } from '../sky/model.js';
import type { BlendWindow, SpatialProfile } from './profile-curve.js';

/** Pixels of a window, column by column: index `x * width + k`. A pixel that cannot be used has pixelVariance 0. */
export interface ColumnLight {
  /** Flux above sky and neighbors, electron. */
  readonly light: Float64Array;
  /** Sky and neighbors under it, electron. */
  readonly under: Float64Array;
  /** Variance without photon noise, electron². */
  readonly base: Float64Array;
  /** 1/response: photon noise variance per electron. */
  readonly inverseResponse: Float64Array;
  /** Variance of the pixel as measured, electron². */
  readonly pixelVariance: Float64Array;
  /** Mask of the pixel in the frame. */
  readonly mask: Uint8Array;
}

/** A source already extracted, so that its light can be taken from under another. */
export interface Neighbor {
  readonly flux: Float64Array;
  readonly profile: SpatialProfile;
}

/**
 * Copies the rows of a window: light above the sky and the neighbors, and the parts of the noise model. The response r by which the frame was
 * divided is read back from its variance, variance = (read noise)²/r² + max(flux, 0)/r. Where several sources share a window the sky of a pixel is that
 * of the nearest one.
 *
 * @throws {ContractError} if a sky was measured on a frame of another width.
 */
export function gatherColumns(frame: Frame, window: BlendWindow, skies: readonly SkyModel[], readNoiseElectron: number, neighbors: readonly Neighbor[] = []): ColumnLight {
  const { nx, width, fromRow, rows } = window;
  const { ny } = frame.geometry;
  for (const sky of skies) if (sky.mask.length !== nx) throw new ContractError(`a sky of ${sky.mask.length} columns for a frame of ${nx}`);
  const zeros = (): Float64Array => new Float64Array(nx * width);
  const out = { light: zeros(), under: zeros(), base: zeros(), inverseResponse: zeros(), pixelVariance: zeros(), mask: new Uint8Array(nx * width) };
  const readVariance = readNoiseElectron ** 2;
  const alone = rows.length === 1;
  for (let x = 0; x < nx; x++) {
    for (let k = Math.max(0, -fromRow[x]); k < width && fromRow[x] + k < ny; k++) {
      const y = fromRow[x] + k;
      const i = y * nx + x;
      const o = x * width + k;
      const owner = alone ? 0 : nearest(rows, x, y);
      out.mask[o] = frame.mask[i];
      if (frame.mask[i] !== 0 || skies[owner].mask[x] !== 0) continue;
      const flux = frame.flux[i];
      let under = skyAt(skies[owner], x, y - rows[owner][x]);
      for (const neighbor of neighbors) under += lightOf(neighbor, x, y);
      const photons = Math.max(flux, 0);
      // variance = R²q² + photons·q, solved for q = 1/response in the form that does not cancel.
      const q = (2 * frame.variance[i]) / (photons + Math.sqrt(photons * photons + 4 * readVariance * frame.variance[i]));
      out.light[o] = flux - under;
      out.under[o] = under;
      out.inverseResponse[o] = q;
      out.base[o] = Math.max(frame.variance[i] - photons * q, 1e-6 * frame.variance[i]);
      out.pixelVariance[o] = frame.variance[i];
    }
  }
  return out;
}

/** Index of the source whose center is nearest to row y in column x. */
export function nearest(rows: readonly Float64Array[], x: number, y: number): number {
  let best = 0;
  for (let i = 1; i < rows.length; i++) if (Math.abs(y - rows[i][x]) < Math.abs(y - rows[best][x])) best = i;
  return best;
}

function lightOf({ flux, profile }: Neighbor, x: number, y: number): number {
  const k = y - profile.fromRow[x];
  if (k < 0 || k >= profile.width || !(flux[x] > 0)) return 0;
  return flux[x] * profile.share[x * profile.width + k];
}
