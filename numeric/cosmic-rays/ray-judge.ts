import type { RayScene } from '../kernels/kernels.js';
import { ColumnExcess } from './column-excess.js';

/**
 * A core must stand above its surroundings by so many times `sigclip`. The significance S' of pure noise has a spread of √1.25, because the
 * four neighbors' noise is in it, and its largest of a few million pixels at some ten electrons, where Poisson's tail is long, is 4.5 to 5.2 σ
 * of the pixel itself: 1.2 · 4.5 = 5.4 leaves none.
 */
const CORE_PART = 1.2;
/** A pixel beside a core belongs to the ray from this many σ above its surroundings on: of sound neighbors 0.6 % have as much by chance. */
const NEIGHBOR_SIGMA = 2.5;
/** How wrong the model of the smooth light may be, as a share of it, for what stands above it beside a ray to be of the ray. */
const LIGHT_DOUBT = 0.2;
/** A pixel beside a ray belongs to it from this many σ above the source in its column on. */
const COLUMN_SIGMA = 3.5;
/** A line has in the two columns beside it together at least half of the light of its peak (FWHM ≥ 1.4 columns); a ray of that many σ less. */
const LINE_PART = 0.5;
const LINE_SIGMA = 2;
/** A quarter of normal deviates lies lower than this many σ below their mean. */
const QUARTILE_SIGMA = 0.6745;
/** Half of the surroundings, 5 × 5 pixels: their median is that of what is no ray as long as the ray has less than half. */
const HALF = 2;

/** What makes a ray on an image of which the smooth light is subtracted, so that nothing but noise and rays is left in most pixels. */
export class RayJudge {
  readonly #data: Float32Array;
  readonly #light: Float32Array;
  readonly #nx: number;
  readonly #readVariance: number;
  readonly #sigclip: number;
  readonly #column: ColumnExcess;
  readonly #around = new Float64Array((2 * HALF + 1) ** 2);

  /** @param scene the image less its light, electron, and that light as `background`; it may change between questions. */
  constructor({ data, nx, background }: RayScene, { readNoiseElectron, sigclip }: { readonly readNoiseElectron: number; readonly sigclip: number }) {
    this.#data = data;
    this.#light = background ?? new Float32Array(data.length);
    this.#nx = nx;
    this.#readVariance = readNoiseElectron ** 2;
    this.#sigclip = sigclip;
    this.#column = new ColumnExcess({ data, light: this.#light, nx, readVariance: this.#readVariance });
  }

  /** Whether a core is more than a peak of the noise. The pixel must be at least two away from the border. */
  isRay(p: number): boolean {
    return this.#excess(p) > CORE_PART * this.#sigclip * Math.sqrt(this.#variance(p));
  }

  /** Whether a pixel beside a core holds charge of its own. */
  belongs(p: number): boolean {
    return this.#excess(p) > NEIGHBOR_SIGMA * Math.sqrt(this.#variance(p));
  }

  /**
   * Whether a pixel is narrower along the slit than any image of the sky. On a bright source the contrast of LACosmic is blind, because the
   * source itself is fine structure; but whatever the source's spectrum does, its light has the width of the seeing. Of an image of FWHM ≥ 2
   * pixels the two neighbors along the slit have together as much as the pixel (Gaussian: 1.0 centered, 1.25 between two pixels), wherever its center.
   * A ray that is broader along the slit still has another shape than the source, and is narrower than any line along the spectrum: light of another shape, such as
   * gas beside a star, is not.
   */
  standsAlone(p: number): boolean {
    const [below, above] = [p - this.#nx, p + this.#nx];
    const difference = this.#data[p] - this.#data[below] - this.#data[above];
    if (difference > this.#sigclip * Math.sqrt(this.#variance(p) + this.#variance(below) + this.#variance(above))) return true;
    return this.#isOneColumnWide(p) && this.#column.exceeds(p, CORE_PART * this.#sigclip);
  }

  /**
   * Whether a pixel beside a ray is so bright that it belongs to it, however blunt: inside a thick track no pixel stands out of its neighbors, so there is no
   * Laplacian. It must stand above the lower quartile of its surroundings, which a track fills by less than three quarters, or above the source in its column.
   */
  isCharged(p: number): boolean {
    const sigma = Math.sqrt(this.#variance(p));
    const limit = CORE_PART * this.#sigclip * sigma + LIGHT_DOUBT * Math.max(0, this.#light[p]);
    // The first comparison saves the sorting: surroundings are about 0.
    if (this.#data[p] >= 0.5 * limit && this.#data[p] - (this.#surroundings(p)[this.#around.length >> 2] + QUARTILE_SIGMA * sigma) > limit) return true;
    return this.#column.exceeds(p, COLUMN_SIGMA);
  }

  #isOneColumnWide(p: number): boolean {
    const data = this.#data;
    const level = (data[p - 2] + data[p + 2]) / 2;
    const beside = Math.max(0, data[p - 1] - level) + Math.max(0, data[p + 1] - level);
    return LINE_PART * (data[p] - level) - beside > LINE_SIGMA * Math.sqrt(this.#variance(p));
  }

  #variance(p: number): number {
    return Math.max(0, this.#light[p]) + this.#readVariance;
  }

  #excess(p: number): number {
    return this.#data[p] - this.#surroundings(p)[this.#around.length >> 1];
  }

  /** The pixel and its surroundings in ascending order. */
  #surroundings(p: number): Float64Array {
    let k = 0;
    for (let v = -HALF; v <= HALF; v++) {
      for (let u = -HALF; u <= HALF; u++) this.#around[k++] = this.#data[p + v * this.#nx + u];
    }
    return this.#around.sort();
  }
}
