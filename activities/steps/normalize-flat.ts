import * as z from 'zod';
import { normalizeFlat as normalize } from '#numeric/detector/flat';
import { cropFrame } from '#numeric/frame';
import { rowsWithin } from './slit.js';
import { defineStep } from './step.js';

export const normalizeFlat = defineStep({
  name: 'normalizeFlat',
  version: 1,
  summary: 'Divides the lamp spectrum out of a master flat, so that what is left is the response of the pixels.',
  inputs: { masterFlat: 'masterFlat' },
  output: 'normalizedFlat',
  settings: z.object({
    method: z.enum(['mean', 'simple', 'full']).default('simple').describe('mean: one number; simple: one series along the dispersion; full: one per row'),
    order: z.int().min(0).max(40).default(15).describe('Degree of the Chebyshev series'),
    wholeSlit: z.boolean().default(false).describe('Keep the full height of the detector'),
  }),
  run({ masterFlat }, { method, order, wholeSlit }, { sources }) {
    const { geometry } = masterFlat.frame;
    const lit = wholeSlit ? masterFlat.frame : cropFrame(masterFlat.frame, rowsWithin(geometry, masterFlat.slit));
    return {
      product: {
        exposure: masterFlat.exposure,
        cards: masterFlat.cards,
        provenance: { ...masterFlat.provenance, flatNormalization: method },
        frame: normalize(lit, { method, order }),
        slit: masterFlat.slit,
        source: sources.masterFlat,
      },
    };
  },
});
