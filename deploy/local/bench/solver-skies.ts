import { goodmanOptics } from '#activities/instruments/goodman/optics';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { nightSkyLines } from '#activities/reference/night-sky';
import { FitError } from '#numeric/errors';
import { createRandom } from '#numeric/math/random';
import { simulateSkySpectrum } from '#numeric/synthetic/sky-spectrum';
import { solveBySky } from '#numeric/wavelength/solve-by-sky';
import type { WavelengthSolution } from '#numeric/wavelength/solve';
import type { NegativeRow } from './solver.js';
import { shuffledBlocks } from './shuffled-blocks.js';
import { LAMPS, poseLamp } from './solver-lamps.js';

const instrument = simulatedGoodman();

/** Modes whose simulated sky shows four lines or more. */
export const RED_MODES = ['400_M1', '400_M2', '600_MID', '600_RED', '930_M4', '930_M5', '930_M6', '1200_M4', '1200_M5', '1200_M6', '1200_M7'] as const;

/** The solution of a sky in a mode, or why there is none. */
export function solveSkyOf(mode: string, flux: Float64Array, binning: 1 | 2): WavelengthSolution | FitError {
  const setup = instrument.modes[mode];
  if (!setup) throw new Error(`no mode ${mode}`);
  try {
    return solveBySky({ flux }, { setup, optics: goodmanOptics, laboratoryLines: nightSkyLines, firstColumn: 0, binning, detectorColumns: setup.format.opticalColumns });
  } catch (error) {
    if (error instanceof FitError) return error;
    throw error;
  }
}

/** As for the negatives of lamps: drawn after the bounds of the sky solver were set. */
const NEGATIVE_SEEDS = Array.from({ length: 21 }, (_, k) => 9101 + k);

/** More than 2 000 spectra that are no night sky of the set-up they are given with. */
export function benchSkyNegatives(): NegativeRow[] {
  return skyNegatives(NEGATIVE_SEEDS);
}

/** Skies that are none of the set-up they are given with, 99 for each seed: how many were taken for one. */
export function skyNegatives(seeds: readonly number[]): NegativeRow[] {
  const rows = new Map<string, { tried: number; accepted: number }>();
  const present = (kind: string, mode: string, flux: Float64Array): void => {
    const row = rows.get(kind) ?? { tried: 0, accepted: 0 };
    rows.set(kind, { tried: row.tried + 1, accepted: row.accepted + Number(!(solveSkyOf(mode, flux, 2) instanceof FitError)) });
  };
  for (const seed of seeds) {
    for (const [k, mode] of RED_MODES.entries()) {
      const { flux } = simulateSkySpectrum({ seed, mode, binning: 2, exposureSecond: 600 }, instrument);
      const random = createRandom(seed).fork(`sky negatives ${mode}`);
      present('mirrored', mode, flux.slice().reverse());
      for (let n = 1; n <= 3; n++) present('of another mode', RED_MODES[(k + 2 * n + 1) % RED_MODES.length] ?? mode, flux);
      for (let n = 0; n < 3; n++) present('shuffled in twelve blocks', mode, shuffledBlocks(flux, random));
      const lamp = LAMPS[(k + seed) % LAMPS.length];
      if (lamp) present('a lamp', lamp.mode, poseLamp(lamp, 2, 1, seed).flux);
      present('noise', mode, flux.map(() => 10 * random.normal()));
    }
  }
  return [...rows].map(([kind, row]) => ({ kind, ...row }));
}
