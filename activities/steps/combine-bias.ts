import * as z from 'zod';
import { combineFrames } from '#numeric/combine';
import type { Products } from '../domain/products.js';
import { calibrateCounts } from './calibrate-counts.js';
import { firstOf, membersOf } from './members.js';
import { defineStep } from './step.js';

export const combineBias = defineStep({
  name: 'combineBias',
  version: 1,
  summary: 'Combines frames of zero exposure into one: overscan removed from each, outliers clipped, mean of the rest.',
  inputs: { frames: 'rawFrame[]' },
  output: 'masterBias',
  settings: z.object({
    clip: z.number().min(2).max(20).default(5).describe('Reject values beyond this').meta({ unit: 'sigma' }),
  }),
  run({ frames }, { clip }, { kernels }) {
    const first = firstOf(frames, 'bias');
    const { frame, noise } = combineFrames(
      frames.map((raw) => calibrateCounts(raw).frame),
      { clipSigma: clip, method: 'mean', scale: 'none' },
      kernels,
    );
    const product: Products['masterBias'] = {
      exposure: first.exposure,
      cards: first.cards,
      provenance: first.provenance,
      frame,
      members: membersOf(frames),
    };
    return { product, quality: { frames: frames.length, noiseElectron: noise.sigmaElectron, ...(frames.length > 1 ? { scatterRatio: noise.scatterRatio } : {}) } };
  },
});
