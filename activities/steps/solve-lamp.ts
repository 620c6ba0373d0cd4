import { elementOffset } from '#numeric/wavelength/element-offset';
import { skyZeroPoint } from '#numeric/wavelength/sky-zero-point';
import { solveWithLikelyLamps, type LitLamps } from '#numeric/wavelength/likely-lamps';
import { solveWavelengths, type LampSpectrum, type WavelengthRequest, type WavelengthSolution } from '#numeric/wavelength/solve';
import { sameLamps } from '../domain/criteria.js';
import type { SolutionRecord } from '../domain/products.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import { isHollowCathode, laboratoryLines, LIKELY_LAMPS } from '../reference/line-lists.js';
import { SKY_LINES } from '../reference/sky-lines.js';

/** A solution and whose lines it used. */
export interface SolvedLamp {
  readonly solution: WavelengthSolution;
  readonly lamps: readonly string[];
}

function linesOf(lamps: readonly string[]): LitLamps {
  return { lamps, laboratoryLines: laboratoryLines(lamps, isHollowCathode(lamps)) };
}

/** Solves a lamp spectrum with the lamps of its header, or with the likeliest others where those do not explain what is seen. @throws {FitError} where nothing does. */
export function solveLamp(flux: LampSpectrum, request: Omit<WavelengthRequest, 'laboratoryLines'>, named: readonly string[]): SolvedLamp {
  const others = LIKELY_LAMPS.filter((lamps) => !sameLamps(lamps, named)).map(linesOf);
  return solveWithLikelyLamps(flux, request, linesOf(named), others);
}

/** Solves a lamp of which another spectrum of the same exposure told what was lit: no other set is tried. @throws {FitError} where that explains nothing. */
export function solveLampLit(flux: LampSpectrum, request: Omit<WavelengthRequest, 'laboratoryLines'>, lamps: readonly string[]): SolvedLamp {
  return { solution: solveWavelengths(flux, { ...request, ...linesOf(lamps) }), lamps };
}

/** What goes into the record of a spectrum. */
export function solutionRecord({ solution: { lines, model, ...solution }, lamps }: SolvedLamp): SolutionRecord {
  return {
    lamps,
    lines,
    linesUsed: lines.filter(({ used }) => used).length,
    rmsPixel: solution.rmsPixel,
    rmsAngstrom: solution.rmsAngstrom,
    predictedErrorPixel: solution.predictedErrorPixel,
    coverage: solution.coverage,
    firstLineAngstrom: solution.loAngstrom,
    lastLineAngstrom: solution.hiAngstrom,
    score: solution.score,
    rivalScore: solution.rival,
    deltaRadian: model.deltaRadian,
    focalLengthMillimeter: model.focalLengthMillimeter,
    distortion: model.distortion,
  };
}

/** What records and headers call the night sky where its lines stand for those of a lamp. */
export const NIGHT_SKY = 'night sky';

/** What a person must know of the solution of a lamp beside its lines. */
export function solutionQuality({ solution, lamps }: SolvedLamp, named: readonly string[]): MeasuredQuality {
  const offset = elementOffset(solution.lines);
  return {
    ...accuracyOf(solution),
    lampsAsNamed: sameLamps(lamps, named) ? 1 : 0,
    ...(offset ? { elementOffsetPixel: offset.offsetPixel, elementOffsetSigma: offset.offsetPixel / Math.max(offset.errorPixel, 1e-9) } : {}),
  };
}

/** How well the wavelengths of a solution are known, and what they resolve. */
export function accuracyOf(solution: WavelengthSolution): MeasuredQuality {
  const { errorsAngstrom, wavelengths, lines } = solution;
  const dispersion = Math.abs((wavelengths[wavelengths.length - 1] ?? NaN) - (wavelengths[0] ?? NaN)) / (wavelengths.length - 1);
  const middle = wavelengths.length >> 1;
  const lineWidthAngstrom = solution.lineWidthPixel * Math.abs((wavelengths[middle] ?? NaN) - (wavelengths[middle - 1] ?? NaN));
  return {
    linesUsed: lines.filter(({ used }) => used).length,
    wavelengthRmsPixel: solution.rmsPixel,
    predictedErrorPixel: solution.predictedErrorPixel,
    largestWavelengthErrorPixel: Math.max(...errorsAngstrom) / dispersion,
    lineWidthPixel: solution.lineWidthPixel,
    lineWidthAngstrom,
    resolvingPower: (wavelengths[middle] ?? NaN) / lineWidthAngstrom,
  };
}

/** A zero point known worse than this tells nothing of a solution good to a tenth of it, samples. */
const WORST_ZERO_POINT = 0.15;

/** How far the sky of a spectrum is from the solution of its lamp; nothing where no line of the sky tells it. */
export function skyQuality(sky: Float64Array, { wavelengths, errorsAngstrom, lineWidthPixel, binning }: WavelengthSolution): MeasuredQuality {
  const zeroPoint = skyZeroPoint(sky, { wavelengths, errorsAngstrom }, lineWidthPixel, binning, SKY_LINES);
  if (zeroPoint === undefined || zeroPoint.errorPixel > WORST_ZERO_POINT) return {};
  return { skyZeroPointPixel: zeroPoint.offsetPixel, skyZeroPointErrorPixel: zeroPoint.errorPixel, skyZeroPointLines: zeroPoint.lines };
}
