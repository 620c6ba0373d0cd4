import type { ColumnBins } from './column-bins.js';
import type { Frame } from '../frame.js';
import { median, medianInPlace, quantile } from '../math/statistics.js';
import { BINS_PER_BLOCK } from './path-search.js';

/** Rows of full light that tell what half of it is, and rows in which it must fall from most to little of that: a slit ends sharply, a sky does not. Unbinned. */
const PLATEAU_ROWS = 40;
const STEEP_ROWS = 12;
const [MOST, LITTLE] = [0.75, 0.25];
/** Rows inside the half light that the soft end of the slit still dims, unbinned. */
const MARGIN_ROWS = 4;
/** The sky must stand out of the noise of one row by so much to show where it ends, σ. */
const SEEN_SIGMA = 5;
/** Rows that a row is compared with to smooth the profile: the median of five leaves a step where it is. */
const SMOOTH = 2;

/** Rows of one block of bins, half-open, that the slit lights. */
export type LitRows = readonly [first: number, end: number];

/**
 * Where the sky itself shows the ends of the slit, block by block of the bins, because they run as the spectra do. A frame cut to its slit by a flat has none; without
 * one the step from dark to sky would be the strongest light there is.
 *
 * @returns for every block of bins the rows that are lit: all of them on a side where no sharp end is seen, or where the sky is too faint to tell.
 */
export function litRows(bins: ColumnBins, binY: number): LitRows[] {
  return Array.from({ length: Math.ceil(bins.count / BINS_PER_BLOCK) }, (_, block): LitRows => {
    if (isLitAtBothEnds(bins, block)) return [0, bins.ny];
    const profile = profileOfBlock(bins, block);
    const first = endOf(profile, binY);
    const last = endOf({ ...profile, levels: profile.levels.slice().reverse() }, binY);
    return first + last < bins.ny ? [first, bins.ny - last] : [0, bins.ny];
  });
}

/** The frame without the rows that no block sees lit, sharing its memory; and how many were left out below. */
export function cutToSlit(frame: Frame, lit: readonly LitRows[]): { readonly slit: Frame; readonly below: number } {
  const { geometry, flux, variance, mask } = frame;
  const { nx, ny, y0, binY } = geometry;
  const [from, to] = [Math.min(ny, ...lit.map(([first]) => first)), Math.max(0, ...lit.map(([, end]) => end))];
  if (to - from === ny) return { slit: frame, below: 0 };
  const [start, end] = [from * nx, to * nx];
  return { slit: { geometry: { ...geometry, ny: to - from, y0: y0 + from * binY }, flux: flux.subarray(start, end), variance: variance.subarray(start, end), mask: mask.subarray(start, end) }, below: from };
}

/** Forgets the cells of bins that are dark in their block. `below`: rows that the bins begin above those of `lit`. */
export function forgetDark({ flux, count, ny }: ColumnBins, lit: readonly LitRows[], below: number): void {
  for (let b = 0; b < count; b++) {
    const [first, end] = lit[Math.floor(b / BINS_PER_BLOCK)];
    flux.fill(NaN, b * ny, b * ny + Math.max(0, first - below));
    flux.fill(NaN, b * ny + Math.min(ny, end - below), (b + 1) * ny);
  }
}

interface BlockProfile {
  /** Median of the bins by row, smoothed, electron per pixel; NaN where no bin knows. */
  readonly levels: Float64Array;
  /** Error of a row, electron. */
  readonly sigma: number;
}

/** Rows looked at first, along the slit and at either end: nearly every frame is cut to its slit, and needs no more. */
const FIRST_LOOK = { along: 32, ends: 5 };

function isLitAtBothEnds(bins: ColumnBins, block: number): boolean {
  const { ny } = bins;
  const levelOf = levelsOf(bins, block);
  const along = Float64Array.from({ length: FIRST_LOOK.along }, (_, k) => levelOf(Math.floor(((k + 0.5) * ny) / FIRST_LOOK.along))).filter(Number.isFinite);
  const ends = [0, ny - FIRST_LOOK.ends].map((from) => median(Float64Array.from({ length: Math.min(ny, FIRST_LOOK.ends) }, (_, k) => levelOf(Math.max(0, from) + k)).filter(Number.isFinite)));
  return along.length > 0 && ends.every((level) => level > LITTLE * quantile(along, 0.75));
}

/** The median of the bins of a block in a row, electron per pixel; NaN where no bin knows. */
function levelsOf({ count, ny, flux }: ColumnBins, block: number): (y: number) => number {
  const [from, to] = [block * BINS_PER_BLOCK, Math.min(count, (block + 1) * BINS_PER_BLOCK)];
  const values = new Float64Array(to - from);
  return (y) => {
    let known = 0;
    for (let b = from; b < to; b++) if (Number.isFinite(flux[b * ny + y])) values[known++] = flux[b * ny + y];
    return medianInPlace(values.subarray(0, known));
  };
}

function profileOfBlock(bins: ColumnBins, block: number): BlockProfile {
  const { count, ny, variance } = bins;
  const [from, to] = [block * BINS_PER_BLOCK, Math.min(count, (block + 1) * BINS_PER_BLOCK)];
  const levelOf = levelsOf(bins, block);
  const raw = Float64Array.from({ length: ny }, (_, y) => levelOf(y));
  const levels = raw.map((_, y) => {
    const reach = Math.min(SMOOTH, y, ny - 1 - y);
    const near = raw.slice(y - reach, y + reach + 1).filter(Number.isFinite);
    return near.length > 0 ? median(near) : NaN;
  });
  const known = variance.subarray(from * ny, to * ny).filter((value) => value > 0);
  return { levels, sigma: known.length > 0 ? (1.25 * Math.sqrt(median(known))) / Math.sqrt(to - from) : Infinity };
}

/** Rows at the beginning of a profile that lie beyond the end of the slit; 0 where it begins lit. */
function endOf({ levels, sigma }: BlockProfile, binY: number): number {
  const known = levels.filter(Number.isFinite);
  if (known.length === 0) return 0;
  const half = quantile(known, 0.75) / 2;
  const lit = levels.findIndex((level) => level >= half);
  if (lit <= 0) return 0;
  const plateau = Math.max(3, Math.round(PLATEAU_ROWS / binY));
  const steep = Math.max(3, Math.ceil(STEEP_ROWS / binY));
  const inside = levels.subarray(lit + steep, lit + steep + plateau).filter(Number.isFinite);
  const full = inside.length > 0 ? median(inside) : 0;
  if (!(full > SEEN_SIGMA * sigma)) return 0;
  const outside = levels.subarray(0, Math.max(1, lit - steep)).filter(Number.isFinite);
  const [low, high] = [lit - steep, lit + steep].map((y) => levels[Math.max(0, Math.min(levels.length - 1, y))]);
  const isDark = outside.every((level) => level < LITTLE * full + SEEN_SIGMA * sigma);
  if (!isDark || !(low < LITTLE * full) || !(high > MOST * full)) return 0;
  const end = levels.findIndex((level, y) => level >= full / 2 && y + steep >= lit);
  return Math.min(levels.length, Math.max(0, end) + Math.ceil(MARGIN_ROWS / binY));
}
