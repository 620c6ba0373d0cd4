import { expect, test } from 'vitest';
import { geometryOfCards } from './aperture.js';

test('where a 2-D product lies on the detector stands in its header', () => {
  const geometry = { nx: 2030, ny: 869, x0: 24, y0: 1034, binX: 2, binY: 2 };
  const { x0, y0, binX, binY } = geometry;
  const cards = Object.entries({ NAXIS1: 2030, NAXIS2: 869, LTM1_1: 1 / binX, LTM2_2: 1 / binY, LTV1: 0.5 - (x0 + 0.5) / binX, LTV2: 0.5 - (y0 + 0.5) / binY }).map(([keyword, value]) => ({ keyword, value }));
  expect(geometryOfCards(cards)).toEqual(geometry);
  expect(geometryOfCards(cards.slice(1))).toBeUndefined();
});
