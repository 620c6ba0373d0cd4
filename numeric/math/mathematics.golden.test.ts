import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { moffat } from './peak-profile.js';
import { levenbergMarquardt } from './nonlinear-fit.js';
import { fitSeries } from './polynomial.js';
import { edgesOfCenters, linearAxis, rebinConservingFlux } from '../wavelength/resampling.js';
import { logGamma } from './special-functions.js';
import { quantile } from './statistics.js';

interface Fit {
  readonly coefficients: number[];
  readonly covariance: number[];
}

interface Golden {
  readonly series: { x: number[]; y: number[]; weights: number[]; domain: [number, number]; legendre: Fit; chebyshev: Fit };
  readonly moffat: { x: number[]; y: number[]; sigma: number[]; parameters: number[]; sigmas: number[] };
  readonly quantiles: { values: number[]; q: number[]; quantiles: number[] };
  readonly logGamma: { x: number[]; value: number[] };
}

interface Rebinned {
  readonly centers: number[];
  readonly density: number[];
  readonly variance: number[];
  readonly results: { first: number; step: number; count: number; density: number[]; variance: number[] }[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(`${import.meta.dirname}/../golden/${name}.json`, 'utf8'));
const golden = read('mathematics') as Golden;

/** Independent values agree to rounding: they are printed with 12 digits and computed by another order of operations. */
function expectClose(ours: ArrayLike<number>, theirs: number[], relative: number): void {
  const scale = Math.max(...theirs.map(Math.abs));
  theirs.forEach((value, i) => expect(Math.abs(ours[i] - value)).toBeLessThan(relative * Math.max(Math.abs(value), 1e-3 * scale)));
}

test.each(['legendre', 'chebyshev'] as const)('weighted %s series and covariance are those of numpy', (kind) => {
  const { x, y, weights, domain } = golden.series;
  const fit = fitSeries({ kind, degree: 4, x: Float64Array.from(x), y: Float64Array.from(y), weights: Float64Array.from(weights), domain });
  expectClose(fit.coefficients, golden.series[kind].coefficients, 1e-9);
  expectClose(fit.covariance, golden.series[kind].covariance, 1e-9);
});

test('a Moffat fitted to noise: parameters and errors are those of scipy', () => {
  const { x, y, sigma, parameters, sigmas } = golden.moffat;
  const fit = levenbergMarquardt({
    count: x.length,
    parameters: [200, 39, 4, 3, 40],
    residuals: (p, out) => x.forEach((at, i) => (out[i] = (moffat.evaluate(at, p) + p[4] - y[i]) / sigma[i])),
    jacobian: (p, out) =>
      x.forEach((at, i) => {
        moffat.gradient(at, p, out, i * 5);
        out[i * 5 + 4] = 1;
        for (let k = 0; k < 5; k++) out[i * 5 + k] /= sigma[i];
      }),
    tolerance: 1e-14,
  });
  expectClose(fit.parameters, parameters, 1e-5); // both stop where χ² is flat to 1e-14
  expectClose(parameters.map((_, k) => Math.sqrt(fit.covariance[k * 6])), sigmas, 1e-3); // scipy differentiates numerically
});

test('quantiles and ln Γ are those of numpy and scipy', () => {
  const { values, q, quantiles } = golden.quantiles;
  q.forEach((share, i) => expect(quantile(Float64Array.from(values), share)).toBeCloseTo(quantiles[i], 13));
  golden.logGamma.x.forEach((x, i) => expect(Math.abs(logGamma(x) - golden.logGamma.value[i])).toBeLessThan(1e-14 * Math.max(1, Math.abs(golden.logGamma.value[i])) + 2e-15));
});

test('rebinned fluxes and variances are those of specutils', () => {
  const { centers, density, variance, results } = read('resampling') as Rebinned;
  const edges = edgesOfCenters(Float64Array.from(centers));
  const widths = Float64Array.from(centers, (_, i) => edges[i + 1] - edges[i]);
  const spectrum = {
    flux: widths.map((width, i) => density[i] * width),
    variance: widths.map((width, i) => variance[i] * width * width),
    mask: new Uint8Array(centers.length),
  };
  for (const { first, step, count, density: theirs, variance: theirVariance } of results) {
    const ours = rebinConservingFlux(spectrum, edges, linearAxis(first, step, count).edges);
    expectClose(ours.flux.map((value) => value / step), theirs, 1e-10);
    expectClose(ours.variance.map((value) => value / step ** 2), theirVariance, 1e-10);
  }
});
