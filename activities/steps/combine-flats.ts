import * as z from 'zod';
import { faintestShare } from '#numeric/detector/combine';
import { combineCounts, countsLevel, type CountsFrame } from '#numeric/detector/combine-counts';
import { saturatedPercent } from '#numeric/detector/electrons';
import { median } from '#numeric/math/statistics';
import { findSlitEdges } from '#numeric/detector/slit-edges';
import { settingFields } from '../domain/settings.js';
import type { Products } from '../products/index.js';
import { countsFrame } from './calibrate-counts.js';
import { firstOf, membersOf, noneUsable, plausibleOnes, type Plausible } from './members.js';
import { defineStep } from './step.js';

type RawFrame = Products['rawFrame'];

/** What is measured of a flat while its counts are at hand. */
interface Lit {
  /** Of the raw values, so that neither bias nor trimming hides a saturated pixel. */
  readonly saturatedPercent: number;
  /** The part of the detector that sees light. */
  readonly counts: CountsFrame;
}

function leaveSaturated(flats: readonly Plausible<Lit>[], limitPercent: number, left: Map<RawFrame, string>): readonly Plausible<Lit>[] {
  return flats.filter(({ raw, measured: { saturatedPercent: percent } }) => {
    if (percent < limitPercent) return true;
    left.set(raw, `${percent.toFixed(1)} % of the pixels are saturated, ${limitPercent} % are allowed`);
    return false;
  });
}

interface Flat {
  readonly raw: RawFrame;
  readonly counts: CountsFrame;
  /** Median above overscan and bias, electron. */
  readonly level: number;
}

/** Leaves out what is so much fainter than the others that the mean would be noisier with it. */
function leaveFaint(flats: readonly Flat[], left: Map<RawFrame, string>): readonly Flat[] {
  const common = median(Float64Array.from(flats, ({ level }) => level));
  const share = faintestShare(flats.length);
  return flats.filter(({ raw, level }) => {
    if (level > 0 && level >= share * common) return true;
    left.set(raw, `its light is ${((100 * level) / common).toFixed(1)} % of that of the others (a median of ${level.toFixed(1)} electrons): was the lamp on?`);
    return false;
  });
}

export const combineFlats = defineStep({
  name: 'combineFlats',
  version: 3,
  summary: 'Combines lamp-lit frames into one: bias removed, scaled to a common level, outliers clipped, mean of the rest; finds the slit.',
  inputs: { frames: 'rawFrame[]', masterBias: 'masterBias?' },
  output: 'masterFlat',
  settings: z.object({
    clip: settingFields.combination_clip,
    saturatedPercent: settingFields.saturation_threshold,
  }),
  run({ frames, masterBias }, settings, { kernels, sources }) {
    const { usable: plausible, left } = plausibleOnes(frames, kernels, (raw): Lit => ({
      saturatedPercent: saturatedPercent(raw.image, raw.exposure.saturationAdu, kernels),
      counts: countsFrame(raw, raw.exposure.lightSection),
    }));
    const bias = masterBias?.frame;
    const flats = leaveSaturated(plausible, settings.saturatedPercent, left).map(({ raw, measured: { counts } }) => ({ raw, counts, level: countsLevel(counts, bias, kernels) }));
    const usable = leaveFaint(flats, left);
    if (usable.length === 0) throw noneUsable('flats', frames, left, plausible.length > 0 ? 'Take flats with a shorter exposure.' : 'Take them again.');
    const first = firstOf(usable.map(({ raw }) => raw), 'flat');
    const { frame, noise } = combineCounts(
      usable.map(({ counts }) => counts),
      { clipSigma: settings.clip, method: 'mean', scale: 'median', levels: usable.map(({ level }) => level), ...(bias ? { bias } : {}) },
      kernels,
    );
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
