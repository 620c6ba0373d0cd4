import * as z from 'zod';
import { subtractBias } from '#numeric/detector/electrons';
import { hoursBetween } from '../domain/exposure.js';
import { defineStep } from './step.js';

export const correctBias = defineStep({
  name: 'correctBias',
  version: 2,
  summary: 'Subtracts the structure that a frame of zero exposure shows, and adds its variance.',
  inputs: { frame: 'frame', masterBias: 'masterBias' },
  output: 'frame',
  settings: z.object({}),
  run({ frame, masterBias }, _settings, { kernels, sources }) {
    return {
      product: {
        ...frame,
        // The master is read under the very pixels of the frame, whatever was trimmed before (defect A-1 of the Python pipeline).
        frame: subtractBias(frame.frame, masterBias.frame, kernels),
        provenance: { ...frame.provenance, ...(sources.masterBias ? { bias: sources.masterBias } : {}) },
      },
      quality: { biasAgeHour: hoursBetween(masterBias.exposure, frame.exposure) },
    };
  },
});
