import { expect, test } from 'vitest';
import { plotOverTruth } from './spectrum-plot.js';

const wavelengths = Float64Array.from({ length: 200 }, (_, i) => 5012 + i);
const truth = wavelengths.map((wavelength) => 1000 + 300 * Math.sin(wavelength / 20));
const flux = truth.map((value, i) => value + (i % 2 === 0 ? 5 : -5));
const uncertainty = truth.map(() => 10);
const spectrum = { title: 'wecfzst_0123.fits  LTT 7379', subtitle: 'flux 1.0000 of the truth', wavelengths, flux, uncertainty, truth };

/** Heights of the pulls: what ECharts places within the lower panel (x from 80, y from 455 to 555). */
const pulls = (svg: string) =>
  [...svg.matchAll(/matrix\([^)]*,([\d.]+),([\d.]+)\)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) })).flatMap(({ x, y }) => (x >= 80 && y > 455 && y < 555 ? [y] : []));

test('the plot says what it shows, with units, over a range of whole hundreds of ångström', () => {
  const svg = plotOverTruth(spectrum);
  expect(svg).toMatch(/^<svg width="1200" height="620"/);
  for (const text of ['wecfzst_0123.fits  LTT 7379', 'Wavelength in air (Å)', 'Flux (electron / pixel)', 'pull (σ)', 'measured', 'truth', '5,000', '5,300']) expect(svg).toContain(text);
});

test('a pixel without a value is left out, not drawn as zero', () => {
  const holed = flux.map((value, i) => (i >= 50 && i < 60 ? NaN : value));
  const svg = plotOverTruth({ ...spectrum, flux: holed });
  expect(svg).not.toContain('NaN');
  expect(pulls(plotOverTruth(spectrum))).toHaveLength(200);
  expect(pulls(svg)).toHaveLength(190);
});

test('pulls stand where (flux − truth) ÷ σ is', () => {
  // ± 0.5 σ on an axis of 100 pixels from 455 (+5 σ) to 555 (−5 σ).
  expect([...new Set(pulls(plotOverTruth(spectrum)).map((y) => Math.round(y)))].sort()).toEqual([500, 510]);
});
