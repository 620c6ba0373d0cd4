import { expect, test } from 'vitest';
import type { CalibratedSpectrum } from '../domain/products.js';
import type { Products } from '../products/index.js';
import { rehearsal } from './rehearsal.js';
import { tasks } from './tasks.js';

type Perform = Parameters<typeof rehearsal>[1];

/** Every work of one rehearsal, in order. */
function rehearse(rounds: number, perform: Perform = (work) => tasks.step(work)): string[] {
  const works: string[] = [];
  for (const _ of rehearsal(rounds, (work) => (works.push(work.step), perform(work))));
  return works;
}

test('a rehearsal makes the masters once, and every step of a frame and of its lamp in each round', { timeout: 120_000 }, () => {
  const works = rehearse(2);
  const lamp = ['checkPlausibility', 'trim', 'correctBias', 'normalizeFlat', 'correctFlat'];
  const round = [...lamp, ...lamp, 'rejectCosmicRays', 'findTargets', 'extract', 'calibrateWavelength'];
  expect(works).toEqual(['combineBias', 'combineFlats', ...round, ...round]);
});

const wrong: readonly (readonly [string, RegExp, (spectrum: CalibratedSpectrum) => CalibratedSpectrum])[] = [
  ['light', /gives 0\.9\d+ of the light/, (spectrum) => ({ ...spectrum, flux: spectrum.flux.map((value) => 0.95 * value) })],
  ['wavelengths', /off by 1\.\d+ pixel/, (spectrum) => ({ ...spectrum, wavelengths: spectrum.wavelengths.map((value) => value + 2.5) })],
];

test.each(wrong)('a machine of which the %s comes out wrong is found out in the first round', { timeout: 120_000 }, (_, words, change) => {
  const wrongly: Perform = (work) => {
    const { product, ...rest } = tasks.step(work);
    if (work.step !== 'calibrateWavelength') return { product, ...rest };
    const calibrated = product as Products['calibratedSpectra'];
    return { ...rest, product: { ...calibrated, spectra: calibrated.spectra.map(change) } };
  };
  expect(() => rehearse(3, wrongly)).toThrow(words);
});
