import * as z from 'zod';
import { divideFlat } from '#numeric/detector/flat';
import { hoursBetween } from '../domain/exposure.js';
import { defineStep } from './step.js';

export const correctFlat = defineStep({
  name: 'correctFlat',
  version: 3,
  summary: 'Divides by the response of the pixels; pixels too faint in the flat are masked, not divided.',
  inputs: { frame: 'frame', flat: 'normalizedFlat' },
  output: 'frame',
  settings: z.object({}),
  run({ frame, flat }, _settings, { kernels }) {
    return {
      product: {
        ...frame,
        frame: divideFlat(frame.frame, flat.frame, kernels),
        provenance: {
          ...frame.provenance,
          ...(flat.source ? { flat: flat.source } : {}),
          ...(flat.provenance.flatNormalization ? { flatNormalization: flat.provenance.flatNormalization } : {}),
        },
      },
      // What the normalization measured of the flat now holds for this frame.
      quality: { ...flat.provenance.steps.at(-1)?.quality, flatAgeHour: hoursBetween(flat.exposure, frame.exposure) },
    };
  },
});
