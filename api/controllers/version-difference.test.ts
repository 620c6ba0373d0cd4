import { expect, test } from 'vitest';
import { calibrationChanges, cardChanges, changes, inWords, qualityChanges, stepChanges, type Compared } from './version-difference.js';

const card = (keyword: string, value: string | number) => ({ keyword, value, comment: '' });
const before: Compared = {
  settings: { extraction_type: 'optimal', background_spacing: 3 },
  steps: [{ step: 'extract', version: 10 }, { step: 'findTargets', version: 5 }],
  cards: [card('GSP_LAMP', 'fzst_0079_arc.fits'), card('GSP_BIAS', 'b.fits'), card('GSP_KEY', 'one'), card('EXPTIME', 60)],
  quality: { wavelengthRmsAngstrom: 0.36, linesUsed: 30 },
};
const after: Compared = {
  settings: { extraction_type: 'fractional', background_spacing: 3 },
  steps: [{ step: 'extract', version: 11 }, { step: 'findTargets', version: 5 }],
  cards: [card('GSP_LAMP', 'fzst_0083_arc.fits'), card('GSP_BIAS', 'b.fits'), card('GSP_KEY', 'two'), card('EXPTIME', 60)],
  quality: { wavelengthRmsAngstrom: 0.11, linesUsed: 30 },
};
const parts = {
  calibrations: calibrationChanges(before, after),
  settings: changes(before.settings, after.settings),
  steps: stepChanges(before, after),
  qualities: qualityChanges(before, after),
  flux: { columns: 2000, largest: { sigma: 5.24, column: 812, wavelength: 5875.6, before: 1, after: 2 }, ratio: 1.0001, shift_pixel: 0.4 },
};

test('what differs between two versions is one line a person reads', () => {
  expect(inWords(parts)).toBe('RMS 0.36 → 0.11 Å, shift 0.4 px, lamp 0079 → 0083, extraction_type optimal → fractional, extract v10 → v11, largest change 5.24 σ at 5876 Å');
});

test('what is the same is not told, nor what any two products have otherwise', () => {
  expect(cardChanges(before, after)).toEqual([{ name: 'GSP_LAMP', before: 'fzst_0079_arc.fits', after: 'fzst_0083_arc.fits' }]);
  expect(parts.qualities.map(({ name, unit }) => [name, unit])).toEqual([['wavelengthRmsAngstrom', 'Angstrom']]);
  expect(inWords({ calibrations: [], settings: [], steps: [], qualities: [], flux: null })).toBe('no difference');
});

test('what only one of them has is told too', () => {
  expect(changes({ a: 1 }, { b: [1] })).toEqual([{ name: 'a', before: 1, after: null }, { name: 'b', before: null, after: '[1]' }]);
});
