import { FitError, unlessUnfit } from '#numeric/errors';
import { betweenLamps } from '#numeric/wavelength/between-lamps';
import { ReductionError } from '../domain/errors.js';
import { midExposure, type Exposure } from '../domain/exposure.js';
import type { SolutionRecord, TargetSpectrum } from '../domain/products.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import type { Products } from '../products/index.js';
import { arcAlong } from './arc-along.js';
import { gratingSetup } from './grating-setup.js';
import { solveLamp, solveLampLit, type SolvedLamp } from './solve-lamp.js';

/** A lamp that is solved under one source after another. */
export interface LampOfSources {
  readonly exposure: Exposure;
  /** @throws {FitError} as `solveLamp`. */
  solve(spectrum: TargetSpectrum): SolvedLamp;
}

/**
 * The frame of a lamp, to be solved under each source. What was lit for the first source was lit for all: it is decided once.
 *
 * @param byHand the lamps that somebody says were lit, instead of those of the header.
 * @throws {ReductionError} `too-few-arc-lines` where the header names no lamp, and as `gratingSetup`.
 */
export function lampOfSources({ exposure: told, frame }: Products['frame'], byHand?: Exposure['lamps']): LampOfSources {
  const exposure = byHand ? { ...told, lamps: byHand } : told;
  const setup = gratingSetup(exposure, 'Lamp');
  if (exposure.lamps.length === 0) throw new ReductionError('too-few-arc-lines', `The header of ${exposure.name} names no lit lamp (LAMP_HGA, LAMP_NE, LAMP_AR, LAMP_FE, LAMP_CU). Was the lamp on?`);
  let lit: readonly string[] | undefined;
  return {
    exposure,
    solve(spectrum) {
      const request = { setup, optics: goodmanOptics, firstColumn: spectrum.firstColumn, binning: spectrum.binning, detectorColumns: exposure.detectorColumns };
      const solved = lit === undefined ? solveLamp(arcAlong(frame, spectrum), request, exposure.lamps) : solveLampLit(arcAlong(frame, spectrum), request, lit);
      lit = solved.lamps;
      return solved;
    },
  };
}

/** The wavelengths of a source, from the lamp or lamps around its exposure. */
export interface SolvedAround extends SolvedLamp {
  /** The exposure of the lamp that weighs most. */
  readonly lamp: Exposure;
  readonly interpolation?: NonNullable<SolutionRecord['interpolation']>;
  /** What the two lamps say of each other. */
  readonly quality: MeasuredQuality;
}

/**
 * The wavelengths of a source at the middle of its exposure: between two lamps in time, or by the one that could be solved.
 *
 * @throws {FitError} of the first lamp, where no lamp could be solved.
 */
export function solveAround(spectrum: TargetSpectrum, exposure: Exposure, first: LampOfSources, second: LampOfSources | undefined): SolvedAround {
  if (!second) return { ...first.solve(spectrum), lamp: first.exposure, quality: {} };
  const [a, b] = [first, second].map((lamp) => unlessUnfit(() => lamp.solve(spectrum))) as [SolvedLamp | FitError, SolvedLamp | FitError];
  if (a instanceof FitError) {
    if (b instanceof FitError) throw a;
    return { ...b, lamp: second.exposure, interpolation: { share: 1, driftPixel: null }, quality: { lampsFailed: 1 } };
  }
  if (b instanceof FitError) return { ...a, lamp: first.exposure, interpolation: { share: 0, driftPixel: null }, quality: { lampsFailed: 1 } };
  const inTime = (lamp: LampOfSources, { solution }: SolvedLamp) => ({ solution, hours: (midExposure(lamp.exposure) - midExposure(exposure)) / 3_600_000 });
  const { solution, share, driftPixel, driftOverFlexure } = betweenLamps(inTime(first, a), inTime(second, b));
  return {
    solution,
    lamps: (share > 0.5 ? b : a).lamps,
    lamp: (share > 0.5 ? second : first).exposure,
    interpolation: { share, driftPixel },
    quality: { lampsFailed: 0, lampDriftPixel: driftPixel, lampDriftOverFlexure: driftOverFlexure },
  };
}
