import { beforeAll, describe, expect, it } from 'vitest';
import { compiledKernels } from '../assembly/compiled.mjs';
import { shrinkBias, type ShrunkBias } from './bias-structure.js';
import type { CombineReport } from './combine.js';
import { combineFrames } from './test-combine.js';
import { emptyFrame, MASK, type Frame } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { createWasmKernels } from '../kernels/wasm.js';
import { createRandom, type Random } from '../math/random.js';
import { quantile } from '../math/statistics.js';

const SIGMA = 3.9; // read noise of one frame, electron
const PRESCAN = 50;
const geometry = { nx: 480, ny: 360, x0: -PRESCAN, y0: 0, binX: 1, binY: 1 };
const { nx, ny } = geometry;

/** The true bias, electron, at (x, y); `unit` is the noise of the mean of the frames. */
type Structure = (unit: number, random: Random) => (x: number, y: number) => number;

/** Columns that differ, the prescan at zero but for the amplifier's turn-on. */
const columns: Structure = (_unit, random) => {
  const level = Float64Array.from({ length: nx }, (_, x) => (x < PRESCAN ? ([800, 370, 3][x] ?? 0) : 4 * Math.sin(x / 40) + 1.2 * random.normal()));
  return (x) => level[x];
};
const plus =
  (...parts: Structure[]): Structure =>
  (unit, random) => {
    const made = parts.map((part) => part(unit, random));
    return (x, y) => made.reduce((sum, part) => sum + part(x, y), 0);
  };
const pixels =
  (strength: number): Structure =>
  (unit, random) =>
  () => strength * unit * random.normal();

const STRUCTURES: Record<string, Structure> = {
  'columns only': columns,
  'columns and a pattern of 0.3 σ': plus(columns, pixels(0.3)),
  'columns and a pattern of 3 σ': plus(columns, pixels(3)),
  'a pattern of 1 σ in a part of the columns': plus(columns, (unit, random) => (x) => (x > 300 && x < 400 ? unit * random.normal() : 0)),
  'hot pixels, from faint to very bright': plus(columns, (unit, random) => () => (random.uniform() < 0.01 ? 20 * unit * -Math.log(1 - random.uniform()) : 0)),
  'bad columns from some row on': plus(columns, (unit, random) => {
    const from = Float64Array.from({ length: nx }, () => (random.uniform() < 0.03 ? random.integer(ny) : ny));
    const excess = Float64Array.from({ length: nx }, () => unit * 40 * random.uniform() ** 2);
    return (x, y) => (y >= from[x] ? excess[x] : 0);
  }),
  'a step along the rows': plus(columns, () => (_x, y) => (y >= 171 ? 6 : 0)),
  'the glow of an amplifier': plus(columns, () => (x, y) => (x >= PRESCAN ? 5 * Math.exp(-(ny - y) / 60) * (0.5 + x / nx) : 0)),
};

interface Case {
  readonly truth: Float32Array;
  readonly mean: CombineReport;
  readonly shrunk: ShrunkBias;
}

describe('the structure of a bias', () => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = createWasmKernels(await compiledKernels());
  });

  function simulate(structure: Structure, frames: number, seed: number): Case {
    const random = createRandom(seed);
    const at = structure(SIGMA / Math.sqrt(frames), random.fork('structure'));
    const truth = Float32Array.from({ length: nx * ny }, (_, p) => at(p % nx, Math.floor(p / nx)));
    const shots = Array.from({ length: frames }, (): Frame => {
      const frame = emptyFrame(geometry);
      for (let p = 0; p < truth.length; p++) frame.flux[p] = truth[p] + SIGMA * random.normal();
      frame.variance.fill(SIGMA * SIGMA);
      return frame;
    });
    const mean = combineFrames(shots, { clipSigma: 5, method: 'mean' }, kernels);
    return { truth, mean, shrunk: shrinkBias(mean.frame, frames < 5 ? {} : { noiseScale: mean.noise.scatterRatio }) };
  }

  describe.each([3, 10, 25])('from %i frames', (frames) => {
    it.each(Object.entries(STRUCTURES))('%s: nearer to the truth than the mean, by as much as its errors say', (_name, structure) => {
      const { truth, mean, shrunk } = simulate(structure, frames, frames);
      expect(meanSquare(shrunk.frame, truth) / meanSquare(mean.frame, truth)).toBeLessThan(1);
      const spread = pullSpread(shrunk.frame, truth);
      expect(spread).toBeGreaterThan(0.95);
      expect(spread).toBeLessThan(1.05);
    });
  });

  it('columns only: a tenth of the noise variance of the mean is left, 0.3² and the levels of the model', () => {
    const { truth, mean, shrunk } = simulate(columns, 10, 7);
    const model = 1 / nx + 1 / ny + 1 / (128 * 32);
    expect(meanSquare(shrunk.frame, truth) / meanSquare(mean.frame, truth)).toBeCloseTo(0.09 + model, 2);
    // τ² is known to 1.25 √(2/N) of v, 0.005: at 2.5 times that it adds 0.7² · 0.012/(2 · 0.31) to the ratio.
    expect(Math.abs(shrunk.sigmaElectron / mean.noise.sigmaElectron - Math.sqrt(0.09 + model))).toBeLessThan(0.01);
    expect(shrunk.ownPercent).toBeLessThan(0.01);
  });

  it('measures the pattern of the pixels, and of a part of the columns alone', () => {
    const unit = SIGMA / Math.sqrt(10);
    expect(simulate(plus(columns, pixels(2)), 10, 8).shrunk.patternElectron).toBeCloseTo(2 * unit, 1);
    const part = simulate(STRUCTURES['a pattern of 1 σ in a part of the columns'], 10, 9).shrunk;
    expect(part.patternElectron).toBeLessThan(0.2 * unit);
    expect(part.patternedPercent).toBeCloseTo((100 * 99) / nx, 0);
  });

  it('the stronger the pattern, the nearer to the plain mean and its variance', () => {
    const distances = [1, 3, 10, 30].map((strength) => {
      const { mean, shrunk } = simulate(pixels(strength), 10, 10);
      // Σσ²/count²: no pixel claims less than its w gives, none more than the mean.
      expect(shrunk.frame.variance.every((variance, p) => variance <= mean.frame.variance[p] * (1 + 1e-5))).toBe(true);
      return { strength, share: (meanSquare(shrunk.frame, mean.frame.flux) * 10) / SIGMA ** 2 };
    });
    // b − m has variance τ² + v, of which the share 1 − w = v/(τ² + v) is taken: v/(τ² + v) in units of v.
    for (const { strength, share } of distances) expect(share * (1 + strength ** 2)).toBeCloseTo(1, 1);
  });

  it('keeps a hot pixel and its variance as measured, and its neighbors do not feel it', () => {
    const hot = 200 * nx + 333;
    const { mean, shrunk } = simulate(
      plus(columns, () => (x, y) => (y * nx + x === hot ? 500 : 0)),
      10,
      11,
    );
    const without = simulate(columns, 10, 11).shrunk.frame;
    expect(shrunk.frame.flux[hot]).toBe(mean.frame.flux[hot]);
    expect(shrunk.frame.variance[hot]).toBe(mean.frame.variance[hot]);
    for (const p of [hot - 1, hot + 1, hot - nx, hot + nx]) expect(Math.abs(shrunk.frame.flux[p] - without.flux[p])).toBeLessThan(0.02);
  });

  it('passes masked and missing pixels on as they are, lets no other feel them, and leaves its input alone', () => {
    const { mean } = simulate(columns, 10, 12);
    const input = { ...mean.frame, flux: mean.frame.flux.slice(), variance: mean.frame.variance.slice(), mask: mean.frame.mask.slice() };
    const clean = shrinkBias(input).frame;
    const gone: number[] = [];
    for (let y = 0; y < ny; y++) for (const x of [0, 77, nx - 1]) gone.push(y * nx + x); // whole columns
    for (let x = 0; x < nx; x++) gone.push(33 * nx + x); // and a row
    for (const p of gone) {
      input.flux[p] = NaN;
      input.variance[p] = NaN;
      input.mask[p] = MASK.NO_DATA;
    }
    input.flux[5000] = 1e6;
    input.mask[5000] = MASK.SATURATED;
    const before = input.flux.slice();
    const { frame, ...numbers } = shrinkBias(input);
    expect(input.flux).toEqual(before);
    expect(frame.mask).toEqual(input.mask);
    expect(gone.every((p) => Number.isNaN(frame.flux[p]) && Number.isNaN(frame.variance[p]))).toBe(true);
    expect(frame.flux[5000]).toBe(1e6);
    expect(Object.values(numbers).every(Number.isFinite)).toBe(true);
    let farthest = 0;
    for (let p = 0; p < nx * ny; p++) if (input.mask[p] === 0) farthest = Math.max(farthest, Math.abs(frame.flux[p] - clean.flux[p]) / Math.sqrt(clean.variance[p]));
    // Row levels with three columns fewer, the levels of one tile row with a row fewer.
    expect(farthest).toBeLessThan(0.5);
  });

  it.each([
    [1, 1],
    [3, 2],
    [1, 40],
    [40, 1],
    [17, 9],
  ])('a frame of %i × %i: never a larger error than the mean, no NaN', (width, height) => {
    const frame = emptyFrame({ ...geometry, nx: width, ny: height });
    const random = createRandom(width);
    for (let p = 0; p < frame.flux.length; p++) frame.flux[p] = 100 + random.normal();
    frame.variance.fill(1);
    const shrunk = shrinkBias(frame).frame;
    expect(shrunk.flux.every(Number.isFinite)).toBe(true);
    expect(shrunk.variance.every((variance) => variance > 0 && variance < 1 + 1e-6)).toBe(true);
  });

  it('a frame without a usable pixel comes back as it is', () => {
    const frame = emptyFrame({ ...geometry, nx: 30, ny: 20 });
    frame.flux.fill(NaN);
    frame.variance.fill(NaN);
    frame.mask.fill(MASK.NO_DATA);
    const { frame: out, sigmaElectron } = shrinkBias(frame);
    expect(out.flux.every(Number.isNaN)).toBe(true);
    expect(out.mask).toEqual(frame.mask);
    expect(sigmaElectron).toBeNaN();
  });
});

function meanSquare({ flux }: Frame, truth: Float32Array): number {
  let sum = 0;
  for (let p = 0; p < truth.length; p++) sum += (flux[p] - truth[p]) ** 2;
  return sum / truth.length;
}

function pullSpread({ flux, variance }: Frame, truth: Float32Array): number {
  const pulls = Float64Array.from(truth, (value, p) => (flux[p] - value) / Math.sqrt(variance[p]));
  return (quantile(pulls, 0.8413) - quantile(pulls, 0.1587)) / 2;
}
