import { describe, expect, test } from 'vitest';
import { cropFrame } from '#numeric/frame';
import { referenceKernels } from '#numeric/kernels/reference';
import { pointSourceFrame } from '#numeric/synthetic/point-source';
import { median } from '#numeric/math/statistics';
import { moffatIntegral } from '#numeric/synthetic/slit/moffat';
import { extract } from './extract.js';
import { findTargets } from './find-targets.js';
import { frameOf } from './test-frames.js';

const READ_NOISE = 4;
const SKY = 40;
const STAR = 20_000;
const FWHM = 4;

const plane = pointSourceFrame({
  nx: 800,
  ny: 200,
  binning: 2,
  sources: [{ row: (x) => 100 + 0.002 * x, fwhm: () => FWHM, electrons: () => STAR }],
  sky: () => SKY,
  readNoiseElectron: READ_NOISE,
  seed: 3,
});
const frame = { ...frameOf(plane.geometry, () => 0, { readNoiseElectron: READ_NOISE }), frame: plane };
const tools = { kernels: referenceKernels, sources: {} };
const { product: targets } = findTargets.run({ frame }, findTargets.settings.parse({}), tools);
const spectrumOf = (change: object) => {
  const [first] = extract.run({ frame, targets }, extract.settings.parse({ method: 'fractional', ...change }), tools).product.spectra;
  if (!first) throw new Error('no spectrum');
  return first;
};

describe('without sky subtraction', () => {
  const [bare, subtracted] = [spectrumOf({ subtractSky: false }), spectrumOf({})];

  test('the star under it keeps its profile: an optimal extraction holds the star and the sky that its weights see, no more', () => {
    const [optimal, without] = [spectrumOf({ method: 'optimal' }), spectrumOf({ method: 'optimal', subtractSky: false })];
    optimal.flux.forEach((light, x) => expect(without.flux[x]).toBe(light + (optimal.sky[x] ?? NaN)));
    // Σ w of an optimal extraction of a star far brighter than its sky is near that of the plain sum over its profile, Σ P ÷ Σ P² ≥ 1: more than the rows within the FWHM.
    expect(median(optimal.sky)).toBeGreaterThan(FWHM * SKY);
  });

  test('a slit without room for a zone of sky has a spectrum all the same', () => {
    // The star at rows 100 to 101.6 and less than 4 + 4 rows on either side: an aperture, and no four rows beyond it.
    const firstRow = 95;
    const narrow = cropFrame(plane, { x0: 0, x1: 800, y0: firstRow, y1: 108 });
    const small = { ...frame, frame: narrow };
    const found = { targets: targets.targets.map((target) => ({ ...target, positionRow: target.positionRow - firstRow, parameters: target.parameters.map((value, k) => (k === 1 ? value - firstRow : value)) })) };
    const run = (change: object) => extract.run({ frame: small, targets: found }, extract.settings.parse({ method: 'fractional', ...change }), tools);
    expect(() => run({})).toThrow(/^There is no sky to measure: 13 rows/);
    const [only] = run({ subtractSky: false }).product.spectra;
    // Sky in the wings pulls the profile here, and nothing tells it apart: the light is within the 5 % that this was measured to cost.
    expect(Math.abs(median(only?.flux ?? new Float64Array()) / (STAR + 8.7 * SKY) - 1)).toBeLessThan(0.06);
  });

  test('nothing is called sky, and no zone is named', () => {
    expect(bare.sky.every((value) => value === 0)).toBe(true);
    expect(bare.skyZones).toEqual([]);
    expect(subtracted.skyZones.length).toBeGreaterThan(0);
  });

  test('the sum keeps the sky of its rows: star and sky of the aperture, scaled to all light as the star is', () => {
    const [low, high] = bare.aperture;
    // Of the simulated Moffat of exponent 3, whose width is FWHM ÷ 2√(2^⅓ − 1), between the edges of the aperture in the first column, where the star is at row 100.
    const width = FWHM / (2 * Math.sqrt(2 ** (1 / 3) - 1));
    const share = moffatIntegral((high - 100) / width) - moffatIntegral((low - 100) / width);
    expect(high - low).toBeCloseTo(2 * FWHM, 0);
    // The median of 800 columns of S/N 130 is known to 0.04 %; the share, by the measured profile, to 0.1 %.
    expect(Math.abs(median(subtracted.flux) / STAR - 1)).toBeLessThan(0.002);
    expect(Math.abs(median(bare.flux) / (STAR + ((high - low) * SKY) / share) - 1)).toBeLessThan(0.002);
  });

  test('its error has no part of a sky that was not measured', () => {
    expect(median(bare.variance)).toBeLessThan(median(subtracted.variance));
  });
});
