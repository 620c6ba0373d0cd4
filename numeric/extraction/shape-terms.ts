import type { ColumnLight } from './column-light.js';
import { Curve, curveReach, usableInverse, type BlendWindow, type Corrections, type ImageModel, type ProfileShape } from './profile-curve.js';
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

/** The unknowns of a shape, and what each does to the light of a pixel. */
export class ShapeTerms {
  readonly count: number;
  readonly doubts: number[] = [];
  /** Where the prior wants each unknown, as a step from where it is. */
  readonly pulls: number[] = [];
  /** The unknowns that touch the pixel last asked for, and by how much, electron. */
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
  /** Of the pixel last placed: distance from the center, rows of the width the model is drawn for, and what the curve is multiplied by, electron. */
  distance = 0;
  scale = 0;
  private readonly orders: number;
  private readonly byExponent: Curve | undefined;
  private readonly at: { readonly width: number; readonly exponent: number; readonly own: number; readonly center: number; readonly light: number };
  private x = 0;
  private legendre: readonly number[] = [];
  private readonly norm: Float64Array;
  private readonly flux: Float64Array;

  constructor(before: ProfileShape, window: BlendWindow, data: ProfileData) {
    const { model } = before;
    const sources = window.rows.length;
    this.before = before;
    this.window = window;
    this.half = CORRECTED_FWHM * model.fwhm;
    this.basis = new SplineBasis(this.half, model.fwhm);
    this.orders = sources === 1 && totalSnr(data, window) > CHANGE_SNR ? 3 : 1;
    const peak = model.height(0, model.inverseExponent);
    const { splines, width: widths, own: owns, center: centers } = before.corrections;
    const add = (doubt: number, pull = 0): number => this.doubts.push(Math.max(doubt, 1e-9)) && this.pulls.push(pull) - 1;
    for (let order = 0; order < this.orders; order++) {
      const doubt = order === 0 ? CURVE_DOUBT : CHANGE_DOUBT;
      for (let i = 0; i < this.basis.size; i++) {
        add(doubt.model * model.height(this.basis.center(i), model.inverseExponent) + doubt.peak * peak, -(splines[order * this.basis.size + i] ?? 0));
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
    if (model.inverseExponent > 0) {
      const [low, high] = [model.inverseExponent - EXPONENT_STEP, model.inverseExponent + EXPONENT_STEP];
      this.byExponent = new Curve((t) => (model.height(t, high) - model.height(t, low)) / (2 * EXPONENT_STEP), curveReach(window));
    }
    const most = sources * (4 * this.orders + WIDTH_DOUBT.length + 3 + LIGHT_ORDERS);
    this.index = new Int32Array(most);
    this.value = new Float64Array(most);
    this.norm = new Float64Array(sources);
    this.flux = new Float64Array(sources);
  }

  /** Prepares a column; false if it has nothing to say. */
  enter(x: number, strength: readonly Float64Array[]): boolean {
    const { nx } = this.window;
    this.x = x;
    this.legendre = legendreOf(alongSpectrum(x, nx));
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

  /** Places the pixel in row y of the column on the curve of the only source; false where the curve is not corrected. */
  place(y: number): boolean {
    const { before, x } = this;
    this.distance = (y - before.rows[0][x]) * (before.model.fwhm / before.fwhms[0][x]);
    this.scale = this.flux[0] * this.norm[0];
    if (!(Math.abs(this.distance) <= this.half) || this.scale === 0) return false;
    this.inCore = Math.abs(this.distance) < CORE_FWHM * before.model.fwhm;
    this.expected = this.scale * before.height(this.distance, x);
    return true;
  }

  /** What every unknown does to a curve of unit light at a distance from the center of the only source in column x. */
  derivativesAt(t: number, x: number): void {
    const { before } = this;
    this.used = 0;
    const slope = (before.height(t + 0.25, x) - before.height(t - 0.25, x)) / 0.5;
    this.addTerms(0, t, 1, { height: before.height(t, x), slope, stretch: 1 }, legendreOf(alongSpectrum(x, this.window.nx)));
  }

  /** What every unknown does to the light of the pixel in row y of the column; false where no source reaches. */
  derivatives(y: number): boolean {
    const { before, x } = this;
    const legendre = this.legendre;
    this.used = 0;
    this.expected = 0;
    this.inCore = false;
    let reached = false;
    for (let s = 0; s < this.flux.length; s++) {
      const stretch = before.model.fwhm / before.fwhms[s][x];
      const t = (y - before.rows[s][x]) * stretch;
      const f = this.flux[s] * this.norm[s];
      if (!(Math.abs(t) <= this.half) || f === 0) {
        if (f !== 0) this.expected += f * before.height(t, x);
        continue;
      }
      reached = true;
      if (Math.abs(t) < CORE_FWHM * before.model.fwhm) this.inCore = true;
      const height = before.height(t, x);
      this.expected += f * height;
      const slope = (before.height(t + 0.25, x) - before.height(t - 0.25, x)) / 0.5;
      this.addTerms(s, t, f, { height, slope, stretch }, legendre);
    }
    return reached;
  }

  private addTerms(s: number, t: number, f: number, curve: { readonly height: number; readonly slope: number; readonly stretch: number }, legendre: readonly number[]): void {
    const left = this.basis.values(t);
    for (let order = 0; order < this.orders; order++) {
      for (let a = 0; a < 4; a++) {
        const i = left + a;
        if (i >= 0 && i < this.basis.size) this.put(order * this.basis.size + i, f * legendre[order] * this.basis.four[a]);
      }
    }
    // Wider at the same light: −t·P′ − P.
    const wider = -t * curve.slope - curve.height;
    for (let j = 0; j < WIDTH_DOUBT.length; j++) this.put(this.at.width + j, f * legendre[j] * wider);
    if (this.byExponent) this.put(this.at.exponent, f * this.byExponent.at(t));
    if (s > 0) this.put(this.at.own + s - 1, f * wider);
    if (this.flux.length > 1) this.put(this.at.center + s, -f * curve.slope * curve.stretch);
    for (let j = 0; j < LIGHT_ORDERS; j++) this.put(this.at.light + s * LIGHT_ORDERS + j, f * legendre[j] * curve.height);
  }

  private put(index: number, value: number): void {
    this.index[this.used] = index;
    this.value[this.used++] = value;
  }

  /**
   * Variance of the flux of source s in column x, relative to its square, by the covariance of the shape. The flux is Σ w·D with Σ w·P = 1, so a change δ of the light
   * expected changes it by −Σ w·δ; as all profiles hold all their light, what a change adds to the sum of a profile is taken off it first.
   */
  effect(s: number, x: number, weight: Float64Array, strength: readonly Float64Array[], covariance: Float64Array): number {
    const { width, fromRow } = this.window;
    if (!this.enter(x, strength) || !(this.flux[s] > 0)) return 0;
    const effect = new Float64Array(this.at.light);
    const sums = this.flux.map(() => 0);
    const change = this.flux.map(() => 0);
    const own = Float64Array.from(this.flux);
    // One source at a time, so that each profile keeps its own light.
    for (let source = 0; source < own.length; source++) {
      this.flux.fill(0);
      this.flux[source] = own[source];
      if (own[source] === 0) continue;
      const total = new Float64Array(this.at.light);
      const seen = new Float64Array(this.at.light);
      for (let k = 0; k < width; k++) {
        const w = weight[x * width + k];
        if (!this.derivatives(fromRow[x] + k)) continue;
        sums[source] += this.expected;
        change[source] += w * this.expected;
        for (let a = 0; a < this.used; a++) {
          if (this.index[a] >= this.at.light) continue;
          total[this.index[a]] += this.value[a];
          seen[this.index[a]] += w * this.value[a];
        }
      }
      for (let i = 0; i < effect.length; i++) effect[i] += seen[i] - (total[i] * change[source]) / sums[source];
    }
    let variance = 0;
    for (let i = 0; i < effect.length; i++) {
      let row = 0;
      for (let j = 0; j < effect.length; j++) row += covariance[i * this.count + j] * effect[j];
      variance += effect[i] * row;
    }
    return Math.max(0, variance) / own[s] ** 2;
  }

  /** The shape with a solution added. */
  corrected(solution: Float64Array): ProfileShape {
    const { before, window, basis, at } = this;
    const { nx } = window;
    const reach = curveReach(window);
    const inverse = before.model.inverseExponent;
    const model: ImageModel = { ...before.model, inverseExponent: inverse > 0 ? usableInverse(inverse + limited(solution[at.exponent])) : 0 };
    const corrections = this.corrections(solution);
    const { splines, width, own, center } = corrections;
    const curve = new Curve((t) => model.height(t, model.inverseExponent) + basis.sum(splines, 0, t), reach);
    const changes = Array.from({ length: this.orders - 1 }, (_, k) => new Curve((t) => basis.sum(splines, (k + 1) * basis.size, t), reach));
    const height = (t: number, x: number): number => {
      if (changes.length === 0) return curve.at(t);
      const u = alongSpectrum(x, nx);
      return curve.at(t) + u * changes[0].at(t) + 0.5 * (3 * u * u - 1) * changes[1].at(t);
    };
    const widening = Float64Array.from({ length: nx }, (_, x) => legendreOf(alongSpectrum(x, nx)).reduce((sum, value, k) => sum + width[k] * value, 0));
    return {
      model,
      height,
      fwhms: window.fwhms.map((values, s) => values.map((value, x) => value * Math.exp(widening[x] + own[s]))),
      rows: window.rows.map((values, s) => values.map((value) => value + center[s])),
      corrections,
    };
  }

  private corrections(solution: Float64Array): Corrections {
    const { splines, width, own, center } = this.before.corrections;
    const { basis, at, orders } = this;
    const sources = this.flux.length;
    return {
      splines: Float64Array.from({ length: orders * basis.size }, (_, i) => (splines[i] ?? 0) + solution[i]),
      width: Float64Array.from(WIDTH_DOUBT, (_, k) => (width[k] ?? 0) + limited(solution[at.width + k])),
      own: Float64Array.from({ length: sources }, (_, s) => (own[s] ?? 0) + (s > 0 ? limited(solution[at.own + s - 1]) : 0)),
      center: Float64Array.from({ length: sources }, (_, s) => (center[s] ?? 0) + (sources > 1 ? solution[at.center + s] : 0)),
    };
  }
}

function limited(value: number): number {
  return Math.min(Math.max(value, -LARGEST_STEP), LARGEST_STEP);
}

/** Position of a column along the spectrum, −1…1. */
function alongSpectrum(x: number, nx: number): number {
  return (2 * x) / Math.max(1, nx - 1) - 1;
}

/** The first five Legendre polynomials. */
function legendreOf(u: number): readonly [number, number, number, number, number] {
  return [1, u, 0.5 * (3 * u * u - 1), 0.5 * (5 * u ** 3 - 3 * u), 0.125 * (35 * u ** 4 - 30 * u * u + 3)];
}

function totalSnr({ model, strength }: ProfileData, { nx, width }: BlendWindow): number {
  let [signal, noise] = [0, 0];
  for (let x = 0; x < nx; x++) {
    for (const f of strength) if (f[x] > 0) signal += f[x];
    for (let k = 0; k < width; k++) noise += model[x * width + k];
  }
  return noise > 0 ? signal / Math.sqrt(noise / 3) : 0; // a third of the rows hold the light
}
