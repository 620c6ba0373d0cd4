import * as z from 'zod';
import type { Geometry, Section } from '#numeric/frame';
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

export const trim = defineStep({
  name: 'trim',
  version: 3,
  summary: 'Removes the overscan level, turns counts into electrons, and keeps the pixels that saw light through the slit.',
  inputs: { raw: 'rawFrame', masterFlat: 'masterFlat?' },
  output: 'frame',
  settings: z.object({
    wholeSlit: settingFields.skip_slit_trim,
  }),
  run({ raw, masterFlat }, settings) {
    const { exposure } = raw;
    const light = exposure.lightSection;
    const kept = masterFlat && !settings.wholeSlit ? withinSlit(light, exposure.geometry, masterFlat.slit) : light;
    const { frame, overscan } = calibrateCounts(raw, kept);
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
      ...(overscan ? { quality: { overscanMedianAdu: overscan.medianAdu, overscanRmsAdu: overscan.rmsAdu, overscanReadNoiseAdu: overscan.readNoiseAdu } } : {}),
    };
  },
});
