import { describe, expect, test } from 'vitest';
import { described, refusal, type Cards } from './test-headers.js';

describe('the binning of a read-out', () => {
  test.each([
    ['2x1', 2, 1],
    ['2,1', 2, 1],
    ['2X1', 2, 1],
    ['2 x 1', 2, 1],
    ['2*1', 2, 1],
    ['(2, 1)', 2, 1],
    [' 2   1', 2, 1],
    ['02 01', 2, 1],
    ['2\u00d71', 2, 1],
    ['2/1', 2, 1],
    ['2 2', 2, 2],
  ])("CCDSUM = '%s' is %i × %i", (CCDSUM, binX, binY) => {
    const { geometry, warnings } = described({ CCDSUM, ROI: 'user-defined' });
    expect(geometry).toMatchObject({ binX, binY });
    expect(warnings.join()).not.toContain('CCDSUM');
  });

  test.each<[string, Cards, number, number]>([
    ['CCDSUM against region and columns', { CCDSUM: '1 1' }, 2, 2],
    ['the region against CCDSUM and columns', { ROI: 'Spectroscopic 1x1' }, 2, 2],
    ['the columns against CCDSUM and region', { CCDSUM: '1 2', ROI: 'CUST_0_2071_980_948_1x2', NAXIS1: 2071 }, 1, 2],
  ])('%s: two win, and a warning names both', (_who, cards, binX, binY) => {
    const { geometry, warnings } = described(cards);
    expect(geometry).toMatchObject({ binX, binY });
    const warning = warnings.find((each) => each.includes('contradict')) ?? '';
    for (const word of ['CCDSUM', 'ROI', '2071 columns', `${binX} × ${binY} was taken`]) expect(warning).toContain(word);
  });

  test('a window within the detector may be of any width', () => {
    const { geometry, warnings } = described({ CCDSUM: '1 1', ROI: 'CUST_600_2071_980_948_1x1' });
    expect(geometry).toMatchObject({ binX: 1, binY: 1, x0: 550 });
    expect(warnings.join()).not.toContain('contradict');
  });

  test('one against one: CCDSUM is taken, and the doubt is said', () => {
    const { geometry, warnings } = described({ CCDSUM: '1 1', ROI: 'user-defined' });
    expect(geometry).toMatchObject({ binX: 1, binY: 1 });
    expect(warnings.join()).toContain('2071 columns contradict each other');
  });

  test('three that say three things are refused', () => {
    const { code, message } = refusal({ CCDSUM: '1 1', ROI: 'Spectroscopic 3x3', NAXIS1: 1035 });
    expect(code).toBe('header-invalid');
    expect(message).toContain('its binning is unknown');
  });
});
