import type { BlendWindow } from './profile-curve.js';
import type { ShapeEquations } from './shape-equations.js';
import type { ProfileData, ShapeTerms } from './shape-terms.js';

/** Columns of a cell: the shape changes along the whole spectrum. */
const CELL_COLUMNS = 64;
/** Cells per spline across: within a quarter of their spacing they change by a hundredth of their height. */
const CELLS_PER_SPLINE = 4;
/** Half of the step by which the slope of the curve is taken, rows. */
const SLOPE_STEP = 0.25;

/** Squares of the residuals in the core of the sources over their variances, and how many there are. */
export interface Misfit {
  squares: number;
  freedom: number;
}

/** Sums over the pixels of one source that lie at the same distance from its center in the same part of the spectrum: they say the same, and so it is eleven times faster. */
export class ShapeCells {
  private readonly weight: Float64Array;
  private readonly pull: Float64Array;
  private readonly across: number;
  private readonly step: number;
  private readonly nx: number;
  private readonly terms: ShapeTerms;

  constructor(terms: ShapeTerms, nx: number) {
    this.terms = terms;
    this.nx = nx;
    this.step = terms.basis.step / CELLS_PER_SPLINE;
    this.across = 2 * Math.ceil(terms.half / this.step) + 1;
    this.weight = new Float64Array(Math.ceil(nx / CELL_COLUMNS) * this.across);
    this.pull = new Float64Array(this.weight.length);
  }

  sumUp({ nx, width, fromRow }: BlendWindow, { light, model, strength }: ProfileData, misfit: Misfit): this {
    const { half } = this.terms;
    const heights = new Float64Array(width);
    const sums = new Float64Array(2);
    for (let x = 0; x < nx; x++) {
      if (!this.terms.enter(x, strength)) continue;
      const { row, stretch, scale, core, curve } = this.terms.place();
      curve.along(x, fromRow[x], row, stretch, heights);
      const middle = Math.floor(x / CELL_COLUMNS) * this.across + (this.across >> 1);
      sumColumn(this.weight, this.pull, middle, this.step, light.light, model, x * width, heights, fromRow[x], row, stretch, scale, half, core, sums);
      misfit.squares += sums[0];
      misfit.freedom += sums[1];
    }
    return this;
  }

  /** Adds what the cells say to the equations: a part of the spectrum after the other, each as its middle column. */
  into(equations: ShapeEquations): void {
    const { terms, step, across, nx } = this;
    const { term, curve, byExponent } = terms;
    const half = across >> 1;
    const [heights, below, above, exponents] = Array.from({ length: 4 }, () => new Float64Array(across));
    if (byExponent) byExponent.along(0, 0, half, step, exponents);
    const first = new Int32Array(across);
    const four = new Float64Array(4 * across);
    for (let cell = 0; cell < across; cell++) {
      first[cell] = terms.basis.values((cell - half) * step);
      four.set(terms.basis.four, 4 * cell);
    }
    for (let from = 0; from < this.weight.length; from += across) {
      const x = Math.min(nx - 1, (from / across) * CELL_COLUMNS + (CELL_COLUMNS >> 1));
      terms.standAt(x);
      curve.along(x, 0, half, step, heights);
      curve.along(x, 0, half + SLOPE_STEP / step, step, below);
      curve.along(x, 0, half - SLOPE_STEP / step, step, above);
      for (let cell = 0; cell < across; cell++) {
        const weight = this.weight[from + cell];
        if (weight === 0) continue;
        // Wider at the same light: −t·P′ − P.
        const wider = (-(cell - half) * step * (above[cell] - below[cell])) / (2 * SLOPE_STEP) - heights[cell];
        addCell(equations.products, equations.pulls, terms.basis.size, weight, this.pull[from + cell], first[cell], four, 4 * cell, term.width, wider, byExponent ? term.exponent : -1, exponents[cell], term.light, heights[cell]);
      }
      equations.endColumn();
    }
  }
}

/** Adds the pixels of a column to the cells of its part of the spectrum, by typed arrays alone (see `column-loops.ts`); χ² of the core and its pixels into `sums`. */
function sumColumn(
  weight: Float64Array,
  pull: Float64Array,
  middle: number,
  step: number,
  light: Float64Array,
  model: Float64Array,
  offset: number,
  heights: Float64Array,
  from: number,
  row: number,
  stretch: number,
  scale: number,
  half: number,
  core: number,
  sums: Float64Array,
): void {
  let squares = 0;
  let freedom = 0;
  for (let k = 0; k < heights.length; k++) {
    const variance = model[offset + k];
    const distance = (from + k - row) * stretch;
    if (!(variance > 0) || !(Math.abs(distance) <= half)) continue;
    const residual = light[offset + k] - scale * heights[k];
    if (Math.abs(distance) < core) {
      squares += (residual * residual) / variance;
      freedom++;
    }
    const cell = middle + Math.round(distance / step);
    const w = scale / variance;
    weight[cell] += scale * w;
    pull[cell] += residual * w;
  }
  sums[0] = squares;
  sums[1] = freedom;
}

/** Adds the derivatives of one cell, four splines and the terms of width, exponent (none: −1) and light, squared with `weight` and once with `pull`, as `ShapeEquations.add` does for a pixel. */
function addCell(
  products: Float64Array,
  pulls: Float64Array,
  splines: number,
  weight: number,
  pull: number,
  first: number,
  four: Float64Array,
  at: number,
  width: number,
  wider: number,
  exponent: number,
  steeper: number,
  light: number,
  height: number,
): void {
  const size = pulls.length;
  for (let a = 0; a < 4; a++) {
    const i = first + a;
    if (i < 0 || i >= splines) continue;
    const value = four[at + a];
    const w = weight * value;
    pulls[i] += pull * value;
    for (let b = 0; b <= a; b++) if (first + b >= 0) products[i * size + first + b] += w * four[at + b];
    products[width * size + i] += w * wider;
    products[light * size + i] += w * height;
    if (exponent >= 0) products[exponent * size + i] += w * steeper;
  }
  pulls[width] += pull * wider;
  pulls[light] += pull * height;
  products[width * size + width] += weight * wider * wider;
  products[light * size + width] += weight * height * wider;
  products[light * size + light] += weight * height * height;
  if (exponent < 0) return;
  pulls[exponent] += pull * steeper;
  products[exponent * size + width] += weight * steeper * wider;
  products[exponent * size + exponent] += weight * steeper * steeper;
  products[light * size + exponent] += weight * height * steeper;
}
