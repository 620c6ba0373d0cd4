import { expect, test } from 'vitest';
import { ContractError } from '../errors.js';
import { emptyFrame, MASK } from '../frame.js';
import { extractAlongRows } from './lamp.js';

const [nx, ny] = [400, 120];
/** Rows of a source whose trace is tilted. */
const rows = Float64Array.from({ length: nx }, (_, x) => 40.2 + 0.013 * x);
/** A Gaussian line at column 200 on the trace, tilted by 0.05 columns per row and curved. */
const lineAt = (y: number): number => 200 + 0.05 * (y - rows[200]) + 2e-4 * (y - 60) ** 2;
const lamp = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 2, binY: 2 });
for (let y = 0; y < ny; y++) {
  for (let x = 0; x < nx; x++) {
    lamp.flux[y * nx + x] = 100 + 5000 * Math.exp(-0.5 * ((x - lineAt(y)) / 2) ** 2);
    lamp.variance[y * nx + x] = 16 + lamp.flux[y * nx + x];
  }
}

test('a tilted line lies where the source sees it', () => {
  const { flux } = extractAlongRows(lamp, rows, 4);
  let [light, moment] = [0, 0];
  for (let x = 180; x < 221; x++) {
    light += flux[x] - 100;
    moment += (flux[x] - 100) * x;
  }
  let seen = 0;
  const steps = 800;
  for (let k = 0; k < steps; k++) seen += lineAt(rows[200] - 4 + (8 * (k + 0.5)) / steps) / steps;
  // The band moves along by 0.013 rows a column, and with it the line by 0.05 · 0.013 of a column each: 7e-4 of 0.1.
  expect(Math.abs(moment / light - seen)).toBeLessThan(0.01);
});

test('the mean of a lamp that rises along the slit is its value at the row asked for, ends in part', () => {
  const slope = { ...lamp, flux: lamp.flux.map((_, i) => 3 * Math.floor(i / nx)) };
  for (const halfWidth of [0.7, 2, 3.3]) {
    const { flux, variance } = extractAlongRows(slope, rows, halfWidth);
    // Pixels count as if all their light were at their middle: an end pixel taken in part is off by an eighth of a row at most, weighted by its share.
    for (const x of [0, 133, 399]) expect(Math.abs(flux[x] / 3 - rows[x])).toBeLessThan(0.125 / halfWidth);
    expect(variance[0]).toBeGreaterThan(0);
  }
});

test('masked pixels mark the column when they hold more than a tenth of the weight', () => {
  const marked = { ...lamp, mask: lamp.mask.slice() };
  const spoil = (x: number, count: number, bit: number): void => {
    for (let k = 0; k < count; k++) marked.mask[(Math.round(rows[x]) + k) * nx + x] = bit;
  };
  spoil(150, 2, MASK.SATURATED); // two of twelve
  spoil(160, 1, MASK.BAD_PIXEL); // one of twelve
  for (let y = 0; y < ny; y++) marked.mask[y * nx + 170] = MASK.BAD_PIXEL;
  const { mask, flux, variance } = extractAlongRows(marked, rows, 6);
  expect([mask[150], mask[160], mask[170]]).toEqual([MASK.SATURATED, 0, MASK.BAD_PIXEL | MASK.NO_DATA]);
  expect([flux[170], variance[170]]).toEqual([NaN, NaN]);
  expect(flux[150]).toBeCloseTo(100, 3);
});

test('beyond the slit there is no answer', () => {
  const { mask, flux } = extractAlongRows(lamp, new Float64Array(nx).fill(ny + 10), 4);
  expect([flux[7], mask[7]]).toEqual([NaN, MASK.NO_DATA]);
});

test('rows and columns must agree', () => {
  expect(() => extractAlongRows(lamp, rows.subarray(1), 4)).toThrow(ContractError);
});
