import { BLOCK_PENALTY } from './path-search.js';
import type { SlitSignificance } from './slit-search.js';

/** Peaks closer than this, FWHM, are one. */
const MERGED_FWHM = 0.8;
/** A bump on the wing of a brighter source must rise by this share of it: no real star is a perfect Moffat. */
const WING_STRUCTURE = 0.01;

/** Light along the slit that may be a source. */
export interface Peak {
  readonly row: number;
  readonly snr: number;
  /** −1 for the whole spectrum, else the block it was found in. */
  readonly block: number;
  /** Whether only the filter of a wide source saw it. */
  readonly wide: boolean;
}

/** The strongest value along the slit, a peak or not. */
export interface Strongest {
  row: number;
  snr: number;
}

/** Peaks of the whole and of the blocks, merged when closer than 0.8 FWHM, the strongest first. */
export function candidatePeaks(sharp: SlitSignificance, wide: SlitSignificance, minimum: number, fwhm: number, strongest: Strongest): Peak[] {
  const peaks: Peak[] = [];
  const collect = (values: Float64Array, block: number, least: number, isWide = false): void => {
    for (const row of prominentRows(values, least)) peaks.push({ row, snr: values[row], block, wide: isWide });
    values.forEach((snr, row) => {
      if (snr > strongest.snr) Object.assign(strongest, { row, snr });
    });
  };
  collect(sharp.whole, -1, minimum);
  collect(wide.whole, -1, minimum + BLOCK_PENALTY, true);
  sharp.blocks.forEach((values, block) => collect(values, block, minimum + BLOCK_PENALTY));
  // The whole before a block: a target is described by all of its light where that is enough.
  peaks.sort((a, b) => Number(a.block >= 0) - Number(b.block >= 0) || b.snr - a.snr || a.row - b.row);
  const kept: Peak[] = [];
  for (const peak of peaks) {
    const same = kept.findIndex((other) => Math.abs(other.row - peak.row) <= MERGED_FWHM * fwhm);
    if (same < 0) kept.push(peak);
    else if (!peak.wide) kept[same] = { ...kept[same], wide: false };
  }
  return kept;
}

/** Rows of maxima that rise by `least`, and by a hundredth of the highest value nearby, above the deepest row towards anything higher. */
function prominentRows(values: Float64Array, least: number): number[] {
  const rows: number[] = [];
  for (let y = 0; y < values.length; y++) {
    const value = values[y];
    if (value < least || (y > 0 && values[y - 1] >= value) || (y + 1 < values.length && values[y + 1] > value)) continue;
    let saddle = 0;
    let higher = value;
    for (const direction of [-1, 1]) {
      let lowest = value;
      let k = y + direction;
      while (k >= 0 && k < values.length && values[k] <= value) {
        lowest = Math.min(lowest, values[k]);
        k += direction;
      }
      if (k < 0 || k >= values.length) continue;
      let top = values[k];
      while (k + direction >= 0 && k + direction < values.length && values[k + direction] >= top) top = values[(k += direction)];
      if (lowest > saddle) [saddle, higher] = [lowest, top];
    }
    if (value - saddle >= Math.max(least, WING_STRUCTURE * higher)) rows.push(y);
  }
  return rows;
}
