import * as z from 'zod';
import { rejectCosmicRays as rejectLaplacian } from '#numeric/cosmic-rays/lacosmic';
import { rejectCosmicRaysDcr } from '#numeric/cosmic-rays/dcr';
import { dcrParameters } from '../instruments/goodman/dcr-parameters.js';
import { defineStep } from './step.js';

export const rejectCosmicRays = defineStep({
  name: 'rejectCosmicRays',
  version: 1,
  summary: 'Finds the pixels that cosmic rays hit, masks them, and fills them from their neighbors for the eye.',
  inputs: { frame: 'frame' },
  output: 'frame',
  settings: z.object({
    method: z.enum(['lacosmic', 'dcr']).default('lacosmic').describe('Laplacian edges (van Dokkum 2001) or histogram gaps (Pych 2004)'),
    sigclip: z.number().min(2).max(50).default(4.5).describe('Significance of a ray').meta({ unit: 'sigma' }),
    objlim: z.number().min(1).max(50).default(5).describe('Contrast between a ray and the fine structure of the image'),
  }),
  run({ frame }, { method, sigclip, objlim }, { kernels }) {
    const { exposure } = frame;
    const { frame: clean, count } =
      method === 'dcr'
        ? rejectCosmicRaysDcr(frame.frame, dcrParameters(exposure.camera, frame.frame.geometry.binX), exposure.gainElectronPerAdu)
        : rejectLaplacian(frame.frame, { sigclip, objlim, readNoiseElectron: exposure.readNoiseElectron }, kernels);
    return {
      product: {
        ...frame,
        frame: clean,
        provenance: { ...frame.provenance, cosmicRays: { method: method === 'dcr' ? 'DCR' : 'LACosmic', pixels: count } },
      },
      quality: { cosmicRayPixels: count },
    };
  },
});
