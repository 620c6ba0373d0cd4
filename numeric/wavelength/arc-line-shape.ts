/** Grid points per FWHM, and how far the tables reach on both sides, FWHM. */
const STEPS = 256;
const REACH = 3;
/** Simpson intervals over the box. */
const BOX_INTERVALS = 48;

/** Half-width of the box ÷ σ of the blur, from a narrow slit (a Gaussian) to one much wider than the optics' blur. */
const BOX_RATIOS = [0, 1, 1.5, 2, 3, 4.2, 6, 9, 13];

/**
 * The image of the slit in the light of one wavelength: a box, the slit, blurred by a Gaussian, the optics; height 1, full width
 * at half maximum 1. Held as tables of itself and of its integral, so that the average over a pixel costs two look-ups.
 */
export class LineShape {
  /** Half-width of the box ÷ σ; 0 is a plain Gaussian. */
  readonly boxRatio: number;
  private readonly heights: Float64Array;
  private readonly integrals: Float64Array;

  /** @param boxRatio half-width of the box ÷ σ of the blur, ≥ 0. */
  constructor(boxRatio: number) {
    this.boxRatio = boxRatio;
    const top = blurredBox(0, boxRatio);
    const fwhm = 2 * halfMaximum(boxRatio, top); // in units of σ
    const n = 2 * REACH * STEPS + 1;
    const at = (i: number): number => blurredBox((i / STEPS - REACH) * fwhm, boxRatio) / top;
    this.heights = Float64Array.from({ length: n }, (_, i) => at(i));
    this.integrals = new Float64Array(n);
    for (let i = 1; i < n; i++) {
      this.integrals[i] = this.integrals[i - 1] + (this.heights[i - 1] + 4 * at(i - 0.5) + this.heights[i]) / (6 * STEPS);
    }
  }

  /**
   * A line of height 1 as a pixel sees it, averaged over offset ± ½:
   *
   *     P = w·[I((o + ½)/w) − I((o − ½)/w)],   I the integral of the shape
   *
   * @param offset o, pixel center minus line center. @param fwhm w, of the line before the pixel. Both in pixels.
   * @param out value, derivative by the line's center, derivative by w.
   */
  pixelAverage(offset: number, fwhm: number, out: Float64Array): void {
    const right = (offset + 0.5) / fwhm;
    const left = (offset - 0.5) / fwhm;
    const heightRight = this.height(right);
    const heightLeft = this.height(left);
    const value = fwhm * (this.integral(right) - this.integral(left));
    out[0] = value;
    out[1] = heightLeft - heightRight;
    out[2] = value / fwhm - (right * heightRight - left * heightLeft);
  }

  private height(t: number): number {
    const x = (t + REACH) * STEPS;
    if (!(x > 0 && x < this.heights.length - 1)) return 0;
    const i = Math.floor(x);
    return this.heights[i] + (x - i) * (this.heights[i + 1] - this.heights[i]);
  }

  /** Cubic Hermite interpolation: the slopes of the integral are the heights. */
  private integral(t: number): number {
    const x = (t + REACH) * STEPS;
    if (!(x > 0)) return 0;
    if (x >= this.integrals.length - 1) return this.integrals[this.integrals.length - 1];
    const i = Math.floor(x);
    const f = x - i;
    const rise = this.integrals[i + 1] - this.integrals[i];
    const slopeLeft = this.heights[i] / STEPS;
    const slopeRight = this.heights[i + 1] / STEPS;
    return this.integrals[i] + f * (slopeLeft + f * (3 * rise - 2 * slopeLeft - slopeRight + f * (slopeLeft + slopeRight - 2 * rise)));
  }
}

/** ∫ exp(−(v − b)²/2) db over |b| ≤ k, by Simpson's rule; the Gaussian itself for k = 0. */
function blurredBox(v: number, k: number): number {
  if (k === 0) return Math.exp(-0.5 * v * v);
  const h = (2 * k) / BOX_INTERVALS;
  let sum = 0;
  for (let i = 0; i <= BOX_INTERVALS; i++) {
    const b = -k + i * h;
    sum += (i === 0 || i === BOX_INTERVALS ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-0.5 * (v - b) ** 2);
  }
  return (sum * h) / 3;
}

function halfMaximum(k: number, top: number): number {
  let low = 0;
  let high = k + 4;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (blurredBox(middle, k) > top / 2) low = middle;
    else high = middle;
  }
  return low;
}

let shapes: readonly LineShape[] | undefined;

/** All shapes to choose from, the Gaussian first. Their tables are made once (a few milliseconds). */
export function lineShapes(): readonly LineShape[] {
  shapes ??= BOX_RATIOS.map((ratio) => new LineShape(ratio));
  return shapes;
}
