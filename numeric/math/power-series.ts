import { chebyshevValues, legendreValues, type Series } from './polynomial.js';

/**
 * The same polynomial as a power series in x itself, for headers that want one: Σ cₖ·Bₖ(u) with u = (2x − a − b)/(b − a) on the domain [a, b]
 * becomes Σ pₖ·xᵏ. Exact up to rounding: the polynomial is interpolated by divided differences in degree + 1 points of the domain.
 *
 * @returns degree + 1 coefficients, constant first. Loses digits as x^degree grows; meant for degrees up to 5 and |x| up to 5000.
 */
export function powerSeries({ kind, coefficients, domain }: Series): number[] {
  const degree = coefficients.length - 1;
  const [from, to] = domain;
  const basis = new Float64Array(degree + 1);
  const values = kind === 'chebyshev' ? chebyshevValues : legendreValues;
  const points = Array.from({ length: degree + 1 }, (_, i) => (degree === 0 ? 0 : -Math.cos((Math.PI * i) / degree)));
  const differences = points.map((u) => values(u, degree, basis).reduce((sum, value, k) => sum + value * coefficients[k], 0));
  for (let order = 1; order <= degree; order++) {
    for (let i = degree; i >= order; i--) differences[i] = (differences[i] - differences[i - 1]) / (points[i] - points[i - order]);
  }
  // Newton's form in u, multiplied out in x: u − uᵢ = scale·x + (offset − uᵢ).
  const scale = to === from ? 0 : 2 / (to - from);
  const offset = to === from ? 0 : -(to + from) / (to - from);
  let power = [differences[degree]];
  for (let i = degree - 1; i >= 0; i--) {
    const next = new Array<number>(power.length + 1).fill(0);
    power.forEach((c, k) => {
      next[k] += c * (offset - points[i]);
      next[k + 1] += c * scale;
    });
    next[0] += differences[i];
    power = next;
  }
  return power;
}
