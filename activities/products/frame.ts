import type { Frame } from '#numeric/frame';
import { comparePointing, lampLit, sameDetector, sameDispersion, sameLamps, sameSlit, secondsApart } from '../domain/criteria.js';
import { midExposure } from '../domain/exposure.js';
import type { Exposed } from '../domain/products.js';
import { describeBinning } from '../domain/readout-words.js';
import { LEVEL } from '../domain/reduction.js';
import { defineProduct } from './define-product.js';
import { frameFile, readFrame } from './fits/frame-file.js';

/** Seconds that a pointing counts for: each more than a night, so that a lamp of the same pointing comes first, then one of which nobody knows, then the others. */
const POINTING_SECOND = { same: 0, unknown: 86_400, other: 2 * 86_400 } as const;
const POINTING_WORDS = { same: 'at the same pointing', unknown: 'the pointing is unknown', other: 'at another pointing, until one at the same pointing is there' } as const;

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
    read(file, { geometry, ...exposed }, loops) {
      return { ...(exposed as unknown as Exposed), frame: readFrame(file, { geometry }, loops) };
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
      const pointing = comparePointing(exposure, candidate);
      // What cannot be known is not waited for.
      return { distance: secondsApart(exposure, candidate) + POINTING_SECOND[pointing], provisional: pointing === 'other' };
    },
    reasonChosen(exposure, { name, exposure: found }) {
      const minutes = Math.round(secondsApart(exposure, found) / 60);
      const pointing = comparePointing(exposure, found);
      return `${name} (${found.lamps.join('+')}), ${minutes} min away${pointing === 'unknown' ? ',' : ''} ${POINTING_WORDS[pointing]}`;
    },
    reasonMissing({ wavmode, slit, geometry, night }, { obstacles = [], final = false }, anyRefused) {
      const none = anyRefused || obstacles.length > 0 ? '' : `; there is none${final ? '' : ' yet'}`;
      const why = obstacles.map(({ name, state, reason }) => (state === 'failed' ? `; ${name} failed: ${reason.replace(/\.$/, '')}` : `; ${name} waits itself`));
      return `needs a lamp of ${wavmode} ${slit} ${describeBinning(geometry)} from the night of ${night}${none}${why.join('')}`;
    },
    bracket: {
      input: 'bracketArc',
      wanted: ({ interpolate_lamps: interpolate }) => interpolate,
      encloses(exposure, chosen, other) {
        // Elsewhere the instrument is bent another way, and other lamps fill the pupil differently: neither is a matter of time.
        const pointing = comparePointing(exposure, chosen);
        if (pointing === 'other' || comparePointing(exposure, other) !== pointing || !sameLamps(chosen.lamps, other.lamps)) return false;
        const middle = midExposure(exposure);
        return (midExposure(chosen) - middle) * (midExposure(other) - middle) < 0;
      },
      reasonBesides(exposure, { name, exposure: found }) {
        const minutes = Math.round(secondsApart(exposure, found) / 60);
        return `; and ${name}, ${minutes} min away ${midExposure(found) > midExposure(exposure) ? 'after' : 'before'} the exposure: wavelengths are interpolated in time between the two`;
      },
    },
    header: { keyword: 'GSP_LAMP', comment: 'Lamp of the wavelength solution', always: false, letter: 'L', noun: 'lamp' },
  },
});
