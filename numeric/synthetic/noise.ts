import type { Random } from '../random.js';

const CONVERTER_LIMIT = 65535;
/** Below this mean photons are counted one by one; above, normal deviates with the skewness of Poisson's law are as good. */
const COUNTED_BELOW = 12;

/** A Poisson deviate of a small mean by inversion: exact. */
function countPhotons(mean: number, random: Random): number {
  let chance = Math.exp(-mean);
  let remaining = random.uniform() - chance;
  let count = 0;
  while (remaining > 0 && count < 200) {
    count += 1;
    chance *= mean / count;
    remaining -= chance;
  }
  return count;
}

/**
 * Photon noise and read noise on a mean number of electrons. Large means: one normal deviate z for both noises,
 * σz + (z² − 1)·m/(6σ²) with σ² = m + r² (first Cornish–Fisher term: mean, variance to 0.1 % and third moment are right).
 */
function noisyElectrons(mean: number, readNoise: number, random: Random): number {
  if (mean <= 0) return mean + readNoise * random.normal();
  if (mean < COUNTED_BELOW) return countPhotons(mean, random) + readNoise * random.normal();
  const variance = mean + readNoise * readNoise;
  const z = random.normal();
  return mean + Math.sqrt(variance) * z + ((z * z - 1) * mean) / (6 * variance);
}

/**
 * What the controller stores: mean electrons [ny × nx] → adu, with photon noise, read noise, charge that is there without noise of
 * its own (cosmic rays, electron), bias (overscan level per row plus pattern, adu), rounding, and the converter's limits 0 and 65535.
 */
export function readOut(
  electrons: Float32Array,
  charge: Float32Array,
  nx: number,
  detector: { readonly gainElectronPerAdu: number; readonly readNoiseElectron: number; readonly biasPattern: Float32Array; readonly level: Float64Array },
  random: Random,
): Uint16Array {
  const { gainElectronPerAdu, readNoiseElectron, biasPattern, level } = detector;
  const counts = new Uint16Array(electrons.length);
  for (let y = 0, i = 0; y < level.length; y++) {
    for (let x = 0; x < nx; x++, i++) {
      const adu = (noisyElectrons(electrons[i], readNoiseElectron, random) + charge[i]) / gainElectronPerAdu + biasPattern[i] + level[y];
      counts[i] = Math.max(0, Math.min(CONVERTER_LIMIT, Math.round(adu)));
    }
  }
  return counts;
}
