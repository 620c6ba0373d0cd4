import { binCenter } from './column-bins.js';
import { MASK, type Frame } from '../frame.js';
import { levenbergMarquardt } from '../math/nonlinear-fit.js';
import { gaussian, pixelAveraged } from '../math/peak-profile.js';
import { median } from '../math/statistics.js';
import type { WidthLimits } from './slit-components.js';
import type { SlitSignal } from './slit-sky.js';

/** Light in a few columns with the shape of a point source: an emission line. */
export interface EmissionKnot {
  /** Center, counted from 0, and the error of the row (1 σ). */
  readonly column: number;
  readonly row: number;
  readonly sigmaRow: number;
  /** Full width at half maximum along the slit, rows. */
  readonly fwhm: number;
  /** All its light, electron, and light ÷ error. */
  readonly electrons: number;
  readonly snr: number;
  /** Whether no pixel of its core is masked: what is left of a cosmic ray stands beside pixels that were rejected. */
  readonly whole: boolean;
}

/** A bin shows a knot when its filtered peak is this high, σ; so many of the highest are looked at. */
const SEEN_SIGMA = 7;
const MOST_LOOKED_AT = 60;
/** Light ÷ error of a knot. */
const LEAST_SNR = 8;
/** FWHM of a spectral line, columns: below, the light came without the optics; above, it is continuum. */
const LINE_FWHM = [1.5, 12] as const;
/** FWHM along the slit, in that of a usual star, and never below this many rows: seeing leaves no sharper image. */
const SLIT_FWHM = [0.5, 2.2] as const;
const SHARPEST_ROWS = 1.5;
/** What a product of two Gaussians may miss of the image of a line, share of its peak; χ² per pixel with that; and the correlation of x and y, a slanted track. */
const SHAPE_ERROR = 0.12;
const GOOD = 2;
const SLANTED = 0.3;
/** Columns and rows (FWHM) of the stamp on either side of its peak, and the rows the sky is read from, FWHM. */
const STAMP = { columns: 7, fwhm: 2, skyFrom: 2.5, skyTo: 7 };
/** Widths that are compared: so many FWHM on either side. */
const CORE_FWHM = 1.2;

const curve = pixelAveraged(gaussian);

/**
 * The emission lines of sources that have no continuum to be found by: light that stands out in one bin, with several columns and rows, as wide along the slit
 * as seeing and along the spectrum as a slit image, upright and smooth. Cosmic rays are sharp, slanted or ragged.
 *
 * @param filtered the signal after the matched filter of a usual star of `fwhm` rows, σ. @param isKnown whether a place belongs to a source found already.
 * @returns the strongest first; every source may give several.
 */
export function findKnots(frame: Frame, signal: SlitSignal, filtered: Float64Array, fwhm: number, limits: WidthLimits, isKnown: (column: number, row: number) => boolean): EmissionKnot[] {
  const knots: EmissionKnot[] = [];
  for (const { bin, row } of brightCells(signal, filtered, fwhm, isKnown)) {
    const knot = measureKnot(frame, signal, bin, row, fwhm, limits);
    if (knot === undefined || isKnown(knot.column, knot.row)) continue;
    // A line on the border of two bins is seen in both.
    if (knots.every((other) => Math.abs(other.column - knot.column) > STAMP.columns || Math.abs(other.row - knot.row) > fwhm)) knots.push(knot);
  }
  return knots.sort((a, b) => b.snr - a.snr);
}

function brightCells({ bins }: SlitSignal, filtered: Float64Array, fwhm: number, isKnown: (column: number, row: number) => boolean): { bin: number; row: number }[] {
  const cells: { bin: number; row: number; value: number }[] = [];
  const reach = Math.ceil(fwhm);
  for (let bin = 0; bin < bins.count; bin++) {
    const values = filtered.subarray(bin * bins.ny, (bin + 1) * bins.ny);
    for (let row = 1; row < bins.ny - 1; row++) {
      const value = values[row];
      if (value < SEEN_SIGMA || isKnown(binCenter(bins, bin), row)) continue;
      if (values.subarray(Math.max(0, row - reach), row + reach + 1).every((other) => other <= value)) cells.push({ bin, row, value });
    }
  }
  return cells.sort((a, b) => b.value - a.value).slice(0, MOST_LOOKED_AT);
}

/** A small image above its own sky, [rows × columns]. */
interface Stamp {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
  readonly light: Float64Array;
  /** Electron²; Infinity where there is no pixel to use. */
  readonly variance: Float64Array;
}

function measureKnot(frame: Frame, { bins }: SlitSignal, bin: number, row: number, fwhm: number, limits: WidthLimits): EmissionKnot | undefined {
  const wide = stampOf(frame, bins.edges[bin] - 2, bins.edges[bin + 1] + 1, row, fwhm);
  const brightest = strongestColumn(wide, row, fwhm);
  const stamp = stampOf(frame, brightest - STAMP.columns, brightest + STAMP.columns, row, fwhm);
  const across = fitWidth(sums(stamp, 'x', row, fwhm), brightest, 2.5);
  const along = fitWidth(sums(stamp, 'y', brightest, 4), row, fwhm);
  if (across === undefined || along === undefined) return undefined;
  const tooSharp = along.fwhm < Math.max(SHARPEST_ROWS, SLIT_FWHM[0] * fwhm, limits.narrowest);
  if (tooSharp || along.fwhm > Math.min(SLIT_FWHM[1] * fwhm, limits.widest) || across.fwhm < LINE_FWHM[0] || across.fwhm > LINE_FWHM[1]) return undefined;
  const { electrons, sigma, chiSquare, correlation, whole } = compare(stamp, across, along);
  if (!(electrons > LEAST_SNR * sigma) || chiSquare > GOOD || Math.abs(correlation) > SLANTED) return undefined;
  return { column: across.center, row: along.center, sigmaRow: Math.max(along.sigma, along.fwhm / (2.35 * (electrons / sigma))), fwhm: along.fwhm, electrons, snr: electrons / sigma, whole };
}

function stampOf({ geometry, flux, variance, mask }: Frame, from: number, to: number, row: number, fwhm: number): Stamp {
  const { nx, ny } = geometry;
  const [x0, x1] = [Math.max(0, from), Math.min(nx - 1, to)];
  const half = Math.ceil(STAMP.fwhm * fwhm);
  const [y0, y1] = [Math.max(0, row - half), Math.min(ny - 1, row + half)];
  const [width, height] = [x1 - x0 + 1, y1 - y0 + 1];
  const stamp: Stamp = { x0, y0, width, height, light: new Float64Array(width * height), variance: new Float64Array(width * height).fill(Infinity) };
  const usable = (i: number): boolean => (mask[i] & ~MASK.SATURATED) === 0;
  for (let x = x0; x <= x1; x++) {
    const sky: number[] = [];
    for (let k = Math.round(STAMP.skyFrom * fwhm); k <= STAMP.skyTo * fwhm; k++) {
      for (const y of [row - k, row + k]) if (y >= 0 && y < ny && usable(y * nx + x)) sky.push(flux[y * nx + x]);
    }
    if (sky.length < 4) continue;
    const level = median(Float64Array.from(sky));
    for (let y = y0; y <= y1; y++) {
      const i = y * nx + x;
      if (!usable(i)) continue;
      stamp.light[(y - y0) * width + x - x0] = flux[i] - level;
      stamp.variance[(y - y0) * width + x - x0] = variance[i];
    }
  }
  return stamp;
}

function strongestColumn({ x0, y0, width, height, light }: Stamp, row: number, fwhm: number): number {
  const column = Float64Array.from({ length: width }, (_, k) => {
    let sum = 0;
    for (let y = 0; y < height; y++) if (Math.abs(y + y0 - row) <= fwhm / 2) sum += light[y * width + k];
    return sum;
  });
  let best = 1;
  // Three columns together: a line is wider than one.
  const three = (k: number): number => column[k - 1] + column[k] + column[k + 1];
  for (let k = 1; k < width - 1; k++) if (three(k) > three(best)) best = k;
  return best + x0;
}

interface Sums {
  readonly at: number[];
  readonly light: number[];
  readonly variance: number[];
}

/** The stamp summed over one axis near a center of that axis: light by column (`x`) or by row (`y`). */
function sums({ x0, y0, width, height, light, variance }: Stamp, keep: 'x' | 'y', center: number, reach: number): Sums {
  const out: Sums = { at: [], light: [], variance: [] };
  const [kept, summed] = keep === 'x' ? [width, height] : [height, width];
  for (let a = 0; a < kept; a++) {
    let [sum, noise, count] = [0, 0, 0];
    for (let b = 0; b < summed; b++) {
      const [x, y] = keep === 'x' ? [a, b] : [b, a];
      const i = y * width + x;
      if (Math.abs((keep === 'x' ? y + y0 : x + x0) - center) > reach || !Number.isFinite(variance[i])) continue;
      sum += light[i];
      noise += variance[i];
      count++;
    }
    if (count === 0) continue;
    out.at.push(a + (keep === 'x' ? x0 : y0));
    out.light.push(sum);
    out.variance.push(noise);
  }
  return out;
}

interface Width {
  readonly center: number;
  readonly sigma: number;
  readonly fwhm: number;
}

function fitWidth({ at, light, variance }: Sums, center: number, fwhm: number): Width | undefined {
  if (at.length < 5) return undefined;
  const height = Math.max(...light);
  const scale = Math.sqrt(at.length / variance.reduce((sum, v) => sum + v, 0));
  const fit = levenbergMarquardt({
    count: at.length,
    parameters: [height, center, curve.widthOf(fwhm)],
    bounds: { lower: [0, center - fwhm, 0.2], upper: [Infinity, center + fwhm, 10 * fwhm] },
    maxIterations: 40,
    tolerance: 1e-6,
    residuals: (p, out) => at.forEach((x, k) => (out[k] = scale * (curve.evaluate(x, p) - light[k]))),
  });
  const sigma = Math.sqrt(fit.covariance[4]);
  return fit.parameters[0] > 0 && Number.isFinite(sigma) ? { center: fit.parameters[1], sigma, fwhm: curve.fwhm(fit.parameters) } : undefined;
}

/** Light of the best product of the two curves, its error, χ² per pixel and the correlation of x and y in the core. */
function compare({ x0, y0, width, light, variance }: Stamp, across: Width, along: Width) {
  const shape = (i: number): number =>
    curve.evaluate((i % width) + x0, [1, across.center, curve.widthOf(across.fwhm)]) * curve.evaluate(Math.floor(i / width) + y0, [1, along.center, curve.widthOf(along.fwhm)]);
  const inCore = (i: number): boolean =>
    Math.abs((i % width) + x0 - across.center) <= CORE_FWHM * across.fwhm &&
    Math.abs(Math.floor(i / width) + y0 - along.center) <= CORE_FWHM * along.fwhm;
  const all = Array.from(light.keys()).filter(inCore);
  const core = all.filter((i) => Number.isFinite(variance[i]));
  let [product, norm, sum, noise] = [0, 0, 0, 0];
  for (const i of core) {
    product += light[i] * shape(i);
    norm += shape(i) ** 2;
    sum += light[i];
    noise += variance[i];
  }
  const peak = product / norm;
  let [chiSquare, xy, xx, yy] = [0, 0, 0, 0];
  for (const i of core) {
    chiSquare += (light[i] - peak * shape(i)) ** 2 / (variance[i] + (SHAPE_ERROR * peak) ** 2);
    const [dx, dy] = [(i % width) + x0 - across.center, Math.floor(i / width) + y0 - along.center];
    xy += light[i] * dx * dy;
    xx += light[i] * dx * dx;
    yy += light[i] * dy * dy;
  }
  return { electrons: sum, sigma: Math.sqrt(noise), chiSquare: chiSquare / Math.max(1, core.length - 5), correlation: xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 1, whole: core.length === all.length };
}
