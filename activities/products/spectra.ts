import type { Exposed, TargetSpectrum } from '../domain/products.js';
import { LEVEL } from '../domain/reduction.js';
import { defineProduct } from './define-product.js';
import { extractedName, reducedName } from './fits/names.js';
import { readSpectrum } from './fits/read-spectrum.js';
import { spectrumFiles } from './fits/spectrum-file.js';

/** A spectrum of every source on the slit, native columns, electron. */
export interface Spectra extends Exposed {
  readonly spectra: readonly TargetSpectrum[];
}

export const spectra = defineProduct<Spectra>()({
  kind: 'spectra',
  summary: 'A spectrum of every source on the slit, over the columns of the detector.',
  storage: 'written',
  file: {
    level: LEVEL.extracted,
    files: (product, context) => spectrumFiles(product, { kind: 'spectra', level: LEVEL.extracted, fileName: extractedName, parentName: reducedName }, context),
    read: (file, { spectrum, ...exposed }) => ({ ...(exposed as unknown as Exposed), spectra: [readSpectrum(file, { spectrum })] }),
  },
});
