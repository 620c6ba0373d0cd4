import { hoursBetween } from '../domain/exposure.js';
import { settingsOfLamps } from './lamps-by-hand.js';
import { lampOfSources, solveAround } from './solve-around.js';
import { skyQuality, solutionQuality, solutionRecord } from './solve-lamp.js';
import { resolutionQuality } from './source-quality.js';
import { defineStep } from './step.js';

export const calibrateWavelength = defineStep({
  name: 'calibrateWavelength',
  version: 16,
  summary: 'Sums the lamp where the source fell, identifies its lines, and gives every pixel its wavelength; between a lamp before and one after the exposure, that at its middle in time.',
  inputs: { spectra: 'spectra', arc: 'frame', bracketArc: 'frame?' },
  output: 'calibratedSpectra',
  settings: settingsOfLamps,
  run({ spectra, arc, bracketArc }, { lamps: byHand }, { sources }) {
    const first = lampOfSources(arc, byHand);
    const second = bracketArc && lampOfSources(bracketArc, byHand);
    const calibrated = spectra.spectra.map((spectrum) => {
      const solved = solveAround(spectrum, spectra.exposure, first, second);
      const { solution, lamp, interpolation } = solved;
      const quality = {
        ...solutionQuality(solved, lamp.lamps),
        ...solved.quality,
        ...skyQuality(spectrum.sky, solution),
        ...resolutionQuality(spectrum, solution.lineWidthPixel),
        lampAgeMinute: 60 * hoursBetween(lamp, spectra.exposure),
      };
      const record = { ...solutionRecord(solved), ...(interpolation ? { interpolation } : {}) };
      return { ...spectrum, quality: { ...spectrum.quality, ...quality }, wavelengths: solution.wavelengths, wavelengthErrors: solution.errorsAngstrom, solution: record };
    });
    const [strongest] = calibrated;
    return {
      product: {
        exposure: spectra.exposure,
        cards: spectra.cards,
        provenance: { ...spectra.provenance, ...(sources.arc ? { arc: sources.arc } : {}), ...(sources.bracketArc ? { bracketArc: sources.bracketArc } : {}) },
        spectra: calibrated,
      },
      ...(strongest ? { quality: strongest.quality } : {}),
    };
  },
});
