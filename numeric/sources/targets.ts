import { averageColumns } from './column-bins.js';
import { FitError } from '../errors.js';
import type { Frame } from '../frame.js';
import { pixelAveraged, profileNamed, type ProfileName } from '../math/peak-profile.js';
import type { Series } from '../math/polynomial.js';
import { addAlong, BINS_PER_BLOCK, BLOCK_PENALTY, findPath, matchedFilter, removeSky, straighten, type SlitSignal, type SlitSignificance } from './slit-search.js';
import { fitComponents, type Component, type WidthLimits } from './slit-components.js';

/** Seeing the search is matched to, and the limits of a believable FWHM, arcsecond. */
const TYPICAL_FWHM = 0.9;
const WIDE_FWHM = 2.2;
const NARROWEST_FWHM = 0.35;
const WIDEST_FWHM = 6;
/** The sky is the running median over this much of the slit, arcsecond: more than twice the widest target. */
const SKY_WINDOW = 18;
/** Columns are averaged in this many bins: eight blocks of eight. */
const BINS = 64;
/** The search is matched to no less than this FWHM, rows: a narrower filter sees single pixels. */
const LEAST_FILTER_FWHM = 1.2;
/** Peaks closer than this, FWHM, are one. */
const MERGED_FWHM = 0.8;
/** A bump on the wing of a brighter source must rise by this share of it: no real star is a perfect Moffat. */
const WING_STRUCTURE = 0.01;
/** Candidates fitted beyond the number asked for: some fall to the limits of width. */
const SPARE_CANDIDATES = 5;

/** How the slit of a spectrograph shows on its detector. */
export interface SlitScale {
  /** Plate scale along the slit, arcsecond per unbinned row. */
  readonly arcsecondPerRow: number;
  /** Largest tilt of a spectrum tried, unbinned rows over half of the columns of a frame. Steeper ones are found by walking where the source is bright. */
  readonly largestTiltRows: number;
}

/** What counts as a target. */
export interface TargetSearch {
  readonly slit: SlitScale;
  readonly model: ProfileName;
  /** The most targets to return; the strongest win. */
  readonly maximum: number;
  /** Peak of a target above the sky, in units of the scatter between neighboring rows of the averaged slit profile. */
  readonly backgroundThreshold: number;
  /** Limits of the full width at half maximum, rows; default 0.35″ and 6″. */
  readonly minimumWidthPixel?: number;
  readonly maximumWidthPixel?: number;
  /** Least signal-to-noise of the matched filter over the whole frame, σ; 5 gives less than one false target in 100 empty frames. */
  readonly minimumSnr: number;
}

/** A source on the slit. */
export interface Target {
  /** Row of the center at the middle column, counted from 0, pixel centers at integers. */
  readonly positionRow: number;
  /** Full width at half maximum, rows. */
  readonly fwhmPixel: number;
  /** Peak above the sky, electron per pixel, mean over the columns searched. */
  readonly amplitude: number;
  /** Signal-to-noise of the whole target, σ of the matched filter. */
  readonly snr: number;
  readonly model: ProfileName;
  /** Parameters of the profile: amplitude, row, width, and for a Moffat its exponent. */
  readonly parameters: readonly number[];
  /** Row relative to positionRow as a function of the column, followed on the strongest light of the frame. */
  readonly path: Series;
  /** Columns, half-open, where it was found: all, or the part of the spectrum in which it shows. */
  readonly columns: readonly [number, number];
}

/**
 * Finds the sources on the slit, the strongest first.
 *
 * The frame is averaged in 64 bins of columns, the sky removed from each by a running median along the slit, and the bins are
 * added along parallel sloping paths; the path with the strongest light is followed and every bin straightened by it. Peaks of the
 * matched-filtered sum of all bins, or of one of eight blocks of the spectrum (a target that shows only there), are targets when they
 * rise above everything between them and a brighter one by `minimumSnr`. All are fitted together with a constant sky.
 *
 * The significance is measured against the scatter of the slit profile itself (MAD), or the photon noise where that is larger;
 * it is no share of the brightest peak: an empty frame has no target and a faint companion of a bright star is one.
 * @param frame electron, [ny × nx], sky not subtracted. @returns at least one target; rows and columns counted from 0, pixel centers at integers.
 * Masked pixels take no part. Deterministic. Inputs are left unchanged. O(nx·ny).
 *
 * @throws {FitError} `source-not-found` when there is none.
 */
export function findTargets(frame: Frame, search: TargetSearch): Target[] {
  const { nx, ny, binY } = frame.geometry;
  const rowsPerArcsecond = 1 / (search.slit.arcsecondPerRow * binY);
  const count = Math.max(1, Math.min(BINS, Math.floor(nx / BINS_PER_BLOCK)));
  const window = 2 * Math.round((SKY_WINDOW * rowsPerArcsecond) / 2) + 1;
  const signal = removeSky(averageColumns(frame, count), window);
  const fwhm = Math.max(LEAST_FILTER_FWHM, TYPICAL_FWHM * rowsPerArcsecond);
  const filtered = matchedFilter(signal, fwhm);
  const path = findPath(signal, filtered, fwhm, search.slit.largestTiltRows / binY);
  const shift = Array.from({ length: count }, (_, b) => pathAtBin(signal, path, b));
  const sharp = addAlong(filtered, signal, shift);
  const wide = addAlong(matchedFilter(signal, WIDE_FWHM * rowsPerArcsecond), signal, shift);

  const strongest = { row: -1, snr: -Infinity };
  const peaks = candidatePeaks(sharp, wide, search.minimumSnr, fwhm, strongest).slice(0, search.maximum + SPARE_CANDIDATES);
  const limits = {
    narrowest: search.minimumWidthPixel ?? NARROWEST_FWHM * rowsPerArcsecond,
    widest: search.maximumWidthPixel ?? WIDEST_FWHM * rowsPerArcsecond,
  };
  const targets = fitPeaks(signal, path, peaks, search, limits, fwhm);
  if (targets.length === 0) {
    const found = strongest.row < 0 ? 'nothing rises above the sky' : `strongest ${strongest.snr.toFixed(1)} σ at row ${strongest.row}`;
    throw new FitError('source-not-found', `No source brighter than ${search.minimumSnr} σ on the slit (${found}). Lower the minimum significance or mark it by hand.`, {
      minimumSnr: search.minimumSnr,
      strongestSnr: Number.isFinite(strongest.snr) ? strongest.snr : 0,
      strongestRow: strongest.row,
      rows: ny,
    });
  }
  return targets;
}

function pathAtBin(signal: SlitSignal, path: Series, b: number): number {
  const { edges, count } = signal.bins;
  const u = (edges[b] + edges[b + 1] - 1) / (edges[count] - 1) - 1;
  const [, c1, c2] = path.coefficients;
  return path.coefficients[0] + c1 * u + c2 * 0.5 * (3 * u * u - 1);
}

interface Peak {
  readonly row: number;
  readonly snr: number;
  /** −1 for the whole spectrum, else the block it was found in. */
  readonly block: number;
}

/** Peaks of the whole and of the blocks, merged when closer than 0.8 FWHM, the strongest first. */
function candidatePeaks(sharp: SlitSignificance, wide: SlitSignificance, minimum: number, fwhm: number, strongest: { row: number; snr: number }): Peak[] {
  const peaks: Peak[] = [];
  const collect = (values: Float64Array, block: number, least: number): void => {
    for (const row of prominentRows(values, least)) peaks.push({ row, snr: values[row], block });
    values.forEach((snr, row) => {
      if (snr > strongest.snr) Object.assign(strongest, { row, snr });
    });
  };
  collect(sharp.whole, -1, minimum);
  collect(wide.whole, -1, minimum + BLOCK_PENALTY);
  sharp.blocks.forEach((values, block) => collect(values, block, minimum + BLOCK_PENALTY));
  // The whole before a block: a target is described by all of its light where that is enough.
  peaks.sort((a, b) => Number(a.block >= 0) - Number(b.block >= 0) || b.snr - a.snr || a.row - b.row);
  const kept: Peak[] = [];
  for (const peak of peaks) if (kept.every((other) => Math.abs(other.row - peak.row) > MERGED_FWHM * fwhm)) kept.push(peak);
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

function fitPeaks(signal: SlitSignal, path: Series, peaks: readonly Peak[], search: TargetSearch, limits: WidthLimits, fwhm: number): Target[] {
  const { count, edges } = signal.bins;
  const model = pixelAveraged(profileNamed(search.model));
  const targets: Target[] = [];
  for (const block of new Set(peaks.map((peak) => peak.block))) {
    const first = block < 0 ? 0 : block * BINS_PER_BLOCK;
    const last = block < 0 ? count : Math.min(count, first + BINS_PER_BLOCK);
    const profile = straighten(signal, path, first, last);
    // What is known from the whole spectrum takes part in the fit of a block, or its light would go to the new one.
    const present = peaks.filter((peak) => peak.block === block || peak.block === -1);
    const components = fitComponents(profile, model, present, limits, fwhm);
    present.forEach((peak, i) => {
      const component = components[i];
      if (peak.block !== block || !acceptable(component, limits, search.backgroundThreshold)) return;
      targets.push({
        positionRow: component.parameters[1],
        fwhmPixel: model.fwhm(component.parameters),
        amplitude: component.parameters[0],
        snr: peak.snr,
        model: search.model,
        parameters: component.parameters,
        path,
        columns: [edges[first], edges[last]],
      });
    });
  }
  targets.sort((a, b) => b.amplitude * b.fwhmPixel - a.amplitude * a.fwhmPixel || a.positionRow - b.positionRow);
  return targets.slice(0, search.maximum);
}

function acceptable({ parameters, fwhm, peakInScatter }: Component, { narrowest, widest }: WidthLimits, threshold: number): boolean {
  return parameters[0] > 0 && fwhm > narrowest && fwhm < widest && peakInScatter >= threshold;
}
