import { describe, expect, it } from 'vitest';
import { exactMath } from './exact-math.js';

const values = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 250);
/** Argument reduction and a dozen roundings: a few units in the last place. */
const TOLERANCE = 1e-14;

describe('exact mathematics', () => {
  it.each(['exp', 'sin', 'cos', 'atan'] as const)('%s is the function of its name', (name) => {
    for (const x of values) expect(Math.abs(exactMath[name](x) - Math[name](x)) / Math.max(1, Math.abs(Math[name](x)))).toBeLessThan(TOLERANCE);
  });

  it('knows logarithms, powers and the inverse sine where they are defined', () => {
    for (const x of values.filter((value) => value > 0)) {
      expect(Math.abs(exactMath.log(x) - Math.log(x))).toBeLessThan(TOLERANCE);
      expect(Math.abs(exactMath.pow(x, -2.5) / x ** -2.5 - 1)).toBeLessThan(TOLERANCE);
      expect(exactMath.pow(x, 2)).toBe(x * x);
      if (x < 0.99) expect(Math.abs(exactMath.asin(x) - Math.asin(x))).toBeLessThan(TOLERANCE);
      if (x < 1.5) expect(Math.abs(exactMath.tan(x) / Math.tan(x) - 1)).toBeLessThan(10 * TOLERANCE);
    }
  });

  it('meets the ends of the range', () => {
    expect([exactMath.exp(-Infinity), exactMath.exp(-1000), exactMath.exp(1000), exactMath.exp(NaN)]).toEqual([0, 0, Infinity, NaN]);
    expect([exactMath.log(0), exactMath.log(Infinity), exactMath.log(-1)]).toEqual([-Infinity, Infinity, NaN]);
    expect(exactMath.hypot(3, 4)).toBe(5);
  });
});
