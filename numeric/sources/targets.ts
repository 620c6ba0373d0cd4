import { averageColumns, binCenter, type ColumnBins } from './column-bins.js';
import { candidatePeaks, type Peak, type Strongest } from './candidate-peaks.js';
import { findKnots } from './emission-knots.js';
import { binsOf, fitPeaks, WIDE_FWHM as WIDE_SOURCE_FWHM, type FittedPeak, type PeakJudgment, type ProfileOfBins, type Refusal } from './fit-peaks.js';
import { FitError } from '../errors.js';
import type { Frame } from '../frame.js';
import { lineSources } from './line-sources.js';
import { cutToSlit, forgetDark, litRows } from './lit-rows.js';
import { pixelAveraged, profileNamed, type ProfileName } from '../math/peak-profile.js';
import { evaluateFit, type Series } from '../math/polynomial.js';
import { median, quantile } from '../math/statistics.js';
import { refuseSaturated, sourceNotFound } from './no-source.js';
import { BINS_PER_BLOCK } from './path-search.js';
import { addAlong, findPath, matchedFilter, straighten, type SlitProfile } from './slit-search.js';
import type { WidthLimits } from './slit-components.js';
import { removeBentSky, removeSky, runningSkyOf, withSky, type SlitSignal } from './slit-sky.js';
import type { Target } from './target.js';

/** Seeing the search is matched to, and the limits of a believable FWHM, arcsecond. */
const TYPICAL_FWHM = 0.9;
const WIDE_FWHM = 2.2;
const NARROWEST_FWHM = 0.35;
const WIDEST_FWHM = 6;
/** A galaxy may be this wide where there is nothing else: the sky is then sought farther from it, which costs every other frame some of its precision. */
const WIDEST_ALONE_FWHM = 12;
/** The sky is the running median over this many times the widest target; and where it bends, a parabola over so much of the slit, arcsecond. */
const SKY_WINDOW_WIDEST = 3;
const BENT_SKY_WINDOW = 12;
/** Where the sky bends it is known as well as parabolas over this share of the window agree with it; a source must be this many times as high. */
const OTHER_WINDOW = 0.67;
const ABOVE_DOUBT = 3;
/** The sky bends when a running median misses more than this of it: errors of a row of the whole profile, and of the brightest source the wings no Moffat has. */
const BENT = { sigma: 2, ofPeak: 0.003 };
/** A median over so many FWHM of a usual star passes over what is left of one. */
const OVER_A_STAR_FWHM = 5;
/** Columns are averaged in this many bins: eight blocks of eight. */
const BINS = 64;
/** The search is matched to no less than this FWHM, rows: a narrower filter sees single pixels. */
const LEAST_FILTER_FWHM = 1.2;
/** Candidates fitted beyond the number asked for, and at least: some fall to the limits of width, the others are neighbors. */
const CANDIDATES = { spare: 5, least: 12 };
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
  /** Limits of the full width at half maximum, rows; default 0.35″ and 6″, or 12″ where there is nothing else. */
  readonly minimumWidthPixel?: number;
  readonly maximumWidthPixel?: number;
  /** Least signal-to-noise of the matched filter over the whole frame, σ; 5 gives less than one false target in 100 empty frames. */
  readonly minimumSnr: number;
}

export type { Target } from './target.js';

/** What was found on the slit. */
export interface SlitContents {
  /** The strongest sources, as many as asked for. */
  readonly targets: readonly Target[];
  /** Sources beyond that number, strongest first: their light falls on the targets and their sky. */
  readonly neighbors: readonly Target[];
  /** Compact sources whose centers lie beyond the rows searched: their light is seen, they are not extracted. */
  readonly beyondRows: number;
  /** How much the sky changes along the slit on scales larger than a source: range of the 5th to the 95th percentile, percent of its median. */
  readonly skyStructurePercent: number;
}


/**
 * Finds the sources on the slit, the strongest first.
 *
 * Rows that the slit leaves dark are left out where the sky shows its ends. The frame is averaged in 64 bins of columns, the sky removed from each by a running median along the slit (by parabolas where it bends), and the bins are
 * added along parallel sloping paths; the path with the strongest light is followed and every bin straightened by it. Peaks of the
 * matched-filtered sum of all bins, or of one of eight blocks of the spectrum (a target that shows only there), are targets when they
 * rise above everything between them and a brighter one by `minimumSnr`. All are fitted together with a constant sky; a profile that two stars explain
 * and one does not is taken apart.
 *
 * The significance is measured against the scatter of the slit profile itself (MAD), or the photon noise where that is larger;
 * it is no share of the brightest peak: an empty frame has no target and a faint companion of a bright star is one.
 * @param frame electron, [ny × nx], sky not subtracted. @returns at least one target; rows and columns counted from 0, pixel centers at integers.
 * Masked pixels take no part, saturated ones do. Deterministic. Inputs are left unchanged. O(nx·ny).
 *
 * @throws {FitError} `source-not-found` when there is none, with the reason why the strongest light is no target; `frame-saturated` when most pixels are.
 */
export function searchSlit(frame: Frame, search: TargetSearch): SlitContents {
  refuseSaturated(frame);
  const { nx, binY } = frame.geometry;
  const whole = averageColumns(frame, Math.max(1, Math.min(BINS, Math.floor(nx / BINS_PER_BLOCK))));
  const lit = litRows(whole, binY);
  const { slit, below } = cutToSlit(frame, lit);
  const bins = slit === frame ? whole : averageColumns(slit, whole.count);
  forgetDark(bins, lit, below);
  const seen: SlitOnFrame = { frame: slit, bins, below };
  try {
    return searchWithin(seen, search);
  } catch (error) {
    const widest = WIDEST_ALONE_FWHM / (search.slit.arcsecondPerRow * binY);
    if (search.maximumWidthPixel !== undefined || !isTooWide(error, widest)) throw error;
    return searchWithin(seen, { ...search, maximumWidthPixel: widest }, error);
  }
}

/** The rows of a frame that the slit lights. */
interface SlitOnFrame {
  readonly frame: Frame;
  readonly bins: ColumnBins;
  /** Rows of the whole frame below them. */
  readonly below: number;
}

function isTooWide(error: unknown, widest: number): error is FitError {
  return error instanceof FitError && error.facts.reason === 'too-wide' && Number(error.facts.fwhmPixel) < widest;
}

/** @param before why nothing was found with usual widths: it stays the reason where the wider ones find nothing either. */
function searchWithin({ frame, bins, below }: SlitOnFrame, search: TargetSearch, before?: FitError): SlitContents {
  const { binY } = frame.geometry;
  const rowsPerArcsecond = 1 / (search.slit.arcsecondPerRow * binY);
  const limits: WidthLimits = {
    narrowest: search.minimumWidthPixel ?? NARROWEST_FWHM * rowsPerArcsecond,
    widest: search.maximumWidthPixel ?? WIDEST_FWHM * rowsPerArcsecond,
  };
  const fwhm = Math.max(LEAST_FILTER_FWHM, TYPICAL_FWHM * rowsPerArcsecond);
  const judgment: PeakJudgment = { model: pixelAveraged(profileNamed(search.model)), limits, threshold: search.backgroundThreshold, fwhm };
  const window = odd(SKY_WINDOW_WIDEST * Math.max(WIDEST_FWHM * rowsPerArcsecond, limits.widest));
  const signal = removeSky(bins, window);
  const look = { search, judgment, wideFwhm: WIDE_FWHM * rowsPerArcsecond, largestTilt: search.slit.largestTiltRows / binY, plain: withSky(signal) };
  const first = lookAt(signal, look);
  let seen = first;
  const shape = skyShape(seen, look.plain, window, judgment);
  seen = { ...seen, fitted: seen.fitted.map((one) => ({ ...one, refused: one.refused ?? hiddenInSky(one, shape.missed, fwhm) })) };
  if (shape.isBent) {
    const bentWindow = odd(BENT_SKY_WINDOW * rowsPerArcsecond);
    const others = { narrower: removeBentSky(signal, odd(OTHER_WINDOW * bentWindow)), coarse: signal, endRows: bentWindow >> 1 };
    seen = withWideOnes(compactOnly(lookAt(removeBentSky(signal, bentWindow), look), others, judgment), seen, judgment);
  }
  const continuum = seen.fitted.filter(({ refused }) => refused === undefined).map((one) => asTarget(one, search.model, seen.path, bins));
  const sources = [...continuum, ...withoutContinuum(frame, first, seen, continuum, look)].map((one) => raised(one, below));
  // A nebula taken away leaves nothing to name: the first look saw it.
  if (sources.length === 0) throw before ?? sourceNotFound(frame, seen.fitted.length > 0 ? seen : first, search, limits, below);
  sources.sort((a, b) => b.amplitude * b.fwhmPixel - a.amplitude * a.fwhmPixel || a.positionRow - b.positionRow);
  return { targets: sources.slice(0, search.maximum), neighbors: sources.slice(search.maximum), beyondRows: seen.fitted.filter(({ refused }) => refused === 'beyond-the-rows').length, skyStructurePercent: shape.structurePercent };
}

/** A source of the rows above `below`, in those of the whole frame. */
function raised(target: Target, below: number): Target {
  if (below === 0) return target;
  const [amplitude, row, ...shape] = target.parameters;
  const lines = target.lines?.map((line) => ({ ...line, row: line.row + below }));
  return { ...target, positionRow: target.positionRow + below, parameters: [amplitude, row + below, ...shape], ...(lines ? { lines } : {}) };
}

/** Rows around a source found by its continuum, FWHM of the wider of it and a usual star, in which lines are its own. */
const OWN_LINES_FWHM = 2.5;

/** Sources that show in emission lines only. */
function withoutContinuum(frame: Frame, { signal, filtered }: Seen, { fitted, path }: Seen, continuum: readonly Target[], { judgment, largestTilt, search }: Look): Target[] {
  const { nx } = frame.geometry;
  const { fwhm, limits } = judgment;
  const lights = fitted.filter(({ refused }) => refused !== 'too-low' && refused !== 'too-narrow' && refused !== 'in-few-columns').map(({ component }) => component);
  const isKnown = (column: number, row: number): boolean =>
    lights.some((one) => Math.abs(row - one.parameters[1] - evaluateFit(path, column)) < OWN_LINES_FWHM * Math.max(fwhm, one.fwhm));
  const knots = findKnots(frame, signal, filtered, fwhm, limits, isKnown);
  return lineSources(knots, continuum.length > 0 ? path : undefined, nx, largestTilt, search.model);
}

/** The strongest sources of `searchSlit`. */
export function findTargets(frame: Frame, search: TargetSearch): Target[] {
  return [...searchSlit(frame, search).targets];
}

const odd = (rows: number): number => 2 * Math.round(rows / 2) + 1;

interface Look {
  readonly search: TargetSearch;
  readonly judgment: PeakJudgment;
  /** FWHM of the filter for wide sources, rows. */
  readonly wideFwhm: number;
  /** Rows over half of the columns. */
  readonly largestTilt: number;
  readonly plain: SlitSignal;
}

/** What one way of removing the sky shows. */
interface Seen {
  readonly signal: SlitSignal;
  /** The signal after the filter of a usual star, σ. */
  readonly filtered: Float64Array;
  readonly path: Series;
  readonly fitted: readonly FittedPeak[];
  readonly strongest: Strongest;
}

function lookAt(signal: SlitSignal, { search, judgment, wideFwhm, largestTilt, plain }: Look): Seen {
  const { bins } = signal;
  const { fwhm } = judgment;
  const filtered = matchedFilter(signal, fwhm);
  const path = findPath(signal, filtered, fwhm, largestTilt);
  const shift = Float64Array.from({ length: bins.count }, (_, b) => evaluateFit(path, binCenter(bins, b)));
  const sharp = addAlong(filtered, signal, shift);
  const wide = addAlong(matchedFilter(signal, wideFwhm), signal, shift);
  const strongest: Strongest = { row: -1, snr: -Infinity };
  const steady = steadyAtTheEnds(filtered, bins, shift, fwhm, search.minimumSnr);
  const spread = inManyColumns(filtered, bins, shift);
  const peaks = candidatePeaks(sharp, wide, search.minimumSnr, fwhm, strongest).filter(steady).slice(0, Math.max(search.maximum + CANDIDATES.spare, CANDIDATES.least));
  const fitted = fitPeaks(straightened(signal, path), straightened(plain, path), peaks, bins.count, judgment);
  return { signal, filtered, path, fitted: fitted.map((one) => (spread(one.peak) ? one : { ...one, refused: one.refused ?? 'in-few-columns' })), strongest };
}

/** The slit profiles of bins along a path, each made once. */
function straightened(signal: SlitSignal, path: Series): ProfileOfBins {
  const known = new Map<number, SlitProfile>();
  return (first, last) => {
    const key = first * (signal.bins.count + 1) + last;
    const profile = known.get(key) ?? straighten(signal, path, first, last);
    known.set(key, profile);
    return profile;
  };
}

/** Rows from the end of the slit, usual FWHM, in which cosmic rays are hard to tell from light; and what the median of the bins must show there, share of the least significance. */
const END_FWHM = 2;
const STEADY = 0.5;

/**
 * Whether a peak near an end of the slit is in most bins: cosmic rays in the outer rows are seen by few, a source by all. The median of n values knows their
 * mean to 1.25/√n.
 */
function steadyAtTheEnds(filtered: Float64Array, { count, ny }: ColumnBins, shift: Float64Array, fwhm: number, minimum: number): (peak: Peak) => boolean {
  return ({ row, block }) => Math.min(row, ny - 1 - row) >= END_FWHM * fwhm || medianSnr(filtered, ny, shift, row, binsOf(block, count)) >= STEADY * minimum;
}

/** Significance of a row from the median of its bins, which a few of them do not move; −Infinity where there are none. */
function medianSnr(filtered: Float64Array, ny: number, shift: Float64Array, row: number, [first, last]: readonly [number, number]): number {
  const values: number[] = [];
  for (let b = first; b < last; b++) {
    const y = Math.round(row + shift[b]);
    if (y >= 0 && y < ny) values.push(filtered[b * ny + y]);
  }
  return values.length > 0 ? (median(Float64Array.from(values)) * Math.sqrt(values.length)) / 1.25 : -Infinity;
}

/** What the median of the bins must show of a continuum: of the whole, where a source of 5 σ shows 4 ± 1; of any block, of which there are many. */
const SPREAD = { whole: 1.5, block: 4 };

/** Whether light lies in many columns, as a continuum does. Emission lines or cosmic rays that a path happens to join lie in few, however bright. */
function inManyColumns(filtered: Float64Array, { count, ny }: ColumnBins, shift: Float64Array): (peak: Peak) => boolean {
  return ({ row, block }) => {
    if (medianSnr(filtered, ny, shift, row, binsOf(block, count)) >= SPREAD.whole) return true;
    const blocks = block < 0 ? Array.from({ length: Math.ceil(count / BINS_PER_BLOCK) }, (_, k) => k) : [];
    return blocks.some((each) => medianSnr(filtered, ny, shift, row, binsOf(each, count)) >= SPREAD.block);
  };
}

interface SkyShape {
  readonly isBent: boolean;
  /** What a running median misses of it, electron, one value per row. */
  readonly missed: Float64Array;
  readonly structurePercent: number;
}

/** The sky along the slit, the sources found taken away: whether it bends more than a running median follows, and how much it changes. */
function skyShape({ path, fitted, signal }: Seen, plain: SlitSignal, window: number, { model, fwhm }: PeakJudgment): SkyShape {
  const { flux } = straighten(plain, path);
  const sources = fitted.filter(({ refused, peak }) => refused === undefined && peak.block < 0).map(({ component }) => component.parameters);
  const { sky, missed } = runningSkyOf(flux.map((value, y) => sources.reduce((rest, source) => rest - model.evaluate(y, source), value)), window, odd(OVER_A_STAR_FWHM * fwhm));
  const brightest = sources.reduce((most, [amplitude]) => Math.max(most, amplitude), 0);
  const limit = BENT.sigma * Math.sqrt(median(signal.bins.variance.filter(Number.isFinite)) / signal.bins.count) + BENT.ofPeak * brightest;
  const level = median(signal.sky);
  return {
    isBent: missed.some((value) => Math.abs(value) > limit),
    missed,
    structurePercent: level > 0 ? (100 * (quantile(sky, 0.95) - quantile(sky, 0.05))) / level : 0,
  };
}

/** A source no higher than what the running median may be wrong by is none that we know of. */
function hiddenInSky({ component }: FittedPeak, missed: Float64Array, fwhm: number): Refusal | undefined {
  const [height, row] = component.parameters;
  const near = missed.subarray(Math.max(0, Math.round(row - fwhm)), Math.max(0, Math.round(row + fwhm) + 1));
  return near.some((value) => height < ABOVE_DOUBT * Math.abs(value)) ? 'sky-unknown' : undefined;
}

/** Other ways to remove a bent sky. Near the ends of the slit a parabola looks one way only, and so does its narrower twin: there the running median is the other. */
interface OtherSkies {
  readonly narrower: SlitSignal;
  readonly coarse: SlitSignal;
  readonly endRows: number;
}

/** The sources that stand out of a bent sky: compact, and higher than the doubt about the sky under them. */
function compactOnly(seen: Seen, { narrower, coarse, endRows }: OtherSkies, { fwhm }: PeakJudgment): Seen {
  const { path, signal } = seen;
  const doubt = ({ peak, component }: FittedPeak): number => {
    const row = component.parameters[1];
    const [first, last] = binsOf(peak.block, signal.bins.count);
    const atEnd = Math.min(row, signal.bins.ny - 1 - row) < endRows;
    const [one, ...others] = [signal, narrower, ...(atEnd ? [coarse] : [])].map((view) => straighten(view, path, first, last).flux);
    let most = 0;
    for (let y = Math.max(0, Math.round(row - fwhm)); y <= Math.min(one.length - 1, row + fwhm); y++) for (const other of others) most = Math.max(most, Math.abs(one[y] - other[y]) || 0);
    return most;
  };
  const judge = (one: FittedPeak): Refusal | undefined =>
    one.refused ?? (one.component.fwhm > WIDE_SOURCE_FWHM * fwhm ? 'too-wide' : one.component.parameters[0] < ABOVE_DOUBT * doubt(one) ? 'sky-unknown' : undefined);
  return { ...seen, fitted: seen.fitted.map((one) => ({ ...one, refused: judge(one) })) };
}

/** The compact sources of a bent sky with the wide ones seen before it was straightened. */
function withWideOnes(compact: Seen, before: Seen, { fwhm }: PeakJudgment): Seen {
  const wide = before.fitted.filter(({ refused, component }) => refused === undefined && component.fwhm > WIDE_SOURCE_FWHM * fwhm);
  const inside = ({ component }: FittedPeak): boolean => wide.some((one) => Math.abs(one.component.parameters[1] - component.parameters[1]) < one.component.fwhm);
  return { ...compact, fitted: [...wide, ...compact.fitted.filter((one) => !inside(one))] };
}

function asTarget({ peak, component, misfitPercent }: FittedPeak, model: ProfileName, path: Series, { edges, count }: ColumnBins): Target {
  const [first, last] = binsOf(peak.block, count);
  return {
    positionRow: component.parameters[1],
    fwhmPixel: component.fwhm,
    amplitude: component.parameters[0],
    snr: peak.snr,
    model,
    parameters: component.parameters,
    path,
    columns: [edges[first], edges[last]],
    misfitPercent,
  };
}
