import * as z from 'zod';
import { normalizeFlat as normalize } from '#numeric/detector/flat';
import { cropFrame } from '#numeric/frame';
import { settingFields } from '../domain/settings.js';
import { rowsWithin } from './slit.js';
import { defineStep } from './step.js';

export const normalizeFlat = defineStep({
  name: 'normalizeFlat',
  version: 4,
  summary: 'Divides the lamp spectrum out of a master flat, so that what is left is the response of the pixels.',
  inputs: { masterFlat: 'masterFlat' },
  output: 'normalizedFlat',
  settings: z.object({
    method: settingFields.flat_normalization,
    order: settingFields.flat_normalization_order,
    wholeSlit: settingFields.skip_slit_trim,
  }),
  run({ masterFlat }, { method, order, wholeSlit }, { kernels, sources }) {
    const { geometry } = masterFlat.frame;
    const lit = wholeSlit ? masterFlat.frame : cropFrame(masterFlat.frame, rowsWithin(geometry, masterFlat.slit));
    const { frame, lamp, lostPercent } = normalize(lit, { method, order }, kernels);
    return {
      product: {
        exposure: masterFlat.exposure,
        cards: masterFlat.cards,
        provenance: { ...masterFlat.provenance, flatNormalization: method },
        frame,
        slit: masterFlat.slit,
        source: sources.masterFlat,
      },
      quality: {
        flatDarkColumns: lamp.darkColumns,
        flatOutlyingColumns: lamp.outlyingColumns,
        flatUnfollowedColumns: lamp.unfollowedColumns,
        flatLevelResidualPercent: lamp.residualPercent,
        flatLostPercent: lostPercent,
      },
    };
  },
});
