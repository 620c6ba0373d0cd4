import { solveSymmetric } from '../math/linear-algebra.js';
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
  readonly fwhms: Float64Array;
}

/** Sky-subtracted light near the trace, in the layout of the profile; variance 0 or less marks a pixel that cannot be used. */
export interface ProfileData {
  readonly light: Float64Array;
  readonly variance: Float64Array;
  /** Electrons of the source per column, a first guess. */
  readonly electrons: Float64Array;
}

/** Rows held on either side of the center, FWHM. */
const REACH_FWHM = 5;
/** The correction to the model curve reaches this far, FWHM; further out there is too little light to correct by. */
const CORRECTED_FWHM = 4.5;
/** Steps of the tabulated curve per row: linear interpolation errs by 1e-4 of the peak at a FWHM of 3 rows. */
const TABLE_STEPS = 32;
/** How wrong the model curve may be: a tenth of itself and half a hundredth of its peak. Data must say more than this to be heard. */
const CURVE_DOUBT = 0.1;
const PEAK_DOUBT = 0.005;
/** Exponent of a Moffat whose fit gave none: the wings of seeing at a good site (Trujillo et al. 2001 find 2.5–4.8). */
const USUAL_EXPONENT = 3;
/** The curve is tabulated beyond the rows held by this factor: a column narrower than the middle one reads it farther out. */
const TABLE_MARGIN = 1.3;
/** Splines per FWHM, and their least distance, rows: finer ones would follow single pixels. */
const SPLINES_PER_FWHM = 8;
const LEAST_SPLINE_STEP = 0.5;
/** The strength of a column is averaged until it is known to one part in this many, over at most an eighth of the columns to either side. */
const STRENGTH_SNR = 10;
/** Signal-to-noise of a column taken for no worse than this in that estimate. */
const LEAST_SNR = 0.1;

/**
 * The spatial profile as a curve of the distance from the trace, t = (y − row(x))·F₀/FWHM(x): the pixel-averaged model fitted to the target plus a
 * correction by cubic B-splines, tabulated.
 */
export class ProfileCurve {
  private readonly table: Float64Array;
  private readonly reach: number;

  constructor(model: (t: number) => number, reach: number) {
    this.reach = reach;
    this.table = Float64Array.from({ length: 2 * Math.ceil(reach * TABLE_STEPS) + 3 }, (_, i) => Math.max(0, model(i / TABLE_STEPS - Math.ceil(reach * TABLE_STEPS) / TABLE_STEPS)));
  }

  /** Height at a distance t, rows of the width the curve is drawn for; 0 beyond its reach. */
  at(t: number): number {
    if (!(Math.abs(t) < this.reach)) return 0;
    const position = t * TABLE_STEPS + Math.ceil(this.reach * TABLE_STEPS);
    const i = Math.floor(position);
    return this.table[i] + (position - i) * (this.table[i + 1] - this.table[i]);
  }
}

/** Shape of the profile before any correction: the model of the target at the width of its trace. */
export interface ProfileFrame {
  readonly rows: Float64Array;
  readonly fwhms: Float64Array;
  /** Width the curve is drawn for, rows. */
  readonly fwhm: number;
  readonly curve: (t: number) => number;
  /** Integral of the curve beyond the rows held, as a share of all of it. */
  readonly beyond: number;
  readonly width: number;
}

/**
 * The model of a target at the width of its trace, before any correction.
 * @param nx columns of the frame. @returns rows and widths in rows, `beyond` unitless.
 */
export function profileFrame(target: Target, trace: Trace, nx: number): ProfileFrame {
  const rows = traceRows(trace, nx);
  const fwhms = traceFwhms(trace, nx);
  const fwhm = fwhms[nx >> 1];
  const model = pixelAveraged(profileNamed(target.model));
  const exponent = target.model === 'moffat' ? [target.parameters[3] ?? USUAL_EXPONENT] : [];
  const width = model.widthOf(fwhm, exponent[0]);
  const area = model.area([1, 0, width, ...exponent]);
  const parameters = [1 / area, 0, width, ...exponent];
  const widest = fwhms.reduce((most, value) => Math.max(most, value), fwhm);
  const reach = REACH_FWHM * widest;
  let inside = 0;
  for (let k = -Math.floor(reach); k <= Math.floor(reach); k++) inside += model.evaluate(k, parameters);
  return { rows, fwhms, fwhm, curve: (t) => model.evaluate(t, parameters), beyond: Math.max(0, 1 - inside), width: 2 * Math.floor(reach) + 1 };
}

/** Lays a curve on the pixels: every column normalized to the light it holds, 1 less what lies beyond the rows held. */
export function layProfile(frame: ProfileFrame, curve: ProfileCurve): SpatialProfile {
  const nx = frame.rows.length;
  const { width, rows, fwhms, fwhm } = frame;
  const fromRow = new Int32Array(nx);
  const share = new Float32Array(nx * width);
  for (let x = 0; x < nx; x++) {
    const first = Math.round(rows[x]) - (width >> 1);
    const stretch = fwhm / fwhms[x];
    fromRow[x] = first;
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const value = curve.at((first + k - rows[x]) * stretch);
      share[x * width + k] = value;
      sum += value;
    }
    const scale = (1 - frame.beyond) / sum;
    for (let k = 0; k < width; k++) share[x * width + k] *= scale;
  }
  return { nx, width, fromRow, share, rows, fwhms };
}

/** The profile by the model alone, uncorrected by the data. */
export function modelProfile(frame: ProfileFrame): SpatialProfile {
  return layProfile(frame, modelCurve(frame));
}

function modelCurve(frame: ProfileFrame): ProfileCurve {
  return new ProfileCurve(frame.curve, (frame.width / 2) * TABLE_MARGIN);
}

/**
 * Corrects the model curve by the data of all columns: the B-spline c(t) that minimizes
 *
 *     Σ (D − f(x)·(M(t) + c(t)))² / V  +  Σ (cₖ/σₖ)²,     σₖ = 0.1·M(tₖ) + 0.005·M(0)
 *
 * A bright source so has its own profile, whatever its shape; a faint one keeps the model, and between the two each has its say.
 * V must be that of a noise model, not of the pixel itself. f is smoothed over as many columns as it takes to know it to a tenth.
 *
 * @returns shares, unitless, [nx × width], the layout of `modelProfile`. The equations always have a solution, because the doubt of every spline is
 *          finite; where the data hold numbers that are not (an infinite strength) there is none, and the answer is the model uncorrected, as for a
 *          source too faint to say anything.
 * Inputs are left unchanged. O(nx · width).
 *
 * @see de Boor 1978, A Practical Guide to Splines, chapter IX; Marsh 1989, PASP 101, 1032, for profiles that cross rows
 */
export function fitProfile(frame: ProfileFrame, data: ProfileData): SpatialProfile {
  const { rows, fwhms, fwhm, width } = frame;
  const nx = rows.length;
  const half = CORRECTED_FWHM * fwhm;
  const step = Math.max(LEAST_SPLINE_STEP, fwhm / SPLINES_PER_FWHM);
  const size = 2 * Math.ceil(half / step) + 1;
  const origin = -step * ((size - 1) / 2); // t of the middle of the first spline
  const curve = modelCurve(frame);
  const peak = curve.at(0);
  const normal = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const basis = new Float64Array(4);
  const strength = smoothed(data);
  for (let x = 0; x < nx; x++) {
    const f = strength[x];
    if (!(f > 0)) continue;
    const first = Math.round(rows[x]) - (width >> 1);
    const stretch = fwhm / fwhms[x];
    for (let k = 0; k < width; k++) {
      const variance = data.variance[x * width + k];
      const t = (first + k - rows[x]) * stretch;
      if (!(variance > 0) || Math.abs(t) > half) continue;
      const left = splineValues((t - origin) / step, basis);
      const weight = (f * f) / variance;
      const residual = data.light[x * width + k] / f - curve.at(t);
      for (let a = 0; a < 4; a++) {
        const i = left + a;
        if (i < 0 || i >= size) continue;
        gradient[i] += weight * basis[a] * residual;
        for (let b = 0; b <= a; b++) if (left + b >= 0) normal[i * size + left + b] += weight * basis[a] * basis[b];
      }
    }
  }
  for (let i = 0; i < size; i++) {
    const doubt = CURVE_DOUBT * curve.at(origin + i * step) + PEAK_DOUBT * peak;
    normal[i * size + i] += 1 / (doubt * doubt);
  }
  const coefficients = solveSymmetric(normal, gradient);
  if (coefficients === undefined) return layProfile(frame, curve);
  const corrected = (t: number): number => {
    const left = splineValues((t - origin) / step, basis);
    let value = frame.curve(t);
    for (let a = 0; a < 4; a++) if (left + a >= 0 && left + a < size) value += basis[a] * coefficients[left + a];
    return value;
  };
  return layProfile(frame, new ProfileCurve(corrected, (width / 2) * TABLE_MARGIN));
}

/** The four cubic B-splines of unit spacing that are not 0 at u; returns the index of the first. Spline i is centered on u = i. */
function splineValues(u: number, into: Float64Array): number {
  const i = Math.floor(u);
  const f = u - i;
  const g = 1 - f;
  into[0] = (g * g * g) / 6;
  into[1] = (4 - 6 * f * f + 3 * f * f * f) / 6;
  into[2] = (4 - 6 * g * g + 3 * g * g * g) / 6;
  into[3] = (f * f * f) / 6;
  return i - 1;
}

/** Electrons per column, averaged over enough columns that the mean is ten times its error: noise in f would flatten the profile. */
function smoothed({ electrons, variance, light }: ProfileData): Float64Array {
  const nx = electrons.length;
  const width = light.length / nx;
  let [signal, noise] = [0, 0];
  for (let x = 0; x < nx; x++) {
    if (Number.isFinite(electrons[x])) signal += electrons[x];
    for (let k = 0; k < width; k++) if (variance[x * width + k] > 0) noise += variance[x * width + k];
  }
  const snr = signal > 0 ? signal / nx / Math.sqrt(noise / nx / 3) : 0; // a third of the rows hold the light
  const reach = Math.min(nx >> 3, Math.max(0, Math.ceil(((STRENGTH_SNR / Math.max(snr, LEAST_SNR)) ** 2 - 1) / 2)));
  const sums = new Float64Array(nx + 1);
  const counts = new Int32Array(nx + 1);
  for (let x = 0; x < nx; x++) {
    const known = Number.isFinite(electrons[x]);
    sums[x + 1] = sums[x] + (known ? electrons[x] : 0);
    counts[x + 1] = counts[x] + Number(known);
  }
  return electrons.map((_, x) => {
    const [from, to] = [Math.max(0, x - reach), Math.min(nx, x + reach + 1)];
    return counts[to] > counts[from] ? (sums[to] - sums[from]) / (counts[to] - counts[from]) : NaN;
  });
}
