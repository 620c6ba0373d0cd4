import { clippedMean } from './clipped-mean.js';
import { ContractError } from './errors.js';
import { assertSameGeometry, emptyFrame, MASK, sharedFloat32, type Frame, type Image, type Section } from './frame.js';
import { median } from './statistics.js';

/** Half width of the running fit over row levels, rows: averages 51 rows, yet follows drifts of a read-out over a few hundred. */
const HALF_WIDTH_ROWS = 25;

export interface OverscanEstimate {
  /** Smoothed level of every row of the image, adu, length ny. */
  readonly level: Float32Array;
  readonly medianAdu: number;
  /** Scatter of the measured row levels about the smoothed ones, adu: above readNoiseAdu/√columns the rows have structure of their own. */
  readonly rmsAdu: number;
  /** Standard deviation of a pixel about the level of its row, adu. */
  readonly readNoiseAdu: number;
}

/**
 * Bias level per row from pixels that saw no light. Each row's level is the mean of its overscan pixels within 3.5 σ (MAD) of their median;
 * the levels are then smoothed by a running straight-line fit, rows off by more than 5 σ (blooming) left out. Subtracting a
 * bare row median instead would add 1.25·RN/√columns of noise common to a whole row; the smoothed level adds about 0.02 RN.
 *
 * @param columns Overscan pixels; rows outside take the level of the nearest row inside.
 * @throws {ContractError} if the section leaves the image or is empty.
 */
export function estimateOverscan(image: Image, columns: Section, { halfWidthRows = HALF_WIDTH_ROWS } = {}): OverscanEstimate {
  const { nx, ny } = image.geometry;
  const { x0, x1, y0, y1 } = columns;
  if (x0 < 0 || x1 > nx || y0 < 0 || y1 > ny || x0 >= x1 || y0 >= y1) {
    throw new ContractError(`overscan x ${x0}–${x1}, y ${y0}–${y1} of an image of ${nx} × ${ny}`);
  }
  const rows = new Float64Array(y1 - y0);
  for (let y = y0; y < y1; y++) rows[y - y0] = clippedMean(image.data.subarray(y * nx + x0, y * nx + x1), 3.5).mean;

  const smooth = smoothRows(rows, halfWidthRows);
  const level = Float32Array.from({ length: ny }, (_, y) => smooth[Math.min(Math.max(y, y0), y1 - 1) - y0]);

  const deviations = new Float64Array((x1 - x0) * (y1 - y0));
  let count = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) deviations[count++] = image.data[y * nx + x] - smooth[y - y0];
  }
  return {
    level,
    medianAdu: median(smooth),
    rmsAdu: clippedMean(rows.map((row, i) => row - smooth[i]), 5).sigma,
    readNoiseAdu: clippedMean(deviations, 5).sigma,
  };
}

/** Straight line through the good rows within `half` of every row; robust against single rows far off, exact for a linear drift up to the ends. */
function smoothRows(rows: Float64Array, half: number): Float64Array {
  const good = goodRows(rows, half);
  return rows.map((_, row) => {
    let [n, st, stt, sv, stv] = [0, 0, 0, 0, 0];
    const from = Math.max(0, row - half);
    const to = Math.min(rows.length - 1, row + half);
    for (let j = from; j <= to; j++) {
      if (!good[j]) continue;
      const t = j - row;
      n++;
      st += t;
      stt += t * t;
      sv += rows[j];
      stv += t * rows[j];
    }
    const determinant = n * stt - st * st;
    if (determinant > 0) return (stt * sv - st * stv) / determinant;
    return n > 0 ? sv / n : median(rows.filter(Number.isFinite));
  });
}

/** Rows with a level, not off by more than 5 σ from the median of their neighborhood. */
function goodRows(rows: Float64Array, half: number): boolean[] {
  const residuals = rows.map((value, row) => value - median(rows.slice(Math.max(0, row - half), row + half + 1).filter(Number.isFinite)));
  const { sigma } = clippedMean(residuals, 5);
  return Array.from(residuals, (residual) => Math.abs(residual) <= 5 * sigma);
}

/** Subtracts a level per row (adu, length ny). Returns a new image. @throws {ContractError} for another number of rows. */
export function subtractOverscan(image: Image, level: Float32Array): Image {
  const { nx, ny } = image.geometry;
  if (level.length !== ny) throw new ContractError(`${level.length} overscan levels for ${ny} rows`);
  const data = sharedFloat32(nx * ny);
  for (let y = 0; y < ny; y++) {
    for (let p = y * nx; p < (y + 1) * nx; p++) data[p] = image.data[p] - level[y];
  }
  return { geometry: image.geometry, data };
}

export interface Electronics {
  readonly gainElectronPerAdu: number;
  readonly readNoiseElectron: number;
  /** Raw counts at or above this are saturated, adu. */
  readonly saturationAdu: number;
  /** The counts as read out, where `image` had its overscan subtracted: saturation is a property of those. */
  readonly raw?: Image;
  /** False for a frame of zero exposure: its counts are no photons, so read noise is all there is. */
  readonly light?: boolean;
}

/**
 * Counts to electrons: flux = gain · adu, variance = (read noise)² + max(flux, 0) electron².
 *
 * The Poisson term comes from the pixel itself, so a pixel that scattered low claims a small error: a mean weighted by 1/variance
 * is biased low by about one electron. It is right on average and right for showing; extraction rebuilds the term from its own model.
 * Counts that are not numbers become NaN with MASK.NO_DATA, saturated ones carry MASK.SATURATED and keep their value.
 */
export function toElectrons(image: Image, { gainElectronPerAdu, readNoiseElectron, saturationAdu, raw = image, light = true }: Electronics): Frame {
  assertSameGeometry(image.geometry, raw.geometry, 'toElectrons');
  const frame = emptyFrame(image.geometry);
  const readVariance = readNoiseElectron * readNoiseElectron;
  for (let p = 0; p < image.data.length; p++) {
    const flux = image.data[p] * gainElectronPerAdu;
    if (!Number.isFinite(flux)) {
      noData(frame, p);
      continue;
    }
    frame.flux[p] = flux;
    frame.variance[p] = readVariance + (light && flux > 0 ? flux : 0);
    if (raw.data[p] >= saturationAdu) frame.mask[p] = MASK.SATURATED;
  }
  return frame;
}

function noData(frame: Frame, p: number): void {
  frame.flux[p] = NaN;
  frame.variance[p] = NaN;
  frame.mask[p] |= MASK.NO_DATA;
}

/**
 * Subtracts a master bias of the very same pixels, electron. The Poisson term moves to what is left: with the bias level still in the
 * frame (no overscan) its electrons would count as photons. variance = variance − max(before, 0) + max(after, 0) + variance(bias).
 *
 * @throws {ContractError} if the geometries differ; crop the master with `sectionCovering` first (defect A-1 of the Python pipeline).
 */
export function subtractBias(frame: Frame, masterBias: Frame): Frame {
  assertSameGeometry(frame.geometry, masterBias.geometry, 'subtractBias');
  const out = emptyFrame(frame.geometry);
  for (let p = 0; p < out.flux.length; p++) {
    const before = frame.flux[p];
    const after = before - masterBias.flux[p];
    out.mask[p] = frame.mask[p] | masterBias.mask[p];
    if (!Number.isFinite(after)) {
      noData(out, p);
      continue;
    }
    out.flux[p] = after;
    out.variance[p] = frame.variance[p] + (Math.max(after, 0) - Math.max(before, 0)) + masterBias.variance[p];
  }
  return out;
}

/** Share of the raw counts at or above the saturation level, percent of the pixels that were read. NaN for an image without any. */
export function saturatedPercent(raw: Image, saturationAdu: number): number {
  let saturated = 0;
  let read = 0;
  for (const value of raw.data) {
    if (Number.isNaN(value)) continue;
    read++;
    if (value >= saturationAdu) saturated++;
  }
  return (100 * saturated) / read;
}
