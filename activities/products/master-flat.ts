import { sameDetector, sameDispersion, sameElectronics, sameImagingFilter, sameSlit } from '../domain/criteria.js';
import type { Master } from '../domain/products.js';
import { opticsKey } from '../domain/readout-words.js';
import { LEVEL } from '../domain/reduction.js';
import { defineProduct } from './define-product.js';
import { masterFile, readMaster } from './fits/master-file.js';
import { opticsWords } from './fits/names.js';
import { masterCalibration } from './master-calibration.js';

/** Bias-subtracted and combined, electron, not normalized. */
export interface MasterFlat extends Master {
  /** The detector rows that the slit lights, [first, last + 1). */
  readonly slit: readonly [number, number];
}

export const masterFlat = defineProduct<MasterFlat>()({
  kind: 'masterFlat',
  summary: 'Lamp-lit frames, bias-subtracted and combined, in electron; not normalized. Knows the rows that the slit lights.',
  storage: 'read back',
  file: {
    level: LEVEL.master,
    files: (product, context) => [masterFile(product, { kind: 'masterFlat', purpose: 'flat', words: opticsWords(product.exposure) }, context)],
    read: (file, record, loops) => readMaster<MasterFlat>(file, record, loops),
  },
  calibrates: masterCalibration(
    {
      purpose: 'flat',
      input: 'masterFlat',
      madeOf: 'flat',
      neededBy: ({ kind }, settings) => !settings.ignore_flats && (kind === 'arc' || kind === 'spectrum'),
      questions: [...sameDetector, ...sameElectronics, ...sameDispersion, ...sameImagingFilter, ...sameSlit],
      combined: { groupingKey: opticsKey, minimum: (settings) => settings.minimum_number_of_flats },
      header: { keyword: 'GSP_FLAT', comment: 'Master flat', always: true, letter: 'F', noun: 'master flat', namePrefix: 'f' },
    },
    ({ wavmode, filter2, slit }) => ` ${wavmode} ${filter2} ${slit}`,
  ),
});
