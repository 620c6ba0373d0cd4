import { isUnreadRow, measureReadout, type ReadoutNumbers } from '#numeric/detector/readout-numbers';
import type { Kernels } from '#numeric/kernels/kernels';
import type { FailureCode } from '../domain/errors.js';
import type { Exposure } from '../domain/exposure.js';
import type { Products } from '../products/index.js';

type RawFrame = Pick<Products['rawFrame'], 'exposure' | 'image'>;

/** More than half of the pixels saturated: no median, neither of sky nor of lamp, is a measurement any more. */
const MOST_SATURATED_PERCENT = 50;
/** A row that was not read is masked; a tenth of them is more than the sky beside any source can spare, and means that the file is to be sent again. */
const MOST_UNREAD_PERCENT = 10;
/** More than half of the overscan without a usable level: the level of the frame would be a guess. */
const MOST_BAD_OVERSCAN_PERCENT = 50;
/** Structure between columns is at most 5 electrons in the bias frames and in the overscan of the real frames at hand, about the read noise: five times that is light. */
const LIGHT_IN_READ_NOISES = 5;

/** Why a raw frame must not be used: words that go behind its name, and what to do. */
export interface Implausible {
  readonly code: Extract<FailureCode, 'frame-saturated' | 'frame-without-information'>;
  readonly reason: string;
  readonly advice: string;
}

/** The numbers of a read-out, and why it must not be used; undefined for one that may be. Cheap: one pass over the frame. */
export function judgeReadout({ exposure, image }: RawFrame, kernels?: Kernels): { readonly numbers: ReadoutNumbers; readonly implausible: Implausible | undefined } {
  const { gainElectronPerAdu, saturationAdu, overscan, lightSection } = exposure;
  const numbers = measureReadout(image, { gainElectronPerAdu, saturationAdu, overscan, light: lightSection }, kernels);
  return { numbers, implausible: complaintAbout(exposure, numbers) };
}

const empty = (reason: string, advice = 'send it again'): Implausible => ({ code: 'frame-without-information', reason, advice });

function complaintAbout(exposure: Exposure, n: ReadoutNumbers): Implausible | undefined {
  const { kind, readNoiseElectron, geometry } = exposure;
  if (n.saturatedPercent > MOST_SATURATED_PERCENT) {
    return { code: 'frame-saturated', reason: `${n.saturatedPercent.toFixed(0)} % of the pixels are saturated`, advice: 'expose shorter' };
  }
  if (n.noNumberPercent > MOST_UNREAD_PERCENT) return empty(`${n.noNumberPercent.toFixed(0)} % of the pixels hold no number`);
  if (n.minimumAdu === n.maximumAdu) return empty(`every pixel is ${n.minimumAdu}: it was not read out`);
  if ((100 * n.unreadRows) / geometry.ny > MOST_UNREAD_PERCENT) return empty(`${n.unreadRows} of ${geometry.ny} rows, from row ${n.firstUnreadRow + 1} on, were not read out`);
  if (n.overscanSaturatedPercent > MOST_BAD_OVERSCAN_PERCENT) return empty('its overscan is saturated, so the level of its counts is unknown', 'check the read-out, and take it again');
  if (n.overscanConstantPercent > MOST_BAD_OVERSCAN_PERCENT) return empty('its overscan is dead: every row of it is one number', 'check the read-out, and take it again');
  const light = LIGHT_IN_READ_NOISES * readNoiseElectron;
  if (n.overscanUnevenElectron > light) {
    return empty(`there is light in its overscan: columns of it stand ${n.overscanUnevenElectron.toFixed(0)} electrons above the others`, 'check binning and region of interest in its header');
  }
  if (kind === 'bias' && n.lightElectron > light) return empty(`it has light, ${n.lightElectron.toFixed(0)} electrons above the overscan`, 'take bias frames in the dark');
  if (kind === 'flat' && !(n.lightElectron > light)) return empty(`it has no light, ${n.lightElectron.toFixed(1)} electrons in its brighter columns: was the lamp on?`, 'take it again');
  return undefined;
}

/** The rows of a raw frame that were not read out; undefined where all were. */
export function unreadRows({ exposure, image }: RawFrame): Uint8Array | undefined {
  const { ny } = image.geometry;
  let rows: Uint8Array | undefined;
  for (let y = 0; y < ny; y++) if (isUnreadRow(image, y, exposure.saturationAdu)) (rows ??= new Uint8Array(ny))[y] = 1;
  return rows;
}
