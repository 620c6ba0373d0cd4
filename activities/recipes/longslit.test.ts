import { expect, test } from 'vitest';
import { ReductionError } from '../domain/errors.js';
import type { ProductRef } from '../products/product-ref.js';
import { steps, type StepName } from '../steps/index.js';
import { productKey, type LooseRefs } from '../steps/step.js';
import { reduceArc, reduceLongslit } from './longslit.js';
import type { BoundSteps } from './steps.js';

const raw: ProductRef<'rawFrame'> = { kind: 'rawFrame', key: 'raw/9', quality: {} };
const arc: ProductRef<'frame'> = { kind: 'frame', key: 'correctBias/lamp', quality: {} };

/** Steps that compute nothing and note their names, one after the other as they end; those named in `failing` fail. */
function noting(log: string[], failing: readonly StepName[] = []) {
  const bound = new Proxy({} as BoundSteps, {
    get: (_target, name: StepName) => async (inputs: LooseRefs): Promise<ProductRef> => {
      await new Promise((resolve) => setImmediate(resolve));
      log.push(name);
      if (failing.includes(name)) throw new ReductionError('source-not-found', `${name} failed.`);
      return { kind: steps[name].output, key: productKey(steps[name], inputs, {}), quality: {} };
    },
  });
  const publish = async ({ kind }: ProductRef) => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`keep ${kind}`);
  };
  return { bound, publish };
}

test('the calibrated spectrum is kept before what it was made from', async () => {
  const log: string[] = [];
  const { bound, publish } = noting(log);
  expect(await reduceLongslit(bound, publish, { raw, calibrations: { arc }, rejectCosmicRays: true })).toMatchObject({ product: { kind: 'calibratedSpectra' } });
  expect(log.slice(-4)).toEqual(['calibrateWavelength', 'keep calibratedSpectra', 'keep spectra', 'keep frame']);
});

test('of a frame without a source the 2-D product is kept, and of one without wavelengths the extracted spectra', async () => {
  for (const [failing, kept] of [['findTargets', ['keep frame']], ['calibrateWavelength', ['keep spectra', 'keep frame']]] as const) {
    const log: string[] = [];
    const { bound, publish } = noting(log, [failing]);
    await expect(reduceLongslit(bound, publish, { raw, calibrations: { arc }, rejectCosmicRays: false })).rejects.toThrow(`${failing} failed.`);
    expect(log.filter((word) => word.startsWith('keep'))).toEqual(kept);
  }
});

test('without a lamp the sky is asked where it may be: what it gives is kept first, what it cannot give costs nothing else', async () => {
  const request = { raw, calibrations: {}, rejectCosmicRays: false };
  const log: string[] = [];
  const { bound, publish } = noting(log);
  expect(await reduceLongslit(bound, publish, request)).toMatchObject({ product: { kind: 'spectra' } });
  expect(log).not.toContain('calibrateBySky');
  const asked = await reduceLongslit(bound, publish, { ...request, calibrateBySky: true });
  expect(asked).toMatchObject({ product: { kind: 'calibratedSpectra' }, sky: { calibrated: true } });
  expect(log.slice(-4)).toEqual(['calibrateBySky', 'keep calibratedSpectra', 'keep spectra', 'keep frame']);
  const refusing = { ...bound, calibrateBySky: () => Promise.reject(new ReductionError('sky-lines-insufficient', 'The sky shows too little.')) } as BoundSteps;
  const refused = await reduceLongslit(new Proxy(bound, { get: (steps, name: StepName) => (name === 'calibrateBySky' ? refusing.calibrateBySky : steps[name]) }), publish, { ...request, calibrateBySky: true });
  expect(refused).toMatchObject({ product: { kind: 'spectra' }, sky: { calibrated: false, words: 'the sky shows too little' } });
  expect(log.slice(-2)).toEqual(['keep spectra', 'keep frame']);
  const broken = noting([], ['calibrateBySky']);
  await expect(reduceLongslit(broken.bound, broken.publish, { ...request, calibrateBySky: true })).rejects.toThrow('calibrateBySky failed.');
});

test('what the look at a raw frame says goes before what fails because of it', async () => {
  const log: string[] = [];
  const { bound, publish } = noting(log, ['checkPlausibility', 'trim']);
  await expect(reduceLongslit(bound, publish, { raw, calibrations: {}, rejectCosmicRays: false })).rejects.toThrow('checkPlausibility failed.');
  expect(log).toEqual(['checkPlausibility', 'trim']);
});

test('a lamp is kept whether or not it can be solved', async () => {
  const log: string[] = [];
  const { bound, publish } = noting(log, ['calibrateWavelength']);
  await expect(reduceArc(bound, publish, { raw, calibrations: {} })).rejects.toThrow('calibrateWavelength failed.');
  expect(log).toContain('keep frame');
  expect(log).not.toContain('keep calibratedSpectra');
});
