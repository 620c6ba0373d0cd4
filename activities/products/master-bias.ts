import { sameDetector, sameElectronics, sameOverscan } from '../domain/criteria.js';
import type { Master } from '../domain/products.js';
import { readoutKey } from '../domain/readout-words.js';
import { LEVEL } from '../domain/reduction.js';
import { defineProduct } from './define-product.js';
import { masterFile, readMaster } from './fits/master-file.js';
import { readoutWords } from './fits/names.js';
import { masterCalibration } from './master-calibration.js';

export const masterBias = defineProduct<Master>()({
  kind: 'masterBias',
  summary: 'Frames of zero exposure, combined: the structure that the read-out alone leaves, in electron.',
  storage: 'read back',
  file: {
    level: LEVEL.master,
    files: (product, context) => [masterFile(product, { kind: 'masterBias', purpose: 'bias', words: readoutWords(product.exposure) }, context)],
    read: readMaster,
  },
  calibrates: masterCalibration({
    purpose: 'bias',
    input: 'masterBias',
    madeOf: 'bias',
    neededBy: ({ kind }, settings) => !settings.ignore_bias && kind !== 'bias',
    questions: [...sameDetector, ...sameElectronics, ...sameOverscan],
    combined: { groupingKey: readoutKey, minimum: (settings) => settings.minimum_number_of_bias },
    header: { keyword: 'GSP_BIAS', comment: 'Master bias', always: true, letter: 'B', noun: 'master bias', namePrefix: 'z' },
  }),
});
