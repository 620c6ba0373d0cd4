import { describe, expect, test } from 'vitest';
import { apertureWeights } from './aperture.js';

describe('fractional sums: pixel k covers k − ½ … k + ½', () => {
  // The older pipeline let pixel k cover k … k + 1: its vector (3.25, 7.75) → 121.5 on 5k + 2 is ours half a pixel lower.
  const sum = (low: number, high: number, fromRow = 0): number => apertureWeights(low, high, fromRow, 20).reduce((total, w, k) => total + w * (5 * (fromRow + k) + 2), 0);
  test.each([
    [2.75, 7.25, 121.5],
    [2.5, 6.5, 98],
    [3, 3.25, 0.25 * 17],
    [5.5, 6.5, 32],
  ])('from %d to %d is %d, whichever row comes first', (low, high, expected) => {
    expect(sum(low, high)).toBeCloseTo(expected, 12);
    expect(sum(low, high, -7)).toBeCloseTo(expected, 12);
    expect(sum(low, high, 2)).toBeCloseTo(expected, 12);
  });
  test('end where the pixels end, on both sides', () => {
    expect(sum(-1.5, 2.5)).toBe(2 + 7 + 12);
    expect(sum(17.5, 30)).toBe(92 + 97);
    expect(sum(-9, -3)).toBe(0);
  });
});
