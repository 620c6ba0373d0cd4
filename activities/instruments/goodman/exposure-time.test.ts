import { expect, test } from 'vitest';
import { described, refusal, type Cards } from './test-headers.js';

test.each<[string, Cards, number, string | undefined]>([
  ['a number', {}, 300, undefined],
  ['text', { EXPTIME: '60.0' }, 60, undefined],
  ['the shutter agrees', { OPENTIME: '02:14:05.1', CLOSETIM: '02:19:05.3' }, 300, undefined],
  ['through midnight', { OPENTIME: '23:58:00', CLOSETIM: '00:03:00' }, 300, undefined],
  ['the shutter contradicts', { OPENTIME: '02:14:05', CLOSETIM: '02:15:05' }, 300, 'EXPTIME is 300 s, but the shutter was open for 60 s by OPENTIME and CLOSETIM.'],
  ['a shutter nobody can read', { OPENTIME: 'at two', CLOSETIM: '02:15:05' }, 300, undefined],
  ['no time at all', { EXPTIME: 0 }, 0, 'EXPTIME is 0 s: in no time no light comes in.'],
  ['a bias', { OBSTYPE: 'BIAS', EXPTIME: 0 }, 0, undefined],
  ['longer than a night', { EXPTIME: 1e9 }, 1e9, 'EXPTIME is 1000000000 s, longer than a night.'],
])('%s', (_name, cards, second, warning) => {
  const { exposureTimeSecond, warnings } = described(cards);
  expect([exposureTimeSecond, warnings.filter((words) => words.startsWith('EXPTIME'))]).toEqual([second, warning === undefined ? [] : [warning]]);
});

test('a negative time is none', () => {
  expect(refusal({ EXPTIME: -1 }).message).toBe('0123_test.fits has an exposure time of -1 s.');
});
