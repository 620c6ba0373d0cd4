import type { CountsFrame } from '#numeric/detector/combine-counts';
import { electronsOf, type Electronics } from '#numeric/detector/electrons';
import { estimateOverscan, type OverscanEstimate } from '#numeric/detector/overscan';
import { inMemory, type Frame, type Image, type Section } from '#numeric/frame';
import type { Kernels } from '#numeric/kernels/kernels';
import type { Exposure } from '../domain/exposure.js';
import { unreadRows } from './plausibility.js';

interface RawCounts {
  readonly exposure: Exposure;
  readonly image: Image;
}

/** A calibrated read-out, and what was measured on the way. */
export interface CalibratedCounts {
  readonly frame: Frame;
  /** Of a read-out that has one. */
  readonly overscan: OverscanEstimate | undefined;
  /** Pixels of the frame that are saturated. */
  readonly saturated: number;
}

/** Overscan level removed, counts turned into electrons with their variance, saturated pixels marked; of the part of the read-out asked for, or all of it. */
export function calibrateCounts(raw: RawCounts, kernels: Kernels, section?: Section): CalibratedCounts {
  const image = inMemory(raw.image);
  const { electronics, overscan } = measureElectronics({ ...raw, image });
  return { ...electronsOf(image, section ? { ...electronics, section } : electronics, kernels), overscan };
}

/** A read-out as what a combination takes: its level is measured now, its counts become electrons as they are combined. */
export function countsFrame(raw: RawCounts, section?: Section): CountsFrame {
  const image = inMemory(raw.image);
  const { data, geometry, rows } = image;
  const { nx, ny } = geometry;
  const { electronics } = measureElectronics({ ...raw, image });
  return { geometry, electronics: { ...electronics, section: section ?? { x0: 0, x1: nx, y0: 0, y1: ny } }, rows: rows ?? ((y0, y1) => data.subarray(y0 * nx, y1 * nx)) };
}

function measureElectronics(raw: RawCounts): { electronics: Electronics; overscan: OverscanEstimate | undefined } {
  const { exposure, image } = raw;
  const overscan = exposure.overscan ? estimateOverscan(image, exposure.overscan) : undefined;
  const unread = unreadRows(raw);
  const electronics = {
    gainElectronPerAdu: exposure.gainElectronPerAdu,
    readNoiseElectron: exposure.readNoiseElectron,
    saturationAdu: exposure.saturationAdu,
    ...(overscan ? { levelAdu: overscan.level } : {}),
    ...(unread ? { unreadRows: unread } : {}),
    // A bias frame has seen no light: its counts are no photons.
    light: exposure.kind !== 'bias',
  };
  return { electronics, overscan };
}
