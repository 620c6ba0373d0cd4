import { expect, test } from 'vitest';
import { fitsSection } from './sections.js';

test('sections count from one in FITS, both ends inclusive', () => {
  expect(fitsSection({ x0: 0, x1: 100, y0: 14, y1: 85 })).toBe('[1:100,15:85]');
});
