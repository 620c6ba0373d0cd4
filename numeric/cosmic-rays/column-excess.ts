/** Rows on either side in which a column shows how bright its source is: more than the image of any star, so that a ray does not hide all of it. */
const REACH = 9;
/** Of the light of a source in its column, weighed by how well it is known, so much may be a ray's from below: a track along the slit covers more than half of an image. */
const LOWER_PART = 1 / 3;
/** How wrong the smooth light's shape along the slit may be, as a share of it: its runs drift by a fraction of a row. */
const SHAPE_DOUBT = 0.01;
/** Variance of a median of normal deviates over that of their mean. */
const MEDIAN_VARIANCE = Math.PI / 2;

/** The image less its smooth light, that light, and read noise², all in electron and rows of nx. */
export interface LitPlane {
  readonly data: Float32Array;
  readonly light: Float32Array;
  readonly nx: number;
  readonly readVariance: number;
}

/**
 * What stands above a source in its own column. The smooth light of a source does not know the source's spectrum: in a band or a line the source is
 * brighter or fainter than its surroundings, but by one factor in all rows of a column. With that factor from the column's other rows a pixel of
 * a bright star is as good a witness of a ray as its photon noise allows.
 */
export class ColumnExcess {
  readonly #plane: LitPlane;
  readonly #factors = new Float64Array(2 * REACH);
  readonly #weights = new Float64Array(2 * REACH);

  /** @param plane may change between questions. */
  constructor(plane: LitPlane) {
    this.#plane = plane;
  }

  /** Whether a pixel stands above its source by more than so many σ of its noise and of the factor's. Where the light is no source's it never does. */
  exceeds(p: number, least: number): boolean {
    const { data, light, readVariance } = this.#plane;
    const variance = Math.max(0, light[p]) + readVariance;
    const sky = this.#skyAt(p);
    const source = light[p] - sky;
    if (!(source > Math.sqrt(variance))) return false;
    const { factor, known } = this.#factorAt(p, sky);
    const sigma = Math.sqrt(variance + (MEDIAN_VARIANCE * source * source) / known);
    return data[p] - factor * source > least * sigma + SHAPE_DOUBT * source;
  }

  /** The fainter end of the column within reach. */
  #skyAt(p: number): number {
    const { light, nx } = this.#plane;
    const [below, above] = [p - REACH * nx, p + REACH * nx];
    if (below < 0) return above < light.length ? light[above] : light[p];
    return above < light.length ? Math.min(light[below], light[above]) : light[below];
  }

  /**
   * By how much the source is brighter in its column than its smooth light, as a share: the lower third of what the other rows say, each weighed by its signal-to-noise
   * ratio. And the square of that ratio, summed.
   */
  #factorAt(p: number, sky: number): { readonly factor: number; readonly known: number } {
    const { data, light, nx, readVariance } = this.#plane;
    const [factors, weights] = [this.#factors, this.#weights];
    let n = 0;
    let total = 0;
    let known = 0;
    for (let q = Math.max(p % nx, p - REACH * nx); q <= p + REACH * nx && q < light.length; q += nx) {
      const source = light[q] - sky;
      if (q === p || source <= 0) continue;
      const ratio = (source * source) / (Math.max(0, light[q]) + readVariance);
      const factor = data[q] / source;
      let i = n++;
      for (; i > 0 && factors[i - 1] > factor; i--) {
        factors[i] = factors[i - 1];
        weights[i] = weights[i - 1];
      }
      factors[i] = factor;
      weights[i] = Math.sqrt(ratio);
      total += weights[i];
      known += ratio;
    }
    let i = 0;
    for (let sum = weights[0]; i < n - 1 && sum < LOWER_PART * total; sum += weights[++i]);
    return { factor: n > 0 ? factors[i] : 0, known };
  }
}
