import { expect, test } from 'vitest';
import { namelessReason } from './masters.js';

const members = [{ id: 1, fileName: '0005_flat.fits' }, { id: 2, fileName: '0006_flat.fits' }];
const reason = 'None of the 2 flats can be used: 0005_flat.fits: 31 % of its pixels are saturated; 0006_flat.fits: it is dark. Take flats with a shorter exposure.';

test('the reason of a master that would serve everybody names no frame, but to its own people', () => {
  const shared = { purpose: 'flat', night: '20261120', configurationKey: 'k' } as const;
  expect(namelessReason(shared, reason, members)).toBe('None of the 2 flats can be used: one frame: 31 % of its pixels are saturated; one frame: it is dark. Take flats with a shorter exposure.');
  expect(namelessReason(shared, reason, members, 2)).toMatch(/: one frame: 31 %.*0006_flat.fits: it is dark/);
});

test('a proposal reads the names of its own', () => {
  expect(namelessReason({ purpose: 'flat', night: '20261120', configurationKey: 'k', proposal: 'SOAR2026B-011' }, reason, members)).toBe(reason);
});
