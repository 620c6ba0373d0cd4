import { describe, expect, test } from 'vitest';
import { MASK, type Spectrum } from '../frame.js';
import { createRandom } from '../math/random.js';
import { edgesOfCenters, linearAxis, rebinConservingFlux } from './resampling.js';

const random = createRandom(14);
const n = 300;
/** A dispersion that changes by 5 % over the spectrum. */
const edges = Float64Array.from({ length: n + 1 }, (_, i) => 4000 + i + 1e-4 * i * i);
const spectrum = (flux: (i: number) => number): Spectrum => ({
  flux: Float64Array.from({ length: n }, (_, i) => flux(i)),
  variance: new Float64Array(n).fill(4),
  mask: new Uint8Array(n),
});
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe('rebinning', () => {
  test.each([0.37, 1, 2.9])('to bins of %d Å keeps the flux', (step) => {
    const source = spectrum(() => 100 * random.uniform());
    const count = Math.floor((edges[n] - edges[0]) / step);
    const last = edges[0] + count * step;
    const axis = linearAxis(edges[0] + step / 2, step, count);
    const { flux } = rebinConservingFlux(source, edges, axis.edges);
    // What lies beyond the last whole new bin is the closed-form remainder.
    const k = edges.findLastIndex((edge) => edge <= last);
    const beyond = k < n ? sum(source.flux.subarray(k + 1)) + (source.flux[k] * (edges[k + 1] - last)) / (edges[k + 1] - edges[k]) : 0;
    expect(sum(flux) + beyond).toBeCloseTo(sum(source.flux), 8);
  });

  test('to its own bins changes nothing', () => {
    const source = spectrum(() => random.normal());
    const same = rebinConservingFlux(source, edges, edges);
    same.flux.forEach((v, i) => expect(v).toBeCloseTo(source.flux[i], 12));
    expect([...same.variance]).toEqual([...source.variance]);
  });

  test('a constant density stays constant', () => {
    const source = spectrum((i) => 7 * (edges[i + 1] - edges[i]));
    const axis = linearAxis(4010, 0.8, 300);
    rebinConservingFlux(source, edges, axis.edges).flux.forEach((v) => expect(v).toBeCloseTo(7 * 0.8, 9));
  });

  test('there and back in steps of a bin split in two and joined again', () => {
    const source = spectrum(() => random.normal());
    const halves = Float64Array.from({ length: 2 * n + 1 }, (_, i) => (i % 2 === 0 ? edges[i / 2] : 0.5 * (edges[(i - 1) / 2] + edges[(i + 1) / 2])));
    const there = rebinConservingFlux(source, edges, halves);
    rebinConservingFlux(there, halves, edges).flux.forEach((v, i) => expect(v).toBeCloseTo(source.flux[i], 10));
  });

  test('the scatter of each new bin is its variance, and neighbors are correlated as documented', () => {
    const axis = linearAxis(4020.3, 0.7, 5);
    const trials = 20_000;
    const squares = new Float64Array(5);
    let products = 0;
    let variance = new Float64Array(5);
    for (let t = 0; t < trials; t++) {
      const out = rebinConservingFlux(spectrum(() => 2 * random.normal()), edges, axis.edges);
      out.flux.forEach((v, j) => (squares[j] += (v * v) / trials));
      products += (out.flux[0] * out.flux[1]) / trials;
      variance = Float64Array.from(out.variance);
    }
    squares.forEach((s, j) => expect(Math.abs(s / variance[j] - 1)).toBeLessThan(0.04)); // 4·√(2/20000)
    const shareIn = (i: number, j: number): number => Math.max(0, Math.min(axis.edges[j + 1], edges[i + 1]) - Math.max(axis.edges[j], edges[i])) / (edges[i + 1] - edges[i]);
    const covariance = edges.slice(0, n).reduce((total, _, i) => total + 4 * shareIn(i, 0) * shareIn(i, 1), 0);
    expect(covariance).toBeGreaterThan(0.1);
    expect(Math.abs(products - covariance)).toBeLessThan(0.08);
  });

  test('outside the spectrum, and where it has no answer, there is no answer; masks travel', () => {
    const source = spectrum(() => 1);
    source.flux[50] = NaN;
    source.mask[50] = MASK.NO_DATA;
    source.mask[80] = MASK.COSMIC_RAY;
    const axis = linearAxis(3998, 1, 320);
    const { flux, variance, mask } = rebinConservingFlux(source, edges, axis.edges);
    expect(flux[0]).toBeNaN();
    expect(variance[1]).toBeNaN();
    expect(mask[1]).toBe(MASK.NO_DATA);
    const touched = (i: number): number[] => [...axis.centers.keys()].filter((j) => axis.edges[j] < edges[i + 1] && axis.edges[j + 1] > edges[i]);
    touched(50).forEach((j) => expect(flux[j]).toBeNaN());
    touched(80).forEach((j) => expect([Number.isFinite(flux[j]), mask[j]]).toEqual([true, MASK.COSMIC_RAY]));
    expect(flux.filter(Number.isFinite).length).toBe(axis.centers.filter((_, j) => axis.edges[j] >= edges[0] && axis.edges[j + 1] <= edges[n]).length - touched(50).length);
  });

  test('edges that do not ascend are refused', () => {
    expect(() => rebinConservingFlux(spectrum(() => 1), edges, Float64Array.of(4005, 4004))).toThrow('must ascend');
    expect(() => rebinConservingFlux(spectrum(() => 1), edges.subarray(1), edges)).toThrow('300 edges for 300 bins');
  });
});

test('edges lie halfway between centers', () => {
  expect([...edgesOfCenters(Float64Array.of(1, 2, 4))]).toEqual([0.5, 1.5, 3, 5]);
});
