/** Splines per FWHM, and their least distance, rows: finer ones would follow single pixels. */
const SPLINES_PER_FWHM = 8;
const LEAST_SPLINE_STEP = 0.5;

/** Cubic B-splines of equal spacing between −half and half, rows. */
export class SplineBasis {
  readonly size: number;
  /** The four splines that are not 0 where `values` was asked for last. */
  readonly four = new Float64Array(4);
  /** Spacing, rows. */
  readonly step: number;
  private readonly origin: number;

  constructor(half: number, fwhm: number) {
    this.step = Math.max(LEAST_SPLINE_STEP, fwhm / SPLINES_PER_FWHM);
    this.size = 2 * Math.ceil(half / this.step) + 1;
    this.origin = -this.step * ((this.size - 1) / 2);
  }

  /** Where spline i has its maximum. */
  center(i: number): number {
    return this.origin + i * this.step;
  }

  /** Evaluates the four splines around t into `four`; returns the index of the first, which may be outside the basis. */
  values(t: number): number {
    const u = (t - this.origin) / this.step;
    const i = Math.floor(u);
    const f = u - i;
    const g = 1 - f;
    this.four[0] = (g * g * g) / 6;
    this.four[1] = (4 - 6 * f * f + 3 * f * f * f) / 6;
    this.four[2] = (4 - 6 * g * g + 3 * g * g * g) / 6;
    this.four[3] = (f * f * f) / 6;
    return i - 1;
  }

  /** Sum of the splines at t with the coefficients from `offset` on. */
  sum(coefficients: Float64Array, offset: number, t: number): number {
    const left = this.values(t);
    let value = 0;
    for (let a = 0; a < 4; a++) if (left + a >= 0 && left + a < this.size) value += this.four[a] * coefficients[offset + left + a];
    return value;
  }
}
