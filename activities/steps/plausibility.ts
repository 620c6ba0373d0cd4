import { bitFaults, repeatedRows, unevenRows } from '#numeric/detector/readout-faults';
import { isUnreadRow, measureReadout, type ReadoutNumbers } from '#numeric/detector/readout-numbers';
import type { Section } from '#numeric/frame';
import type { Kernels } from '#numeric/kernels/kernels';
import { median } from '#numeric/math/statistics';
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

/** A bias sees no light because the shutter stays closed; beyond a second something else was taken. */
const LONGEST_BIAS_SECOND = 1;
/** A converter that steps by more than this many read noises measures its own steps. */
const COARSEST_STEP_IN_READ_NOISES = 2;

/** What more one look tells: faults of the electronics and of the transfer. NaN where there is nothing to measure. */
export interface ReadoutFaults {
  readonly overscanLevelAdu: number;
  /** The lowest bits that are the same in every count. */
  readonly lostBits: number;
  /** How many higher bits never change, and the first of them (0 is the lowest). */
  readonly stuckBits: number;
  readonly firstStuckBit: number;
  readonly repeatedRows: number;
  readonly firstRepeatedRow: number;
  /** Highest level of rows above the median of them, in the overscan and in the light. */
  readonly overscanUnevenRowsElectron: number;
  readonly unevenRowsElectron: number;
}

/** Why a raw frame must not be used: words that go behind its name, and what to do. */
export interface Implausible {
  readonly code: Extract<FailureCode, 'frame-saturated' | 'frame-without-information'>;
  readonly reason: string;
  readonly advice: string;
}

/** The numbers of a read-out, and why it must not be used; undefined for one that may be. */
export function judgeReadout({ exposure, image }: RawFrame, kernels?: Kernels): { readonly numbers: ReadoutNumbers & ReadoutFaults; readonly implausible: Implausible | undefined } {
  const { gainElectronPerAdu, saturationAdu, overscan, lightSection } = exposure;
  const readout = measureReadout(image, { gainElectronPerAdu, saturationAdu, overscan, light: lightSection }, kernels);
  const numbers = { ...readout, ...readoutFaults({ exposure, image }) };
  return { numbers, implausible: complaintAbout(exposure, numbers) };
}

function readoutFaults({ exposure: { gainElectronPerAdu, saturationAdu, overscan, lightSection }, image }: RawFrame): ReadoutFaults {
  const { lost, stuck } = bitFaults(image);
  const { rows, first } = repeatedRows(image);
  return {
    overscanLevelAdu: overscan ? levelOf(image, overscan) : NaN,
    lostBits: lost,
    stuckBits: stuck.length,
    firstStuckBit: stuck[0] ?? NaN,
    repeatedRows: rows,
    firstRepeatedRow: first,
    overscanUnevenRowsElectron: overscan ? unevenRows(image, overscan, saturationAdu) * gainElectronPerAdu : NaN,
    unevenRowsElectron: unevenRows(image, lightSection, saturationAdu) * gainElectronPerAdu,
  };
}

/** Median of one row in the middle of a section: enough to tell counts from negative ones. */
function levelOf({ geometry: { nx }, data }: RawFrame['image'], { x0, x1, y0, y1 }: Section): number {
  const y = Math.floor((y0 + y1) / 2);
  return median(Float32Array.from(data.subarray(y * nx + x0, y * nx + x1)));
}

const empty = (reason: string, advice = 'send it again'): Implausible => ({ code: 'frame-without-information', reason, advice });

function complaintAbout(exposure: Exposure, n: ReadoutNumbers & ReadoutFaults): Implausible | undefined {
  const { geometry } = exposure;
  if (n.saturatedPercent > MOST_SATURATED_PERCENT) {
    return { code: 'frame-saturated', reason: `${n.saturatedPercent.toFixed(0)} % of the pixels are saturated`, advice: 'expose shorter' };
  }
  if (n.noNumberPercent > MOST_UNREAD_PERCENT) return empty(`${n.noNumberPercent.toFixed(0)} % of the pixels hold no number`);
  if (n.minimumAdu === n.maximumAdu) return empty(`every pixel is ${n.minimumAdu}: it was not read out`);
  if ((100 * n.unreadRows) / geometry.ny > MOST_UNREAD_PERCENT) return empty(`${n.unreadRows} of ${geometry.ny} rows, from row ${n.firstUnreadRow + 1} on, were not read out`);
  if (n.overscanSaturatedPercent > MOST_BAD_OVERSCAN_PERCENT) return empty('its overscan is saturated, so the level of its counts is unknown', 'check the read-out, and take it again');
  const fault = complaintAboutFaults(exposure, n);
  if (fault) return fault;
  if (n.overscanConstantPercent > MOST_BAD_OVERSCAN_PERCENT) return empty('its overscan is dead: every row of it is one number', 'check the read-out, and take it again');
  return complaintAboutLight(exposure, n);
}

function complaintAboutFaults({ gainElectronPerAdu, readNoiseElectron }: Exposure, n: ReadoutFaults): Implausible | undefined {
  if (n.overscanLevelAdu < 0) return empty(`its overscan stands at ${n.overscanLevelAdu.toFixed(0)} counts, below zero: the offset of its counts (BZERO) is missing from its header`);
  if (n.repeatedRows > 0) return empty(`${n.repeatedRows} of its rows, from row ${n.firstRepeatedRow + 1} on, repeat other rows count by count`);
  if (n.stuckBits > 0) return empty(`bit ${n.firstStuckBit} of its counts (${2 ** n.firstStuckBit}) never changes: the converter is broken, or the transfer was`, 'take it again, and tell the staff if the next one has it too');
  const step = 2 ** n.lostBits;
  if (n.lostBits > 0 && step * gainElectronPerAdu > COARSEST_STEP_IN_READ_NOISES * readNoiseElectron) {
    return empty(`its counts go in steps of ${step}: the lowest ${n.lostBits} bits never change`, 'take it again, and tell the staff if the next one has it too');
  }
  return undefined;
}

function complaintAboutLight({ kind, readNoiseElectron, exposureTimeSecond }: Exposure, n: ReadoutNumbers & ReadoutFaults): Implausible | undefined {
  const light = LIGHT_IN_READ_NOISES * readNoiseElectron;
  for (const [what, electron] of [['columns', n.overscanUnevenElectron], ['rows', n.overscanUnevenRowsElectron]] as const) {
    if (electron > light) return empty(`there is light in its overscan: ${what} of it stand ${electron.toFixed(0)} electrons above the others`, 'check binning and region of interest in its header');
  }
  if (kind === 'bias') {
    if (exposureTimeSecond > LONGEST_BIAS_SECOND) return empty(`it was exposed for ${exposureTimeSecond} s, which no bias is`, 'check its OBSTYPE');
    if (n.lightElectron > light) return empty(`it has light, ${n.lightElectron.toFixed(0)} electrons above the overscan`, 'take bias frames in the dark');
    if (n.unevenRowsElectron > light) return empty(`it has light, rows of it stand ${n.unevenRowsElectron.toFixed(0)} electrons above the others`, 'take bias frames in the dark');
  }
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
