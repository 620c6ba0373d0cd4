import * as z from 'zod';
import { ContractError } from '#numeric/errors';
import { solveSkies } from '#numeric/wavelength/solve-by-sky';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { nightSkyLines } from '../reference/night-sky.js';
import { SKY_LINES } from '../reference/sky-lines.js';
import { gratingSetup } from './grating-setup.js';
import { skyAlong } from './sky-along.js';
import { accuracyOf, NIGHT_SKY, solutionRecord } from './solve-lamp.js';
import { defineStep } from './step.js';

export const calibrateBySky = defineStep({
  name: 'calibrateBySky',
  version: 1,
  summary: 'Without a lamp: identifies the lines of the night sky under each source and gives every pixel its wavelength, with the error that so few lines leave.',
  inputs: { spectra: 'spectra', frame: 'frame' },
  output: 'calibratedSpectra',
  settings: z.object({}),
  run({ spectra: { exposure, cards, provenance, spectra }, frame: { frame } }) {
    const [first] = spectra;
    if (!first) throw new ContractError('no spectrum to calibrate');
    const { firstColumn, binning } = first;
    const request = { setup: gratingSetup(exposure, 'Spectrum'), optics: goodmanOptics, laboratoryLines: nightSkyLines, firstColumn, binning, detectorColumns: exposure.detectorColumns };
    const solutions = solveSkies(spectra.map((spectrum) => skyAlong(frame, spectrum)), request, SKY_LINES);
    const calibrated = spectra.flatMap((spectrum, i) => {
      const solution = solutions[i];
      if (!solution) return [];
      const quality = { ...spectrum.quality, ...accuracyOf(solution), bySkyAlone: 1 };
      return [{ ...spectrum, quality, wavelengths: solution.wavelengths, wavelengthErrors: solution.errorsAngstrom, solution: solutionRecord({ solution, lamps: [NIGHT_SKY] }) }];
    });
    const [strongest] = calibrated;
    return { product: { exposure, cards, provenance, spectra: calibrated }, ...(strongest ? { quality: strongest.quality } : {}) };
  },
});
