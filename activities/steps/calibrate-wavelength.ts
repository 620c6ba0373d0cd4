import type { GratingSetup } from '#numeric/wavelength/grating-model';
import { ReductionError } from '../domain/errors.js';
import { hoursBetween, type Exposure } from '../domain/exposure.js';
import { settingsOfLamps } from './lamps-by-hand.js';
import { goodmanOptics } from '../instruments/goodman/optics.js';
import { arcAlong } from './arc-along.js';
import { gratingSetup } from './grating-setup.js';
import { skyQuality, solutionQuality, solutionRecord, solveLamp, solveLampLit } from './solve-lamp.js';
import { resolutionQuality } from './source-quality.js';
import { defineStep } from './step.js';

/** The nominal optics of a lamp that was lit. */
function setupOf(exposure: Exposure): GratingSetup {
  const setup = gratingSetup(exposure, 'Lamp');
  if (exposure.lamps.length === 0) throw new ReductionError('too-few-arc-lines', `The header of ${exposure.name} names no lit lamp (LAMP_HGA, LAMP_NE, LAMP_AR, LAMP_FE, LAMP_CU). Was the lamp on?`);
  return setup;
}

export const calibrateWavelength = defineStep({
  name: 'calibrateWavelength',
  version: 14,
  summary: 'Sums the lamp where the source fell, identifies its lines, and gives every pixel its wavelength.',
  inputs: { spectra: 'spectra', arc: 'frame' },
  output: 'calibratedSpectra',
  settings: settingsOfLamps,
  run({ spectra, arc }, { lamps: byHand }, { sources }) {
    const exposure = byHand ? { ...arc.exposure, lamps: byHand } : arc.exposure;
    const setup = setupOf(exposure);
    let lit: readonly string[] | undefined;
    const calibrated = spectra.spectra.map((spectrum) => {
      const request = { setup, optics: goodmanOptics, firstColumn: spectrum.firstColumn, binning: spectrum.binning, detectorColumns: exposure.detectorColumns };
      // What was lit for the strongest source was lit for all: it is decided once.
      const solved = lit === undefined ? solveLamp(arcAlong(arc.frame, spectrum), request, exposure.lamps) : solveLampLit(arcAlong(arc.frame, spectrum), request, lit);
      lit = solved.lamps;
      const quality = { ...solutionQuality(solved, exposure.lamps), ...skyQuality(spectrum.sky, solved.solution), ...resolutionQuality(spectrum, solved.solution.lineWidthPixel), lampAgeMinute: 60 * hoursBetween(exposure, spectra.exposure) };
      const { solution } = solved;
      return { ...spectrum, quality: { ...spectrum.quality, ...quality }, wavelengths: solution.wavelengths, wavelengthErrors: solution.errorsAngstrom, solution: solutionRecord(solved) };
    });
    const [strongest] = calibrated;
    return {
      product: {
        exposure: spectra.exposure,
        cards: spectra.cards,
        provenance: { ...spectra.provenance, ...(sources.arc ? { arc: sources.arc } : {}) },
        spectra: calibrated,
      },
      ...(strongest ? { quality: strongest.quality } : {}),
    };
  },
});
