import { describe, expect, test } from 'vitest';
import { sectionGeometry } from '#numeric/frame';
import type { CardValue } from '#numeric/fits/header';
import { ReductionError } from '../../domain/errors.js';
import { QUEUE, OLD, described, refusal, type Cards } from './test-headers.js';

describe('a frame of the queue', () => {
  test('is understood without a warning', () => {
    expect(described()).toMatchObject({
      name: '0123_test.fits',
      kind: 'spectrum',
      obstype: 'SPECTRUM',
      technique: 'Spectroscopy',
      camera: 'Red',
      instrument: 'ghts_red',
      proposalId: 'SOAR2026B-001',
      observedAt: '2026-11-24T02:14:05.123Z',
      night: '20261123',
      wavmode: '400_M2',
      grating: '400_SYZY',
      gratingLinesPerMm: 400,
      gratingAngleDegree: 7.5,
      cameraAngleDegree: 16.1,
      filter: 'NO_FILTER',
      filter2: 'GG455',
      slit: '1.0_LONG_SLIT',
      slitWidthArcsecond: 1,
      saturationAdu: 65535,
      lamps: [],
      warnings: [],
    });
  });

  test('survives JSON, which is how it travels', () => {
    const exposure = described();
    expect(JSON.parse(JSON.stringify(exposure))).toEqual(exposure);
  });
});

describe('the old dialect says the same', () => {
  test.each([
    ['grating', { GRATING: 'SYZY_600-OLD', CAM_TARG: 17, GRT_TARG: 7, CAM_ANG: 17, GRT_ANG: 7, WAVMODE: '600 Blue' }, { grating: '600_SYZY_OLD', gratingLinesPerMm: 600, wavmode: '600_BLUE' }],
    ['ruling and maker', { GRATING: 'RALC_1200-BLUE', CAM_TARG: 49.6, GRT_TARG: 24.8, CAM_ANG: 49.6, GRT_ANG: 24.8, WAVMODE: '1200 m5' }, { grating: '1200_RALC_BLUE', wavmode: '1200_M5' }],
    ['filter', { FILTER2: 'GG455', FILTER: '<NO FILTER>' }, { filter: 'NO_FILTER', filter2: 'GG455' }],
    ['slit', { SLIT: '0.45" long slit' }, { slit: '0.45_LONG_SLIT', slitWidthArcsecond: 0.45 }],
    ['arc', { OBSTYPE: 'COMP' }, { obstype: 'ARC', kind: 'arc' }],
    ['flat', { OBSTYPE: 'FLAT' }, { obstype: 'LAMPFLAT', kind: 'flat' }],
    ['object', { OBSTYPE: 'object' }, { obstype: 'SPECTRUM', kind: 'spectrum' }],
    ['proposal', { PROPOSAL: '' }, { proposalId: 'SOAR' }],
  ])('%s', (_name, changes: Cards, expected) => {
    expect(described(changes, OLD)).toMatchObject({ instrument: 'ghts_blue', ...expected });
  });

  test('a bias says ZERO in places, and needs no optics', () => {
    const bias = described({ OBSTYPE: 'ZERO', GRATING: '', SLIT: '', WAVMODE: '', CAM_TARG: undefined, CAM_ANG: undefined }, OLD);
    expect(bias).toMatchObject({ kind: 'bias', obstype: 'BIAS', slitWidthArcsecond: null, gratingLinesPerMm: null });
  });

  test('2016: no INSTCONF, a third axis of length one, the camera told by its read-out', () => {
    const exposure = described({ INSTCONF: undefined, NAXIS: 3, NAXIS3: 1, GAIN: 5.67, RDNOISE: 8.62, 'DATE-OBS': '2016-10-30T20:42:32.80' }, OLD);
    expect(exposure).toMatchObject({ camera: 'Blue', observedAt: '2016-10-30T20:42:32.800Z', night: '20161030' });
    expect(exposure.warnings.join()).toContain('INSTCONF');
  });
});

describe('technique and kind, frame by frame', () => {
  test.each([
    ['an image', { GRATING: 'NO_GRATING', WAVMODE: 'Imaging', SLIT: 'NO_MASK', ROI: 'Imaging 2x2', OBSTYPE: 'EXPOSE' }, 'image', 'Imaging'],
    ['the slit in the way of an acquisition', { GRATING: '<NO GRATING>', WAVMODE: 'Custom', ROI: 'Slit Imaging/Alignment', NAXIS1: 400 }, 'image', 'Imaging'],
    ['focus', { OBSTYPE: 'FOCUS' }, 'other', 'Spectroscopy'],
    ['dark', { OBSTYPE: 'DARK' }, 'other', 'Spectroscopy'],
    ['slitless spectrum', { SLIT: 'NO_MASK' }, 'spectrum', 'Spectroscopy'],
    ['bias of an imaging read-out', { OBSTYPE: 'BIAS', ROI: 'Imaging 2x2', GRATING: 'NO_GRATING' }, 'bias', 'Imaging'],
    ['bias of a spectroscopic read-out while the grating is out', { OBSTYPE: 'BIAS', GRATING: 'NO_GRATING' }, 'bias', 'Spectroscopy'],
  ])('%s', (_name, changes: Cards, kind, technique) => {
    expect(described(changes)).toMatchObject({ kind, technique });
  });
});

describe('modes', () => {
  test.each([
    ['400_SYZY', 16.1, 7.5, '400_M2'],
    ['400_SYZY', 16.19, 7.41, '400_M2'],
    ['400_SYZY', 16.25, 7.5, 'Custom_707nm'],
    ['1200_RALC_BLUE', 60.2, 30.1, '1200_M7'],
    ['1200_CANIR', 60.2, 30.1, '1200_CaNIR'],
    ['2100_SYZY', 86.08, 43.04, 'Custom_650nm'],
    ['2100_SYZY', 48.3469, 24.1734, 'Custom_390nm'],
  ])('%s camera %f° grating %f° is %s', (grating, camera, angle, expected) => {
    const angles = { CAM_TARG: camera, GRT_TARG: angle, CAM_ANG: camera, GRT_ANG: angle };
    expect(described({ GRATING: grating, ...angles, WAVMODE: 'Custom' }).wavmode).toBe(expected);
  });

  test('a WAVMODE that the angles contradict is kept, with a warning', () => {
    const e = described({ WAVMODE: '400_M1' });
    expect(e.wavmode).toBe('400_M1');
    expect(e.warnings.join()).toContain('400_M2');
  });

  test('WAVMODE in any case is the same mode', () => {
    expect(described({ WAVMODE: '400 m2' }).wavmode).toBe('400_M2');
    expect(described({ WAVMODE: '1200_CANIR', GRATING: '1200_CANIR', CAM_TARG: 60.2, GRT_TARG: 30.1, CAM_ANG: 60.2, GRT_ANG: 30.1 }).wavmode).toBe('1200_CaNIR');
  });
});

describe('time and place', () => {
  test.each([
    ['2026-11-23T15:59:59.9', '20261122'],
    ['2026-11-23T16:00:00.0', '20261123'],
    ['2026-11-24T00:00:00.0', '20261123'],
    ['2026-11-24T09:30:00', '20261123'],
    ['2026-12-31T23:59:60.0', '20261231'],
  ])('%s belongs to the night of %s', (stamp, night) => {
    expect(described({ 'DATE-OBS': stamp }).night).toBe(night);
  });

  test('a bare date takes its time from UT', () => {
    const e = described({ 'DATE-OBS': '2026-11-24', UT: '02:14:03.5' });
    expect(e.observedAt).toBe('2026-11-24T02:14:03.500Z');
    expect(e.warnings).toHaveLength(1);
  });

  test.each([
    ['-00:30:00.0', -0.5],
    ['-0:30:00', -0.5],
    ['00:30:00', 0.5],
    ['-71:05:03.188', -(71 + 5 / 60 + 3.188 / 3600)],
    ['N/A', null],
  ])('declination %s is %s', (text, expected) => {
    const { decDegree } = described({ OBSDEC: text });
    if (expected === null) expect(decDegree).toBeNull();
    else expect(decDegree).toBeCloseTo(expected, 12);
  });

  test('right ascension in hours becomes degrees', () => {
    expect(described({ OBSRA: '12:00:36' }).raDegree).toBeCloseTo(180.15, 12);
  });
});

describe('refusals name exposure, keyword and what to do', () => {
  test.each(['OBSTYPE', 'GAIN', 'RDNOISE', 'DATE-OBS', 'GRATING', 'EXPTIME', 'NAXIS'])('%s missing', (keyword) => {
    const error = refusal({ [keyword]: undefined });
    expect(error.code).toBe('keyword-missing');
    expect(error.message).toContain('0123_test.fits');
    expect(error.message).toContain(keyword);
    expect(error.facts).toMatchObject({ exposure: '0123_test.fits', keyword });
  });

  test.each([
    ['another instrument', { INSTRUME: 'SAMI' }, 'wrong-instrument'],
    ['a name that only begins alike', { INSTRUME: 'GoodmanX' }, 'wrong-instrument'],
    ['a product of a pipeline', { GSP_VERS: '1.3.7' }, 'frame-not-reducible'],
    ['no instrument', { INSTRUME: undefined, INSTCONF: undefined }, 'keyword-missing'],
    ['a gain of zero', { GAIN: 0 }, 'header-invalid'],
    ['a negative exposure time', { EXPTIME: -1 }, 'header-invalid'],
    ['a gain in words', { GAIN: 'high' }, 'keyword-missing'],
    ['ten columns', { NAXIS1: 10, NAXIS2: 10 }, 'header-invalid'],
    ['one axis', { NAXIS: 1 }, 'header-invalid'],
    ['a cube', { NAXIS: 3, NAXIS3: 2 }, 'header-invalid'],
    ['a date of no calendar', { 'DATE-OBS': '2026-13-24T02:14:05.123' }, 'header-invalid'],
    ['a date in words', { 'DATE-OBS': 'yesterday' }, 'header-invalid'],
    ['no angle at all', { CAM_TARG: undefined, CAM_ANG: undefined }, 'keyword-missing'],
    ['a grating without a number', { GRATING: 'HOLO' }, 'header-invalid'],
    ['a binning that nothing tells', { CCDSUM: '', ROI: 'user-defined', NAXIS1: 777 }, 'keyword-missing'],
  ])('%s', (_name, changes: Cards, code) => {
    expect(refusal(changes).code).toBe(code);
  });
});

test('a strange value gives a sound exposure or a refusal in words, never anything else', () => {
  const strange: CardValue[] = ['', ' ', 'N/A', '1e999', '-1', 0, -1, 0.5, 1e30, NaN, 9_007_199_254_740_993n, true, { re: 1, im: 2 }];
  for (const base of [QUEUE, OLD]) {
    for (const keyword of Object.keys(base)) {
      for (const value of strange) {
        try {
          const exposure = described({ [keyword]: value }, base);
          // NaN and infinity would turn into null on the way through JSON.
          expect(JSON.parse(JSON.stringify(exposure)), keyword).toEqual(exposure);
          expect(exposure.gainElectronPerAdu > 0 && exposure.readNoiseElectron > 0).toBe(true);
          sectionGeometry(exposure.geometry, exposure.lightSection);
        } catch (error) {
          if (!(error instanceof ReductionError)) throw error;
          expect(error.message).toMatch(/^0123_test\.fits .*\.$/);
        }
      }
    }
  }
});
