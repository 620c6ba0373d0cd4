import type { Frame } from '#numeric/frame';
import { lampLit, sameDetector, sameDispersion, samePointing, sameSlit, secondsApart } from '../domain/criteria.js';
import type { Exposed } from '../domain/products.js';
import { describeBinning } from '../domain/readout-words.js';
import { LEVEL } from '../domain/reduction.js';
import { defineProduct } from './define-product.js';
import { frameFile, readFrame } from './fits/frame-file.js';

/** Seconds that another pointing counts for: more than a night, so that it always comes second. */
const OTHER_POINTING_SECOND = 86_400;

/** One exposure on the detector grid: flux in electron, variance in electron², mask; as far as it is corrected. */
export interface ReducedFrame extends Exposed {
  readonly frame: Frame;
}

export const frame = defineProduct<ReducedFrame>()({
  kind: 'frame',
  summary: 'One exposure as a frame of flux, variance and mask, corrected as far as its header says.',
  storage: 'read back',
  file: {
    level: LEVEL.reduced,
    files: (product, context) => [frameFile(product, 'frame', context)],
    read(file, { geometry, ...exposed }) {
      return { ...(exposed as unknown as Exposed), frame: readFrame(file, { geometry }) };
    },
  },
  // The frame of a lamp, once its lines were identified, gives spectra their wavelengths.
  calibrates: {
    purpose: 'arc',
    input: 'arc',
    madeOf: 'arc',
    neededBy: ({ kind }) => kind === 'spectrum',
    // Lamps may be read at another gain and through another imaging filter: neither moves a line.
    questions: [...sameDetector, ...sameDispersion, ...sameSlit, lampLit],
    validityNights: 0,
    rank(exposure, candidate) {
      const elsewhere = !samePointing(exposure, candidate);
      return { distance: secondsApart(exposure, candidate) + (elsewhere ? OTHER_POINTING_SECOND : 0), provisional: elsewhere };
    },
    reasonChosen(exposure, { name, exposure: found }) {
      const minutes = Math.round(secondsApart(exposure, found) / 60);
      const where = samePointing(exposure, found) ? 'at the same pointing' : 'at another pointing, until one at the same pointing is there';
      return `${name} (${found.lamps.join('+')}), ${minutes} min away ${where}`;
    },
    reasonMissing({ wavmode, slit, geometry, night }, _needs, anyRefused) {
      return `needs a lamp of ${wavmode} ${slit} ${describeBinning(geometry)} from the night of ${night}${anyRefused ? '' : '; there is none yet'}`;
    },
    header: { keyword: 'GSP_LAMP', comment: 'Lamp of the wavelength solution', always: false, letter: 'L', noun: 'lamp' },
  },
});
