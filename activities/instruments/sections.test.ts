import { expect, test } from 'vitest';
import { fitsSection, sectionFromFits } from './sections.js';

test('sections count from one in FITS and come back', () => {
  expect(fitsSection({ x0: 0, x1: 100, y0: 14, y1: 85 })).toBe('[1:100,15:85]');
  expect(sectionFromFits('[1:100,15:85]', 4142, 1896)).toEqual({ x0: 0, x1: 100, y0: 14, y1: 85 });
  expect(sectionFromFits('[51:9999,:]', 4142, 1896)).toEqual({ x0: 50, x1: 4142, y0: 0, y1: 1896 });
  expect(sectionFromFits('none', 4142, 1896)).toBeUndefined();
});
