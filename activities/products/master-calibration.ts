import { nightsApart } from '../domain/nights.js';
import { describeReadout } from '../domain/readout-words.js';
import type { Exposure, ExposureKind } from '../domain/exposure.js';
import type { Purpose } from '../domain/calibrations.js';
import type { Calibration, Obstacle } from './define-product.js';

/** A master of another night serves until tonight's is there, but no older one: bias structure and dust move. */
const VALIDITY_NIGHTS = 3;

/** The frames are there, their master is not. */
function whyNoMaster(purpose: Purpose, obstacles: readonly Obstacle[], final: boolean): string {
  const failed = obstacles.find(({ state }) => state === 'failed');
  if (failed) return `: the master ${purpose} failed: ${failed.reason.replace(/\.$/, '')}; send better ${purpose === 'flat' ? 'flats' : `${purpose} frames`}`;
  const [waiting] = obstacles;
  if (waiting) return `: their master waits: ${waiting.reason}`;
  return final ? '' : ': their master is on its way';
}

/** What all masters have in common as calibrations: the nearest night wins, and only the same night is final. */
export function masterCalibration<const Own extends Omit<Calibration, 'validityNights' | 'rank' | 'reasonChosen' | 'reasonMissing'> & { readonly madeOf: ExposureKind }>(
  own: Own,
  /** What the frame must have besides its read-out, in words. */
  optics: (exposure: Exposure) => string = () => '',
): Own & Pick<Calibration, 'validityNights' | 'rank' | 'reasonChosen' | 'reasonMissing'> {
  return {
    ...own,
    validityNights: VALIDITY_NIGHTS,
    rank(exposure, candidate) {
      const nights = nightsApart(exposure.night, candidate.night);
      return { distance: nights, provisional: nights > 0 };
    },
    reasonChosen(exposure, { name, exposure: found, members }) {
      const nights = nightsApart(exposure.night, found.night);
      const when = nights === 0 ? 'same night' : `${nights} ${nights === 1 ? 'night' : 'nights'} away, until tonight's is there`;
      return `${name} of ${members} ${members === 1 ? 'frame' : 'frames'}, ${when}`;
    },
    reasonMissing(exposure, { minimum, atHand, obstacles = [], final = false }) {
      const count = minimum === undefined ? `a master ${own.purpose}` : `${minimum} ${own.purpose} ${minimum === 1 ? 'frame' : 'frames'}`;
      const enough = minimum !== undefined && atHand !== undefined && atHand >= minimum;
      const has = atHand === undefined ? '' : `, has ${atHand}`;
      return `needs ${count} of ${describeReadout(exposure)}${optics(exposure)}${has}${enough ? whyNoMaster(own.purpose, obstacles, final) : ''}`;
    },
  };
}
