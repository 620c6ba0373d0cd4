import { ContractError } from '../errors.js';
import { assertSameGeometry, emptyFrame, MASK, sectionGeometry, type Frame, type Image, type Section } from '../frame.js';

export interface Electronics {
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  /** Raw counts at or above this are saturated, adu. */
  readonly saturationAdu: number;
  /** The part of the image that becomes a frame; all of it when absent. */
  readonly section?: Section;
  /** Overscan level of every row to subtract on the way, adu, length ny; saturation is judged before. */
  readonly levelAdu?: Float32Array;
  /** 1 for a row whose counts are none, length ny: the camera never read it. */
  readonly unreadRows?: Uint8Array;
  /** False for a frame of zero exposure: its counts are no photons, so read noise is all there is. */
  readonly light?: boolean;
}

/**
 * Counts to electrons: flux = gain · adu, variance = (read noise)² + max(flux, 0) electron².
 *
 * The Poisson term comes from the pixel itself, so a pixel that scattered low claims a small error: a mean weighted by 1/variance
 * is biased low by about one electron. It is right on average and right for showing; extraction rebuilds the term from its own model.
 * Counts that are not numbers, and rows that were not read, become NaN with MASK.NO_DATA, saturated ones carry MASK.SATURATED and keep their value.
 *
 * @param image adu, [ny × nx]; left unchanged.
 * @returns a frame of the section.
 * @throws {ContractError} if there is not one overscan level for each row of the image.
 */
export function toElectrons(image: Image, { gainElectronPerAdu, readNoiseElectron, saturationAdu, section, levelAdu, unreadRows, light = true }: Electronics): Frame {
  if (levelAdu && levelAdu.length !== image.geometry.ny) throw new ContractError(`${levelAdu.length} overscan levels for ${image.geometry.ny} rows`);
  const { nx, ny } = image.geometry;
  const { x0, x1, y0, y1 } = section ?? { x0: 0, x1: nx, y0: 0, y1: ny };
  const frame = emptyFrame(sectionGeometry(image.geometry, { x0, x1, y0, y1 }));
  const readVariance = readNoiseElectron * readNoiseElectron;
  const { flux, variance, mask } = frame;
  const { data } = image;
  for (let y = y0, p = 0; y < y1; y++) {
    const level = levelAdu ? levelAdu[y] : 0;
    const unread = unreadRows?.[y] === 1;
    for (let q = y * nx + x0; q < y * nx + x1; q++, p++) {
      // Rounded to float32 as a frame with its level subtracted would be.
      const electrons = Math.fround(data[q] - level) * gainElectronPerAdu;
      if (unread || !Number.isFinite(electrons)) {
        noData(frame, p);
        continue;
      }
      flux[p] = electrons;
      variance[p] = readVariance + (light && electrons > 0 ? electrons : 0);
      if (data[q] >= saturationAdu) mask[p] = MASK.SATURATED;
    }
  }
  return frame;
}

function noData(frame: Frame, p: number): void {
  frame.flux[p] = NaN;
  frame.variance[p] = NaN;
  frame.mask[p] |= MASK.NO_DATA;
}

/**
 * Subtracts a master bias of the very same pixels, electron. The Poisson term moves to what is left: with the bias level still in the
 * frame (no overscan) its electrons would count as photons. variance = variance − max(before, 0) + max(after, 0) + variance(bias).
 *
 * @throws {ContractError} if the geometries differ; crop the master with `sectionCovering` first (defect A-1 of the Python pipeline).
 */
export function subtractBias(frame: Frame, masterBias: Frame): Frame {
  assertSameGeometry(frame.geometry, masterBias.geometry, 'subtractBias');
  const out = emptyFrame(frame.geometry);
  const { flux, variance, mask } = out;
  const { flux: fluxBefore, variance: varianceBefore, mask: maskBefore } = frame;
  const { flux: bias, variance: biasVariance, mask: biasMask } = masterBias;
  for (let p = 0; p < flux.length; p++) {
    const before = fluxBefore[p];
    const after = before - bias[p];
    mask[p] = maskBefore[p] | biasMask[p];
    if (!Number.isFinite(after)) {
      noData(out, p);
      continue;
    }
    flux[p] = after;
    variance[p] = varianceBefore[p] + (Math.max(after, 0) - Math.max(before, 0)) + biasVariance[p];
  }
  return out;
}

/** Share of the raw counts at or above the saturation level, percent of the pixels that were read. NaN for an image without any. */
export function saturatedPercent(raw: Image, saturationAdu: number): number {
  let saturated = 0;
  let read = 0;
  const { data } = raw;
  for (let p = 0; p < data.length; p++) {
    if (Number.isNaN(data[p])) continue;
    read++;
    if (data[p] >= saturationAdu) saturated++;
  }
  return (100 * saturated) / read;
}
