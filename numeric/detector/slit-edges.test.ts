import { describe, expect, it } from 'vitest';
import { emptyFrame, MASK, type Frame, type Section } from '../frame.js';
import { createRandom } from '../math/random.js';
import { findSlitEdges } from './slit-edges.js';

function flat(ny: number, light: (y: number) => number, { nx = 400, binY = 1, noise = 0 } = {}): Frame {
  const random = createRandom(ny);
  const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 1, binY });
  for (let p = 0; p < frame.flux.length; p++) {
    frame.flux[p] = light(Math.floor(p / nx)) + noise * random.normal();
    frame.variance[p] = 1;
  }
  return frame;
}

const lit = (from: number, to: number) => (y: number) => (y >= from && y <= to ? 10_000 : 0);
const rows = ({ y0, y1 }: Section): [number, number] => [y0, y1];

describe('slit edges', () => {
  // Rows as the original code cut them, here counted from zero and half-open.
  it.each([
    [100, lit(5, 94), [15, 85]],
    [100, lit(0, 99), [0, 100]],
    [200, lit(15, 185), [25, 176]],
    [200, lit(30, 169), [40, 160]],
  ] as const)('cut %i rows where the light ends, less ten', (ny, light, expected) => {
    expect(rows(findSlitEdges(flat(ny, light)))).toEqual(expected);
  });

  it('are found at half of the light beside them, soft edges and a slope notwithstanding', () => {
    const logistic = (t: number): number => 1 / (1 + Math.exp(-t / 1.5));
    const light = (y: number): number => 20_000 * (1 - (0.1 * y) / 800) * logistic(y - 60) * logistic(740 - y);
    const { y0, y1 } = findSlitEdges(flat(800, light, { noise: 150 }));
    // Edges at 60 and 740: the first whole row inside is 60 or, by the slope's and the noise's tenth of a row, 61.
    expect([70, 71]).toContain(y0);
    expect([730, 731]).toContain(y1);
  });

  it('keep a margin of ten detector rows at any binning', () => {
    expect(rows(findSlitEdges(flat(100, lit(5, 94), { binY: 2 })))).toEqual([10, 90]);
  });

  it('that only one side has are cut on that side only', () => {
    expect(rows(findSlitEdges(flat(300, lit(40, 299))))).toEqual([50, 300]);
  });

  it('never leave nothing', () => {
    const whole = { x0: 0, x1: 400, y0: 0, y1: 100 };
    expect(findSlitEdges(flat(100, () => 0))).toEqual(whole);
    expect(findSlitEdges(flat(100, () => -3))).toEqual(whole);
    expect(findSlitEdges(flat(100, lit(50, 60)))).toEqual(whole);
    const masked = flat(100, lit(10, 80));
    masked.mask.fill(MASK.NO_DATA);
    expect(findSlitEdges(masked)).toEqual(whole);
  });

  it('are not where a few rows are dark or masked', () => {
    const frame = flat(300, (y) => (y === 150 || y === 151 ? 0 : lit(20, 280)(y)));
    frame.mask.fill(MASK.BAD_PIXEL, 200 * 400, 206 * 400);
    expect(rows(findSlitEdges(frame))).toEqual([30, 271]);
  });
});
