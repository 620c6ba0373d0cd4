import { describe, expect, test } from 'vitest';
import { findArcLines, lineSamples } from './arc-lines.js';
import { ContractError } from '../errors.js';
import { MASK } from '../frame.js';
import { findLampLines } from './lamp-lines.js';
import { lineWidth } from './resolution.js';
import { slitImageOf } from './slit-image.js';
import { createRandom } from '../math/random.js';

interface Drawn {
  readonly x: number;
  readonly height: number;
}

/** Boxes blurred by a Gaussian, averaged over the pixel by a 20-point sum; unbinned. */
function draw(lines: readonly Drawn[], width: number, sigma: number, n = 1200, level = 50): Float64Array {
  return Float64Array.from({ length: n }, (_, q) => {
    let sum = level;
    for (const { x, height } of lines) {
      if (Math.abs(q - x) > width / 2 + 6 * sigma + 1) continue;
      for (let k = 0; k < 20; k++) sum += (height / 20) * blurredBox(q - 0.5 + (k + 0.5) / 20 - x, width, sigma);
    }
    return sum;
  });
}

/** A box of height 1 by a 60-point sum of Gaussians; a Gaussian of height 1 for no width. */
function blurredBox(offset: number, width: number, sigma: number): number {
  if (width === 0) return Math.exp(-0.5 * (offset / sigma) ** 2);
  let sum = 0;
  for (let k = 0; k < 60; k++) sum += Math.exp(-0.5 * ((offset - width * ((k + 0.5) / 60 - 0.5)) / sigma) ** 2);
  return (sum * width) / 60 / (sigma * Math.sqrt(2 * Math.PI));
}

function exposed(mean: Float64Array, seed: number): { flux: Float64Array; variance: Float64Array } {
  const random = createRandom(seed);
  return { flux: mean.map((m) => random.poisson(m) + 4 * random.normal()), variance: mean.map((m) => m + 16) };
}

/** Forty lines on 1200 columns, at least six columns from each other: most stand in the boxes of others. */
function crowd(seed: number): Drawn[] {
  const random = createRandom(seed).fork('crowd');
  const lines: Drawn[] = [];
  while (lines.length < 40) {
    const x = 30 + 1140 * random.uniform();
    if (lines.every((line) => Math.abs(line.x - x) > 6)) lines.push({ x, height: 2000 * 10 ** (1.3 * random.uniform()) });
  }
  return lines;
}

const SIGMA = 1.1;

describe('a slit of 3 arcsecond, 20 columns', () => {
  test.each([1, 2])('lines that stand in the boxes of others are told apart, binned %i', (binning) => {
    const errors: number[] = [];
    let lost = 0;
    for (let seed = 1; seed <= 3; seed++) {
      const truth = crowd(seed);
      const native = exposed(draw(truth, 20, SIGMA), seed);
      const bin = (values: Float64Array): Float64Array => Float64Array.from({ length: values.length / binning }, (_, q) => values.subarray(q * binning, (q + 1) * binning).reduce((sum, v) => sum + v, 0));
      const { lines } = findLampLines(bin(native.flux), { variance: bin(native.variance) }, binning);
      for (const { x } of truth) {
        const near = lines.map(({ pixel }) => Math.abs(pixel * binning + (binning - 1) / 2 - x)).sort((a, b) => a - b)[0] ?? Infinity;
        if (near < 1.5) errors.push(near);
        else lost++;
      }
    }
    errors.sort((a, b) => a - b);
    // 2 of 120 and 0.03 pixel; with the lines as they are 85, and 0.3 pixel.
    expect(lost).toBeLessThan(8);
    expect(errors[errors.length >> 1]).toBeLessThan(0.06);
  });

  test('its width is measured, however the lines overlap, and is that of the solution', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const arc = findLampLines(exposed(draw(crowd(seed), 20, SIGMA), seed).flux, {}, 1);
      expect(Math.abs(lineWidth(arc) - 20)).toBeLessThan(0.6);
      expect(arc.fwhmPixel).toBeLessThan(5);
    }
  });

  test('a line with a saturated sample anywhere in its box is said to be', () => {
    const { flux, variance } = exposed(draw([{ x: 200, height: 50_000 }, { x: 400, height: 20_000 }, { x: 600, height: 9000 }], 20, SIGMA), 1);
    const mask = new Uint8Array(flux.length);
    mask[208] = MASK.SATURATED;
    expect(findLampLines(flux, { variance, mask }, 1).lines.map(({ saturated }) => saturated)).toEqual([true, false, false]);
  });

  test('masked samples do not move the lines beside them', () => {
    const truth = crowd(3);
    const { flux, variance } = exposed(draw(truth, 20, SIGMA), 3);
    const mask = new Uint8Array(flux.length);
    for (const { x } of truth.slice(0, 8)) {
      mask[Math.round(x)] = MASK.COSMIC_RAY;
      flux[Math.round(x)] = 1e6;
    }
    const found = findLampLines(flux, { variance, mask }, 1).lines;
    const near = truth.filter(({ x }) => found.some(({ pixel }) => Math.abs(pixel - x) < 0.3));
    expect(near.length).toBeGreaterThan(34);
  });
});

describe('what shows no box is left as it is', () => {
  // Slits of 0.45 and 1.0 arcsecond; lines out of focus.
  test.each([[0, 1.3], [6.7, 1.1], [0, 3], [0, 6]])('width %d, blur %d', (width, sigma) => {
    const { flux, variance } = exposed(draw(crowd(7), width, sigma), 7);
    expect(findLampLines(flux, { variance }, 1)).toEqual(findArcLines(flux, { variance }));
  });

  test('nor noise, nor nothing', () => {
    const { flux, variance } = exposed(draw([], 0, 1), 1);
    expect(slitImageOf(lineSamples(flux, { variance }), 36)).toBeUndefined();
    expect(slitImageOf(lineSamples(new Float64Array(500), {}), 36)).toBeUndefined();
    expect(findLampLines(new Float64Array(5), {}, 1).lines).toEqual([]);
    expect(() => findLampLines(flux, {}, 0)).toThrow(ContractError);
  });
});
