import * as z from 'zod';

/**
 * The reduction settings of a proposal: the twelve fields of the portal's form, and those the command line of the Python
 * pipeline had besides, and the thresholds of the steps. Every setting has a unit where it has one, bounds, a default and a line of help.
 */
export const reductionSettings = z.object({
  saturation_threshold: z.number().min(0).max(100).default(1).describe('Share of saturated pixels above which a flat is rejected').meta({ unit: 'percent' }),
  cosmic_ray_rejection: z.enum(['default', 'dcr', 'lacosmic', 'none']).default('default').describe('How cosmic rays are found; default is LACosmic at every binning'),
  technique: z.enum(['Spectroscopy', 'Imaging']).default('Spectroscopy').describe('Observing technique of the proposal'),
  ignore_bias: z.boolean().default(false).describe('Skip the master bias; the overscan still sets the level'),
  ignore_flats: z.boolean().default(false).describe('Skip every flat correction'),
  minimum_number_of_bias: z.int().min(1).max(99).default(10).describe('Bias frames needed before a master is built'),
  minimum_number_of_flats: z.int().min(1).max(99).default(10).describe('Flat frames needed before a master is built'),
  flat_normalization: z.enum(['mean', 'simple', 'full']).default('simple').describe('mean: one number; simple: one Chebyshev series along the dispersion; full: one per row'),
  flat_normalization_order: z.int().min(0).max(40).default(15).describe('Degree of that Chebyshev series'),
  extraction_type: z.enum(['optimal', 'fractional']).default('optimal').describe('Profile-weighted (Horne 1986), or the plain sum with fractional pixels'),
  target_fit_model: z.enum(['moffat', 'gaussian']).default('moffat').describe('Model of the light along the slit'),
  maximum_number_of_targets: z.int().min(1).max(20).default(3).describe('Most sources searched for in one frame'),

  extraction_width: z.number().min(0.5).max(20).default(2).describe('Full width of the fractional aperture').meta({ unit: 'fwhm' }),
  background_threshold: z.number().min(0).max(1000).default(3).describe('Least peak of a source above the sky, in the scatter between rows').meta({ unit: 'sigma' }),
  minimum_target_snr: z.number().min(1).max(100_000).default(5).describe('Least signal-to-noise ratio of a whole source').meta({ unit: 'sigma' }),
  background_spacing: z.number().min(0).max(50).default(3).describe('Gap between aperture and sky zones').meta({ unit: 'fwhm' }),
  disable_background: z.boolean().default(false).describe('Do not subtract the sky'),
  target_minimum_width: z.number().positive().nullable().default(null).describe('Least accepted FWHM of a source').meta({ unit: 'pixel' }),
  target_maximum_width: z.number().positive().nullable().default(null).describe('Largest accepted FWHM of a source').meta({ unit: 'pixel' }),
  combination_clip: z.number().min(2).max(20).default(5).describe('Reject values beyond this when frames are combined').meta({ unit: 'sigma' }),
  cosmic_ray_threshold: z.number().min(2).max(50).default(4.5).describe('Significance of a cosmic ray').meta({ unit: 'sigma' }),
  cosmic_ray_contrast: z.number().min(1).max(50).default(5).describe('Contrast between a cosmic ray and the fine structure of the image'),
  arc_half_width: z.number().min(0.15).max(30).default(1.5).describe('Half width of the band over which a lamp is averaged to identify its lines').meta({ unit: 'arcsecond' }),
  own_masters: z.boolean().default(false).describe('Of a proposal: master bias and flats of its own, made of the telescope’s frames with its settings, for it alone; without it those of the platform serve it'),
  calibrate_by_sky: z.boolean().default(true).describe('Where there is no lamp, wavelengths by lines of the night sky until one comes'),
  interpolate_lamps: z.boolean().default(true).describe('Between a lamp before and a lamp after an exposure at the same pointing, wavelengths are interpolated in time'),
  snr_goal: z.number().min(1).max(10_000).nullable().default(null).describe('Of a proposal: signal-to-noise a pixel (median) that the exposures of one target in a night are to reach together; the night page says how many more it takes'),
  skip_slit_trim: z.boolean().default(false).describe('Keep the full height of the detector'),
});

/** Each setting by itself: a step takes the ones it has from here, so that bounds, default and help stand once. */
export const settingFields = reductionSettings.shape;

export type ReductionSettings = z.output<typeof reductionSettings>;
export const defaultSettings: ReductionSettings = reductionSettings.parse({});
