import { describe, expect, it } from 'vitest';
import { mergingPairs, sortingPairs } from '../kernels/sorting-network.js';
import { createRandom } from '../math/random.js';
import { applyMedianNetwork, applyNetwork, medianNetwork, sortingNetwork } from './networks.mjs';

describe('sorting networks', () => {
  it('sort every sequence of zeros and ones, hence everything (0–1 principle), up to 16 values', () => {
    for (let n = 1; n <= 16; n++) {
      const network = sortingNetwork(n);
      for (let bits = 0; bits < 1 << n; bits++) {
        const values = Array.from({ length: n }, (_, i) => (bits >> i) & 1);
        const sorted = applyNetwork(values, network);
        if (sorted.some((value, i) => i > 0 && sorted[i - 1] > value)) expect.fail(`n = ${n}, input ${bits.toString(2)}`);
      }
    }
  });

  it('sort what they are asked to for every number of frames', () => {
    const random = createRandom(1);
    for (let n = 17; n <= 64; n++) {
      for (let trial = 0; trial < 50; trial++) {
        const values = Array.from({ length: n }, () => random.integer(n));
        expect(applyNetwork([...values], sortingNetwork(n))).toEqual(values.sort((a, b) => a - b));
      }
    }
  });
});

it('the network that is built at run time is the same', () => {
  for (let n = 1; n <= 64; n++) expect(sortingPairs(n)).toEqual(sortingNetwork(n).flat());
});

it('merging sorts every sequence of zeros and ones that falls and then rises', () => {
  for (let n = 1; n <= 70; n++) {
    const pairs = mergingPairs(n).reduce<[number, number][]>((list, a, i, all) => (i % 2 === 0 ? [...list, [a, all[i + 1] ?? NaN]] : list), []);
    for (let fall = 0; fall <= n; fall++) {
      for (let rise = fall; rise <= n; rise++) {
        const values = Array.from({ length: n }, (_, i) => (i >= fall && i < rise ? 0 : 1));
        const sorted = applyNetwork([...values], pairs);
        if (sorted.some((value, i) => i > 0 && sorted[i - 1] > value)) expect.fail(`n = ${n}, input ${values.join('')}`);
      }
    }
  }
});

describe('median networks', () => {
  it.each([3, 5, 7, 9])('give the middle of every sequence of zeros and ones of length %i', (n) => {
    const network = medianNetwork(n);
    for (let bits = 0; bits < 1 << n; bits++) {
      const values = Array.from({ length: n }, (_, i) => (bits >> i) & 1);
      const ones = values.filter((value) => value === 1).length;
      expect(applyMedianNetwork(values, network)).toBe(ones > n / 2 ? 1 : 0);
    }
  });

  it.each([25, 49])('give the middle of %i values, ties included', (n) => {
    const network = medianNetwork(n);
    const random = createRandom(n);
    for (let trial = 0; trial < 3000; trial++) {
      const values = Array.from({ length: n }, () => random.integer(trial % 2 === 0 ? 2 : 1000));
      expect(applyMedianNetwork(values, network)).toBe([...values].sort((a, b) => a - b)[(n - 1) / 2]);
    }
  });

  it('are smaller than the sorting networks they come from', () => {
    expect(medianNetwork(25).length).toBeLessThan(sortingNetwork(25).length);
    expect(medianNetwork(49).length).toBeLessThan(sortingNetwork(49).length);
  });
});
