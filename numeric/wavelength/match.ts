import type { LineSamples } from './arc-line-fit.js';
import type { ArcLine } from './arc-lines.js';
import { madSigma, median, quantile } from '../math/statistics.js';
import { columnOfSample, sampleOfColumn, type LampGeometry, type LineTable } from './parameters.js';
import { lowerBound } from './refine.js';
import { FWHM_PER_SIGMA } from './resolution.js';

/** An observed position and the laboratory line it is taken for. Unbinned pixel. */
export interface Pair {
  readonly column: number;
  /** Index of the laboratory line. */
  readonly laboratory: number;
  /** Error of the position: noise, listed neighbors, distorted profile. */
  readonly error: number;
  /** Over the background, unit of the flux. */
  readonly height: number;
}

/** An observed position, the laboratory line it is taken for, and what the fit made of it. */
export interface MatchedLine {
  /** Where it was seen, unbinned detector column. */
  readonly column: number;
  /** Index of the laboratory line. */
  readonly laboratory: number;
  /** Observed minus fitted column, unbinned pixel. */
  readonly residual: number;
  /** Error assumed for it, unbinned pixel. */
  readonly error: number;
  /** Weight of the robust fit, 0…1. */
  readonly weight: number;
}

/** The detected lines and what is usual among them. */
export interface DetectedLines {
  readonly lines: readonly ArcLine[];
  /** Column of each, ascending, unbinned. */
  readonly columns: Float64Array;
  /** Typical full width at half maximum, unbinned pixel. */
  readonly fwhm: number;
  /** Usual width of a fitted line, samples. */
  readonly referenceWidth: number;
  /** How far widths stray from it without meaning anything, as a share. */
  readonly widthScatter: number;
  /** Misfit usual for a bright line, and that above which it counts as damaged or blended. */
  readonly usualMisfit: number;
  readonly worstMisfit: number;
  readonly binning: number;
  /** Light over the lowest sample around, at an unbinned column; unit of the flux. */
  lightAt(column: number): number;
}

/** Neighbors above this share of a line's strength (√intensity) blend it beyond use, and within this many FWHM. */
const BLENDED = { share: 0.5, reach: 1.5 };
/** Detected neighbors above this share of a line's height disturb it within so many FWHM. */
const DISTURBED = { share: 0.3, reach: 2.2 };
/** A line whose width differs by more than this share from the usual one, and by more than its noise, is a blend, saturated or a cosmic ray. */
const WIDTH_TOLERANCE = 0.2;
/** A profile as strange as `worstMisfit` only tells a damaged line from noise above this signal-to-noise. */
const MISFIT_SNR = 25;
/** What is usual is measured on the brightest third (widths: two thirds) of the lines, and on no fewer than this. */
const LEAST_MEASURED = 8;
/** The usual width is a low quantile: blends only widen lines. */
const WIDTH_QUANTILE = 0.4;
/** Scatter of widths that means nothing: twice the measured one, within these limits, as a share of the width. */
const WIDTH_SCATTER = { least: 0.01, most: 0.08, sigmas: 2 };
/** A line is damaged or blended above so many times the usual misfit, and never below this one. */
const WORST_MISFIT = { least: 0.06, usual: 1.8 };
/** Lines closer to the ends than this are cut off, unbinned pixel. */
const END_PIXEL = 3;
/** Neighbors beyond this many FWHM move a center by less than 1e-3 of their distance. */
const CONTAMINATION_FWHM = 2.5;
/** The noise of a width in units of the FWHM is that of a position times 2.4; twice that means nothing. */
const WIDTH_NOISE = 5;
/** Residuals up to so many times the usual misfit, and the noise, hide no shift. */
const MISFIT_ALLOWED = 1.5;
/** Shift of a center, in FWHM, that goes with a relative change of width or with residuals ÷ amplitude; from blends of two Gaussians. */
const SHIFT_PER_WIDTH = 0.3;
const SHIFT_PER_MISFIT = 1;

/** A neighbor farther off than this would show a peak or a shoulder of its own, FWHM: there the spectrum itself says how bright it can be. */
const SEPARABLE_FWHM = 0.7;
/** The level beside a line is looked for within this distance, FWHM. */
const FLOOR_FWHM = 3;

/** What is usual among detected lines. @param samples the spectrum they were found in. @param fwhm their typical width, unbinned pixel. */
export function describeLines(lines: readonly ArcLine[], samples: LineSamples, geometry: LampGeometry, fwhm: number): DetectedLines {
  const byHeight = [...lines].sort((a, b) => b.amplitude - a.amplitude);
  const bright = byHeight.slice(0, Math.max(LEAST_MEASURED, Math.floor(lines.length / 3)));
  const twoThirds = byHeight.slice(0, Math.max(LEAST_MEASURED, Math.floor((2 * lines.length) / 3)));
  const referenceWidth = quantile(Float64Array.from(twoThirds, (line) => line.fwhmPixel), WIDTH_QUANTILE);
  const usualMisfit = median(Float64Array.from(bright, (line) => line.misfit));
  const widths = Float64Array.from(bright, (line) => line.fwhmPixel / referenceWidth);
  return {
    lines,
    columns: Float64Array.from(lines, (line) => columnOfSample(geometry, line.pixel)),
    fwhm,
    referenceWidth,
    widthScatter: Math.min(WIDTH_SCATTER.most, Math.max(WIDTH_SCATTER.least, WIDTH_SCATTER.sigmas * madSigma(widths))),
    usualMisfit,
    worstMisfit: Math.max(WORST_MISFIT.least, WORST_MISFIT.usual * usualMisfit),
    binning: geometry.binning,
    lightAt: (column) => lightAt(samples.flux, sampleOfColumn(geometry, column), (FLOOR_FWHM * fwhm) / geometry.binning),
  };
}

function lightAt(flux: Float64Array, sample: number, reach: number): number {
  let lowest = Infinity;
  for (let q = Math.max(0, Math.floor(sample - reach)); q <= Math.min(flux.length - 1, sample + reach); q++) lowest = Math.min(lowest, flux[q]);
  let highest = -Infinity;
  for (let q = Math.max(0, Math.floor(sample)); q <= Math.min(flux.length - 1, Math.ceil(sample)); q++) highest = Math.max(highest, flux[q]);
  return Number.isFinite(highest) ? highest - lowest : Infinity;
}

/**
 * How bright listed line k can be, as a share of line i of the given height: what the list says, and no more than the light that is seen at its place. Listed
 * intensities compare only within one element, and for many lines none is known.
 */
function relativeBrightness(k: number, i: number, height: number, columns: Float64Array, table: LineTable, detected: DetectedLines): number {
  const listed = (table.strengths[k] / table.strengths[i]) ** 2;
  if (Math.abs(columns[k] - columns[i]) < SEPARABLE_FWHM * detected.fwhm) return listed;
  return Math.min(listed, detected.lightAt(columns[k]) / height);
}

/**
 * One-to-one pairs of clean detected lines and isolated laboratory lines.
 *
 * @param tolerance how far a line may be from its prediction, one value per laboratory line, unbinned pixel.
 * @param columns predicted columns of the laboratory lines, unbinned, ascending.
 * @returns the pairs, their error in unbinned pixels; empty if nothing matches.
 */
export function pairLines(detected: DetectedLines, columns: Float64Array, table: LineTable, geometry: LampGeometry, tolerance: Float64Array): Pair[] {
  const last = geometry.firstColumn + geometry.columns;
  const taken = new Map<number, { laboratory: number; distance: number }>();
  for (let i = 0; i < columns.length; i++) {
    if (!(columns[i] > geometry.firstColumn + END_PIXEL && columns[i] < last - 1 - END_PIXEL) || !table.lines[i].fit) continue;
    const line = nearest(detected.columns, columns[i]);
    const distance = Math.abs(detected.columns[line] - columns[i]);
    if (!(distance <= tolerance[i]) || !isClean(line, detected) || isBlended(i, detected.lines[line].amplitude, columns, table, detected)) continue;
    const rival = taken.get(line);
    if (rival === undefined || rival.distance > distance) taken.set(line, { laboratory: i, distance });
  }
  return [...taken].map(([line, { laboratory }]) => {
    const error = Math.hypot(ownError(detected.lines[line], detected), contamination(laboratory, detected.lines[line].amplitude, columns, table, detected));
    return { column: detected.columns[line], laboratory, error, height: detected.lines[line].amplitude };
  });
}

function isBlended(i: number, height: number, columns: Float64Array, table: LineTable, detected: DetectedLines): boolean {
  const reach = BLENDED.reach * detected.fwhm;
  const disturbs = (k: number): boolean => relativeBrightness(k, i, height, columns, table, detected) > BLENDED.share ** 2;
  for (let k = i - 1; k >= 0 && columns[i] - columns[k] < reach; k--) if (disturbs(k)) return true;
  for (let k = i + 1; k < columns.length && columns[k] - columns[i] < reach; k++) if (disturbs(k)) return true;
  return false;
}

/** Not saturated, no bright neighbor, of ordinary width and profile. */
function isClean(index: number, { lines, columns, fwhm, referenceWidth, worstMisfit, binning }: DetectedLines): boolean {
  const line = lines[index];
  if (line.saturated || Math.abs(line.fwhmPixel / referenceWidth - 1) > Math.hypot(WIDTH_TOLERANCE, (WIDTH_NOISE * binning * line.pixelError) / fwhm)) return false;
  if (line.misfit > worstMisfit && line.snr > MISFIT_SNR) return false;
  const reach = DISTURBED.reach * fwhm;
  const limit = DISTURBED.share * line.amplitude;
  for (let k = index - 1; k >= 0 && columns[index] - columns[k] < reach; k--) if (lines[k].amplitude > limit) return false;
  for (let k = index + 1; k < lines.length && columns[k] - columns[index] < reach; k++) if (lines[k].amplitude > limit) return false;
  return true;
}

function nearest(ascending: Float64Array, value: number): number {
  const above = lowerBound(ascending, value);
  if (above === 0) return 0;
  if (above === ascending.length) return above - 1;
  return ascending[above] - value < value - ascending[above - 1] ? above : above - 1;
}

/**
 * Noise of a line, and the shift that goes with a profile unlike the others: an unlisted neighbor close by widens the line, one
 * farther off leaves residuals. Unbinned pixel.
 */
function ownError(line: ArcLine, { fwhm, referenceWidth, widthScatter, usualMisfit, binning }: DetectedLines): number {
  const noise = binning * line.pixelError;
  // The relative error of a width is that of the position in units of σ, times about 1.
  const strange = Math.max(Math.abs(line.fwhmPixel / referenceWidth - 1) - Math.hypot(widthScatter, (WIDTH_NOISE * noise) / fwhm), 0);
  return Math.hypot(noise, SHIFT_PER_WIDTH * fwhm * strange, shiftBehindMisfit(line.misfit, line.snr, usualMisfit, fwhm));
}

/** Shift that residuals beyond the usual and beyond the noise may hide, in the unit of fwhm. */
export function shiftBehindMisfit(misfit: number, snr: number, usualMisfit: number, fwhm: number): number {
  return SHIFT_PER_MISFIT * fwhm * Math.sqrt(Math.max(misfit ** 2 - (MISFIT_ALLOWED * usualMisfit) ** 2 - (MISFIT_ALLOWED / snr) ** 2, 0));
}

/**
 * Shift to be feared from weaker laboratory lines nearby, unbinned pixel. A neighbor of intensity ratio ρ at distance d moves the
 * fitted center of a Gaussian line by ρ·d·exp(−d²/4σ²), to first order in ρ. Listed intensities are good to a factor of two or so;
 * the whole expected shift, added in quadrature over the neighbors, is taken as the error.
 *
 * @param height of line i as seen, unit of the flux.
 * @param except laboratory lines that were fitted together with this one.
 */
export function contamination(i: number, height: number, columns: Float64Array, table: LineTable, detected: DetectedLines, except: readonly number[] = [i]): number {
  const { fwhm } = detected;
  const sigma = fwhm / FWHM_PER_SIGMA;
  const reach = CONTAMINATION_FWHM * fwhm;
  let squares = 0;
  for (let k = lowerBound(columns, columns[i] - reach); k < columns.length && columns[k] < columns[i] + reach; k++) {
    if (except.includes(k)) continue;
    const distance = columns[k] - columns[i];
    const ratio = relativeBrightness(k, i, height, columns, table, detected);
    squares += (ratio * distance * Math.exp(-(distance * distance) / (4 * sigma * sigma))) ** 2;
  }
  return Math.sqrt(squares);
}
