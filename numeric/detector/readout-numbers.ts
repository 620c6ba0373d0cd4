import type { Counts, Image, Section } from '../frame.js';
import type { Kernels } from '../kernels/kernels.js';
import { referenceKernels } from '../kernels/reference.js';
import { median, medianInPlace, quantile } from '../math/statistics.js';

/** Rows of which column levels are medians: known to 0.16 of the noise of a pixel, whatever the number of rows. */
const SAMPLED_ROWS = 64;
/** A row whose first or last quarter is one and the same number was not read to its end: noise makes a run of even ten equal counts one in a million. */
const CONSTANT_SHARE = 1 / 4;

/** How a camera reads out, as far as a read-out is judged by it. */
export interface ReadoutProperties {
  readonly gainElectronPerAdu: number;
  /** Counts at or above this are saturated, adu. */
  readonly saturationAdu: number;
  /** Pixels that saw no light; null where none was read. */
  readonly overscan: Section | null;
  /** Pixels that saw light. */
  readonly light: Section;
}

/** What one look at a raw frame tells before anything is computed from it. NaN where there is nothing to measure. */
export interface ReadoutNumbers {
  readonly minimumAdu: number;
  readonly maximumAdu: number;
  /** Shares of all pixels. */
  readonly saturatedPercent: number;
  readonly noNumberPercent: number;
  /** Rows that are constant over a quarter of their length below saturation, and the first of them. */
  readonly unreadRows: number;
  readonly firstUnreadRow: number;
  readonly overscanSaturatedPercent: number;
  /** Rows whose overscan pixels are all one number, percent. */
  readonly overscanConstantPercent: number;
  /** Highest level of an overscan column above the lower quartile of them: light, where there is more than structure. The first columns, read while the amplifier settles, are low. */
  readonly overscanUnevenElectron: number;
  /** Level of the brighter columns (95th percentile of column medians) above the overscan, or above the fainter ones (5th) where none was read. */
  readonly lightElectron: number;
}

/** One pass over a raw frame, and medians of a sample of its rows. Pure; the frame is left as it is. */
export function measureReadout(image: Image, properties: ReadoutProperties, kernels: Kernels = referenceKernels): ReadoutNumbers {
  const { ny } = image.geometry;
  const { overscan, light, gainElectronPerAdu, saturationAdu } = properties;
  const { minimum, maximum, saturated, noNumber } = kernels.countRange(image.data, saturationAdu);
  let [unread, firstUnread] = [0, NaN];
  for (let y = 0; y < ny; y++) {
    if (!isUnreadRow(image, y, saturationAdu)) continue;
    unread++;
    if (unread === 1) firstUnread = y;
  }
  const columns = columnLevels(image, light);
  const dark = overscan ? overscanNumbers(image, overscan, saturationAdu) : undefined;
  const above = dark ? dark.levelAdu : quantile(columns, 0.05);
  return {
    minimumAdu: minimum,
    maximumAdu: maximum,
    saturatedPercent: (100 * saturated) / image.data.length,
    noNumberPercent: (100 * noNumber) / image.data.length,
    unreadRows: unread,
    firstUnreadRow: firstUnread,
    overscanSaturatedPercent: dark?.saturatedPercent ?? NaN,
    overscanConstantPercent: dark?.constantPercent ?? NaN,
    overscanUnevenElectron: (dark?.unevenAdu ?? NaN) * gainElectronPerAdu,
    lightElectron: columns.length > 0 ? (quantile(columns, 0.95) - above) * gainElectronPerAdu : NaN,
  };
}

/** Was a row not read to its end? A few comparisons for any row that was. */
export function isUnreadRow({ geometry: { nx }, data }: Image, y: number, saturationAdu: number): boolean {
  const length = Math.max(2, Math.floor(nx * CONSTANT_SHARE));
  if (length > nx) return false;
  return isConstant(data, y * nx, length, saturationAdu) || isConstant(data, (y + 1) * nx - length, length, saturationAdu);
}

function isConstant(data: Counts, from: number, length: number, saturationAdu: number): boolean {
  const value = data[from];
  if (value >= saturationAdu) return false;
  for (let p = from + 1; p < from + length; p++) if (data[p] !== value && !(Number.isNaN(value) && Number.isNaN(data[p]))) return false;
  return true;
}

/** Columns read side by side: 16 float32 are one line of the processor's cache. */
const SIDE_BY_SIDE = 16;

/** Median of every column of a section over a sample of its rows; columns without a number are left out. */
function columnLevels({ geometry: { nx }, data }: Image, { x0, x1, y0, y1 }: Section): Float64Array {
  const step = Math.max(1, Math.floor((y1 - y0) / SAMPLED_ROWS));
  const rows = Math.ceil((y1 - y0) / step);
  const samples = Array.from({ length: SIDE_BY_SIDE }, () => new Float32Array(rows));
  const levels = new Float64Array(x1 - x0);
  let known = 0;
  for (let from = x0; from < x1; from += SIDE_BY_SIDE) {
    const width = Math.min(SIDE_BY_SIDE, x1 - from);
    for (let k = 0, y = y0; k < rows; k++, y += step) {
      const at = y * nx + from;
      for (let i = 0; i < width; i++) samples[i][k] = data[at + i];
    }
    for (let i = 0; i < width; i++) {
      const level = medianUnlessNaN(samples[i]);
      if (Number.isFinite(level)) levels[known++] = level;
    }
  }
  return levels.subarray(0, known);
}

/** As `median`, of values it may reorder. */
function medianUnlessNaN(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return NaN;
  return medianInPlace(values);
}

function overscanNumbers(image: Image, section: Section, saturationAdu: number) {
  const { nx } = image.geometry;
  const { x0, x1, y0, y1 } = section;
  let [saturated, constant] = [0, 0];
  for (let y = y0; y < y1; y++) {
    const row = image.data.subarray(y * nx + x0, y * nx + x1);
    let same = true;
    for (let i = 0; i < row.length; i++) {
      if (row[i] !== row[0]) same = false;
      if (row[i] >= saturationAdu) saturated++;
    }
    if (same) constant++;
  }
  const levels = columnLevels(image, section);
  // The last one borders the light.
  const inner = levels.length > 4 ? levels.subarray(0, -1) : levels;
  return {
    levelAdu: levels.length > 0 ? median(levels) : NaN,
    saturatedPercent: (100 * saturated) / ((x1 - x0) * (y1 - y0)),
    constantPercent: (100 * constant) / (y1 - y0),
    unevenAdu: inner.length > 0 ? quantile(inner, 1) - quantile(inner, 0.25) : NaN,
  };
}
