import { toElectrons } from '#numeric/detector/electrons';
import { estimateOverscan, type OverscanEstimate } from '#numeric/detector/overscan';
import type { Frame, Image, Section } from '#numeric/frame';
import type { Exposure } from '../domain/exposure.js';
import { unreadRows } from './plausibility.js';

/** Overscan level removed, counts turned into electrons with their variance, saturated pixels marked; of the part of the read-out asked for, or all of it. */
export function calibrateCounts(raw: { readonly exposure: Exposure; readonly image: Image }, section?: Section): { frame: Frame; overscan: OverscanEstimate | undefined } {
  const { exposure, image } = raw;
  const overscan = exposure.overscan ? estimateOverscan(image, exposure.overscan) : undefined;
  const unread = unreadRows(raw);
  const frame = toElectrons(image, {
    gainElectronPerAdu: exposure.gainElectronPerAdu,
    readNoiseElectron: exposure.readNoiseElectron,
    saturationAdu: exposure.saturationAdu,
    ...(section ? { section } : {}),
    ...(overscan ? { levelAdu: overscan.level } : {}),
    ...(unread ? { unreadRows: unread } : {}),
    // A bias frame has seen no light: its counts are no photons.
    light: exposure.kind !== 'bias',
  });
  return { frame, overscan };
}
