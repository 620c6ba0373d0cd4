import { expect, it } from 'vitest';
import { prepareNight } from '../night.js';
import { fixtureInstrument } from '../fixture-instrument.js';
import { exposeKind, smallNight } from '../small-night.js';
import { badPixels } from './bad-columns.js';

const layout = { geometry: { nx: 20, ny: 10, x0: -4, y0: 100, binX: 2, binY: 2 }, lightFrom: 2, lightTo: 18 };

it('adds the charge and averages the response of what is binned into one raw pixel', () => {
  const bad = [...badPixels([{ column: 7, fromRow: 115, excessAdu: 30, response: 0 }], layout)];
  // Column 7 is the second of raw column 5; row 115 is the second of raw row 7.
  expect(bad).toEqual([
    { index: 7 * 20 + 5, excessAdu: 30, response: 0.75 },
    { index: 8 * 20 + 5, excessAdu: 60, response: 0.5 },
    { index: 9 * 20 + 5, excessAdu: 60, response: 0.5 },
  ]);
  expect([...badPixels([{ column: -3, fromRow: 0, excessAdu: 30, response: 0 }, { column: 33, fromRow: 0, excessAdu: 30, response: 0 }], layout)]).toEqual([]);
});

it('stays with the detector: the same columns in every night and every kind of frame', () => {
  const [hot, dead] = fixtureInstrument.detector.badColumns;
  for (const seed of [1, 2]) {
    const plan = smallNight({ seed, binning: 1, region: { firstRow: 200, rows: 200 } });
    const bias = exposeKind(prepareNight(plan, fixtureInstrument), 'bias').truth;
    const flat = exposeKind(prepareNight(plan, fixtureInstrument), 'flat').truth;
    const { nx, x0 } = bias.geometry;
    const step = (y: number): number => bias.bias[y * nx + hot.column - x0] - bias.bias[99 * nx + hot.column - x0];
    expect(step(98)).toBeCloseTo(0, 0); // the glow of the last rows grows by less than half a count over these
    expect(step(100)).toBeCloseTo(90, 0);
    expect(flat.response[50 * nx + dead.column - x0]).toBe(0);
    expect(flat.bias).toEqual(bias.bias);
  }
});
