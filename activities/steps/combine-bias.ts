import * as z from 'zod';
import { shrinkBias } from '#numeric/detector/bias-structure';
import { combineFrames } from '#numeric/detector/combine';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import { calibrateCounts } from './calibrate-counts.js';
import { firstOf, membersOf } from './members.js';
import { defineStep } from './step.js';

/** From so many frames on the scatter between them tells their noise; with fewer its own error would pass for structure. */
const FRAMES_TO_TELL_NOISE = 5;

export const combineBias = defineStep({
  name: 'combineBias',
  version: 4,
  summary:
    'Combines frames of zero exposure into one: overscan removed from each, outliers clipped, mean of the rest; what departs from columns, rows and a smooth surface by no more than noise does is mostly taken out.',
  inputs: { frames: 'rawFrame[]' },
  output: 'masterBias',
  settings: z.object({
    clip: settingFields.combination_clip,
  }),
  run({ frames }, { clip }, { kernels }) {
    const first = firstOf(frames, 'bias');
    const { frame: mean, noise } = combineFrames(
      frames.map((raw) => calibrateCounts(raw).frame),
      { clipSigma: clip, method: 'mean', scale: 'none' },
      kernels,
    );
    const { frame, ...structure } = shrinkBias(mean, frames.length >= FRAMES_TO_TELL_NOISE ? { noiseScale: noise.scatterRatio } : {});
    const product: Products['masterBias'] = {
      exposure: first.exposure,
      cards: first.cards,
      provenance: first.provenance,
      frame,
      members: membersOf(frames),
    };
    return {
      product,
      quality: {
        frames: frames.length,
        noiseElectron: structure.sigmaElectron,
        patternElectron: structure.patternElectron,
        patternedPercent: structure.patternedPercent,
        ownPercent: structure.ownPercent,
        ...(frames.length > 1 ? { scatterRatio: noise.scatterRatio } : {}),
      },
    };
  },
});
