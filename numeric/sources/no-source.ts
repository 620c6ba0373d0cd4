import type { Strongest } from './candidate-peaks.js';
import { FitError } from '../errors.js';
import type { FittedPeak, Refusal } from './fit-peaks.js';
import { MASK, type Frame } from '../frame.js';
import type { WidthLimits } from './slit-components.js';

/** What a search saw that is no source. */
export interface SeenOnSlit {
  readonly strongest: Strongest;
  readonly fitted: readonly FittedPeak[];
}

interface SearchLimits {
  readonly minimumSnr: number;
  readonly backgroundThreshold: number;
}

/** A frame with this share of its pixels saturated tells nothing of its sources. */
const MOSTLY_SATURATED = 0.5;

/** @throws {FitError} `frame-saturated` when most of the usable pixels are. */
export function refuseSaturated({ mask }: Frame): void {
  let saturated = 0;
  let known = 0;
  // Four pixels at a time: nearly all are good.
  const aligned = mask.byteOffset % 4 === 0 ? mask.length >> 2 : 0;
  const words = new Uint32Array(mask.buffer, aligned > 0 ? mask.byteOffset : 0, aligned);
  const count = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const bits = mask[i];
      if (bits === 0) known++;
      else if ((bits & ~MASK.SATURATED) === 0) saturated++;
    }
  };
  for (let w = 0; w < aligned; w++) {
    if (words[w] === 0) known += 4;
    else count(4 * w, 4 * w + 4);
  }
  count(4 * aligned, mask.length);
  known += saturated;
  if (known === 0 || saturated < MOSTLY_SATURATED * known) return;
  const percent = (100 * saturated) / known;
  throw new FitError('frame-saturated', `${percent.toFixed(0)} % of the pixels are saturated: nothing can be measured on this frame. Use a shorter exposure.`, { saturatedPercent: percent });
}

/** Saturated pixels of a column that are a star, not a bad row; and the share of such columns from which the light as a whole is saturated. */
const SATURATED_ROWS = 3;
const SATURATED_COLUMNS = 0.5;

/** Where no source was found: a star so bright that most of its columns saturate has no profile to be known by. Undefined when that is not the reason. */
function saturatedLight({ mask, geometry: { nx, ny } }: Frame): FitError | undefined {
  const rows = new Uint16Array(nx);
  for (let y = 0, i = 0; y < ny; y++) for (let x = 0; x < nx; x++, i++) if ((mask[i] & MASK.SATURATED) !== 0) rows[x]++;
  const columns = rows.filter((saturated) => saturated >= SATURATED_ROWS).length;
  if (columns < SATURATED_COLUMNS * nx) return undefined;
  return new FitError('frame-saturated', `The light on the slit is saturated in ${columns} of ${nx} columns: no source can be told from it. Use a shorter exposure.`, { saturatedColumns: columns, columns: nx });
}

const reasons: Readonly<Record<Refusal, (one: FittedPeak, search: SearchLimits, limits: WidthLimits) => string>> = {
  'too-wide': ({ component }, _, { widest }) => `is ${component.fwhm.toFixed(1)} rows wide or more, a target at most ${widest.toFixed(1)}. Raise the largest width of a target if it is one.`,
  'too-narrow': ({ component }, _, { narrowest }) => `is ${component.fwhm.toFixed(1)} rows wide, a target at least ${narrowest.toFixed(1)}: a bad row or cosmic rays.`,
  'too-low': ({ component }, { backgroundThreshold }) => `stands ${component.peakInScatter.toFixed(1)} times the scatter between rows above the sky, a target at least ${backgroundThreshold}. Lower the background threshold if it is one.`,
  'at-the-edge': () => 'rises toward the end of the slit and has no peak: a gradient of the sky, or a source beyond the rows that are kept. If it is a source, reduce it with the whole slit (skip_slit_trim).',
  'beyond-the-rows': () => 'is the flank of a source whose center lies beyond the rows that are searched. Reduce it with the whole slit (skip_slit_trim), or put it nearer to the middle of the slit.',
  'sky-unknown': () => 'is no higher than what the sky under it is uncertain by: it changes along the slit as fast as a source.',
  'same-as-another': () => 'belongs to another source.',
  'in-few-columns': () => 'lies in a few columns only: cosmic rays, or emission lines too blended to be told from them. Mark it by hand if it is a source.',
  'wing-of-another': () => 'is the wing of another source.',
};

/** Why there is no target: the light is saturated, the strongest light is none, with its true reason, or nothing stands out. `below`: rows of the frame below those searched. */
export function sourceNotFound(frame: Frame, { strongest, fitted }: SeenOnSlit, search: SearchLimits, limits: WidthLimits, below = 0): FitError {
  const saturated = saturatedLight(frame);
  if (saturated) return saturated;
  const facts = { minimumSnr: search.minimumSnr, strongestSnr: Number.isFinite(strongest.snr) ? strongest.snr : 0, strongestRow: strongest.row + below };
  const best = fitted.reduce<FittedPeak | undefined>((most, one) => (most === undefined || one.peak.snr > most.peak.snr ? one : most), undefined);
  if (best?.refused !== undefined) {
    const light = `The light at row ${Math.round(best.component.parameters[1]) + below} (${best.peak.snr.toFixed(1)} σ)`;
    return new FitError('source-not-found', `No source on the slit. ${light} ${reasons[best.refused](best, search, limits)}`, { ...facts, reason: best.refused, fwhmPixel: best.component.fwhm });
  }
  const found = strongest.row < 0 ? 'nothing rises above the sky' : `strongest ${strongest.snr.toFixed(1)} σ at row ${strongest.row + below}`;
  return new FitError('source-not-found', `No source brighter than ${search.minimumSnr} σ on the slit (${found}). Lower the minimum significance or mark it by hand.`, facts);
}
