import { logGamma } from './special-functions.js';

/** A source of random numbers that gives the same numbers for the same seed on every machine. */
export interface Random {
  /** Uniform on [0, 1), 53 bits. */
  readonly uniform: () => number;
  /** Standard normal: mean 0, deviation 1. */
  readonly normal: () => number;
  /** Number of events when `mean` are expected; exact, and fast at any mean. 0 when the mean is 0. */
  readonly poisson: (mean: number) => number;
  /** One of 0, 1, …, n − 1, each as likely. */
  readonly integer: (n: number) => number;
  /** An independent source that depends on the seed and the name only, not on how many numbers were drawn before. */
  readonly fork: (name: string) => Random;
}

/** Below this mean a Poisson deviate is counted by inversion; Hörmann's method is proved from 10 on. */
const COUNTED_BELOW = 10;

/**
 * A seeded source of random numbers: the generator xoshiro128** (32-bit integer arithmetic only), its state filled by splitmix32
 * from the bits of the seed, which may be any number.
 *
 * @see Blackman & Vigna 2021, ACM TOMS 47, 36 — https://doi.org/10.1145/3460772
 */
export function createRandom(seed: number): Random {
  const bits = new Uint32Array(Float64Array.of(seed).buffer);
  return fromKey(mix(bits[0] ^ mix(bits[1] + 0x9e3779b9)), mix(bits[1] ^ mix(bits[0] + 0x85ebca6b)));
}

function fromKey(keyA: number, keyB: number): Random {
  const next = xoshiro128(keyA, keyB);
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  let spare = NaN;
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s); // Marsaglia & Bray 1964, the polar method
        spare = v * factor;
        return u * factor;
      }
    }
  };
  return {
    uniform,
    normal,
    poisson: (mean) => (mean < COUNTED_BELOW ? countedPoisson(mean, uniform) : rejectedPoisson(mean, uniform)),
    integer: (n) => Math.floor(uniform() * n),
    fork: (name) => {
      let [a, b] = [keyA, keyB];
      for (let i = 0; i < name.length; i++) {
        a = mix(a ^ Math.imul(name.charCodeAt(i) + 1, 0x01000193));
        b = mix(b + Math.imul(name.charCodeAt(i) + 1, 0x9e3779b1));
      }
      return fromKey(mix(a ^ 0x5bf03635), mix(b ^ a));
    },
  };
}

/** Avalanche of 32 bits: the finalizer of MurmurHash3. */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function xoshiro128(keyA: number, keyB: number): () => number {
  const s = new Int32Array(4); // typed: numbers closed over would be boxed at every draw
  for (let i = 0; i < 4; i++) s[i] = mix((i % 2 === 0 ? keyA : keyB) + Math.imul(i + 1, 0x9e3779b9));
  if ((s[0] | s[1] | s[2] | s[3]) === 0) s[0] = 1; // the one state that never leaves itself
  return () => {
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result >>> 0;
  };
}

/** Poisson by inversion: walks up the cumulative law until it passes one uniform deviate. */
function countedPoisson(mean: number, uniform: () => number): number {
  if (!(mean > 0)) return 0;
  let chance = Math.exp(-mean);
  let remaining = uniform() - chance;
  let count = 0;
  while (remaining > 0 && chance > 0) {
    count++;
    chance *= mean / count;
    remaining -= chance;
  }
  return count;
}

/**
 * Poisson by transformed rejection: exact, about 1.2 tries at any mean.
 * @see Hörmann 1993, Insurance: Math. and Econ. 12, 39, algorithm PTRS — https://doi.org/10.1016/0167-6687(93)90997-4
 */
function rejectedPoisson(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const safe = 0.9277 - 3.6224 / (b - 2);
  const logMean = Math.log(mean);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= safe) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMean - mean - logGamma(k + 1)) return k;
  }
}
