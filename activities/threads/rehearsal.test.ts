import { expect, test } from 'vitest';
import type { CalibratedSpectrum } from '../domain/products.js';
import type { Products } from '../products/index.js';
import { rehearsal } from './rehearsal.js';
import { tasks } from './tasks.js';

type Perform = Parameters<typeof rehearsal>[0];

/** Every work of one rehearsal, in order. */
function rehearse(perform: Perform = (work) => tasks.step(work)): string[] {
  const works: string[] = [];
  for (const _ of rehearsal((work) => (works.push(work.step), perform(work))));
  return works;
}

test('a rehearsal takes every step of a night, from the masters to the spectrum', { timeout: 120_000 }, () => {
  const works = rehearse();
  const lamp = ['checkPlausibility', 'trim', 'correctBias', 'normalizeFlat', 'correctFlat'];
  expect(works).toEqual(['combineBias', 'combineFlats', ...lamp, ...lamp, 'rejectCosmicRays', 'findTargets', 'extract', 'calibrateWavelength']);
});

const wrong: readonly (readonly [string, RegExp, (spectrum: CalibratedSpectrum) => CalibratedSpectrum])[] = [
  ['light', /gives 0\.9\d+ of the light/, (spectrum) => ({ ...spectrum, flux: spectrum.flux.map((value) => 0.95 * value) })],
  ['wavelengths', /off by 1\.\d+ pixel/, (spectrum) => ({ ...spectrum, wavelengths: spectrum.wavelengths.map((value) => value + 2.5) })],
];

test.each(wrong)('a machine of which the %s comes out wrong is found out', { timeout: 120_000 }, (_, words, change) => {
  const wrongly: Perform = (work) => {
    const { product, ...rest } = tasks.step(work);
    if (work.step !== 'calibrateWavelength') return { product, ...rest };
    const calibrated = product as Products['calibratedSpectra'];
    return { ...rest, product: { ...calibrated, spectra: calibrated.spectra.map(change) } };
  };
  expect(() => rehearse(wrongly)).toThrow(words);
});
