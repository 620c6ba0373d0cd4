import { expect, test } from 'vitest';
import type { Frame } from '#numeric/frame';
import { referenceKernels } from '#numeric/kernels/reference';
import { pointSourceFrame, shareOfPixel, type PointSource, type PointSourcePlan } from '#numeric/synthetic/point-source';
import { goodmanSlit } from '../instruments/goodman/optics.js';
import { extract } from './extract.js';
import { findTargets } from './find-targets.js';
import { resolutionQuality } from './source-quality.js';
import { frameOf } from './test-frames.js';

/** What an extraction says of itself, against what the frame was made of. */
const READ_NOISE = 4;
const SKY = 40;
const FWHM = 4;
const [NX, NY] = [800, 200];
const star = (row: number, electrons: number): PointSource => ({ row: (x) => row + 0.002 * x, fwhm: () => FWHM, electrons: () => electrons });
const plan: PointSourcePlan = { nx: NX, ny: NY, binning: 2, sources: [], sky: () => SKY, readNoiseElectron: READ_NOISE, seed: 3 };
const tools = { kernels: referenceKernels, sources: {} };

function extracted(plane: Frame) {
  const frame = { ...frameOf(plane.geometry, () => 0, { readNoiseElectron: READ_NOISE }), frame: plane };
  const { product: targets } = findTargets.run({ frame }, findTargets.settings.parse({}), tools);
  return extract.run({ frame, targets }, extract.settings.parse({}), tools).product.spectra;
}

function only(plane: Frame) {
  const [spectrum] = extracted(plane);
  if (!spectrum?.quality) throw new Error('no spectrum');
  return { ...spectrum, quality: spectrum.quality };
}

/** Σ P·Q/V of two sources in a column, V with the light of all. */
function overlap(p: PointSource, q: PointSource, all: readonly PointSource[], x: number): number {
  let sum = 0;
  for (let y = 0; y < NY; y++) {
    const light = all.reduce((total, source) => total + source.electrons(x) * shareOfPixel(source, x, y), 0);
    sum += (shareOfPixel(p, x, y) * shareOfPixel(q, x, y)) / (READ_NOISE ** 2 + SKY + light);
  }
  return sum;
}

const alone = star(60, 20_000);
const plane = pointSourceFrame({ ...plan, sources: [alone] });
const found = only(plane);

test('seeing and distance to the end of the slit are those of the star', () => {
  const scale = goodmanSlit.arcsecondPerRow * 2;
  // The width of one star of S/N 3700 is known to 0.1 %; 2 % are left to the model of its shape.
  expect(Math.abs((found.quality.seeingArcsecond ?? NaN) / (FWHM * scale) - 1)).toBeLessThan(0.02);
  // Row 0 begins at −½.
  expect(Math.abs((found.quality.slitEdgeDistanceArcsecond ?? NaN) - 60.5 * scale)).toBeLessThan(0.02 * scale);
  expect(found.quality.columnsOffSlit).toBe(0);
});

test('the profile of a star that is what it is taken for: chi square 1, optimal and plain sum alike, nothing rejected', () => {
  // 800 columns of some 12 rows know chi square to 0.015; an error of the shape of half the noise of a pixel, 0.6 % at this brightness, adds 0.2, the flux of each column takes 0.08 off.
  expect(Math.abs((found.quality.profileChiSquare ?? NaN) - 1)).toBeLessThan(0.15);
  expect(Math.abs(found.quality.optimalOverPlainPercent ?? NaN)).toBeLessThan(0.1);
  expect(found.quality.worstOptimalOverPlainPercent).toBe(0);
  expect(found.quality.rejectedPixels).toBeLessThanOrEqual(1);
  expect(found.quality.plainColumns).toBe(0);
  expect(found.quality.neighborSharePercent).toBe(0);
});

test('signal-to-noise is that of the photons, of a column and of a resolution element', () => {
  const column = alone.electrons(0) * Math.sqrt(overlap(alone, alone, [alone], 400));
  // The noise of sky and profile costs a bright star less than 2 %.
  expect((found.quality.snrPerPixel ?? NaN) / column).toBeGreaterThan(0.98);
  expect((found.quality.snrPerPixel ?? NaN) / column).toBeLessThan(1.01);
  for (const width of [1, 2.4, 3.6, 11]) {
    const { snrPerResolutionElement = NaN } = resolutionQuality(found, width);
    expect(snrPerResolutionElement / (column * Math.sqrt(width)), `${width} columns`).toBeGreaterThan(0.97);
    expect(snrPerResolutionElement / (column * Math.sqrt(width)), `${width} columns`).toBeLessThan(1.02);
  }
  expect(resolutionQuality({ flux: new Float64Array(10).fill(NaN), variance: new Float64Array(10).fill(NaN) }, 3)).toEqual({});
});

test('pixels rejected are the rays that were left on the star', () => {
  const struck = { ...plane, flux: Float32Array.from(plane.flux) };
  const rays = Array.from({ length: 20 }, (_, i) => ({ x: 30 + 37 * i, y: Math.round(alone.row(30 + 37 * i)) + [-3, 3, 4, -4][i % 4]! }));
  for (const { x, y } of rays) struck.flux[y * NX + x] = (struck.flux[y * NX + x] ?? NaN) + 3000;
  const { rejectedPixels = NaN } = only(struck).quality;
  expect(Math.abs(rejectedPixels - rays.length)).toBeLessThanOrEqual(1);
});

test('the share of the light of a neighbor is that of its photons under the profile', () => {
  const [bright, faint] = [star(60, 20_000), star(60 + 3.5 * FWHM, 2000)];
  const spectra = extracted(pointSourceFrame({ ...plan, sources: [bright, faint] }));
  expect(spectra).toHaveLength(2);
  const share = (own: PointSource, other: PointSource): number => (100 * other.electrons(400) * overlap(own, other, [bright, faint], 400)) / overlap(own, own, [bright, faint], 400) / own.electrons(400);
  const pairs = [share(bright, faint), share(faint, bright)];
  // Two profiles 3.5 FWHM apart overlap in their wings, which are known to a tenth.
  spectra.forEach(({ quality }, i) => expect(Math.abs((quality?.neighborSharePercent ?? NaN) / (pairs[i] ?? NaN) - 1), `source ${i + 1}`).toBeLessThan(0.15));
});
