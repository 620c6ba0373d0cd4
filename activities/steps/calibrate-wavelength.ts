import * as z from 'zod';
import { solveWavelengths, type WavelengthSolution } from '#numeric/wavelength/solve';
import { ReductionError } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';
import type { SolutionRecord } from '../domain/products.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { isHollowCathode, laboratoryLines } from '../reference/line-lists.js';
import { arcAlong } from './arc-along.js';
import type { MeasuredQuality } from '../domain/qualities.js';
import { defineStep } from './step.js';

/** The nominal optics of a lamp frame. */
function setupOf({ name, gratingLinesPerMm, gratingAngleDegree, cameraAngleDegree, lamps }: Exposure) {
  if (gratingLinesPerMm === null || gratingAngleDegree === null || cameraAngleDegree === null) {
    throw new ReductionError('keyword-missing', `Lamp ${name} does not tell its grating and angles (GRATING, GRT_TARG, CAM_TARG), so no wavelength can be found.`);
  }
  if (lamps.length === 0) throw new ReductionError('too-few-arc-lines', `The header of ${name} names no lit lamp (LAMP_HGA, LAMP_NE, LAMP_AR, LAMP_FE, LAMP_CU). Was the lamp on?`);
  return { linesPerMm: gratingLinesPerMm, gratingAngleDegree, cameraAngleDegree };
}

function recordOf({ lines, model, ...solution }: WavelengthSolution): SolutionRecord {
  return {
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

function qualityOf({ linesUsed, rmsPixel, predictedErrorPixel }: SolutionRecord): MeasuredQuality {
  return { linesUsed, wavelengthRmsPixel: rmsPixel, predictedErrorPixel };
}

export const calibrateWavelength = defineStep({
  name: 'calibrateWavelength',
  version: 8,
  summary: 'Sums the lamp where the source fell, identifies its lines, and gives every pixel its wavelength.',
  inputs: { spectra: 'spectra', arc: 'frame' },
  output: 'calibratedSpectra',
  settings: z.object({}),
  run({ spectra, arc }, _settings, { sources }) {
    const { exposure } = arc;
    const setup = setupOf(exposure);
    const lines = laboratoryLines(exposure.lamps, isHollowCathode(exposure.lamps));
    const calibrated = spectra.spectra.map((spectrum) => {
      const solution = solveWavelengths(arcAlong(arc.frame, spectrum), {
        setup,
        optics: goodmanOptics,
        laboratoryLines: lines,
        firstColumn: spectrum.firstColumn,
        binning: spectrum.binning,
        detectorColumns: exposure.detectorColumns,
      });
      return { ...spectrum, wavelengths: solution.wavelengths, wavelengthErrors: solution.errorsAngstrom, solution: recordOf(solution) };
    });
    const [strongest] = calibrated;
    return {
      product: {
        exposure: spectra.exposure,
        cards: spectra.cards,
        provenance: { ...spectra.provenance, ...(sources.arc ? { arc: sources.arc } : {}) },
        spectra: calibrated,
      },
      ...(strongest ? { quality: qualityOf(strongest.solution) } : {}),
    };
  },
});
