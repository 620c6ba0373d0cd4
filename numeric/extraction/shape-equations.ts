import type { ShapeTerms } from './shape-terms.js';

/**
 * The normal equations of a shape, priors included. Pixels of one column are summed by term, and only their sums are spread over the Legendre coefficients of the
 * terms: of two sources each pixel touches 15 terms, but 31 unknowns.
 */
export class ShapeEquations {
  /** Lower triangle, [count × count]. */
  readonly normal: Float64Array;
  readonly gradient: Float64Array;
  private readonly terms: ShapeTerms;
  /** The same by term, of the column being summed; and the terms that it has touched. */
  readonly products: Float64Array;
  readonly pulls: Float64Array;

  constructor(terms: ShapeTerms) {
    const { count, doubts, pulls, first } = terms;
    this.terms = terms;
    this.normal = new Float64Array(count * count);
    this.gradient = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      this.normal[i * count + i] = 1 / doubts[i] ** 2;
      this.gradient[i] = pulls[i] / doubts[i] ** 2;
    }
    this.products = new Float64Array(first.length * first.length);
    this.pulls = new Float64Array(first.length);
  }

  /** Adds the derivatives last asked for, squared with `weight` and once with `pull`. */
  add(weight: number, pull: number): void {
    const { index, value, used } = this.terms;
    const { products, pulls } = this;
    const size = pulls.length;
    for (let a = 0; a < used; a++) {
      const i = index[a];
      pulls[i] += pull * value[a];
      const w = weight * value[a];
      for (let b = 0; b < a; b++) {
        // Two sources may touch the same spline, and theirs come in any order.
        const j = index[b];
        if (j < i) products[i * size + j] += w * value[b];
        else if (j > i) products[j * size + i] += w * value[b];
        else products[i * size + i] += 2 * w * value[b];
      }
      products[i * size + i] += w * value[a];
    }
  }

  /** Spreads the sums of pixels of one column, the one last entered, over the unknowns. */
  endColumn(): void {
    const { legendre, first, orders, count } = this.terms;
    const { products, pulls, normal, gradient } = this;
    const size = pulls.length;
    for (let i = 0; i < size; i++) {
      if (products[i * size + i] === 0) continue;
      for (let p = 0; p < orders[i]; p++) gradient[first[i] + p] += legendre[p] * pulls[i];
      pulls[i] = 0;
      for (let j = 0; j <= i; j++) {
        const product = products[i * size + j];
        if (product === 0) continue;
        products[i * size + j] = 0;
        for (let p = 0; p < orders[i]; p++) {
          const row = first[i] + p;
          // Of one term with itself only the lower triangle.
          const last = i === j ? p + 1 : orders[j];
          for (let q = 0; q < last; q++) normal[row * count + first[j] + q] += legendre[p] * legendre[q] * product;
        }
      }
    }
  }
}
