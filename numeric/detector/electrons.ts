import { sectionCovering, sectionGeometry, type Frame, type Image, type Section } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { referenceKernels } from '../kernels/reference.js';

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

/** A frame of electrons, and what was counted on the way. */
export interface Electrons {
  readonly frame: Frame;
  /** Pixels of the frame with MASK.SATURATED. */
  readonly saturated: number;
}

/**
 * Counts to electrons: flux = gain · adu, variance = (read noise)² + max(flux, 0) electron².
 *
 * The Poisson term comes from the pixel itself, so a pixel that scattered low claims a small error: a mean weighted by 1/variance
 * is biased low by about one electron. It is right on average and right for showing; extraction rebuilds the term from its own model.
 * Counts that are not numbers, and rows that were not read, become NaN with MASK.NO_DATA, saturated ones carry MASK.SATURATED and keep their value.
 *
 * @param image adu, [ny × nx]; left unchanged.
 * @returns a frame of the section, and how many of its pixels are saturated.
 * @throws {ContractError} if the section leaves the image, or there is not one overscan level for each row of the image.
 */
export function electronsOf(image: Image, electronics: Electronics, kernels: Kernels = referenceKernels): Electrons {
  const { gainElectronPerAdu, readNoiseElectron, saturationAdu, section, levelAdu, unreadRows, light = true } = electronics;
  const { nx, ny } = image.geometry;
  const whole = section ?? { x0: 0, x1: nx, y0: 0, y1: ny };
  const { saturated, ...planes } = kernels.electrons({
    counts: { data: image.data, nx, ny },
    section: whole,
    gain: gainElectronPerAdu,
    readVariance: readNoiseElectron * readNoiseElectron,
    saturation: saturationAdu,
    level: levelAdu,
    unread: unreadRows,
    light,
  });
  return { frame: { geometry: sectionGeometry(image.geometry, whole), ...planes }, saturated };
}

/**
 * Subtracts a master bias, electron. The Poisson term moves to what is left: with the bias level still in the
 * frame (no overscan) its electrons would count as photons. variance = variance − max(before, 0) + max(after, 0) + variance(bias).
 *
 * @param masterBias Of the same pixels or more: it is read where it lies under the frame (defect A-1 of the Python pipeline).
 * @throws {ContractError} if the master does not cover the frame, pixel on pixel.
 */
export function subtractBias(frame: Frame, masterBias: Frame, kernels: Kernels = referenceKernels): Frame {
  return { geometry: frame.geometry, ...kernels.subtractBias(frame, masterBias, sectionCovering(masterBias.geometry, frame.geometry)) };
}

/** Share of the raw counts at or above the saturation level, percent of the pixels that were read. NaN for an image without any. */
export function saturatedPercent({ data }: Image, saturationAdu: number, kernels: Kernels = referenceKernels): number {
  const { saturated, noNumber } = kernels.countRange(data, saturationAdu);
  return (100 * saturated) / (data.length - noNumber);
}
