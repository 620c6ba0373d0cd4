import { describe, expect, test } from 'vitest';
import { Header, type CardValue } from '#numeric/fits/header';
import { sectionGeometry } from '#numeric/frame';
import { ReductionError } from '../../domain/errors.js';
import type { Exposure } from '../../domain/exposure.js';
import { describeExposure } from './describe-exposure.js';
import { fitsSection } from '../sections.js';

type Cards = Record<string, CardValue>;

/** A frame of the queue's time: Red camera, 2×2, 400_M2. */
const QUEUE: Cards = {
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
const OLD: Cards = {
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

function headerOf(cards: Cards): Header {
  return new Header(Object.entries(cards).map(([keyword, value]) => ({ keyword, value, comment: '' })));
}

function described(changes: Cards = {}, base = QUEUE): Exposure {
  return describeExposure(headerOf({ ...base, ...changes }), '0123_test.fits');
}

function refusal(changes: Cards, base = QUEUE): ReductionError {
  try {
    described(changes, base);
  } catch (error) {
    if (error instanceof ReductionError) return error;
    throw error;
  }
  throw new Error('the header was accepted');
}

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

describe('where the frame sits on the detector', () => {
  test.each([
    // camera, binning, columns; overscan and light as the old trim rules wrote them; first light column on the detector
    ['Red', 1, 4142, '[6:49,1:948]', '[51:4110,2:948]', 0],
    ['Red', 2, 2071, '[3:24,1:948]', '[26:2055,2:948]', 0],
    // At 3×3 the rule takes a first pixel that borders the prescan: it begins two columns before the light.
    ['Red', 3, 1380, '[2:16,1:948]', '[17:1370,2:948]', -2],
    ['Blue', 1, 4142, '[1:16,1:948]', '[51:4110,2:948]', 0],
    ['Blue', 2, 2071, '[1:8,1:948]', '[26:2055,2:948]', 0],
    ['Blue', 3, 1380, '[1:5,1:948]', '[17:1370,2:948]', -2],
  ])('%s %i×: %i columns', (camera, bin, nx, overscan, light, firstColumn) => {
    const electronics = camera === 'Red' ? {} : { GAIN: 1.06, RDNOISE: 3.72 };
    const e = described({ INSTCONF: camera, INSTRUME: 'Goodman Spectro', NAXIS1: nx, CCDSUM: `${bin} ${bin}`, ROI: `Spectroscopic ${bin}x${bin}`, ...electronics });
    expect(e.overscan && fitsSection(e.overscan)).toBe(overscan);
    expect(fitsSection(e.lightSection)).toBe(light);
    expect(sectionGeometry(e.geometry, e.lightSection)).toMatchObject({ x0: firstColumn, y0: bin, binX: bin, binY: bin });
    expect(e.detectorColumns).toBe(4060);
  });

  test('600_RED is read without prescan, an optical frame of its own', () => {
    const e = described({ NAXIS1: 3096, CCDSUM: '1 1', ROI: 'user-defined', WAVMODE: '600_RED', GRATING: '600_SYZY_OLD', CAM_TARG: 27, GRT_TARG: 12, CAM_ANG: 27, GRT_ANG: 12 });
    expect(e).toMatchObject({ overscan: null, detectorColumns: 3096, geometry: { x0: 0, nx: 3096 }, lightSection: { x0: 0, x1: 3096, y0: 1, y1: 948 } });
    expect(described({ NAXIS1: 1548, ROI: 'user-defined' })).toMatchObject({ detectorColumns: 3096, overscan: null });
  });

  test('a custom region says its rows and columns', () => {
    const e = described({ ROI: 'CUST_0_4142_980_948_1x2', CCDSUM: '1 2', NAXIS1: 4142 });
    expect(e.geometry).toEqual({ nx: 4142, ny: 948, x0: -50, y0: 980, binX: 1, binY: 2 });
    const late = described({ ROI: 'CUST_600_2000_980_474_1x1', CCDSUM: '1 1', NAXIS1: 2000, NAXIS2: 474 });
    expect(late).toMatchObject({ overscan: null, lightSection: { x0: 0, x1: 2000 }, geometry: { x0: 550 } });
  });

  test("the camera's own parameters say where a user-defined region starts", () => {
    const header = headerOf({ ...QUEUE, ROI: 'user-defined' });
    expect(describeExposure(header, 'a.fits').warnings.join()).toContain('user-defined');
    header.append({ keyword: 'PG5_6', value: 1850, comment: 'Parallel Origin,' });
    header.append({ keyword: 'PG5_11', value: 0, comment: 'Serial Origin,' });
    expect(describeExposure(header, 'a.fits')).toMatchObject({ geometry: { y0: 1850 }, warnings: [] });
  });

  test('without CCDSUM the region or the number of columns tells the binning, with a warning', () => {
    for (const changes of [{ CCDSUM: undefined }, { CCDSUM: undefined, ROI: 'user-defined' }, { CCDSUM: '4 4' }]) {
      const e = described(changes);
      expect(e.geometry).toMatchObject({ binX: 2, binY: 2 });
      expect(e.warnings.join()).toContain('CCDSUM');
    }
  });
});

describe('electronics', () => {
  test.each([
    ['Red', 3.87, 7.05, 26486],
    ['Red', 1.48, 3.89, 65535],
    ['Red', 1.475, 3.9, 65535],
    ['Red', 3.77, 8.99, 27188],
    ['Blue', 2.06, 3.99, 33932],
    ['Blue', 5.67, 8.62, 12328],
    ['Blue', 1.06, 3.72, 65535],
  ])('%s gain %f read noise %f saturates at %i', (camera, gain, noise, level) => {
    const e = described({ INSTCONF: camera, INSTRUME: 'Goodman Spectro', GAIN: gain, RDNOISE: noise });
    expect(e.saturationAdu).toBe(level);
    expect(e.warnings).toEqual([]);
  });

  test('an unknown read-out saturates where the converter ends, and says so', () => {
    const e = described({ GAIN: 2.5, RDNOISE: 4 });
    expect(e.saturationAdu).toBe(65535);
    expect(e.warnings.join()).toContain('gain 2.5');
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

describe('lamps', () => {
  const off = { OBSTYPE: 'ARC', LAMP_HGA: 'FALSE', LAMP_NE: 'FALSE', LAMP_AR: 'FALSE', LAMP_FE: 'FALSE', LAMP_CU: 'FALSE' };

  test('the LAMP_ cards count, as text or as logical values', () => {
    expect(described({ ...off, LAMP_HGA: 'TRUE', LAMP_NE: true }).lamps).toEqual(['HGA', 'NE']);
  });

  test.each([
    ['HgArNe', ['HGA', 'NE']],
    ['HgNeAr', ['HGA', 'NE']],
    ['ArHg', ['HGA']],
    ['CuHeAr', ['CU']],
    ['FeHeAr', ['FE']],
    ['Ne', ['NE']],
    ['Ar', ['AR']],
    ['HgArNe_400m2', ['HGA', 'NE']],
    ['NGC 3242', []],
    ['Arp 220', []],
  ])('otherwise OBJECT = %s means %j', (object, lamps) => {
    const e = described({ OBSTYPE: 'ARC', OBJECT: object });
    expect(e.lamps).toEqual(lamps);
    expect(e.warnings).toHaveLength(1);
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
