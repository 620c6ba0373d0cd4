import type { Random } from '../../math/random.js';
import { normalDeviates } from './normal-deviates.js';

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

/** Light and detector of one frame; planes are [ny × nx]. */
export interface Exposure {
  readonly nx: number;
  readonly ny: number;
  /** Mean electrons that fall on each pixel. */
  readonly electrons: Float32Array;
  /** Relative response of each pixel: it collects mean electrons times response. */
  readonly response: Float32Array;
  /** Electrons that are there without photon noise of their own (cosmic rays). */
  readonly charge: Float32Array;
  /** Bias structure, adu, above `level`: the overscan of each row, adu. */
  readonly bias: Float32Array;
  readonly level: Float64Array;
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
}

/**
 * What the controller stores, adu [ny × nx]: photon noise, read noise, bias, rounding, the converter's limits 0 and 65535.
 *
 * Means of 12 electrons and more take one normal deviate z for both noises: m + σz + (z² − 1)·m/(6σ²), σ² = m + r²
 * (first Cornish–Fisher term). Mean and third moment are those of Poisson plus normal noise; the variance is larger by
 * m²/(18σ⁴), never more than 1/18 electron². Fainter pixels are counted exactly.
 */
export function readOut(exposure: Exposure, random: Random): Uint16Array {
  const { nx, ny, electrons, response, charge, bias, level, readNoiseElectron } = exposure;
  const aduPerElectron = 1 / exposure.gainElectronPerAdu;
  const readVariance = readNoiseElectron * readNoiseElectron;
  const normal = normalDeviates(random);
  const counts = new Uint16Array(nx * ny);
  for (let y = 0, i = 0; y < ny; y++) {
    const rowLevel = level[y] + 0.5; // rounds when the fraction is cut
    for (let x = 0; x < nx; x++, i++) {
      const mean = electrons[i] * response[i];
      const z = normal();
      let noisy = charge[i];
      if (mean >= COUNTED_BELOW) {
        const variance = mean + readVariance;
        noisy += mean + Math.sqrt(variance) * z + ((z * z - 1) * mean) / (6 * variance);
      } else if (mean > 0) {
        noisy += countPhotons(mean, random) + readNoiseElectron * z;
      } else {
        noisy += readNoiseElectron * z;
      }
      const adu = noisy * aduPerElectron + bias[i] + rowLevel;
      counts[i] = adu < 0 ? 0 : adu > CONVERTER_LIMIT ? CONVERTER_LIMIT : adu;
    }
  }
  return counts;
}
