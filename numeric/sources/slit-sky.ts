import type { ColumnBins } from './column-bins.js';
import { madSigma, median, medianInPlace, runningMedian, SIGMA_PER_MAD } from '../math/statistics.js';

/** The binned frame with the sky removed, and how much each bin can tell. */
export interface SlitSignal {
  readonly bins: ColumnBins;
  /** Flux above the sky, [count × ny], electron per pixel; 0 where there is no measurement. */
  readonly signal: Float64Array;
  /** Variance of it, electron²; Infinity where there is no measurement. Never below the scatter between the rows. */
  readonly variance: Float64Array;
  /** Scatter between rows of each bin, electron. */
  readonly scatter: Float64Array;
  /** The sky removed, [count × ny], electron per pixel. */
  readonly sky: Float64Array;
}

/** Removes from each bin the running median over `window` rows: sky with whatever gradient the slit has. */
export function removeSky(bins: ColumnBins, window: number): SlitSignal {
  return subtract(bins, (flux) => runningSky(flux, window));
}

/** The light along the slit as it is, less one constant per bin: the sky given back, with the errors of the signal. */
export function withSky({ bins, signal, sky, variance, scatter }: SlitSignal): SlitSignal {
  const { count, ny } = bins;
  const light = new Float64Array(count * ny);
  const level = new Float64Array(count * ny);
  for (let b = 0; b < count; b++) {
    if (!Number.isFinite(scatter[b])) continue;
    const constant = median(sky.subarray(b * ny, (b + 1) * ny));
    for (let i = b * ny; i < (b + 1) * ny; i++) light[i] = variance[i] === Infinity ? 0 : signal[i] + sky[i] - constant;
    level.fill(constant, b * ny, (b + 1) * ny);
  }
  return { bins, signal: light, sky: level, variance, scatter };
}

function subtract(bins: ColumnBins, skyOf: (filled: Float64Array, b: number) => Float64Array): SlitSignal {
  const { count, ny } = bins;
  const signal = new Float64Array(count * ny);
  const sky = new Float64Array(count * ny);
  const variance = new Float64Array(count * ny).fill(Infinity);
  const scatter = new Float64Array(count).fill(Infinity);
  for (let b = 0; b < count; b++) {
    const flux = bins.flux.subarray(b * ny, (b + 1) * ny);
    const known = flux.filter(Number.isFinite);
    if (known.length < ny / 2) continue;
    const level = skyOf(bridgeGaps(flux), b);
    sky.set(level, b * ny);
    const residual = new Float64Array(known.length);
    for (let y = 0, k = 0; y < ny; y++) if (Number.isFinite(flux[y])) residual[k++] = flux[y] - level[y];
    scatter[b] = Math.max(madSigma(residual, 0), 1e-30);
    for (let y = 0; y < ny; y++) {
      if (!Number.isFinite(flux[y])) continue;
      signal[b * ny + y] = flux[y] - level[y];
      variance[b * ny + y] = Math.max(bins.variance[b * ny + y], scatter[b] ** 2);
    }
  }
  return { bins, signal, variance, scatter, sky };
}

/**
 * Running median about Tukey's resistant line (slope from the medians of the outer thirds), with the rows mirrored beyond the ends: with a
 * gradient left in, or the last row repeated, the ends of the slit would seem to hold a source.
 */
function runningSky(values: Float64Array, window: number): Float64Array {
  const ny = values.length;
  const third = Math.max(1, Math.floor(ny / 3));
  const slope = (median(values.subarray(ny - third)) - median(values.subarray(0, third))) / Math.max(1, ny - third);
  const half = Math.min(window >> 1, ny - 1);
  const padded = new Float64Array(ny + 2 * half);
  for (let k = 0; k < padded.length; k++) {
    const y = k < half ? half - 1 - k : k >= ny + half ? 2 * ny + half - 1 - k : k - half;
    padded[k] = values[y] - slope * y;
  }
  return runningMedian(padded, 2 * half + 1).subarray(half, half + ny).map((value, y) => value + slope * y);
}

function bridgeGaps(values: Float64Array): Float64Array {
  const out = Float64Array.from(values);
  let last = -1;
  for (let y = 0; y <= out.length; y++) {
    if (y < out.length && !Number.isFinite(out[y])) continue;
    for (let k = last + 1; k < y; k++) {
      const share = (k - last) / (y - last);
      out[k] = last < 0 ? out[y] : y === out.length ? out[last] : out[last] + share * (out[y] - out[last]);
    }
    last = y;
  }
  return out;
}


/**
 * The sky where light changes along the slit faster than a running median follows: a nebula, a galaxy that fills the slit, stray light at its ends.
 * Every row gets the value of a parabola through the `window` rows around it, fitted to those that agree (2.5 MAD, four rounds).
 * Sources wider than a third of the window go with the sky.
 */
export function removeBentSky(coarse: SlitSignal, window: number): SlitSignal {
  const { bins, sky } = coarse;
  const { ny } = bins;
  const parabola = new RunningParabola(Math.min(window, ny));
  return subtract(bins, (flux, b) => parabola.through(flux, sky.subarray(b * ny, (b + 1) * ny)));
}

/**
 * The running median of these rows, and what it leaves: the median of the rest over a narrower window, wide enough to pass over a star. One value per row.
 * (The median of a median tells nothing: it leaves a smooth hump as it is.)
 */
export function runningSkyOf(rows: Float64Array, window: number, narrower: number): { readonly sky: Float64Array; readonly missed: Float64Array } {
  const light = bridgeGaps(rows);
  const sky = runningSky(light, window);
  return { sky, missed: runningMedian(light.map((value, y) => value - sky[y]), narrower) };
}

/** Rounds in which rows that do not agree are left out, and the limit, MAD as σ. */
const ROUNDS = 4;
const AGREE = 2.5;
/** Fewest rows for a parabola. */
const FEWEST = 8;

/** A robust parabola around every row; one object serves all bins, so nothing is allocated in the loop. */
class RunningParabola {
  private readonly width: number;
  private readonly residual: Float64Array;
  private readonly scratch: Float64Array;
  private readonly curve = new Float64Array(3);
  /** 1 where a row took part in the last fit. */
  private readonly agreed: Uint8Array;

  constructor(width: number) {
    this.width = width;
    this.residual = new Float64Array(width);
    this.scratch = new Float64Array(width);
    this.agreed = new Uint8Array(width);
  }

  /** @param start a first guess of the sky, one value per row. */
  through(values: Float64Array, start: Float64Array): Float64Array {
    const ny = values.length;
    const step = Math.max(1, this.width >> 4);
    const out = new Float64Array(ny);
    let last = 0;
    for (let y = 0; ; y = Math.min(ny - 1, y + step)) {
      out[y] = this.at(values, start, y);
      for (let k = last + 1; k < y; k++) out[k] = out[last] + ((k - last) / (y - last)) * (out[y] - out[last]);
      last = y;
      if (y === ny - 1) return out;
    }
  }

  private at(values: Float64Array, start: Float64Array, y: number): number {
    const { width, residual, scratch } = this;
    const from = Math.max(0, Math.min(values.length - width, y - (width >> 1)));
    for (let k = 0; k < width; k++) residual[k] = values[from + k] - start[from + k];
    let center = this.middle(residual);
    let level = start[y] + center;
    this.agreed.fill(0);
    for (let round = 0; round < ROUNDS; round++) {
      for (let k = 0; k < width; k++) scratch[k] = Math.abs(residual[k] - center);
      const limit = AGREE * SIGMA_PER_MAD * medianInPlace(scratch);
      if (!this.fit(values, from, y, center, limit)) break;
      const { curve } = this;
      level = curve[0];
      for (let k = 0; k < width; k++) {
        const t = from + k - y;
        residual[k] = values[from + k] - level - t * (curve[1] + t * curve[2]);
      }
      center = 0;
    }
    return level;
  }

  /** The parabola through the rows that agree, written to `curve`: level, slope and bend at row y. False if they are too few, or those of the last time: it would be the same again. */
  private fit(values: Float64Array, from: number, y: number, center: number, limit: number): boolean {
    const { width, residual, curve, agreed } = this;
    // One by one: as an array they would be made anew for every row of every bin.
    let changed = false;
    let n = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    let t4 = 0;
    let v0 = 0;
    let v1 = 0;
    let v2 = 0;
    for (let k = 0; k < width; k++) {
      const agrees = Math.abs(residual[k] - center) > limit ? 0 : 1;
      if (agrees !== agreed[k]) changed = true;
      agreed[k] = agrees;
      if (agrees === 0) continue;
      const t = from + k - y;
      const v = values[from + k];
      const square = t * t;
      n++;
      t1 += t;
      t2 += square;
      t3 += square * t;
      t4 += square * square;
      v0 += v;
      v1 += v * t;
      v2 += v * square;
    }
    if (!changed || n < FEWEST) return false;
    const determinant = n * (t2 * t4 - t3 * t3) - t1 * (t1 * t4 - t2 * t3) + t2 * (t1 * t3 - t2 * t2);
    if (!(Math.abs(determinant) > 0)) return false;
    curve[0] = (v0 * (t2 * t4 - t3 * t3) - t1 * (v1 * t4 - v2 * t3) + t2 * (v1 * t3 - v2 * t2)) / determinant;
    curve[1] = (n * (v1 * t4 - v2 * t3) - v0 * (t1 * t4 - t2 * t3) + t2 * (t1 * v2 - t2 * v1)) / determinant;
    curve[2] = (n * (t2 * v2 - t3 * v1) - t1 * (t1 * v2 - t2 * v1) + v0 * (t1 * t3 - t2 * t2)) / determinant;
    return true;
  }

  private middle(values: Float64Array): number {
    this.scratch.set(values);
    return medianInPlace(this.scratch);
  }
}
