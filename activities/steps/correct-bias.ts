import * as z from 'zod';
import { subtractBias } from '#numeric/detector/electrons';
import { cropFrame, sectionCovering } from '#numeric/frame';
import { hoursBetween } from '../domain/exposure.js';
import { defineStep } from './step.js';

export const correctBias = defineStep({
  name: 'correctBias',
  version: 2,
  summary: 'Subtracts the structure that a frame of zero exposure shows, and adds its variance.',
  inputs: { frame: 'frame', masterBias: 'masterBias' },
  output: 'frame',
  settings: z.object({}),
  run({ frame, masterBias }, _settings, { sources }) {
    // The master is cut to the very pixels of the frame, whatever was trimmed before (defect A-1 of the Python pipeline).
    const bias = cropFrame(masterBias.frame, sectionCovering(masterBias.frame.geometry, frame.frame.geometry));
    return {
      product: {
        ...frame,
        frame: subtractBias(frame.frame, bias),
        provenance: { ...frame.provenance, ...(sources.masterBias ? { bias: sources.masterBias } : {}) },
      },
      quality: { biasAgeHour: hoursBetween(masterBias.exposure, frame.exposure) },
    };
  },
});
