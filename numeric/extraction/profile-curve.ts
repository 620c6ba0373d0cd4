import { pixelAveraged, profileNamed } from '../math/peak-profile.js';
import type { Target } from '../sources/targets.js';
import { traceFwhms, traceRows, type Trace } from '../sources/trace.js';

/** Where the light of a source falls: in column x, row fromRow[x] + k has the share `share[x * width + k]` of all its light. */
export interface SpatialProfile {
  readonly nx: number;
  /** Rows held per column. */
  readonly width: number;
  readonly fromRow: Int32Array;
  /** Unitless, ≥ 0. Sums to 1 over all rows there could be, less the wings beyond the rows held (1e-4 for a Moffat of exponent 3). */
  readonly share: Float32Array;
  /** Center of the source in each column, row. */
  readonly rows: Float64Array;
  /** Full width at half maximum in each column, rows. */
  readonly fwhms: Float64Array;
}

/** Sources whose light is told apart together, and the rows that hold it: `width` rows from `fromRow[x]` on in each column. */
export interface BlendWindow {
  readonly nx: number;
  readonly width: number;
  readonly fromRow: Int32Array;
  /** Of each source, by its trace: center and full width at half maximum in each column, rows. */
  readonly rows: readonly Float64Array[];
  readonly fwhms: readonly Float64Array[];
  /** Rows held beyond the center of each source. */
  readonly reach: number;
}

/** Rows held on either side of a center, FWHM. */
const REACH_FWHM = 5;
/** A trace may find a source narrower than it is in places: the rows held allow for so much. */
const WIDEST_CHANGE = 1.3;
/** Steps of a tabulated curve per row: linear interpolation errs by 1e-4 of the peak at a FWHM of 3 rows. */
const TABLE_STEPS = 32;
/** Exponent of a Moffat whose fit gave none: the wings of seeing at a good site (Trujillo et al. 2001 find 2.5–4.8). */
const USUAL_EXPONENT = 3;
/** Exponents that a star image can have, as 1/β. */
const INVERSE_EXPONENTS = [0.1, 0.6] as const;

/** The rows that hold a blend. @param nx columns of the frame. */
export function blendWindow(traces: readonly Trace[], nx: number): BlendWindow {
  const rows = traces.map((trace) => traceRows(trace, nx));
  const fwhms = traces.map((trace) => traceFwhms(trace, nx));
  const widest = Math.max(...fwhms.map((values) => values.reduce((most, value) => Math.max(most, value), 0)));
  const reach = Math.floor(REACH_FWHM * widest);
  const fromRow = new Int32Array(nx);
  let width = 0;
  for (let x = 0; x < nx; x++) {
    let low = Infinity;
    let high = -Infinity;
    for (const row of rows) {
      low = Math.min(low, Math.round(row[x]));
      high = Math.max(high, Math.round(row[x]));
    }
    fromRow[x] = low - reach;
    width = Math.max(width, high - low + 2 * reach + 1);
  }
  return { nx, width, fromRow, rows, fwhms, reach };
}

/**
 * A curve of the distance from the center, rows, tabulated within ±reach and 0 beyond, that may change along the spectrum: its value in a column is that of the first function, plus
 * u and (3u² − 1)/2 times those of the second and third, u = −1…1 along the spectrum.
 */
export class Curve {
  private readonly tables: readonly Float64Array[];
  private readonly reach: number;
  private readonly middle: number;
  private readonly nx: number;

  /** @param values one function, or three. @param nx columns of the spectrum; not needed where the curve is one for all. */
  constructor(values: readonly ((t: number) => number)[], reach: number, nx = 1) {
    this.reach = reach;
    this.middle = Math.ceil(reach * TABLE_STEPS);
    this.nx = nx;
    this.tables = values.map((value) => {
      const table = new Float64Array(2 * this.middle + 3);
      for (let i = 0; i < table.length; i++) table[i] = value((i - this.middle) / TABLE_STEPS);
      return table;
    });
  }

  /** The values at (y − center)·stretch in the rows y of column x from `from` on, into `into`. */
  along(x: number, from: number, center: number, stretch: number, into: Float64Array): void {
    const tables = this.tables;
    if (tables.length === 1) interpolate(into, from, center, stretch, tables[0], this.middle, this.reach);
    else interpolateChanging(into, from, center, stretch, tables[0], tables[1], tables[2], alongSpectrum(x, this.nx), this.middle, this.reach);
  }

  at(t: number, x = 0): number {
    if (!(Math.abs(t) < this.reach)) return 0;
    const position = t * TABLE_STEPS + this.middle;
    const i = Math.floor(position);
    const part = position - i;
    const curve = this.tables[0];
    const value = curve[i] + part * (curve[i + 1] - curve[i]);
    if (this.tables.length === 1) return value;
    const linear = this.tables[1];
    const quadratic = this.tables[2];
    const u = alongSpectrum(x, this.nx);
    return value + u * (linear[i] + part * (linear[i + 1] - linear[i])) + 0.5 * (3 * u * u - 1) * (quadratic[i] + part * (quadratic[i + 1] - quadratic[i]));
  }
}

/** A table at (from + k − center)·stretch, by typed arrays alone: see `column-loops.ts`. */
function interpolate(into: Float64Array, from: number, center: number, stretch: number, table: Float64Array, middle: number, reach: number): void {
  for (let k = 0; k < into.length; k++) {
    const t = (from + k - center) * stretch;
    if (!(Math.abs(t) < reach)) {
      into[k] = 0;
      continue;
    }
    const position = t * TABLE_STEPS + middle;
    const i = Math.floor(position);
    into[k] = table[i] + (position - i) * (table[i + 1] - table[i]);
  }
}

/** The same where the curve changes along the spectrum, in the column at u. */
function interpolateChanging(
  into: Float64Array,
  from: number,
  center: number,
  stretch: number,
  curve: Float64Array,
  linear: Float64Array,
  quadratic: Float64Array,
  u: number,
  middle: number,
  reach: number,
): void {
  const second = 0.5 * (3 * u * u - 1);
  for (let k = 0; k < into.length; k++) {
    const t = (from + k - center) * stretch;
    if (!(Math.abs(t) < reach)) {
      into[k] = 0;
      continue;
    }
    const position = t * TABLE_STEPS + middle;
    const i = Math.floor(position);
    const part = position - i;
    into[k] = curve[i] + part * (curve[i + 1] - curve[i]) + u * (linear[i] + part * (linear[i + 1] - linear[i])) + second * (quadratic[i] + part * (quadratic[i + 1] - quadratic[i]));
  }
}

/** An even function at the steps of a table, worked out once for both sides. @param reach of the curve that is tabulated. */
export function onBothSides(value: (t: number) => number, reach: number): (t: number) => number {
  const half = new Float64Array(Math.ceil(reach * TABLE_STEPS) + 3);
  for (let i = 0; i < half.length; i++) half[i] = value(i / TABLE_STEPS);
  return (t) => half[Math.abs(t) * TABLE_STEPS];
}

/** Position of a column along the spectrum, −1…1. */
export function alongSpectrum(x: number, nx: number): number {
  return (2 * x) / Math.max(1, nx - 1) - 1;
}

/** The model of a star image: pixel averaged, of unit area, drawn for one width. */
export interface ImageModel {
  /** Width it is drawn for, FWHM, rows. */
  readonly fwhm: number;
  /** 1/β of a Moffat; 0 for a Gaussian. */
  readonly inverseExponent: number;
  /** The height at a distance from the center, rows, of the model of an exponent. */
  readonly heights: (inverseExponent: number) => (t: number) => number;
}

/** The model that was fitted to a target, at the width of its trace in the middle of the frame. */
export function imageModel(target: Target, fwhm: number): ImageModel {
  const model = pixelAveraged(profileNamed(target.model));
  if (target.model === 'gaussian') {
    const width = model.widthOf(fwhm);
    const parameters = [1 / model.area([1, 0, width]), 0, width];
    return { fwhm, inverseExponent: 0, heights: () => (t) => model.evaluate(t, parameters) };
  }
  const heights = (inverse: number): ((t: number) => number) => {
    const exponent = 1 / inverse;
    const width = model.widthOf(fwhm, exponent);
    const parameters = [1 / model.area([1, 0, width, exponent]), 0, width, exponent];
    return (t) => model.evaluate(t, parameters);
  };
  return { fwhm, inverseExponent: usableInverse(1 / (target.parameters[3] ?? USUAL_EXPONENT)), heights };
}

/** 1/β within what star images show. */
export function usableInverse(inverse: number): number {
  return Math.min(Math.max(inverse, INVERSE_EXPONENTS[0]), INVERSE_EXPONENTS[1]);
}

/** What was added to the model and the traces so far; empty at first. */
export interface Corrections {
  /** Coefficients of B-splines: those of the curve, of its linear and of its quadratic change along the spectrum. */
  readonly splines: Float64Array;
  /** Of ln(FWHM), by Legendre order along the spectrum. */
  readonly width: Float64Array;
  /** Of ln(FWHM) and of the center (rows) of each source of a blend. */
  readonly own: Float64Array;
  readonly center: Float64Array;
}

/** The profile of one source in a window: by a curve of the distance t·F₀/FWHM and, in every column, the terms that change along the spectrum. */
export interface ProfileShape {
  readonly model: ImageModel;
  /** Height of the curve in a column at a distance from the center, rows of the width the model is drawn for. */
  readonly curve: Curve;
  /** Full width at half maximum and center of every source in each column, rows. */
  readonly fwhms: readonly Float64Array[];
  readonly rows: readonly Float64Array[];
  readonly corrections: Corrections;
}

/** The shape by the model alone, at widths and centers of the traces. */
export function modelShape(model: ImageModel, window: BlendWindow): ProfileShape {
  const curve = new Curve([onBothSides(model.heights(model.inverseExponent), curveReach(window))], curveReach(window));
  const none = new Float64Array(0);
  return { model, curve, fwhms: window.fwhms, rows: window.rows, corrections: { splines: none, width: none, own: none, center: none } };
}

/**
 * Lays a shape on the pixels of a window: in every column normalized to the light that a source has there, 1 less what lies beyond the rows held.
 * @param before profiles of the same window that are not needed any more: their memory is used again. @returns one profile a source.
 */
export function layProfiles({ model, curve, fwhms, rows }: ProfileShape, { nx, width, fromRow, reach }: BlendWindow, before?: readonly SpatialProfile[]): SpatialProfile[] {
  const height = model.heights(model.inverseExponent);
  let inside = 0;
  for (let k = -reach; k <= reach; k++) inside += height(k);
  const held = Math.min(1, inside);
  const heights = new Float64Array(width);
  return rows.map((row, i): SpatialProfile => {
    const share = before?.[i].share ?? new Float32Array(nx * width);
    for (let x = 0; x < nx; x++) {
      const center = Math.round(row[x]);
      curve.along(x, fromRow[x], row[x], model.fwhm / fwhms[i][x], heights);
      layColumn(share, x * width, heights, Math.max(0, center - reach - fromRow[x]), Math.min(width - 1, center + reach - fromRow[x]), held);
    }
    return { nx, width, fromRow, share, rows: row, fwhms: fwhms[i] };
  });
}

/** Writes the heights of the rows from `first` to `last`, none less than 0, with the sum `held`. */
function layColumn(share: Float32Array, offset: number, heights: Float64Array, first: number, last: number, held: number): void {
  let sum = 0;
  for (let k = first; k <= last; k++) {
    const value = heights[k] > 0 ? heights[k] : 0;
    share[offset + k] = value;
    sum += value;
  }
  const scale = held / sum;
  for (let k = first; k <= last; k++) share[offset + k] *= scale;
  share.fill(0, offset, offset + first);
  share.fill(0, offset + last + 1, offset + heights.length);
}

/** How far a curve is tabulated: a column narrower than the middle one reads it farther out than the rows held. */
export function curveReach({ reach }: BlendWindow): number {
  return reach * WIDEST_CHANGE;
}
