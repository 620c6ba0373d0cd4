import { Header, type CardValue } from '#numeric/fits/header';
import { ReductionError } from '../../domain/errors.js';
import type { Exposure } from '../../domain/exposure.js';
import { describeExposure } from './describe-exposure.js';

/** Headers of both dialects, with changes, for the tests of what they are understood as. */

export type Cards = Record<string, CardValue>;

/** A frame of the queue's time: Red camera, 2×2, 400_M2. */
export const QUEUE: Cards = {
  NAXIS: 2,
  NAXIS1: 2071,
  NAXIS2: 948,
  INSTRUME: 'ghts_red',
  INSTCONF: 'Red',
  OBSTYPE: 'SPECTRUM',
  OBJECT: 'NGC 3242',
  'DATE-OBS': '2026-11-24T02:14:05.123',
  EXPTIME: 300,
  OBSRA: '10:24:46.1',
  OBSDEC: '-18:38:32.6',
  GAIN: 1.48,
  RDNOISE: 3.89,
  ROI: 'Spectroscopic 2x2',
  CCDSUM: '2 2',
  WAVMODE: '400_M2',
  GRATING: '400_SYZY',
  FILTER: 'NO_FILTER',
  FILTER2: 'GG455',
  SLIT: '1.0_LONG_SLIT',
  CAM_TARG: 16.1,
  GRT_TARG: 7.5,
  CAM_ANG: 16.099985,
  GRT_ANG: 7.5001,
  PROPID: 'SOAR2026B-001',
};

/** A frame of 2018: Blue camera, 1×1, the words of that time. */
export const OLD: Cards = {
  ...QUEUE,
  NAXIS1: 4142,
  NAXIS2: 1896,
  INSTRUME: 'Goodman Spectro',
  INSTCONF: 'Blue',
  OBSTYPE: 'COMP',
  OBJECT: 'HgArNe',
  'DATE-OBS': '2018-03-19T19:20:13.175',
  GAIN: 1.06,
  RDNOISE: 3.72,
  ROI: 'Spectroscopic 1x1',
  CCDSUM: '1 1',
  WAVMODE: '400 m1',
  GRATING: 'SYZY_400',
  FILTER: '<NO FILTER>',
  FILTER2: '<NO FILTER>',
  SLIT: '1.0" long slit',
  CAM_TARG: 11.6,
  GRT_TARG: 5.8,
  CAM_ANG: 11.6,
  GRT_ANG: 5.8,
  PROPID: undefined,
  PROPOSAL: 'SO2018A-011',
};

export function headerOf(cards: Cards): Header {
  return new Header(Object.entries(cards).map(([keyword, value]) => ({ keyword, value, comment: '' })));
}

export function described(changes: Cards = {}, base = QUEUE): Exposure {
  return describeExposure(headerOf({ ...base, ...changes }), '0123_test.fits');
}

export function refusal(changes: Cards, base = QUEUE): ReductionError {
  try {
    described(changes, base);
  } catch (error) {
    if (error instanceof ReductionError) return error;
    throw error;
  }
  throw new Error('the header was accepted');
}
