import * as z from 'zod';
import { searchSlit } from '#numeric/sources/targets';
import { settingFields } from '../domain/settings.js';
import { goodmanSlit } from '../instruments/goodman/optics.js';
import { defineStep } from './step.js';

export const findTargets = defineStep({
  name: 'findTargets',
  version: 9,
  summary: 'Finds the sources on the slit, strongest first, by their light along it.',
  inputs: { frame: 'frame' },
  output: 'targets',
  settings: z.object({
    model: settingFields.target_fit_model,
    maximum: settingFields.maximum_number_of_targets,
    backgroundThreshold: settingFields.background_threshold,
    minimumSnr: settingFields.minimum_target_snr,
    minimumWidthPixel: settingFields.target_minimum_width,
    maximumWidthPixel: settingFields.target_maximum_width,
  }),
  run({ frame }, { minimumWidthPixel, maximumWidthPixel, ...settings }) {
    const { targets, neighbors, beyondRows, skyStructurePercent } = searchSlit(frame.frame, {
      ...settings,
      slit: goodmanSlit,
      ...(minimumWidthPixel === null ? {} : { minimumWidthPixel }),
      ...(maximumWidthPixel === null ? {} : { maximumWidthPixel }),
    });
    return {
      product: { targets, neighbors, beyondRows },
      quality: { targets: targets.length, neighbors: neighbors.length, sourcesBeyondRows: beyondRows, strongestSnr: targets[0]?.snr ?? 0, skyStructurePercent },
    };
  },
});
