import type { ColumnLight } from './column-light.js';
import { alongSpectrum, Curve, curveReach, onBothSides, usableInverse, type BlendWindow, type Corrections, type ImageModel, type ProfileShape } from './profile-curve.js';
import { inverseForm } from '../math/linear-algebra.js';
import { SplineBasis } from './spline-basis.js';

/** What a fit of the profile is told about the columns. */
export interface ProfileData {
  readonly light: ColumnLight;
  /** Variance of the noise model, electron²; 0 marks a pixel that cannot be used. */
  readonly model: Float64Array;
  /** Electrons of each source in each column, free of the noise of single columns; NaN where a column shall not be heard. */
  readonly strength: readonly Float64Array[];
}

/** The correction to the model curve reaches this far, FWHM; further out there is too little light to correct by. */
const CORRECTED_FWHM = 4.5;
/** χ² is that of this much on either side, FWHM: where the light is. */
const CORE_FWHM = 1.5;
/** How wrong the model curve may be: a tenth of itself and half a hundredth of its peak. Data must say more than this to be heard. */
const CURVE_DOUBT = { model: 0.1, peak: 0.005 };
/** The same for what changes along the spectrum, linearly and quadratically, beyond the width: a third. */
const CHANGE_DOUBT = { model: 0.03, peak: 0.0017 };
/** Doubt about ln(FWHM) of the trace, by Legendre order along the spectrum: its straight line has the seeing as λ^−0.2, optics add focus and tilt. */
const WIDTH_DOUBT = [0.15, 0.1, 0.1, 0.05, 0.05];
/** Of the width of one source of a blend against the others, and of its center, FWHM. */
const OWN_WIDTH_DOUBT = 0.1;
const CENTER_DOUBT = 0.1;
/** 1/β of star images: 2.5–4.8 (Trujillo et al. 2001, MNRAS 328, 977) is 0.2–0.4. */
const INVERSE_EXPONENT = { mean: 0.31, doubt: 0.08 };
/** Step of the derivative by 1/β. */
const EXPONENT_STEP = 0.01;
/** The light of each source may be off by a cubic along the spectrum while its shape is found; no doubt about it is small. */
const LIGHT_ORDERS = 4;
const LIGHT_DOUBT = 1;
/** Below this signal-to-noise of all the light together the curve is one for the whole spectrum but for its width. */
const CHANGE_SNR = 300;
/** Changes of ln(FWHM) in one step of the fit. */
const LARGEST_STEP = 0.15;

/** Where each kind begins; the splines begin at 0. */
interface Kinds {
  readonly width: number;
  readonly exponent: number;
  readonly own: number;
  readonly center: number;
  readonly light: number;
}

/**
 * The unknowns of a shape, and what each does to the light of a pixel. Most are coefficients of Legendre polynomials along the spectrum: in one column all coefficients of such
 * a term do the same but for the value of their polynomial there, so a pixel knows only the terms, and `legendre` says the rest.
 */
export class ShapeTerms {
  readonly count: number;
  readonly doubts: number[] = [];
  /** Where the prior wants each unknown, as a step from where it is. */
  readonly pulls: number[] = [];
  /** Of each term: its first unknown, and how many it has. */
  readonly first: number[] = [];
  readonly orders: number[] = [];
  /** The terms that touch the pixel last asked for, and what a unit of each does to it, electron. */
  readonly index: Int32Array;
  readonly value: Float64Array;
  used = 0;
  /** Light of the sources in that pixel, electron, and whether it lies in the core of one. */
  expected = 0;
  inCore = false;

  private readonly before: ProfileShape;
  private readonly window: BlendWindow;
  readonly half: number;
  readonly basis: SplineBasis;
  private readonly changes: number;
  /** What a unit of 1/β does to the curve; none for a Gaussian. */
  readonly byExponent: Curve | undefined;
  /** First unknown of each kind, and first term. */
  private readonly at: Kinds;
  readonly term: Kinds;
  private x = 0;
  private readonly norm: Float64Array;
  private readonly flux: Float64Array;

  constructor(before: ProfileShape, window: BlendWindow, data: ProfileData) {
    const { model } = before;
    const sources = window.rows.length;
    this.before = before;
    this.window = window;
    this.half = CORRECTED_FWHM * model.fwhm;
    this.basis = new SplineBasis(this.half, model.fwhm);
    const { size } = this.basis;
    this.changes = sources === 1 && totalSnr(data, window) > CHANGE_SNR ? 3 : 1;
    const height = model.heights(model.inverseExponent);
    const heights = Float64Array.from({ length: size }, (_, i) => height(this.basis.center(i)));
    const peak = height(0);
    const { splines, width: widths, own: owns, center: centers } = before.corrections;
    const add = (doubt: number, pull = 0): number => this.doubts.push(Math.max(doubt, 1e-9)) && this.pulls.push(pull) - 1;
    // Orders of one spline stand together, so that the equations of the splines are a narrow band.
    for (let i = 0; i < size; i++) {
      for (let order = 0; order < this.changes; order++) {
        const doubt = order === 0 ? CURVE_DOUBT : CHANGE_DOUBT;
        add(doubt.model * heights[i] + doubt.peak * peak, -(splines[order * size + i] ?? 0));
      }
    }
    const width = this.doubts.length;
    WIDTH_DOUBT.forEach((doubt, k) => add(doubt, -(widths[k] ?? 0)));
    const exponent = add(INVERSE_EXPONENT.doubt, model.inverseExponent > 0 ? INVERSE_EXPONENT.mean - model.inverseExponent : 0);
    const own = this.doubts.length;
    for (let s = 1; s < sources; s++) add(OWN_WIDTH_DOUBT, -(owns[s] ?? 0));
    const center = this.doubts.length;
    for (let s = 0; s < sources && sources > 1; s++) add(CENTER_DOUBT * model.fwhm, -(centers[s] ?? 0));
    const light = this.doubts.length;
    for (let k = 0; k < sources * LIGHT_ORDERS; k++) add(LIGHT_DOUBT);
    this.at = { width, exponent, own, center, light };
    this.count = this.doubts.length;
    this.term = this.layTerms(sources);
    if (model.inverseExponent > 0) {
      const [low, high] = [model.heights(model.inverseExponent - EXPONENT_STEP), model.heights(model.inverseExponent + EXPONENT_STEP)];
      const reach = curveReach(window);
      this.byExponent = new Curve([onBothSides((t) => (high(t) - low(t)) / (2 * EXPONENT_STEP), reach)], reach);
    }
    const most = sources * 9;
    this.index = new Int32Array(most);
    this.value = new Float64Array(most);
    this.norm = new Float64Array(sources);
    this.flux = new Float64Array(sources);
  }

  /** The terms in the order of their unknowns. */
  private layTerms(sources: number): Kinds {
    const { size } = this.basis;
    const add = (first: number, orders: number): number => this.first.push(first) && this.orders.push(orders) - 1;
    for (let i = 0; i < size; i++) add(i * this.changes, this.changes);
    const width = add(this.at.width, WIDTH_DOUBT.length);
    const exponent = add(this.at.exponent, 1);
    const own = this.first.length;
    for (let s = 1; s < sources; s++) add(this.at.own + s - 1, 1);
    const center = this.first.length;
    for (let s = 0; s < sources && sources > 1; s++) add(this.at.center + s, 1);
    const light = this.first.length;
    for (let s = 0; s < sources; s++) add(this.at.light + s * LIGHT_ORDERS, LIGHT_ORDERS);
    return { width, exponent, own, center, light };
  }

  /** Prepares a column; false if it has nothing to say. */
  enter(x: number, strength: readonly Float64Array[]): boolean {
    this.x = x;
    let any = false;
    for (let s = 0; s < this.flux.length; s++) {
      const f = strength[s][x];
      if (Number.isNaN(f)) return false;
      this.flux[s] = Math.max(0, f);
      any ||= f > 0;
      // The curve has unit area at the width it is drawn for; in pixels of another width it has as much more or less.
      this.norm[s] = this.before.model.fwhm / this.before.fwhms[s][x];
    }
    return any;
  }

  /** Values of the Legendre polynomials in the column last entered. */
  get legendre(): readonly number[] {
    return legendreOf(alongSpectrum(this.x, this.window.nx));
  }

  /**
   * Where the pixels of the column last entered lie on the curve of the only source: row y at distance (y − row)·stretch from its center; what the curve is multiplied by there, electron;
   * and the half of its core, rows of the width the model is drawn for.
   */
  place(): { readonly row: number; readonly stretch: number; readonly scale: number; readonly core: number; readonly curve: Curve } {
    const { before, x } = this;
    const { fwhm } = before.model;
    return { row: before.rows[0][x], stretch: fwhm / before.fwhms[0][x], scale: this.flux[0] * this.norm[0], core: CORE_FWHM * fwhm, curve: before.curve };
  }

  /** Goes to a column without its light, for the values of the Legendre polynomials there. */
  standAt(x: number): void {
    this.x = x;
  }

  /** The curve that is corrected. */
  get curve(): Curve {
    return this.before.curve;
  }

  /** What every term does to the light of the pixel in row y of the column; false where no source reaches. */
  derivatives(y: number): boolean {
    const { before, x } = this;
    this.used = 0;
    this.expected = 0;
    this.inCore = false;
    let reached = false;
    for (let s = 0; s < this.flux.length; s++) {
      const f = this.flux[s] * this.norm[s];
      if (f === 0) continue;
      const stretch = before.model.fwhm / before.fwhms[s][x];
      const t = (y - before.rows[s][x]) * stretch;
      const height = before.curve.at(t, x);
      this.expected += f * height;
      if (!(Math.abs(t) <= this.half)) continue;
      reached = true;
      if (Math.abs(t) < CORE_FWHM * before.model.fwhm) this.inCore = true;
      this.addTerms(s, t, f, height, stretch);
    }
    return reached;
  }

  private addTerms(s: number, t: number, f: number, height: number, stretch: number): void {
    const { basis, term, before, x } = this;
    const slope = (before.curve.at(t + 0.25, x) - before.curve.at(t - 0.25, x)) / 0.5;
    const left = basis.values(t);
    for (let a = 0; a < 4; a++) if (left + a >= 0 && left + a < basis.size) this.put(left + a, f * basis.four[a]);
    // Wider at the same light: −t·P′ − P.
    const wider = f * (-t * slope - height);
    this.put(term.width, wider);
    if (this.byExponent) this.put(term.exponent, f * this.byExponent.at(t));
    if (s > 0) this.put(term.own + s - 1, wider);
    if (this.flux.length > 1) this.put(term.center + s, -f * slope * stretch);
    this.put(term.light + s, f * height);
  }

  private put(index: number, value: number): void {
    this.index[this.used] = index;
    this.value[this.used++] = value;
  }

  /**
   * Variance of the flux of source s in column x, relative to its square, by the covariance of the shape. The flux is Σ w·D with Σ w·P = 1, so a change δ of the light
   * expected changes it by −Σ w·δ; as all profiles hold all their light, what a change adds to the sum of a profile is taken off it first.
   * @param factor of the normal equations of the shape, by `factorSymmetric`.
   */
  effect(s: number, x: number, weight: Float64Array, strength: readonly Float64Array[], factor: Float64Array): number {
    const { width, fromRow } = this.window;
    if (!this.enter(x, strength) || !(this.flux[s] > 0)) return 0;
    const effect = new Float64Array(this.term.light);
    const own = Float64Array.from(this.flux);
    // One source at a time, so that each profile keeps its own light.
    for (let source = 0; source < own.length; source++) {
      this.flux.fill(0);
      this.flux[source] = own[source];
      if (own[source] === 0) continue;
      const total = new Float64Array(effect.length);
      let sum = 0;
      let change = 0;
      for (let k = 0; k < width; k++) {
        const w = weight[x * width + k];
        if (!this.derivatives(fromRow[x] + k)) continue;
        sum += this.expected;
        change += w * this.expected;
        for (let a = 0; a < this.used; a++) {
          if (this.index[a] >= effect.length) continue;
          total[this.index[a]] += this.value[a];
          effect[this.index[a]] += w * this.value[a];
        }
      }
      for (let i = 0; i < effect.length; i++) effect[i] -= (total[i] * change) / sum;
    }
    const unknowns = new Float64Array(this.count);
    const { legendre } = this;
    effect.forEach((value, i) => {
      for (let order = 0; order < this.orders[i]; order++) unknowns[this.first[i] + order] = value * legendre[order];
    });
    return inverseForm(factor, this.count, unknowns) / own[s] ** 2;
  }

  /** The shape with a solution added. */
  corrected(solution: Float64Array): ProfileShape {
    const { before, window, basis, at } = this;
    const { nx } = window;
    const inverse = before.model.inverseExponent;
    const model: ImageModel = { ...before.model, inverseExponent: inverse > 0 ? usableInverse(inverse + limited(solution[at.exponent])) : 0 };
    const corrections = this.corrections(solution);
    const { splines, width, own, center } = corrections;
    const reach = curveReach(window);
    const height = onBothSides(model.heights(model.inverseExponent), reach);
    const change = (order: number) => (t: number) => basis.sum(splines, order * basis.size, t);
    const curves = Array.from({ length: this.changes }, (_, order) => (order === 0 ? (t: number) => height(t) + change(0)(t) : change(order)));
    const widening = new Float64Array(nx);
    for (let x = 0; x < nx; x++) {
      const legendre = legendreOf(alongSpectrum(x, nx));
      for (let k = 0; k < width.length; k++) widening[x] += width[k] * legendre[k];
    }
    return {
      model,
      curve: new Curve(curves, reach, nx),
      fwhms: window.fwhms.map((values, s) => values.map((value, x) => value * Math.exp(widening[x] + own[s]))),
      rows: window.rows.map((values, s) => values.map((value) => value + center[s])),
      corrections,
    };
  }

  private corrections(solution: Float64Array): Corrections {
    const { splines, width, own, center } = this.before.corrections;
    const { basis, at, changes } = this;
    const sources = this.flux.length;
    return {
      splines: Float64Array.from({ length: changes * basis.size }, (_, i) => (splines[i] ?? 0) + solution[(i % basis.size) * changes + Math.floor(i / basis.size)]),
      width: Float64Array.from(WIDTH_DOUBT, (_, k) => (width[k] ?? 0) + limited(solution[at.width + k])),
      own: Float64Array.from({ length: sources }, (_, s) => (own[s] ?? 0) + (s > 0 ? limited(solution[at.own + s - 1]) : 0)),
      center: Float64Array.from({ length: sources }, (_, s) => (center[s] ?? 0) + (sources > 1 ? solution[at.center + s] : 0)),
    };
  }
}

function limited(value: number): number {
  return Math.min(Math.max(value, -LARGEST_STEP), LARGEST_STEP);
}

/** The first five Legendre polynomials. */
function legendreOf(u: number): readonly [number, number, number, number, number] {
  return [1, u, 0.5 * (3 * u * u - 1), 0.5 * (5 * u ** 3 - 3 * u), 0.125 * (35 * u ** 4 - 30 * u * u + 3)];
}

function totalSnr({ model, strength }: ProfileData, { nx, width }: BlendWindow): number {
  let signal = 0;
  let noise = 0;
  for (let x = 0; x < nx; x++) {
    for (const f of strength) if (f[x] > 0) signal += f[x];
    for (let k = 0; k < width; k++) noise += model[x * width + k];
  }
  return noise > 0 ? signal / Math.sqrt(noise / 3) : 0; // a third of the rows hold the light
}
