import * as z from 'zod';
import { findTargets as find } from '#numeric/sources/targets';
import { goodmanSlit } from '../instruments/goodman/optics.js';
import { defineStep } from './step.js';

export const findTargets = defineStep({
  name: 'findTargets',
  version: 1,
  summary: 'Finds the sources on the slit, strongest first, by their light along it.',
  inputs: { frame: 'frame' },
  output: 'targets',
  settings: z.object({
    model: z.enum(['moffat', 'gaussian']).default('moffat').describe('Shape of a source along the slit'),
    maximum: z.int().min(1).max(20).default(3).describe('Most sources to find'),
    backgroundThreshold: z.number().min(0).default(3).describe('Least peak above the sky, in the scatter between rows').meta({ unit: 'sigma' }),
    minimumSnr: z.number().min(1).default(5).describe('Least signal-to-noise ratio of the whole source').meta({ unit: 'sigma' }),
    minimumWidthPixel: z.number().positive().nullable().default(null).describe('Least FWHM').meta({ unit: 'pixel' }),
    maximumWidthPixel: z.number().positive().nullable().default(null).describe('Largest FWHM').meta({ unit: 'pixel' }),
  }),
  run({ frame }, { minimumWidthPixel, maximumWidthPixel, ...settings }) {
    const targets = find(frame.frame, {
      ...settings,
      slit: goodmanSlit,
      ...(minimumWidthPixel === null ? {} : { minimumWidthPixel }),
      ...(maximumWidthPixel === null ? {} : { maximumWidthPixel }),
    });
    return { product: { targets }, quality: { targets: targets.length, strongestSnr: targets[0]?.snr ?? 0 } };
  },
});
