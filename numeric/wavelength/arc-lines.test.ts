import { expect, test } from 'vitest';
import { findArcLines } from './arc-lines.js';
import { ContractError } from '../errors.js';
import { MASK } from '../frame.js';
import { createRandom } from '../math/random.js';

const SIGMA_PER_FWHM = 1 / 2.3548;

/** Pixel-averaged Gaussians by a 50-point sum, independent of the quadrature of the fit. */
function draw(lines: readonly { x: number; height: number }[], fwhm: number, n = 600, level = 100): Float64Array {
  const sigma = fwhm * SIGMA_PER_FWHM;
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = level;
    for (const { x, height } of lines) {
      if (Math.abs(i - x) > 8 * sigma + 1) continue;
      for (let k = 0; k < 50; k++) sum += (height / 50) * Math.exp(-0.5 * ((i - 0.5 + (k + 0.5) / 50 - x) / sigma) ** 2);
    }
    return sum;
  });
}

function withNoise(mean: Float64Array, seed: number): { flux: Float64Array; variance: Float64Array } {
  const random = createRandom(seed);
  return { flux: mean.map((m) => random.poisson(m) + 4 * random.normal()), variance: mean.map((m) => m + 16) };
}

// FWHM 1.5, 3 and 6.7 samples: a 0.45″ slit binned 2 and 1, a 1.0″ slit binned 1.
test.each([[1.5, 0.003], [3, 0.001], [6.7, 0.002]])('a noise-free line of FWHM %d is found to %d samples', (fwhm, tolerance) => {
  for (let phase = -0.5; phase < 0.5; phase += 0.1) {
    const truth = [100 + phase, 250 - phase, 400.3 + phase];
    const { lines } = findArcLines(draw(truth.map((x) => ({ x, height: 20_000 })), fwhm));
    expect(lines).toHaveLength(3);
    lines.forEach((line, i) => expect(Math.abs(line.pixel - truth[i])).toBeLessThan(tolerance));
  }
});

test.each([[3, 400], [3, 20_000], [6.7, 2000]])('error bars are honest: FWHM %d, height %d', (fwhm, height) => {
  const pulls: number[] = [];
  for (let seed = 0; seed < 60; seed++) {
    const random = createRandom(1000 + seed);
    const truth = Array.from({ length: 12 }, (_, i) => 40 + 45 * i + random.uniform());
    const { flux, variance } = withNoise(draw(truth.map((x) => ({ x, height })), fwhm), seed);
    const { lines } = findArcLines(flux, { variance });
    for (const x of truth) {
      const line = lines.find(({ pixel }) => Math.abs(pixel - x) < 1.5);
      if (line) pulls.push((line.pixel - x) / line.pixelError);
    }
  }
  const mean = pulls.reduce((sum, p) => sum + p, 0) / pulls.length;
  const spread = Math.sqrt(pulls.reduce((sum, p) => sum + (p - mean) ** 2, 0) / (pulls.length - 1));
  expect(pulls.length).toBeGreaterThan(700);
  // 720 pulls: the mean scatters by 0.04, the spread by 0.026; four of each.
  expect(Math.abs(mean)).toBeLessThan(0.15);
  expect(spread).toBeGreaterThan(0.9);
  expect(spread).toBeLessThan(1.1);
});

test('neighbors 1.5 FWHM apart do not pull each other', () => {
  const truth = [{ x: 200.2, height: 20_000 }, { x: 204.7, height: 7000 }, { x: 400, height: 9000 }];
  const { lines } = findArcLines(draw(truth, 3));
  truth.forEach(({ x }) => expect(Math.min(...lines.map(({ pixel }) => Math.abs(pixel - x)))).toBeLessThan(0.005));
});

test('two peaks closer than a line is wide are one damaged line', () => {
  const flux = draw([{ x: 100, height: 9000 }, { x: 200, height: 50_000 }, { x: 300, height: 9000 }, { x: 400, height: 9000 }], 3.4);
  flux[200] = 25_000; // as a cosmic-ray filter leaves a bright line
  const { lines } = findArcLines(flux);
  const damaged = lines.filter(({ pixel }) => Math.abs(pixel - 200) < 5);
  expect(damaged).toHaveLength(1);
  expect(damaged[0].misfit).toBeGreaterThan(0.1);
  expect(lines.filter(({ misfit }) => misfit < 0.02)).toHaveLength(3);
});

test('a saturated line says so and is still placed by its wings', () => {
  const flux = draw([{ x: 150.3, height: 200_000 }, { x: 300, height: 9000 }, { x: 400, height: 9000 }], 5).map((v) => Math.min(v, 65_535));
  const mask = Uint8Array.from(flux, (v) => (v >= 65_535 ? MASK.SATURATED : 0));
  const { lines } = findArcLines(flux, { mask });
  const line = lines.find(({ pixel }) => Math.abs(pixel - 150.3) < 2);
  expect(line?.saturated).toBe(true);
  expect(lines.filter(({ saturated }) => saturated)).toHaveLength(1);
});

test('a cosmic ray is no line, nor is a gap of missing samples', () => {
  const flux = draw([{ x: 100, height: 5000 }, { x: 300, height: 5000 }, { x: 500, height: 5000 }], 4);
  flux[200] += 8000;
  for (let i = 395; i < 405; i++) flux[i] = NaN;
  expect(findArcLines(flux).lines.map(({ pixel }) => Math.round(pixel))).toEqual([100, 300, 500]);
});

test('noise alone shows no lines', () => {
  let found = 0;
  for (let seed = 0; seed < 40; seed++) found += findArcLines(withNoise(new Float64Array(2000).fill(50), seed).flux).lines.length;
  expect(found).toBe(0);
});

test('lengths must agree', () => {
  expect(() => findArcLines(new Float64Array(100), { mask: new Uint8Array(99) })).toThrow(ContractError);
});
