import type { CalibratedSpectrum, Exposed } from '../domain/products.js';
import { LEVEL } from '../domain/reduction.js';
import { defineProduct } from './define-product.js';
import { calibratedName, extractedName } from './fits/names.js';
import { readSpectrum } from './fits/read-spectrum.js';
import { spectrumFiles } from './fits/spectrum-file.js';

/** The same with the wavelength of every pixel. */
export interface CalibratedSpectra extends Exposed {
  readonly spectra: readonly CalibratedSpectrum[];
}

export const calibratedSpectra = defineProduct<CalibratedSpectra>()({
  kind: 'calibratedSpectra',
  summary: 'A spectrum of every source on the slit, with the air wavelength of every pixel.',
  storage: 'written',
  file: {
    level: LEVEL.calibrated,
    files: (product, context) =>
      spectrumFiles(product, { kind: 'calibratedSpectra', level: LEVEL.calibrated, fileName: calibratedName, parentName: extractedName }, context),
    read: (file, { spectrum, ...exposed }) => ({ ...(exposed as unknown as Exposed), spectra: [readSpectrum(file, { spectrum }) as CalibratedSpectrum] }),
  },
});
