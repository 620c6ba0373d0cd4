import { slitImageDensity, type SlitImage } from './slit-image.js';

/** Cells per unbinned column: fine enough that the narrowest line (σ = 0.8 column) is sampled 6 times per σ. */
const CELLS_PER_COLUMN = 8;
/** Columns kept beyond both ends, so that lines just outside and the tilt of the slit find light there. */
const MARGIN_COLUMNS = 64;

/**
 * Light along the dispersion axis, as a density over the unbinned detector column (electron per column and unbinned row),
 * held as its running integral so that any pixel, binned or shifted by a fraction, gets exactly the light that falls on it.
 */
export interface ColumnSpectrum {
  /** Detector column of the left edge of the first cell. */
  readonly start: number;
  /** Light per cell, electron per unbinned row. */
  readonly cells: Float64Array;
}

/** A dark spectrum that covers detector columns from `first` up to `last`, and a margin. */
export function darkSpectrum(first: number, last: number): ColumnSpectrum {
  const columns = Math.ceil(last) - Math.floor(first) + 2 * MARGIN_COLUMNS;
  return { start: Math.floor(first) - MARGIN_COLUMNS, cells: new Float64Array(columns * CELLS_PER_COLUMN) };
}

/** Adds a smooth density (electron per unbinned column) given as a function of the detector column; midpoint rule. */
export function addContinuum(spectrum: ColumnSpectrum, density: (column: number) => number): void {
  const { start, cells } = spectrum;
  for (let i = 0; i < cells.length; i++) cells[i] += density(start + (i + 0.5) / CELLS_PER_COLUMN) / CELLS_PER_COLUMN;
}

/** Adds a line of `light` electron per unbinned row at detector column `center`. */
export function addLine(spectrum: ColumnSpectrum, image: SlitImage, center: number, light: number): void {
  const { start, cells } = spectrum;
  const reach = image.boxColumns / 2 + 6 * image.sigmaColumns;
  const first = Math.max(0, Math.floor((center - reach - start) * CELLS_PER_COLUMN));
  const last = Math.min(cells.length, Math.ceil((center + reach - start) * CELLS_PER_COLUMN));
  for (let i = first; i < last; i++) {
    cells[i] += (light * slitImageDensity(image, start + (i + 0.5) / CELLS_PER_COLUMN - center)) / CELLS_PER_COLUMN;
  }
}

/** The running integral at the cells' edges: `[cells + 1]`. */
export function integrate(spectrum: ColumnSpectrum): Float64Array {
  const integral = new Float64Array(spectrum.cells.length + 1);
  for (let i = 0; i < spectrum.cells.length; i++) integral[i + 1] = integral[i] + spectrum.cells[i];
  return integral;
}

/** Cubic Lagrange weights for a point a fraction f after the second of four equidistant samples. */
function cubicWeights(f: number): readonly [number, number, number, number] {
  return [
    (-f * (f - 1) * (f - 2)) / 6,
    ((f + 1) * (f - 1) * (f - 2)) / 2,
    (-(f + 1) * f * (f - 2)) / 2,
    ((f + 1) * f * (f - 1)) / 6,
  ];
}

/** The running integral at any detector column; constant beyond its ends. */
export function integralAt(spectrum: ColumnSpectrum, integral: Float64Array, column: number): number {
  const position = Math.min(Math.max((column - spectrum.start) * CELLS_PER_COLUMN, 1), integral.length - 3);
  const i = Math.floor(position);
  const [a, b, c, d] = cubicWeights(position - i);
  return a * integral[i - 1] + b * integral[i] + c * integral[i + 1] + d * integral[i + 2];
}

/**
 * Adds the light of one row to pixels `[from, to)` of `into`: pixel q sees detector columns
 * `firstEdge + (q − from)·width` to one width further, in a spectrum moved right by `shift` columns.
 * All edges of a row lie at the same fraction of a cell, so one set of weights serves the row.
 */
export function addRow(
  into: Float32Array,
  [from, to]: readonly [number, number],
  spectrum: ColumnSpectrum,
  integral: Float64Array,
  edges: { firstEdge: number; width: number; shift: number; scale: number },
): void {
  const position = (edges.firstEdge - edges.shift - spectrum.start) * CELLS_PER_COLUMN;
  let i = Math.floor(position);
  const stride = edges.width * CELLS_PER_COLUMN;
  const [a, b, c, d] = cubicWeights(position - i);
  let left = a * integral[i - 1] + b * integral[i] + c * integral[i + 1] + d * integral[i + 2];
  for (let q = from; q < to; q++) {
    i += stride;
    const right = a * integral[i - 1] + b * integral[i] + c * integral[i + 1] + d * integral[i + 2];
    into[q] += edges.scale * (right - left);
    left = right;
  }
}
