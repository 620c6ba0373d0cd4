import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { medianVarianceFactor } from './combine.js';
import { combineFrames } from './test-combine.js';
import { ContractError, FitError } from '../errors.js';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { createRandom } from '../math/random.js';
import { standardDeviation } from '../math/statistics.js';

interface Golden {
  readonly stacks: readonly { frames: number; clipSigma: number; stack: number[][]; mean: number[]; median: number[]; used: number[] }[];
  readonly medianVariance: readonly [n: number, factor: number][];
}
const golden = JSON.parse(readFileSync(`${import.meta.dirname}/../golden/combine.json`, 'utf8')) as Golden;
const kernels = createWasmKernels(await compiledKernels());
const mean = { clipSigma: 4, method: 'mean' } as const;

function frames(count: number, fill: (frame: number, p: number) => { flux: number; variance: number }, [nx, ny] = [200, 150]): Frame[] {
  return Array.from({ length: count }, (_, i) => {
    const frame = emptyFrame({ nx, ny, x0: 0, y0: 0, binX: 1, binY: 1 });
    for (let p = 0; p < nx * ny; p++) {
      const { flux, variance } = fill(i, p);
      frame.flux[p] = flux;
      frame.variance[p] = variance;
    }
    return frame;
  });
}

describe('against the median of numpy and the mad_std of astropy, five rounds', () => {
  it.each(golden.stacks)('$frames frames at $clipSigma σ', ({ clipSigma, stack, mean, median, used }) => {
    // A variance far below the scatter leaves the MAD alone to decide.
    const input = frames(stack.length, (i, p) => ({ flux: stack[i][p], variance: 1e-9 }), [used.length, 1]);
    const byMean = kernels.combine({
      flux: input.map((f) => f.flux),
      variance: input.map((f) => f.variance),
      mask: input.map((f) => f.mask),
      scale: new Float32Array(stack.length).fill(1),
      clipSigma,
      method: 'mean',
    });
    expect([...byMean.used]).toEqual(used);
    const byMedian = combineFrames(input, { clipSigma, method: 'median' }, kernels).frame;
    used.forEach((_, p) => {
      expect(Math.abs(byMean.flux[p] - mean[p])).toBeLessThan(2e-5); // three units in the last place of a float32 near 100
      expect(Math.abs(byMedian.flux[p] - median[p])).toBeLessThan(2e-5);
    });
  });

  it.each(golden.medianVariance)('the median of %i values has n · variance %f', (n, exact) => {
    expect(Math.abs(medianVarianceFactor(n) / exact - 1)).toBeLessThan(0.003);
  });
});

describe('error bars', () => {
  it.each([
    [1, 'mean'],
    [3, 'mean'],
    [10, 'mean'],
    [10, 'median'],
    [5, 'median'],
  ] as const)('of %i frames by the %s are those of the scatter', (count, method) => {
    const random = createRandom(count);
    const input = frames(count, () => ({ flux: 50 + 4 * random.normal(), variance: 16 }));
    const { frame, noise } = combineFrames(input, { clipSigma: 4, method }, kernels);
    const pulls = Float64Array.from(frame.flux, (flux, p) => (flux - 50) / Math.sqrt(frame.variance[p]));
    // Four times 1/√(2·30 000) is 0.016; the median's factor is right to 0.15 % in σ; clipping 4 σ moves it by less than 1 %.
    expect(Math.abs(standardDeviation(pulls) - 1)).toBeLessThan(0.027);
    expect(noise.sigmaElectron).toBeCloseTo(Math.sqrt(16 / count * (method === 'median' ? medianVarianceFactor(count) : 1)), 1);
    if (count === 1) expect(noise.scatterRatio).toBeNaN();
    else expect(Math.abs(noise.scatterRatio - 1)).toBeLessThan(0.05);
  });

  it('that are too small show as a scatter ratio above one', () => {
    const random = createRandom(7);
    const { noise } = combineFrames(frames(8, () => ({ flux: 8 * random.normal(), variance: 16 })), mean, kernels);
    expect(Math.abs(noise.scatterRatio - 2)).toBeLessThan(0.1);
  });
});

describe('flats', () => {
  it('of a drifting lamp lose nothing when scaled, and whole frames when not (A-11)', () => {
    const random = createRandom(21);
    const brightness = [1, 1.02, 0.97, 1.05, 0.94, 1.01];
    const input = frames(6, (i) => {
      const light = 10_000 * brightness[i];
      return { flux: random.poisson(light), variance: light };
    });
    const scaled = combineFrames(input, { ...mean, scale: 'median' }, kernels);
    expect(scaled.used).toMatchObject({ median: 6 });
    expect(scaled.used.rejectedPercent).toBeLessThan(0.5);
    expect(Math.abs(scaled.noise.scatterRatio - 1)).toBeLessThan(0.05);
    scaled.scale.forEach((factor, i) => expect(Math.abs(factor * brightness[i] - 0.99833)).toBeLessThan(0.001));
    const level = scaled.frame.flux.reduce((sum, flux) => sum + flux, 0) / scaled.frame.flux.length;
    expect(Math.abs(level / (10_000 * 0.99833) - 1)).toBeLessThan(0.001);
    expect(combineFrames(input, mean, kernels).noise.scatterRatio).toBeGreaterThan(3);
  });

  it('without light cannot be scaled', () => {
    expect(() => combineFrames(frames(2, () => ({ flux: 0, variance: 16 })), { ...mean, scale: 'median' }, kernels)).toThrow(FitError);
  });
});

describe('what is rejected', () => {
  it('is a cosmic ray in one of three bias frames', () => {
    const random = createRandom(5);
    const input = frames(3, (i, p) => ({ flux: 4 * random.normal() + (i === 1 && p === 77 ? 900 : 0), variance: 16 }));
    const { frame, used } = combineFrames(input, mean, kernels);
    expect(Math.abs(frame.flux[77])).toBeLessThan(4 * 4 / Math.sqrt(2));
    expect(frame.variance[77]).toBe(8);
    expect(used.median).toBe(3);
  });

  it('leaves no answer where nothing is left, with the bits all frames share', () => {
    const input = frames(2, () => ({ flux: 10, variance: 1 }));
    input[0].mask[5] = MASK.BAD_PIXEL | MASK.SATURATED;
    input[1].mask[5] = MASK.BAD_PIXEL;
    input[0].mask[6] = MASK.SATURATED;
    const { frame, used } = combineFrames(input, mean, kernels);
    expect([frame.flux[5], frame.variance[5], frame.mask[5]]).toEqual([NaN, NaN, MASK.NO_DATA | MASK.BAD_PIXEL]);
    expect([frame.flux[6], frame.variance[6], frame.mask[6]]).toEqual([10, 1, 0]);
    expect(used).toEqual({ median: 2, least: 0, rejectedPercent: 0 });
  });
});

it('frames must be there and share their pixels', () => {
  expect(() => combineFrames([], mean, kernels)).toThrow(ContractError);
  const [a] = frames(1, () => ({ flux: 1, variance: 1 }), [4, 3]);
  const [b] = frames(1, () => ({ flux: 1, variance: 1 }), [3, 4]);
  expect(() => combineFrames([a, b], mean, kernels)).toThrow(ContractError);
});

test('a night of 300 bias frames is combined: every one counts', () => {
  const count = 300;
  const stack = frames(count, (i, p) => ({ flux: (i % 7) + p, variance: 4 }), [2, 1]);
  const { frame, used } = combineFrames(stack, { clipSigma: 5, method: 'mean', scale: 'none' }, kernels);
  expect(used).toMatchObject({ median: count, least: count, rejectedPercent: 0 });
  const mean = Array.from({ length: count }, (_, i) => i % 7).reduce((sum, value) => sum + value, 0) / count;
  // Float32 sums of 300 differences from the median: a few units in the last place.
  expect(frame.flux[0]).toBeCloseTo(mean, 5);
  expect(frame.variance[1]).toBeCloseTo(4 / count, 8);
});
