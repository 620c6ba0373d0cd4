import { describe, expect, it } from 'vitest';
import { createRandom } from '../../math/random.js';
import { readOut } from './read-out.js';
import { normalDeviates } from './normal-deviates.js';

const N = 400_000;

function moments(values: ArrayLike<number>): { mean: number; variance: number; skewness: number; excess: number } {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i] / values.length;
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const d = values[i] - mean;
    second += (d * d) / values.length;
    third += (d * d * d) / values.length;
    fourth += d ** 4 / values.length;
  }
  return { mean, variance: second, skewness: third / second ** 1.5, excess: fourth / second ** 2 - 3 };
}

/** Counts of many equal pixels. */
function read(meanElectron: number, options: { gain?: number; readNoise?: number; bias?: number; charge?: number } = {}): Uint16Array {
  const plane = (value: number): Float32Array => new Float32Array(N).fill(value);
  return readOut(
    {
      nx: N,
      ny: 1,
      electrons: plane(meanElectron),
      response: plane(1),
      charge: plane(options.charge ?? 0),
      bias: plane(0),
      level: Float64Array.of(options.bias ?? 500),
      gainElectronPerAdu: options.gain ?? 1.48,
      readNoiseElectron: options.readNoise ?? 3.89,
    },
    createRandom(7).fork(`mean ${meanElectron}`),
  );
}

describe('normal deviates', () => {
  it('have the moments and the tails of the normal law', () => {
    const normal = normalDeviates(createRandom(3));
    const values = Float64Array.from({ length: N }, normal);
    const { mean, variance, skewness, excess } = moments(values);
    // Limits of 4 standard errors: 1/√N, √(2/N), √(6/N), √(24/N).
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(N));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
    expect(Math.abs(skewness)).toBeLessThan(4 * Math.sqrt(6 / N));
    expect(Math.abs(excess)).toBeLessThan(4 * Math.sqrt(24 / N));
    for (const [limit, share] of [[1, 0.3173105], [2, 0.0455003], [3, 0.0026998], [3.6, 0.00031822]]) {
      const found = values.filter((z) => Math.abs(z) > limit).length / N;
      expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt(share / N));
    }
  });

  it('are uncorrelated with their neighbors', () => {
    const normal = normalDeviates(createRandom(4));
    const values = Float64Array.from({ length: N }, normal);
    for (const lag of [1, 2, 3, 2071]) {
      let sum = 0;
      for (let i = lag; i < N; i++) sum += values[i] * values[i - lag];
      expect(Math.abs(sum / N)).toBeLessThan(4 / Math.sqrt(N));
    }
  });
});

describe('read-out', () => {
  it('has the mean, variance and skewness of photon plus read noise, faint or bright', () => {
    for (const mean of [0, 0.4, 3, 11.9, 12, 30, 400, 20_000]) {
      const { mean: adu, variance, skewness } = moments(read(mean));
      const electrons = mean + 3.89 ** 2;
      const expected = electrons / 1.48 ** 2 + 1 / 12; // rounding adds 1/12
      const error = Math.sqrt(expected / N);
      expect(Math.abs(adu - 500 - mean / 1.48)).toBeLessThan(4.5 * error);
      // Kurtosis of Poisson noise widens the error of the variance; the approximation may add 1/18 electron².
      expect(Math.abs(variance / expected - 1)).toBeLessThan(4.5 * Math.sqrt((2 + 1 / electrons) / N) + 1 / (18 * electrons));
      expect(Math.abs(skewness - mean / electrons ** 1.5)).toBeLessThan(4.5 * Math.sqrt(6 / N) + 0.006);
    }
  });

  it('stops at the limits of the converter and rounds to the nearest count', () => {
    expect(new Set(read(200_000))).toEqual(new Set([65535]));
    expect(new Set(read(0, { bias: -100 }))).toEqual(new Set([0]));
    expect(new Set(read(0, { readNoise: 0, gain: 1, bias: 500.4 }))).toEqual(new Set([500]));
    expect(new Set(read(0, { readNoise: 0, gain: 1, bias: 500.6 }))).toEqual(new Set([501]));
    expect(new Set(read(0, { readNoise: 0, gain: 2, bias: 500, charge: 100 }))).toEqual(new Set([550]));
  });
});
