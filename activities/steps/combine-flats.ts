import * as z from 'zod';
import { combineFrames } from '#numeric/detector/combine';
import { saturatedPercent, subtractBias } from '#numeric/detector/electrons';
import { cropFrame, sectionCovering, type Frame } from '#numeric/frame';
import { findSlitEdges } from '#numeric/detector/slit-edges';
import { settingFields } from '../domain/settings.js';
import { ReductionError } from '../domain/errors.js';
import type { Products } from '../products/index.js';
import { calibrateCounts } from './calibrate-counts.js';
import { firstOf, membersOf } from './members.js';
import { defineStep } from './step.js';

type RawFrame = Products['rawFrame'];

/** Flats with overscan and bias removed, the part of the detector that sees light. All are of one read-out, so one cut of the bias serves them. */
function correctAll(frames: readonly RawFrame[], masterBias: Products['masterBias'] | undefined): Frame[] {
  let bias: Frame | undefined;
  return frames.map((raw) => {
    const light = calibrateCounts(raw, raw.exposure.lightSection).frame;
    if (!masterBias) return light;
    bias ??= cropFrame(masterBias.frame, sectionCovering(masterBias.frame.geometry, light.geometry));
    return subtractBias(light, bias);
  });
}

/** Counted on the raw values, so that neither bias nor trimming hides a saturated pixel. */
function saturatedFrames(frames: readonly RawFrame[], limitPercent: number): Map<RawFrame, string> {
  const left = new Map<RawFrame, string>();
  for (const raw of frames) {
    const percent = saturatedPercent(raw.image, raw.exposure.saturationAdu);
    if (percent >= limitPercent) left.set(raw, `${percent.toFixed(1)} % of the pixels are saturated, ${limitPercent} % are allowed`);
  }
  return left;
}

export const combineFlats = defineStep({
  name: 'combineFlats',
  version: 2,
  summary: 'Combines lamp-lit frames into one: bias removed, scaled to a common level, outliers clipped, mean of the rest; finds the slit.',
  inputs: { frames: 'rawFrame[]', masterBias: 'masterBias?' },
  output: 'masterFlat',
  settings: z.object({
    clip: settingFields.combination_clip,
    saturatedPercent: settingFields.saturation_threshold,
  }),
  run({ frames, masterBias }, settings, { kernels, sources }) {
    const left = saturatedFrames(frames, settings.saturatedPercent);
    const usable = frames.filter((raw) => !left.has(raw));
    if (usable.length === 0) {
      throw new ReductionError('frames-unusable', `None of the ${frames.length} flats can be used: ${[...left.values()][0] ?? 'none is there'}. Take flats with a shorter exposure.`, {
        frames: frames.length,
      });
    }
    const first = firstOf(usable, 'flat');
    const corrected = correctAll(usable, masterBias);
    const { frame, noise } = combineFrames(corrected, { clipSigma: settings.clip, method: 'mean', scale: 'median' }, kernels);
    const rows = findSlitEdges(frame);
    const { y0, binY } = frame.geometry;
    const product: Products['masterFlat'] = {
      exposure: first.exposure,
      cards: first.cards,
      provenance: { ...first.provenance, ...(sources.masterBias ? { bias: sources.masterBias } : {}) },
      frame,
      members: membersOf(frames, left),
      // Detector rows, so that frames of another region still find the slit.
      slit: [y0 + rows.y0 * binY, y0 + rows.y1 * binY],
    };
    return { product, quality: { frames: usable.length, left: left.size, noiseElectron: noise.sigmaElectron, slitFirstRow: rows.y0, slitEndRow: rows.y1 } };
  },
});
