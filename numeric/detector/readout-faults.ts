import type { Counts, Image, Section } from '../frame.js';
import { median, medianInPlace } from '../math/statistics.js';

/** Counts a 16-bit converter can give. */
const CONVERTER_COUNTS = 65_536;
const CONVERTER_BITS = 16;
/** Sampled pixels that must stand right below and right above a gap before the gap is a fault: noise would have put four times as many of either into it. */
const PIXELS_BESIDE_GAP = 50;
/** Fewer different counts than this tell nothing: neither of the lowest bits nor of a row that is like another. */
const FEWEST_COUNTS = 8;
/** A quarter of a million pixels know the bits of all; a larger frame is looked at in rows evenly apart. */
const SAMPLED_PIXELS = 250_000;
/** Columns of a row that its level is the mean of. */
const SAMPLED_COLUMNS = 64;
/** A light that is narrower than three rows is a ray or a hot pixel. */
const SMOOTHED_ROWS = 5;
/** Rows whose counts are those of other rows to the last digit are a buffer sent twice; noise repeats none. */
const FEWEST_EQUAL_PIXELS = 16;

/** Bits of a converter that do not work; 0 is the lowest. */
export interface BitFaults {
  /** How many of the lowest bits are the same in every count: the converter steps by 2 to this power. */
  readonly lost: number;
  /** Higher bits that are never set, or never clear, although the counts run across their gap. */
  readonly stuck: readonly number[];
}

/**
 * What the bits of the counts tell of the converter, from rows evenly apart. A higher bit is judged where at least 50 pixels stand within a quarter
 * of its value on either side of a gap that holds none: levels that simply do not reach a bit are no fault.
 * Frames that are not whole counts from 0 to 65535 have no faults.
 */
export function bitFaults(image: Image): BitFaults {
  const counts = countsOf(image);
  if (!counts) return { lost: 0, stuck: [] };
  let [different, always, never] = [0, CONVERTER_COUNTS - 1, CONVERTER_COUNTS - 1];
  const below = new Float64Array(CONVERTER_COUNTS + 1);
  for (let k = 0; k < CONVERTER_COUNTS; k++) {
    below[k + 1] = below[k] + counts[k];
    if (counts[k] === 0) continue;
    different++;
    always &= k;
    never &= ~k;
  }
  if (different < FEWEST_COUNTS) return { lost: 0, stuck: [] };
  let lost = 0;
  while (((always | never) >> lost) & 1) lost++;
  const between = (from: number, to: number) => below[Math.min(CONVERTER_COUNTS, to)] - below[Math.max(0, from)];
  const stuck = Array.from({ length: CONVERTER_BITS - lost - 1 }, (_, k) => lost + 1 + k).filter((bit) => isStuck(between, 2 ** bit, 2 ** lost));
  return { lost, stuck };
}

/** How often each count comes; undefined where one is no whole number of 16 bits. */
function countsOf({ geometry: { nx, ny }, data }: Image): Uint32Array | undefined {
  const counts = new Uint32Array(CONVERTER_COUNTS);
  const step = Math.max(1, Math.floor((nx * ny) / SAMPLED_PIXELS));
  for (let y = 0; y < ny; y += step) {
    for (let p = y * nx; p < (y + 1) * nx; p++) {
      const value = data[p];
      if (Number.isNaN(value)) continue;
      if (!(value >= 0 && value < CONVERTER_COUNTS) || value !== Math.trunc(value)) return undefined;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  return counts;
}

/** The upper half of each period of a bit is where it is set, the lower half where it is clear; a fault empties all of one kind. */
function isStuck(between: (from: number, to: number) => number, size: number, quantum: number): boolean {
  const beside = Math.max(quantum, size / 4);
  return [size, 0].some((offset) => {
    let evidence = false;
    for (let from = offset; from < CONVERTER_COUNTS; from += 2 * size) {
      if (between(from, from + size) > 0) return false;
      evidence ||= Math.min(between(from - beside, from), between(from + size, from + size + beside)) >= PIXELS_BESIDE_GAP;
    }
    return evidence;
  });
}

/** Rows that repeat the counts of an earlier row pixel by pixel, and the first of them (counted from 0, NaN when none). Rows of a few different counts are no repetition. */
export function repeatedRows({ geometry: { nx, ny }, data }: Image): { readonly rows: number; readonly first: number } {
  const seen = new Map<string, number>();
  let [rows, first] = [0, NaN];
  // A few pixels tell nearly all rows apart; those that agree are compared whole.
  const step = Math.max(1, Math.floor(nx / FEWEST_EQUAL_PIXELS));
  for (let y = 0; y < ny; y++) {
    const row = data.subarray(y * nx, (y + 1) * nx);
    let key = '';
    for (let x = 0; x < nx; x += step) key += `${row[x]} `;
    const other = seen.get(key);
    seen.set(key, y);
    if (other === undefined || new Set(row).size < FEWEST_COUNTS) continue;
    if (!sameRows(data, y * nx, other * nx, nx)) continue;
    rows++;
    if (rows === 1) first = y;
  }
  return { rows, first };
}

function sameRows(data: Counts, a: number, b: number, length: number): boolean {
  for (let x = 0; x < length; x++) if (data[a + x] !== data[b + x]) return false;
  return true;
}

/**
 * Highest level of the rows of a section above their median, adu: the median of up to 64 columns a row, and of five rows.
 * Light that falls on some rows only, as a star's does, and neither a hot column nor a ray; saturated pixels tell of the rows beside them that bloomed, and take no
 * part. NaN for a section of fewer than five rows.
 */
export function unevenRows({ geometry: { nx }, data }: Image, { x0, x1, y0, y1 }: Section, saturationAdu = Infinity): number {
  const step = Math.max(1, Math.floor((x1 - x0) / SAMPLED_COLUMNS));
  const row = new Float64Array(Math.ceil((x1 - x0) / step));
  const levels = Float64Array.from({ length: y1 - y0 }, (_, k) => {
    let known = 0;
    for (let x = x0; x < x1; x += step) {
      const value = data[(y0 + k) * nx + x];
      if (value < saturationAdu) row[known++] = value;
    }
    return medianInPlace(row.subarray(0, known));
  }).filter(Number.isFinite);
  if (levels.length < SMOOTHED_ROWS) return NaN;
  let highest = -Infinity;
  for (let k = 0; k + SMOOTHED_ROWS <= levels.length; k++) highest = Math.max(highest, median(levels.slice(k, k + SMOOTHED_ROWS)));
  return highest - median(levels);
}
