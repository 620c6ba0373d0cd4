import { describe, expect, it } from 'vitest';
import { clippedMean } from '../math/clipped-mean.js';
import { saturatedPercent, subtractBias } from './electrons.js';
import { toElectrons } from './test-electrons.js';
import { estimateOverscan } from './overscan.js';
import { ContractError } from '../errors.js';
import { cropFrame, emptyFrame, MASK, sharedFloat32, type Geometry, type Image } from '../frame.js';
import { createRandom } from '../math/random.js';
import { standardDeviation } from '../math/statistics.js';

const geometry = (nx: number, ny: number): Geometry => ({ nx, ny, x0: -50, y0: 0, binX: 1, binY: 1 });

function image(nx: number, ny: number, value: (x: number, y: number) => number): Image {
  const data = sharedFloat32(nx * ny);
  for (let p = 0; p < data.length; p++) data[p] = value(p % nx, Math.floor(p / nx));
  return { geometry: geometry(nx, ny), data };
}

describe('clipped mean', () => {
  it('leaves out what is far off and is the plain mean of the rest', () => {
    expect(clippedMean(Float64Array.of(1, 2, 3, 4, 5, 900, NaN), 3.5)).toEqual({ mean: 3, sigma: Math.sqrt(2.5), count: 5 });
  });

  it('keeps whole counts of which more than half are equal', () => {
    expect(clippedMean(Float64Array.of(7, 7, 7, 7, 8, 6), 3.5).count).toBe(6);
  });

  it('gives the standard deviation of a normal law', () => {
    const random = createRandom(2);
    const { mean, sigma } = clippedMean(Float64Array.from({ length: 20_000 }, () => 5 + 2 * random.normal()), 5);
    // 1/√n and 1/√2n of σ = 2: 0.014 and 0.01; four of them.
    expect(Math.abs(mean - 5)).toBeLessThan(0.057);
    expect(Math.abs(sigma - 2)).toBeLessThan(0.04);
  });

  it('has no answer without values', () => {
    expect(clippedMean(Float64Array.of(NaN), 3).mean).toBeNaN();
  });
});

describe('overscan', () => {
  const columns = { x0: 5, x1: 49, y0: 0, y1: 900 };
  const READ_NOISE = 2.63;
  const drift = (y: number): number => 1000 + 0.004 * y + 2 * Math.sin(y / 150);

  function biasFrame(seed: number, truth = drift): Image {
    const random = createRandom(seed);
    return image(60, 900, (x, y) => Math.round(truth(y) + READ_NOISE * random.normal() + (x === 20 && y % 90 === 0 ? 4000 : 0)));
  }

  /** Standard deviation of the level about the truth over 20 frames of 900 rows, and its mean. */
  function levelError(truth: (y: number) => number): { scatter: number; mean: number } {
    const errors: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const { level } = estimateOverscan(biasFrame(seed, truth), columns);
      level.forEach((value, y) => errors.push(value - truth(y)));
    }
    return { scatter: standardDeviation(Float64Array.from(errors)), mean: errors.reduce((sum, e) => sum + e, 0) / errors.length };
  }

  it('follows a fast drift along the rows with a fiftieth of the noise of a pixel', () => {
    const { scatter, mean } = levelError(drift);
    // A row's mean carries RN/√44 = 0.40; the running line over 51 rows 0.40/√51 = 0.055, at the ends twice that.
    expect(scatter).toBeLessThan(0.025 * READ_NOISE);
    expect(Math.abs(mean)).toBeLessThan(0.01);
  });

  it('averages more rows where the level drifts slowly', () => {
    // 401 rows: 0.40/√401 = 0.02, and no more than twice that with the ends; the bend of the sine adds 0.4·(2π/1800)²·200²/6 = 0.03.
    expect(levelError((y) => 1000 + 0.0004 * y + 0.4 * Math.sin((2 * Math.PI * y) / 1800)).scatter).toBeLessThan(0.015 * READ_NOISE);
    expect(levelError(() => 1000).scatter).toBeLessThan(0.012 * READ_NOISE);
  });

  it('follows a step as closely as the narrowest fit can', () => {
    const { level } = estimateOverscan(biasFrame(1, (y) => (y < 450 ? 1000 : 1005)), columns);
    for (const y of [400, 420, 480, 500]) expect(Math.abs(level[y] - (y < 450 ? 1000 : 1005))).toBeLessThan(4 * 0.055);
  });

  it('measures the read noise, quantization included, and the scatter of the rows', () => {
    const { readNoiseAdu, rmsAdu, medianAdu } = estimateOverscan(biasFrame(1), columns);
    const expected = Math.sqrt(READ_NOISE ** 2 + 1 / 12);
    expect(Math.abs(readNoiseAdu / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * 44 * 900));
    expect(Math.abs(rmsAdu / (expected / Math.sqrt(44)) - 1)).toBeLessThan(0.1);
    expect(Math.abs(medianAdu - 1001.8)).toBeLessThan(2);
  });

  it('is not moved by a row that bloomed into the overscan', () => {
    const clean = biasFrame(3);
    const bloomed = { ...clean, data: clean.data.map((value, p) => (Math.floor(p / 60) === 400 ? 30_000 : value)) };
    const [a, b] = [estimateOverscan(clean, columns), estimateOverscan(bloomed, columns)];
    a.level.forEach((level, y) => expect(Math.abs(level - b.level[y])).toBeLessThan(0.1));
  });

  it('covers rows outside its section by the nearest one, and refuses a section outside the image', () => {
    const ramp = image(60, 100, (_, y) => y);
    const { level } = estimateOverscan(ramp, { x0: 0, x1: 40, y0: 10, y1: 90 });
    expect([level[0], level[50], level[99]].map((v) => Math.round(v * 1e4) / 1e4)).toEqual([10, 50, 89]);
    expect(() => estimateOverscan(ramp, { x0: 40, x1: 61, y0: 0, y1: 10 })).toThrow(ContractError);
    expect(() => estimateOverscan(ramp, { x0: 40, x1: 40, y0: 0, y1: 10 })).toThrow(ContractError);
  });
});

describe('electrons', () => {
  const electronics = { gainElectronPerAdu: 1.48, readNoiseElectron: 3.89, saturationAdu: 65_535 };

  it('are gain times counts, with the variance of reading and of light', () => {
    const frame = toElectrons(image(2, 1, (x) => (x === 0 ? 1000 : -10)), electronics);
    expect(frame.flux[0]).toBeCloseTo(1480, 3);
    expect(frame.variance[0]).toBeCloseTo(3.89 ** 2 + 1480, 3);
    expect(frame.variance[1]).toBeCloseTo(3.89 ** 2, 4);
  });

  it('of zero exposure have the variance of reading alone', () => {
    const frame = toElectrons(image(1, 1, () => 1000), { ...electronics, light: false });
    expect(frame.variance[0]).toBeCloseTo(3.89 ** 2, 4);
  });

  it('are saturated where the raw counts were, whatever was subtracted (A-25)', () => {
    const raw = image(2, 1, (x) => (x === 0 ? 65_535 : 65_534));
    const frame = toElectrons(raw, { ...electronics, levelAdu: Float32Array.of(1000) });
    expect([...frame.mask]).toEqual([MASK.SATURATED, 0]);
    expect(frame.flux[0]).toBeCloseTo(64_535 * 1.48, 1);
  });

  it('have the level of their row subtracted, as float32, before the gain', () => {
    const raw = image(7, 5, (x, y) => 1000 + 813 * x + 97 * y);
    const levelAdu = Float32Array.from({ length: 5 }, (_, y) => 998.3 + 0.7 * y);
    const { flux } = toElectrons(raw, { ...electronics, levelAdu });
    for (let p = 0; p < flux.length; p++) expect(flux[p]).toBe(Math.fround(Math.fround(raw.data[p] - levelAdu[Math.floor(p / 7)]) * electronics.gainElectronPerAdu));
    expect(() => toElectrons(raw, { ...electronics, levelAdu: levelAdu.subarray(1) })).toThrow(ContractError);
  });

  it('of a section are those of the whole, cut', () => {
    const raw = image(6, 4, (x, y) => 1000 + 10 * x + y);
    const section = { x0: 1, x1: 5, y0: 1, y1: 3 };
    const levelAdu = Float32Array.of(1, 2, 3, 4);
    const cut = toElectrons(raw, { ...electronics, levelAdu, section });
    const whole = cropFrame(toElectrons(raw, { ...electronics, levelAdu }), section);
    expect(cut.geometry).toEqual(whole.geometry);
    expect([...cut.flux]).toEqual([...whole.flux]);
    expect([...cut.variance]).toEqual([...whole.variance]);
  });

  it('are unknown where the count is', () => {
    const frame = toElectrons(image(1, 1, () => NaN), electronics);
    expect([frame.flux[0], frame.variance[0], frame.mask[0]]).toEqual([NaN, NaN, MASK.NO_DATA]);
  });

  it('have errors that are right: photons and read noise give pulls of spread one', () => {
    const random = createRandom(9);
    const light = 200;
    const counts = image(200, 200, () => (random.poisson(light) + 3.89 * random.normal()) / 1.48);
    const { flux, variance } = toElectrons(counts, electronics);
    const pulls = Float64Array.from(flux, (f, p) => (f - light) / Math.sqrt(variance[p]));
    // Four times 1/√(2·40 000) for the spread, and 1/2 per cent more because the variance scatters with the pixel.
    expect(Math.abs(standardDeviation(pulls) - 1)).toBeLessThan(0.02);
  });
});

describe('bias', () => {
  const light = (value: number, variance: number) => {
    const frame = emptyFrame(geometry(2, 1));
    frame.flux.fill(value);
    frame.variance.fill(variance);
    return frame;
  };

  it('is subtracted, its variance added, and its electrons are no photons', () => {
    // 1500 electrons of bias level and 100 of light; read noise 4.
    const result = subtractBias(light(1600, 16 + 1600), light(1500, 2));
    expect([result.flux[0], result.variance[0]]).toEqual([100, 16 + 100 + 2]);
  });

  it('passes masks on and knows nothing where the master does not', () => {
    const master = light(1, 1);
    master.flux[0] = NaN;
    master.mask[1] = MASK.BAD_PIXEL;
    const result = subtractBias(light(10, 26), master);
    expect([...result.mask]).toEqual([MASK.NO_DATA, MASK.BAD_PIXEL]);
    expect(result.flux[0]).toBeNaN();
    expect(result.flux[1]).toBe(9);
  });

  it('must be cut to the very same pixels (A-1)', () => {
    const other = emptyFrame({ ...geometry(2, 1), x0: -25 });
    expect(() => subtractBias(light(1, 1), other)).toThrow(ContractError);
  });
});

it('the share of saturated pixels counts raw pixels at the level', () => {
  const hundred = image(100, 100, (_, y) => (y === 0 ? 69_257 : 5));
  expect(saturatedPercent(hundred, 69_257)).toBe(1);
  expect(saturatedPercent({ ...hundred, data: hundred.data.map((v, p) => (p === 0 ? 5 : v)) }, 69_257)).toBeCloseTo(0.99, 10);
  expect(saturatedPercent(image(1, 1, () => NaN), 5)).toBeNaN();
});
