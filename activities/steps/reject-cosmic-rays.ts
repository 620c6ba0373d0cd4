import * as z from 'zod';
import { rejectCosmicRays as rejectLaplacian } from '#numeric/cosmic-rays/lacosmic';
import { rejectCosmicRaysDcr } from '#numeric/cosmic-rays/dcr';
import type { Exposure } from '../domain/exposure.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import { settingFields } from '../domain/settings.js';
import { dcrParameters } from '../instruments/goodman/dcr-parameters.js';
import { defineStep } from './step.js';

/** Pixels a second and million pixels; of a frame without an exposure time there is none. */
function rateOf(count: number, { exposureTimeSecond }: Exposure, pixels: number): MeasuredQuality {
  return exposureTimeSecond > 0 ? { cosmicRayPixelsPerSecond: (count * 1e6) / (exposureTimeSecond * pixels) } : {};
}

export const rejectCosmicRays = defineStep({
  name: 'rejectCosmicRays',
  version: 6,
  summary: 'Finds the pixels that cosmic rays hit, masks them, and fills them from their neighbors for the eye.',
  inputs: { frame: 'frame' },
  output: 'frame',
  settings: z.object({
    method: z.enum(['lacosmic', 'dcr']).default('lacosmic').describe('Laplacian edges (van Dokkum 2001) or histogram gaps (Pych 2004)'),
    sigclip: settingFields.cosmic_ray_threshold,
    objlim: settingFields.cosmic_ray_contrast,
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
      quality: { cosmicRayPixels: count, ...rateOf(count, exposure, clean.mask.length) },
    };
  },
});
