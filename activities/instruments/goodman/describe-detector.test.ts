import { describe, expect, test } from 'vitest';
import { sectionGeometry } from '#numeric/frame';
import { fitsSection } from '../sections.js';
import { describeExposure } from './describe-exposure.js';
import { QUEUE, headerOf, described } from './test-headers.js';

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

  test('600_RED is read without prescan, a window of the full frame', () => {
    const e = described({ NAXIS1: 3096, CCDSUM: '1 1', ROI: 'user-defined', WAVMODE: '600_RED', GRATING: '600_SYZY_OLD', CAM_TARG: 27, GRT_TARG: 12, CAM_ANG: 27, GRT_ANG: 12 });
    expect(e).toMatchObject({ overscan: null, detectorColumns: 4060, geometry: { x0: 480, nx: 3096 }, lightSection: { x0: 0, x1: 3096, y0: 1, y1: 948 } });
    expect(e.warnings.join()).toContain('530');
    expect(described({ NAXIS1: 1548, ROI: 'user-defined' })).toMatchObject({ detectorColumns: 4060, overscan: null, geometry: { x0: 480 } });
  });

  test.each([0, 530, 1046])('a window of 3096 columns sits where its serial origin says: %i', (origin) => {
    const header = headerOf({ ...QUEUE, NAXIS1: 3096, CCDSUM: '1 1', ROI: 'user-defined' });
    header.append({ keyword: 'PG5_11', value: origin, comment: 'Serial Origin,' });
    header.append({ keyword: 'PG5_6', value: 1850, comment: 'Parallel Origin,' });
    const e = describeExposure(header, 'a.fits');
    expect(e).toMatchObject({ geometry: { x0: origin - 50 }, detectorColumns: 4060, warnings: [] });
    // Detector column of the first light: never before that of the full frame, whose light begins at serial column 50.
    expect(e.geometry.x0 + e.lightSection.x0).toBe(Math.max(0, origin - 50));
    expect(e.overscan === null).toBe(origin > 0);
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
