import type { Card, CardValue } from '#numeric/fits/header';
import { writeFits } from '#numeric/fits/write';

/** A 2×2 spectroscopic read-out of the red camera. */
const SHAPE = [2071, 948] as const;

const usual: Readonly<Record<string, CardValue>> = {
  'DATE-OBS': '2026-11-24T03:25:41.519', EXPTIME: 600, OBJECT: 'NGC 3242', INSTRUME: 'ghts_red', INSTCONF: 'Red', OBSTYPE: 'SPECTRUM', PROPID: 'SOAR2026B-011',
  PROPOSAL: 'SOAR2026B-011', ROI: 'Spectroscopic 2x2', OBSRA: '10:24:46.1', OBSDEC: '-18:38:32.6', CAM_TARG: 16.1, GRT_TARG: 7.5, CAM_ANG: 16.1, GRT_ANG: 7.5,
  FILTER: '<NO FILTER>', FILTER2: 'GG455', GRATING: '400_SYZY', SLIT: '1.0" long slit', WAVMODE: '400_M2', RDNOISE: 3.89, GAIN: 1.48, CCDSUM: '2 2', BLOCK_ID: 7,
  IMAGEID: 34304, OBSID: 'N/A',
}; // prettier-ignore

export interface FrameWishes {
  /** Another seed, another content. */
  readonly seed?: number;
  /** Cards beside or over the usual ones; undefined leaves one out. */
  readonly cards?: Readonly<Record<string, CardValue | undefined>>;
  readonly shape?: readonly [number, number];
}

/** Bytes of a raw frame with a header as the instrument writes it and noise for pixels. */
export function rawFrame({ seed = 1, cards = {}, shape = SHAPE }: FrameWishes = {}): Uint8Array {
  const header: Card[] = Object.entries({ ...usual, ...cards })
    .filter((entry): entry is [string, CardValue] => entry[1] !== undefined)
    .map(([keyword, value]) => ({ keyword, value, comment: '' }));
  const data = new Uint16Array(shape[0] * shape[1]);
  // A linear congruence (Numerical Recipes, §7.1) is noise enough for what no test looks at.
  for (let i = 0, state = seed; i < data.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[i] = 1000 + (state >>> 26);
  }
  return writeFits([{ kind: 'image', header, shape: [...shape], data }]);
}
