import * as z from 'zod';
import { shrinkBias } from '#numeric/detector/bias-structure';
import { combineCounts } from '#numeric/detector/combine-counts';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import { countsFrame } from './calibrate-counts.js';
import { firstOf, membersOf, noneUsable, plausibleOnes } from './members.js';
import { defineStep } from './step.js';

/** From so many frames on the scatter between them tells their noise; with fewer its own error would pass for structure. */
const FRAMES_TO_TELL_NOISE = 5;

export const combineBias = defineStep({
  name: 'combineBias',
  version: 5,
  summary:
    'Combines frames of zero exposure into one: overscan removed from each, outliers clipped, mean of the rest; what departs from columns, rows and a smooth surface by no more than noise does is mostly taken out.',
  inputs: { frames: 'rawFrame[]' },
  output: 'masterBias',
  settings: z.object({
    clip: settingFields.combination_clip,
  }),
  run({ frames }, { clip }, { kernels }) {
    const { usable, left } = plausibleOnes(frames, kernels, (raw) => countsFrame(raw));
    if (usable.length === 0) throw noneUsable('bias frames', frames, left, 'Take them again.');
    const first = firstOf(usable.map(({ raw }) => raw), 'bias');
    const { frame: mean, noise } = combineCounts(
      usable.map(({ measured }) => measured),
      { clipSigma: clip, method: 'mean', scale: 'none' },
      kernels,
    );
    const { frame, ...structure } = shrinkBias(mean, usable.length >= FRAMES_TO_TELL_NOISE ? { noiseScale: noise.scatterRatio } : {});
    const product: Products['masterBias'] = {
      exposure: first.exposure,
      cards: first.cards,
      provenance: first.provenance,
      frame,
      members: membersOf(frames, left),
    };
    return {
      product,
      quality: {
        frames: usable.length,
        left: left.size,
        noiseElectron: structure.sigmaElectron,
        patternElectron: structure.patternElectron,
        patternedPercent: structure.patternedPercent,
        ownPercent: structure.ownPercent,
        ...(usable.length > 1 ? { scatterRatio: noise.scatterRatio } : {}),
      },
    };
  },
});
