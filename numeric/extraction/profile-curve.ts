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
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      low = Math.min(low, Math.round(row[x]));
      high = Math.max(high, Math.round(row[x]));
    }
    fromRow[x] = low - reach;
    width = Math.max(width, high - low + 2 * reach + 1);
  }
  return { nx, width, fromRow, rows, fwhms, reach };
}

/** A curve of the distance from the center, rows, tabulated within ±reach and 0 beyond. */
export class Curve {
  private readonly table: Float64Array;
  private readonly reach: number;
  private readonly middle: number;

  constructor(value: (t: number) => number, reach: number) {
    this.reach = reach;
    this.middle = Math.ceil(reach * TABLE_STEPS);
    this.table = Float64Array.from({ length: 2 * this.middle + 3 }, (_, i) => value((i - this.middle) / TABLE_STEPS));
  }

  at(t: number): number {
    if (!(Math.abs(t) < this.reach)) return 0;
    const position = t * TABLE_STEPS + this.middle;
    const i = Math.floor(position);
    return this.table[i] + (position - i) * (this.table[i + 1] - this.table[i]);
  }
}

/** The model of a star image: pixel averaged, of unit area, drawn for one width. */
export interface ImageModel {
  /** Width it is drawn for, FWHM, rows. */
  readonly fwhm: number;
  /** 1/β of a Moffat; 0 for a Gaussian. */
  readonly inverseExponent: number;
  readonly height: (t: number, inverseExponent: number) => number;
}

/** The model that was fitted to a target, at the width of its trace in the middle of the frame. */
export function imageModel(target: Target, fwhm: number): ImageModel {
  const model = pixelAveraged(profileNamed(target.model));
  if (target.model === 'gaussian') {
    const [width, area] = [model.widthOf(fwhm), model.area([1, 0, model.widthOf(fwhm)])];
    return { fwhm, inverseExponent: 0, height: (t) => model.evaluate(t, [1 / area, 0, width]) };
  }
  const height = (t: number, inverse: number): number => {
    const exponent = 1 / inverse;
    const width = model.widthOf(fwhm, exponent);
    return model.evaluate(t, [1 / model.area([1, 0, width, exponent]), 0, width, exponent]);
  };
  return { fwhm, inverseExponent: usableInverse(1 / (target.parameters[3] ?? USUAL_EXPONENT)), height };
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
  readonly height: (t: number, x: number) => number;
  /** Full width at half maximum and center of every source in each column, rows. */
  readonly fwhms: readonly Float64Array[];
  readonly rows: readonly Float64Array[];
  readonly corrections: Corrections;
}

/** The shape by the model alone, at widths and centers of the traces. */
export function modelShape(model: ImageModel, window: BlendWindow): ProfileShape {
  const curve = new Curve((t) => model.height(t, model.inverseExponent), window.reach * WIDEST_CHANGE);
  const none = new Float64Array(0);
  return { model, height: (t) => curve.at(t), fwhms: window.fwhms, rows: window.rows, corrections: { splines: none, width: none, own: none, center: none } };
}

/**
 * Lays a shape on the pixels of a window: in every column normalized to the light that a source has there, 1 less what lies beyond the rows held.
 * @returns one profile a source.
 */
export function layProfiles({ model, height, fwhms, rows }: ProfileShape, { nx, width, fromRow, reach }: BlendWindow): SpatialProfile[] {
  let inside = 0;
  for (let k = -reach; k <= reach; k++) inside += model.height(k, model.inverseExponent);
  const held = Math.min(1, inside);
  return rows.map((row, i): SpatialProfile => {
    const share = new Float32Array(nx * width);
    for (let x = 0; x < nx; x++) {
      const stretch = model.fwhm / fwhms[i][x];
      const center = Math.round(row[x]);
      const [first, last] = [Math.max(0, center - reach - fromRow[x]), Math.min(width - 1, center + reach - fromRow[x])];
      let sum = 0;
      for (let k = first; k <= last; k++) {
        const value = Math.max(0, height((fromRow[x] + k - row[x]) * stretch, x));
        share[x * width + k] = value;
        sum += value;
      }
      for (let k = first; k <= last; k++) share[x * width + k] *= held / sum;
    }
    return { nx, width, fromRow, share, rows: row, fwhms: fwhms[i] };
  });
}

/** How far a curve is tabulated: a column narrower than the middle one reads it farther out than the rows held. */
export function curveReach({ reach }: BlendWindow): number {
  return reach * WIDEST_CHANGE;
}
