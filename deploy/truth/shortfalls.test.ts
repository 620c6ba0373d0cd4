import { describe, expect, test } from 'vitest';
import { judge, type Judged } from './shortfalls.js';

const trace = (value: number): Judged[] => [{ quantity: 'trace', value, atMost: 0.01 }];
const share = (value: number): Judged[] => [{ quantity: 'share', value, atLeast: 0.9 }];

describe('a quantity without a recorded shortfall', () => {
  test('must be within its limit, from above or below', () => {
    expect(judge('night', [...trace(0.01), ...share(0.9)], {})).toEqual([]);
    expect(judge('night', trace(0.0101), {})).toEqual(['night: trace is 0.0101, the limit 0.01: not reached']);
    expect(judge('night', share(0.899), {})).toEqual(['night: share is 0.899, the limit 0.9: not reached']);
  });

  test('must be a number', () => {
    expect(judge('night', trace(NaN), {})).toHaveLength(1);
  });
});

describe('a recorded shortfall', () => {
  test('may stay or become smaller', () => {
    expect(judge('night', trace(0.05), { night: { trace: 0.05 } })).toEqual([]);
    expect(judge('night', trace(0.02), { night: { trace: 0.05 } })).toEqual([]);
    expect(judge('night', share(0.7), { night: { share: 0.7 } })).toEqual([]);
  });

  test('must go when its limit is reached', () => {
    expect(judge('night', trace(0.01), { night: { trace: 0.05 } })).toEqual(['night: trace is 0.01, the limit 0.01: reached, take its row (0.05) out of the shortfalls']);
  });

  test('must not grow, nor become no number', () => {
    expect(judge('night', trace(0.055), { night: { trace: 0.05 } })).toEqual(['night: trace is 0.055, the limit 0.01: worse than the 0.05 of the shortfalls']);
    expect(judge('night', share(0.6), { night: { share: 0.7 } })).toHaveLength(1);
    expect(judge('night', trace(NaN), { night: { trace: 0.05 } })).toHaveLength(1);
  });

  test('must still be measured, in its own night', () => {
    expect(judge('night', trace(0.01), { night: { flux: 0.05 }, other: { trace: 0.05 } })).toEqual(['night: flux stands in the shortfalls and is not measured']);
  });
});
