import type { ReductionSettings } from '../domain/settings.js';
import type * as z from 'zod';
import { calibrateBySky } from './calibrate-by-sky.js';
import { calibrateWavelength } from './calibrate-wavelength.js';
import { checkPlausibility } from './check-plausibility.js';
import { combineBias } from './combine-bias.js';
import { combineFlats } from './combine-flats.js';
import { correctBias } from './correct-bias.js';
import { correctFlat } from './correct-flat.js';
import { extractArc } from './extract-arc.js';
import { extractApertures } from './extract-apertures.js';
import { extract } from './extract.js';
import { findTargets } from './find-targets.js';
import { normalizeFlat } from './normalize-flat.js';
import { rejectCosmicRays } from './reject-cosmic-rays.js';
import type { AnyStep, StepCall } from './step.js';
import { trim } from './trim.js';

/** Every step, one line each, in the order a frame meets them. */
export const steps = {
  checkPlausibility,
  combineBias,
  combineFlats,
  trim,
  correctBias,
  normalizeFlat,
  correctFlat,
  rejectCosmicRays,
  findTargets,
  extract,
  extractApertures,
  extractArc,
  calibrateWavelength,
  calibrateBySky,
};

export type StepName = keyof typeof steps;
export type StepCalls = { readonly [K in StepName]: StepCall<(typeof steps)[K]> };
export type StepSettings = { readonly [K in StepName]: z.input<(typeof steps)[K]['settings']> };

export const stepsByName: Readonly<Record<string, AnyStep>> = steps;

/** The settings of a proposal, dealt out to the steps they are for. */
export function stepSettingsOf(settings: ReductionSettings): StepSettings {
  const wholeSlit = settings.skip_slit_trim;
  const model = settings.target_fit_model;
  return {
    checkPlausibility: {},
    combineBias: { clip: settings.combination_clip },
    combineFlats: { clip: settings.combination_clip, saturatedPercent: settings.saturation_threshold },
    trim: { wholeSlit },
    correctBias: {},
    normalizeFlat: { method: settings.flat_normalization, order: settings.flat_normalization_order, wholeSlit },
    correctFlat: {},
    rejectCosmicRays: { method: settings.cosmic_ray_rejection === 'dcr' ? 'dcr' : 'lacosmic', sigclip: settings.cosmic_ray_threshold, objlim: settings.cosmic_ray_contrast },
    findTargets: {
      model,
      maximum: settings.maximum_number_of_targets,
      backgroundThreshold: settings.background_threshold,
      minimumSnr: settings.minimum_target_snr,
      minimumWidthPixel: settings.target_minimum_width,
      maximumWidthPixel: settings.target_maximum_width,
    },
    extract: {
      method: settings.extraction_type,
      widthFwhm: settings.extraction_width,
      skySpacingFwhm: settings.background_spacing,
      subtractSky: !settings.disable_background,
    },
    extractApertures: {},
    extractArc: { halfWidthArcsecond: settings.arc_half_width },
    calibrateWavelength: {},
    calibrateBySky: {},
  };
}
