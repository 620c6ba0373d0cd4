import { ContractError } from '../errors.js';
import { MASK } from '../frame.js';
import { lineShapes, type LineShape } from './arc-line-shape.js';
import { fitLineGroup, type FittedLine, type LineSamples } from './arc-line-fit.js';
import { median, quantile, runningMedian, runningQuantile, SIGMA_PER_MAD } from '../math/statistics.js';

/** One emission line of a lamp. */
export interface ArcLine {
  /** Center, samples counted from 0, and its error (1 σ) from the noise alone. */
  readonly pixel: number;
  readonly pixelError: number;
  /** Height over the background, in the unit of the flux. */
  readonly amplitude: number;
  /** Full width at half maximum before the pixel, samples. */
  readonly fwhmPixel: number;
  /** Rms residual of the fit ÷ amplitude: 0 for a perfect profile. */
  readonly misfit: number;
  /** Height ÷ noise of one sample at the line. */
  readonly snr: number;
  /** A saturated sample lies in its core; its height is too low and its position doubtful. */
  readonly saturated: boolean;
}

/** The lines of a spectrum and what is usual among them. */
export interface ArcLines {
  /** By position. */
  readonly lines: readonly ArcLine[];
  /** Typical full width at half maximum, samples, pixel included; 3 when no line stands out. */
  readonly fwhmPixel: number;
  /** The spectrum as it was fitted: gaps bridged and blocked, variance given or measured. */
  readonly samples: LineSamples;
  /** What a line looks like in this spectrum. */
  readonly shape: LineShape;
  /** Full width at half maximum of the image of a wide slit, samples, where the spectrum was sharpened (sharpen.ts) before its lines were looked for. */
  readonly imageWidthPixel?: number;
}

/** How a spectrum is searched. */
export interface ArcLineOptions {
  /** σ² of each sample, positive. Without it the noise is measured from neighboring samples. */
  readonly variance?: Float64Array;
  /** MASK bits of each sample; masked samples are not fitted. */
  readonly mask?: Uint8Array;
  /** Smallest height of a line, in units of the noise. */
  readonly minimumSnr?: number;
}

/** Windows of the running background and noise, samples: several times as wide as any line. */
const BACKGROUND_WINDOW = 101;
const NOISE_WINDOW = 151;
/** Second differences d[i−1] − 2d[i] + d[i+1] of white noise have σ·√6. */
const SECOND_DIFFERENCE_NOISE = Math.sqrt(6);
/** Lines this close to the ends cannot be fitted. */
const EDGE = 7;
/** Peaks closer than this many FWHM are fitted together, at most six. */
const GROUP_REACH = 2.5;
const GROUP_SIZE = 6;
/** The shape of a line is chosen on this many bright isolated ones. */
const SHAPE_LINES = 9;
/** Widths that lines can have, samples: a 3 arcsecond slit is 20 unbinned columns wide, one of 4 arcsecond 27. */
const NARROWEST_FWHM = 1.5;
const WIDEST_FWHM = 30;
/** The valleys beside a line are looked for so far from its peak, samples: a flat top may be highest at its edge, 20 columns from the other. */
const VALLEY_REACH = 16;
/** Below this width a line covers so few samples that its width is better taken from all of them. */
const UNDERSAMPLED_FWHM = 2.2;

/**
 * Finds the emission lines of a lamp spectrum and measures where they are.
 *
 * A line is a local maximum that stands `minimumSnr` times the noise over the background (running 25 % quantile over 101 samples)
 * and over the valleys on both sides. Lines closer than 2.5 FWHM are fitted together with pixel-averaged Gaussians, so that
 * neither pulls the other. Peaks much sharper than the typical line are cosmic rays and left out.
 *
 * @param flux n samples, any linear unit; NaN where there is no measurement.
 * @returns positions in samples, heights in the unit of the flux; no lines where nothing stands out or there are fewer than 14 samples.
 * @throws {ContractError} if variance or mask differ in length from flux.
 */
export function findArcLines(flux: Float64Array, options: ArcLineOptions = {}): ArcLines {
  return arcLinesIn(lineSamples(flux, options), options.minimumSnr, options.mask);
}

/** A spectrum as its lines are fitted: gaps bridged and blocked, the noise given or measured. @throws {ContractError} if variance or mask differ in length from flux. */
export function lineSamples(flux: Float64Array, { variance, mask }: ArcLineOptions): LineSamples {
  const n = flux.length;
  if ((variance && variance.length !== n) || (mask && mask.length !== n)) throw new ContractError(`${n} samples with other variances or masks`);
  const { data, blocked } = bridgeUnusable(flux, mask);
  return { flux: data, variance: variance ? variance.map((v) => (v > 0 ? v : 1e-24)) : measuredNoise(data).map((sigma) => sigma * sigma), blocked };
}

/** As `findArcLines`, in a spectrum made ready. @param mask of the same samples: its saturated ones are looked for in the lines. */
export function arcLinesIn(samples: LineSamples, minimumSnr = 8, mask?: Uint8Array): ArcLines {
  const data = samples.flux;
  const n = data.length;
  if (n < 2 * EDGE) return { lines: [], fwhmPixel: 3, samples: { flux: data, variance: data.map(() => 1), blocked: new Uint8Array(n) }, shape: lineShapes()[0] };
  const noise = samples.variance.map((v) => Math.sqrt(v));
  const background = heldAtEnds(runningQuantile(data, BACKGROUND_WINDOW, 0.25), BACKGROUND_WINDOW);
  const peaks: number[] = [];
  for (let i = EDGE; i < n - EDGE; i++) {
    if (data[i] > data[i - 1] && data[i] >= data[i + 1] && data[i] - background[i] > minimumSnr * noise[i]) peaks.push(i);
  }
  const fwhmPixel = typicalWidth(data, background, peaks);
  const standing = mergeSplit(data, peaks.filter((p) => standsOut(data, p, fwhmPixel, minimumSnr * noise[p])), fwhmPixel);
  const shape = usualShape(samples, standing, fwhmPixel);
  const lines = measure(samples, standing, shape, fwhmPixel).flatMap(({ peak, fit }) => {
    if (!isLine(fit, peak, fwhmPixel, minimumSnr * noise[peak])) return [];
    const { pixel, pixelError, amplitude, misfit } = fit;
    return [{ pixel, pixelError, amplitude, fwhmPixel: fit.fwhmPixel, misfit, snr: amplitude / noise[peak], saturated: saturatedNear(mask, peak, fwhmPixel) }];
  });
  return { lines: lines.sort((a, b) => a.pixel - b.pixel), fwhmPixel, samples, shape };
}

/** Fills what must not be used with the line between its neighbors, so that detection sees no edges there. */
function bridgeUnusable(flux: Float64Array, mask: Uint8Array | undefined): { data: Float64Array; blocked: Uint8Array } {
  const blocked = Uint8Array.from(flux, (value, i) => (Number.isFinite(value) && (mask === undefined || mask[i] === 0) ? 0 : 1));
  const data = Float64Array.from(flux);
  let last = -1;
  for (let i = 0; i <= flux.length; i++) {
    if (i < flux.length && blocked[i] !== 0) continue;
    const left = last >= 0 ? data[last] : i < flux.length ? data[i] : 0;
    const right = i < flux.length ? data[i] : left;
    for (let k = last + 1; k < i; k++) {
      const bridge = left + ((right - left) * (k - last)) / (i - last);
      // The count of a saturated sample is a lower limit and keeps the line visible; any other masked value is worthless.
      const kept = mask !== undefined && (mask[k] & MASK.SATURATED) !== 0 && Number.isFinite(flux[k]);
      data[k] = kept ? Math.max(flux[k], bridge) : bridge;
    }
    last = i;
  }
  return { data, blocked };
}

/** σ of every sample from its neighbors. */
function measuredNoise(data: Float64Array): Float64Array {
  const n = data.length;
  const second = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    second[i] = Math.abs(data[Math.max(0, i - 1)] - 2 * data[i] + data[Math.min(n - 1, i + 1)]) / SECOND_DIFFERENCE_NOISE;
  }
  return heldAtEnds(runningMedian(second, NOISE_WINDOW), NOISE_WINDOW).map((value) => SIGMA_PER_MAD * value + 1e-12);
}

/** A running statistic with the values of the first and last whole window kept to the ends, where the window would count one sample many times. */
function heldAtEnds(running: Float64Array, width: number): Float64Array {
  const n = running.length;
  const half = Math.min(width >> 1, (n - 1) >> 1);
  return running.map((_, i) => running[Math.min(n - 1 - half, Math.max(half, i))]);
}

/** Full width at half maximum of the 40 highest clean peaks, their 40 % quantile. */
function typicalWidth(data: Float64Array, background: Float64Array, peaks: readonly number[]): number {
  const height = (p: number): number => data[p] - background[p];
  const widths: number[] = [];
  for (const p of [...peaks].sort((a, b) => height(b) - height(a))) {
    const width = halfMaximumWidth(data, p, 0.6 * height(p));
    if (width > 0) widths.push(width);
    if (widths.length >= 40) break;
  }
  return widths.length === 0 ? 3 : Math.min(WIDEST_FWHM, Math.max(NARROWEST_FWHM, quantile(Float64Array.from(widths), 0.4)));
}

/** Width of a peak at half its height over the higher of the two valleys around; NaN if it rises less than `least`. */
function halfMaximumWidth(data: Float64Array, p: number, least: number): number {
  const reach = VALLEY_REACH;
  const from = Math.max(0, p - reach);
  const to = Math.min(data.length - 1, p + reach);
  let left = Infinity;
  let right = Infinity;
  for (let i = from; i <= p; i++) left = Math.min(left, data[i]);
  for (let i = p; i <= to; i++) right = Math.min(right, data[i]);
  const base = Math.max(left, right);
  if (data[p] - base < least) return NaN;
  const half = (data[p] + base) / 2;
  let i = p;
  while (i > from && data[i] >= half) i--;
  let j = p;
  while (j < to && data[j] >= half) j++;
  if (data[i] >= half || data[j] >= half) return NaN;
  return j - (half - data[j]) / (data[j - 1] - data[j]) - (i + (half - data[i]) / (data[i + 1] - data[i]));
}

/** The highest sample within half a width, and over the valleys within two widths on both sides by at least `least`. */
function standsOut(data: Float64Array, p: number, fwhmPixel: number, least: number): boolean {
  const reach = Math.max(2, Math.round(fwhmPixel));
  let left = Infinity;
  let right = Infinity;
  for (let i = Math.max(0, p - 2 * reach); i < p; i++) left = Math.min(left, data[i]);
  for (let i = p + 1; i <= Math.min(data.length - 1, p + 2 * reach); i++) right = Math.min(right, data[i]);
  const half = reach >> 1;
  for (let i = Math.max(0, p - half); i <= Math.min(data.length - 1, p + half); i++) if (data[i] > data[p]) return false;
  return data[p] - Math.max(left, right) >= least;
}

/**
 * Drops the lower of two peaks closer than one FWHM. Two lines that close show a single peak; a dip between them is damage
 * (a cosmic-ray filter, saturation), which the misfit of one line fitted across both then shows.
 */
function mergeSplit(data: Float64Array, peaks: readonly number[], fwhmPixel: number): number[] {
  const kept: number[] = [];
  for (const p of peaks) {
    const previous = kept[kept.length - 1];
    if (previous === undefined || p - previous >= fwhmPixel) kept.push(p);
    else if (data[p] > data[previous]) kept[kept.length - 1] = p;
  }
  return kept;
}

/**
 * The shape that fits the bright isolated lines best: the one with the smallest median misfit. A line only a pixel or two wide
 * cannot tell, nor can fewer than three; those are taken for Gaussians.
 */
function usualShape(samples: LineSamples, peaks: readonly number[], fwhmPixel: number): LineShape {
  const shapes = lineShapes();
  const isolated = peaks.filter((p, i) => !(p - peaks[i - 1] < 3 * fwhmPixel) && !(peaks[i + 1] - p < 3 * fwhmPixel));
  const intrinsic = intrinsicWidth(fwhmPixel);
  const width = { fwhmPixel: intrinsic, halfWidth: Math.max(3, Math.round(1.3 * fwhmPixel)), fixedWidth: false };
  if (fwhmPixel < UNDERSAMPLED_FWHM) return shapes[0];
  const bright: { readonly peak: number; readonly misfit: number }[] = [];
  for (const peak of isolated.sort((a, b) => samples.flux[b] - samples.flux[a])) {
    const { fwhmPixel: fitted, misfit } = fitLineGroup(samples, [peak], shapes[0], width)?.[0] ?? { fwhmPixel: 0, misfit: Infinity };
    if (Math.abs(fitted / intrinsic - 1) < 0.3) bright.push({ peak, misfit }); // cosmic rays are narrower, damaged lines wider
    if (bright.length === SHAPE_LINES) break;
  }
  if (bright.length < 3) return shapes[0];
  let best = shapes[0];
  let least = Infinity;
  for (const shape of shapes) {
    const misfits = shape === shapes[0] ? bright.map(({ misfit }) => misfit) : bright.map(({ peak }) => fitLineGroup(samples, [peak], shape, width)?.[0].misfit ?? Infinity);
    const typical = median(Float64Array.from(misfits));
    if (typical < least) [best, least] = [shape, typical];
  }
  return best;
}

function measure(samples: LineSamples, peaks: readonly number[], shape: LineShape, fwhmPixel: number): { peak: number; fit: FittedLine }[] {
  const start = intrinsicWidth(fwhmPixel);
  const free = measureGroups(samples, peaks, shape, fwhmPixel, { fwhmPixel: start, fixedWidth: false });
  if (fwhmPixel >= UNDERSAMPLED_FWHM) return free;
  const bright = free.sort((a, b) => b.fit.amplitude - a.fit.amplitude).slice(0, Math.max(8, Math.ceil(peaks.length / 3)));
  const widths = bright.flatMap(({ fit }) => (fit.misfit < 0.05 && fit.fwhmPixel > 0.55 * start && fit.fwhmPixel < 2 * start ? [fit.fwhmPixel] : []));
  return measureGroups(samples, peaks, shape, fwhmPixel, { fwhmPixel: widths.length < 3 ? start : median(Float64Array.from(widths)), fixedWidth: true });
}

/** A pixel of width 1 adds about 0.7 pixel² to the square of the FWHM of a line. */
function intrinsicWidth(fwhmPixel: number): number {
  return Math.sqrt(Math.max(fwhmPixel ** 2 - 0.7, 0.5));
}

function measureGroups(
  samples: LineSamples,
  peaks: readonly number[],
  shape: LineShape,
  fwhmPixel: number,
  width: { readonly fwhmPixel: number; readonly fixedWidth: boolean },
): { peak: number; fit: FittedLine }[] {
  const halfWidth = Math.max(3, Math.round(1.3 * intrinsicWidth(fwhmPixel)));
  const found: { peak: number; fit: FittedLine }[] = [];
  for (let i = 0; i < peaks.length; ) {
    let end = i + 1;
    while (end < peaks.length && end - i < GROUP_SIZE && peaks[end] - peaks[end - 1] < GROUP_REACH * fwhmPixel) end++;
    const group = peaks.slice(i, end);
    const fits = fitLineGroup(samples, group, shape, { ...width, halfWidth });
    fits?.forEach((fit, j) => found.push({ peak: group[j], fit }));
    i = end;
  }
  return found;
}

function isLine(fit: FittedLine, peak: number, fwhmPixel: number, least: number): boolean {
  const wideEnough = fwhmPixel < UNDERSAMPLED_FWHM || fit.fwhmPixel > 0.55 * intrinsicWidth(fwhmPixel);
  return Math.abs(fit.pixel - peak) < 0.8 * fwhmPixel && fit.amplitude > least && wideEnough && Number.isFinite(fit.pixelError);
}

function saturatedNear(mask: Uint8Array | undefined, peak: number, fwhmPixel: number): boolean {
  if (mask === undefined) return false;
  const reach = Math.ceil(fwhmPixel / 2);
  for (let i = Math.max(0, peak - reach); i <= Math.min(mask.length - 1, peak + reach); i++) {
    if ((mask[i] & MASK.SATURATED) !== 0) return true;
  }
  return false;
}
