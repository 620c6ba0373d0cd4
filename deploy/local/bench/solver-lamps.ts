import type { Lamp } from '#activities/domain/exposure';
import { goodmanOptics } from '#activities/instruments/goodman/optics';
import { simulatedGoodman } from '#activities/instruments/goodman/simulated/simulated-goodman';
import { isHollowCathode, laboratoryLines } from '#activities/reference/line-lists';
import { FitError } from '#numeric/errors';
import { simulateLampSpectrum, type SimulatedLamp } from '#numeric/synthetic/night';
import { solveWavelengths, type WavelengthSolution } from '#numeric/wavelength/solve';

const instrument = simulatedGoodman();

/** Each mode with lamps that the observatory's own library has of it. */
export const LAMPS: readonly { readonly mode: string; readonly lamps: readonly Lamp[] }[] = [
  { mode: '400_M1', lamps: ['HGA', 'NE'] },
  { mode: '400_M2', lamps: ['HGA', 'NE'] },
  { mode: '600_UV', lamps: ['HGA', 'NE'] },
  { mode: '600_UV', lamps: ['CU'] },
  { mode: '600_BLUE', lamps: ['CU'] },
  { mode: '600_MID', lamps: ['HGA'] },
  { mode: '600_RED', lamps: ['HGA', 'NE'] },
  { mode: '930_M1', lamps: ['HGA', 'NE'] },
  { mode: '930_M2', lamps: ['CU'] },
  { mode: '1200_M1', lamps: ['FE'] },
  { mode: '1200_M2', lamps: ['FE'] },
  { mode: '1200_M3', lamps: ['FE'] },
  { mode: '1200_M4', lamps: ['FE'] },
  { mode: '1200_M5', lamps: ['CU'] },
  { mode: '1200_M5', lamps: ['HGA', 'NE'] },
  { mode: '1200_M6', lamps: ['CU'] },
  { mode: '1200_M7', lamps: ['CU'] },
];

/** A spectrum as the solver gets it, with the truth of every sample. */
export interface PosedLamp extends Pick<SimulatedLamp, 'flux' | 'variance' | 'wavelengths' | 'firstColumn' | 'range'> {
  readonly mode: string;
  readonly binning: 1 | 2 | 3;
  readonly lamps: readonly string[];
}

/** The lamp of a mode through a slit, arcsecond. */
export function poseLamp({ mode, lamps }: (typeof LAMPS)[number], binning: 1 | 2 | 3, slitArcsecond: number, seed: number): PosedLamp {
  const lamp = simulateLampSpectrum({ seed, mode, lamps, laboratoryLines: laboratoryLines(lamps, true), binning, slitArcsecond }, instrument);
  return { ...lamp, mode, binning, lamps };
}

/** Solves it with what the header says; undefined where it is refused. */
export function solvePosed({ mode, binning, lamps, flux, variance, firstColumn }: PosedLamp): WavelengthSolution | undefined {
  const setup = instrument.modes[mode];
  if (!setup) throw new Error(`no mode ${mode}`);
  const lines = laboratoryLines(lamps, isHollowCathode(lamps));
  try {
    return solveWavelengths({ flux, variance }, { setup, optics: goodmanOptics, laboratoryLines: lines, firstColumn, binning, detectorColumns: setup.format.opticalColumns });
  } catch (error) {
    if (error instanceof FitError) return undefined;
    throw error;
  }
}

/** Rms and median error of a solution between the outermost lines of the lamp, unbinned pixels. */
export function errorsOf({ wavelengths, range, binning }: PosedLamp, solution: Pick<WavelengthSolution, 'wavelengths'>): { rms: number; median: number } {
  const errors: number[] = [];
  for (let q = 1; q < wavelengths.length; q++) {
    const [before = NaN, truth = NaN, found = NaN] = [wavelengths[q - 1], wavelengths[q], solution.wavelengths[q]];
    if (range && (truth < range.loAngstrom || truth > range.hiAngstrom)) continue;
    errors.push((binning * Math.abs(found - truth)) / Math.abs(truth - before));
  }
  errors.sort((a, b) => a - b);
  return { rms: Math.sqrt(errors.reduce((sum, each) => sum + each * each, 0) / errors.length), median: errors[errors.length >> 1] ?? NaN };
}
