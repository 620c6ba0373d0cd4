import { describe, expect, test } from 'vitest';
import { extractSources, type ExtractedSpectrum, type SourceOnSlit } from './extract.js';
import { MASK, type Frame } from '../frame.js';
import { modelSky } from '../sky/model.js';
import { exampleSlit } from '../sources/example-slit.js';
import { findTargets, type Target } from '../sources/targets.js';
import { traceTarget, type Trace } from '../sources/trace.js';
import { pointSourceFrame, type PointSource } from '../synthetic/point-source.js';

const readNoiseElectron = 4;
const [nx, ny] = [700, 130];
const domain: [number, number] = [0, nx - 1];
const FWHM = 4;
const along = (x: number): number => (2 * x) / (nx - 1) - 1;

function star(electrons: (x: number) => number, row = 65, fwhm: (x: number) => number = () => FWHM): PointSource {
  return { row: (x) => row + 3 * along(x), fwhm, electrons };
}

function exposed(sources: readonly PointSource[], seed: number, sky = 30): Frame {
  return pointSourceFrame({ nx, ny, binning: 2, sources: [...sources], sky: () => sky, readNoiseElectron, seed });
}

/** Finds, follows and extracts the strongest source, as the pipeline does. */
function extractStrongest(frame: Frame): ExtractedSpectrum {
  const [target] = findTargets(frame, { slit: exampleSlit, model: 'moffat', maximum: 1, backgroundThreshold: 3, minimumSnr: 5 });
  const trace = traceTarget(frame, target, []);
  return extractSources(frame, [{ target, trace, sky: modelSky(frame, trace, []) }], { kind: 'optimal', readNoiseElectron })[0];
}

/** A source as search and trace hand it on when they found its place, and its width to 2 %, but not the exponent of its wings. */
function known(source: PointSource, electrons: number, fwhm: number): { target: Target; trace: Trace } {
  const fit = { kind: 'legendre' as const, domain, coefficients: Float64Array.of(source.row((nx - 1) / 2), 3) };
  const exponent = 2.8;
  const width = fwhm / (2 * Math.sqrt(2 ** (1 / exponent) - 1));
  const positionRow = source.row((nx - 1) / 2);
  const parameters = [electrons / 5, positionRow, width, exponent];
  return {
    target: { positionRow, fwhmPixel: fwhm, amplitude: electrons / 5, snr: 100, model: 'moffat', parameters, path: fit, columns: [0, nx] },
    trace: { fit, fwhm: { kind: 'legendre', domain, coefficients: Float64Array.of(fwhm) }, rmsPixel: 0.01, samples: [], samplesUsed: 10 },
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const scatter = (values: readonly number[]): number => Math.sqrt((values.length * mean(values.map((value) => (value - mean(values)) ** 2))) / (values.length - 1));

/** Flux over truth of columns from … to − 1, and its error if that of every column were its own. */
function shareOfTruth({ flux, variance, mask }: ExtractedSpectrum, source: PointSource, from = 0, to = nx): { share: number; error: number } {
  let [sum, truth, noise] = [0, 0, 0];
  for (let x = from; x < to; x++) {
    if (mask[x] !== 0) continue;
    sum += flux[x];
    truth += source.electrons(x);
    noise += variance[x];
  }
  return { share: sum / truth, error: Math.sqrt(noise) / truth };
}

describe('emission of another shape than the continuum keeps its light', () => {
  const lines = [180, 350, 520];
  test.each([
    { name: 'a nucleus on its host', offset: 0, fwhm: 3, continuumFwhm: 8 },
    { name: 'gas one FWHM off', offset: 4, fwhm: 4, continuumFwhm: 4 },
    { name: 'gas two FWHM off', offset: 8, fwhm: 4, continuumFwhm: 4 },
    { name: 'gas wider than the star', offset: 0, fwhm: 9, continuumFwhm: 4 },
  ])('$name', ({ offset, fwhm, continuumFwhm }) => {
    const continuum = 2000;
    const line = (x: number): number => lines.reduce((sum, center) => sum + 9000 * Math.exp(-0.5 * ((x - center) / 1.5) ** 2), 0);
    const spectrum = extractStrongest(exposed([star(() => continuum, 65, () => continuumFwhm), star(line, 65 + offset, () => fwhm)], 3));
    for (const center of lines) {
      let [sum, truth] = [0, 0];
      for (let x = center - 5; x <= center + 5; x++) {
        sum += spectrum.flux[x] - continuum;
        truth += line(x);
      }
      expect(sum / truth).toBeGreaterThan(0.95);
      expect(sum / truth).toBeLessThan(1.1); // of the light next to the aperture a hundredth of the continuum's columns is noise
    }
    expect(spectrum.measured.plainColumns).toBeLessThan(60); // three lines of ten columns, and no more than their flanks
    expect(Math.abs(shareOfTruth(spectrum, star(() => continuum), 230, 300).share - 1)).toBeLessThan(0.02);
  });
});

test('a ray two rows wide on the star is no line: its column is as right as the others', () => {
  const source = star(() => 3000);
  const frame = exposed([source], 4);
  for (const x of [200, 400]) {
    const row = Math.round(source.row(x));
    for (const y of [row, row + 1]) {
      frame.flux[y * nx + x] += 3000;
      frame.variance[y * nx + x] += 3000;
    }
  }
  const { flux, variance, measured } = extractStrongest(frame);
  for (const x of [200, 400]) expect(Math.abs(flux[x] - 3000)).toBeLessThan(5 * Math.sqrt(variance[x]));
  expect(measured.plainColumns).toBe(0);
  expect(measured.rejectedPixels).toBeGreaterThanOrEqual(4);
});

test('a width that changes by 30 % along the spectrum, not in a straight line: flux to half a percent everywhere', () => {
  const source = star(() => 20_000, 65, (x) => FWHM * (0.85 + 0.45 * along(x) ** 2));
  const spectrum = extractStrongest(exposed([source], 5));
  for (let part = 0; part < 7; part++) {
    const { share } = shareOfTruth(spectrum, source, part * 100, (part + 1) * 100);
    expect(Math.abs(share - 1)).toBeLessThan(0.005);
  }
  expect(Math.abs(spectrum.measured.worstOptimalOverPlain)).toBeLessThan(0.005);
});

test.each([20, 60, 300])('%i electron a column: the scale of a spectrum scatters by what is claimed, pixels and profile together', (electrons) => {
  const source = star(() => electrons);
  const shares: number[] = [];
  const claims: number[] = [];
  for (let seed = 1; seed <= 12; seed++) {
    const spectrum = extractStrongest(exposed([source], 100 + seed));
    const { share, error } = shareOfTruth(spectrum, source);
    shares.push(share);
    claims.push(Math.hypot(error, spectrum.measured.scaleError));
  }
  // 12 spectra give a scatter to 20 %; a claim four times too large would be no better than none.
  expect(scatter(shares) / mean(claims)).toBeLessThan(1.3 * 1.2);
  expect(scatter(shares) / mean(claims)).toBeGreaterThan(0.25);
});

test.each([30, 60])('%i electron a column: a weighted mean is the plain mean', (electrons) => {
  const ratios = [1, 2, 3].map((seed) => {
    const { flux, variance } = extractStrongest(exposed([star(() => electrons)], 200 + seed, 5));
    const weights = variance.map((value) => 1 / value);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    return sum(flux.map((value, x) => value * weights[x])) / sum(weights) / (sum(flux) / nx);
  });
  expect(Math.abs(mean(ratios) - 1)).toBeLessThan(0.01); // 4 and 2 % low when errors followed the flux
});

describe.each([1.5, 2, 2.5])('two stars %f FWHM apart', (separation) => {
  test.each([5000, 1500])('the second of %i electron a column: both within what they claim', (second) => {
    const stars = [star(() => 5000, 60), star(() => second, 60 + separation * FWHM)];
    for (const seed of [1, 2]) {
      const frame = exposed(stars, 300 + seed);
      const found = [known(stars[0], 5000, 1.02 * FWHM), known(stars[1], second, 0.98 * FWHM)];
      const sources = found.map((source, i): SourceOnSlit => ({ ...source, sky: modelSky(frame, source.trace, [found[1 - i].trace]) }));
      extractSources(frame, sources, { kind: 'optimal', readNoiseElectron }).forEach((spectrum, i) => {
        const { share, error } = shareOfTruth(spectrum, stars[i]);
        const claimed = Math.hypot(error, spectrum.measured.scaleError);
        expect(Math.abs(share - 1)).toBeLessThan(3 * claimed + 0.001); // 0.1 %: the curve is a table
        expect(claimed).toBeLessThan(0.04);
        expect(spectrum.measured.neighborShare).toBeGreaterThan(0);
      });
    }
  });
});

test('saturated pixels are masked in the spectrum and counted', () => {
  const source = star(() => 3000);
  const frame = exposed([source], 6);
  for (let x = 100; x < 150; x++) frame.mask[Math.round(source.row(x)) * nx + x] = MASK.SATURATED;
  const { mask, measured } = extractStrongest(frame);
  expect(measured.saturatedColumns).toBe(50);
  expect([mask[99], mask[100], mask[149], mask[150]]).toEqual([0, MASK.SATURATED, MASK.SATURATED, 0]);
});
