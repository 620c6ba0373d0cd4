import * as z from 'zod';
import { divideFlat } from '#numeric/detector/flat';
import { cropFrame, sectionCovering, type Frame } from '#numeric/frame';
import { hoursBetween } from '../domain/exposure.js';
import { defineStep } from './step.js';

/** Pixels that the flat tells nothing about, of all. */
function maskedPercent({ mask }: Frame): number {
  let masked = 0;
  for (const bits of mask) if (bits !== 0) masked++;
  return (100 * masked) / mask.length;
}

export const correctFlat = defineStep({
  name: 'correctFlat',
  version: 2,
  summary: 'Divides by the response of the pixels; pixels too faint in the flat are masked, not divided.',
  inputs: { frame: 'frame', flat: 'normalizedFlat' },
  output: 'frame',
  settings: z.object({}),
  run({ frame, flat }) {
    const response = cropFrame(flat.frame, sectionCovering(flat.frame.geometry, frame.frame.geometry));
    return {
      product: {
        ...frame,
        frame: divideFlat(frame.frame, response),
        provenance: {
          ...frame.provenance,
          ...(flat.source ? { flat: flat.source } : {}),
          ...(flat.provenance.flatNormalization ? { flatNormalization: flat.provenance.flatNormalization } : {}),
        },
      },
      quality: { flatAgeHour: hoursBetween(flat.exposure, frame.exposure), flatMaskedPercent: maskedPercent(response) },
    };
  },
});
