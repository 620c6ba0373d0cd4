import * as z from 'zod';
import type { OverscanEstimate } from '#numeric/detector/overscan';
import type { Geometry, Section } from '#numeric/frame';
import type { Exposure } from '../domain/exposure.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import { settingFields } from '../domain/settings.js';
import { fitsSection } from '../instruments/sections.js';
import { calibrateCounts } from './calibrate-counts.js';
import { rowsWithin } from './slit.js';
import { defineStep } from './step.js';

/** The part of the light section that the slit lights. */
function withinSlit(light: Section, raw: Geometry, slit: readonly [number, number]): Section {
  const lit = rowsWithin(raw, slit);
  return { ...light, y0: Math.max(light.y0, lit.y0), y1: Math.min(light.y1, lit.y1) };
}

function overscanQuality({ medianAdu, rmsAdu, readNoiseAdu }: OverscanEstimate, { gainElectronPerAdu, readNoiseElectron }: Exposure): MeasuredQuality {
  return { overscanMedianAdu: medianAdu, overscanRmsAdu: rmsAdu, overscanReadNoiseAdu: readNoiseAdu, readNoiseRatio: (readNoiseAdu * gainElectronPerAdu) / readNoiseElectron };
}

export const trim = defineStep({
  name: 'trim',
  version: 4,
  summary: 'Removes the overscan level, turns counts into electrons, and keeps the pixels that saw light through the slit.',
  inputs: { raw: 'rawFrame', masterFlat: 'masterFlat?' },
  output: 'frame',
  settings: z.object({
    wholeSlit: settingFields.skip_slit_trim,
  }),
  run({ raw, masterFlat }, settings, { kernels }) {
    const { exposure } = raw;
    const light = exposure.lightSection;
    const kept = masterFlat && !settings.wholeSlit ? withinSlit(light, exposure.geometry, masterFlat.slit) : light;
    const { frame, overscan, saturated } = calibrateCounts(raw, kernels, kept);
    return {
      product: {
        exposure,
        cards: raw.cards,
        frame,
        provenance: {
          ...raw.provenance,
          ...(exposure.overscan ? { overscanSection: fitsSection(exposure.overscan) } : {}),
          trimSection: fitsSection(light),
          // Relative to the trimmed frame, as the old system wrote it.
          ...(kept === light ? {} : { slitSection: fitsSection({ x0: 0, x1: light.x1 - light.x0, y0: kept.y0 - light.y0, y1: kept.y1 - light.y0 }) }),
        },
      },
      quality: { saturatedPercent: (100 * saturated) / frame.mask.length, ...(overscan ? overscanQuality(overscan, exposure) : {}) },
    };
  },
});
