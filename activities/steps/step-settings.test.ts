import { expect, test } from 'vitest';
import { defaultSettings, reductionSettings } from '../domain/settings.js';
import { steps, stepSettingsOf, type StepName } from './index.js';
import { productKey, type AnyStep } from './step.js';

const input = { kind: 'frame', key: 'k', quality: {} } as const;

function keyOf(name: StepName, settings = defaultSettings, version?: number): string {
  const step: AnyStep = version === undefined ? steps[name] : { ...steps[name], version };
  return productKey(step, { input }, (step.settings as (typeof steps)['trim']['settings']).parse(stepSettingsOf(settings)[name]));
}

/** Frozen at first light, or when the step was added, at version 1: however settings are declared, the default work must keep its name. */
const FIRST_LIGHT = {
  checkPlausibility: 'e7258d2cb891d4d7',
  combineBias: 'b0ae340a5082faf1',
  combineFlats: '06c271eedfeaae8c',
  trim: '196b8320ed4835af',
  correctBias: '4444b3c21cf1276c',
  normalizeFlat: 'c16489221e10918b',
  correctFlat: '9de80a389c05c4ca',
  rejectCosmicRays: 'b90f2c80589bd1be',
  findTargets: 'd66ddf589407b41a',
  extract: 'b96b0416067e3248',
  extractApertures: '35e70f869ee75916',
  extractArc: 'f7c3ef5bd763d9df',
  calibrateWavelength: '602dd919fec2269d',
  calibrateBySky: '15895170b72b503e',
} as const satisfies Record<StepName, string>;

test.each(Object.entries(FIRST_LIGHT))('%s with default settings has the key it always had', (name, hash) => {
  expect(keyOf(name as StepName, defaultSettings, 1)).toMatch(new RegExp(`^${name}/${hash}`));
});

test('a product of an older version of a step is not what new work finds', () => {
  for (const name of Object.keys(steps) as StepName[]) expect(keyOf(name, defaultSettings, steps[name].version)).not.toBe(keyOf(name, defaultSettings, steps[name].version + 1));
});

test.each<[keyof typeof defaultSettings, number, StepName[]]>([
  ['combination_clip', 4, ['combineBias', 'combineFlats']],
  ['cosmic_ray_threshold', 6, ['rejectCosmicRays']],
  ['cosmic_ray_contrast', 3, ['rejectCosmicRays']],
  ['arc_half_width', 3, ['extractArc']],
  ['saturation_threshold', 5, ['combineFlats']],
  ['background_threshold', 7, ['findTargets']],
])('%s reaches the steps it is for, and no other', (setting, value, reached) => {
  const changed = reductionSettings.parse({ [setting]: value });
  const differ = (Object.keys(steps) as StepName[]).filter((name) => keyOf(name, changed) !== keyOf(name));
  expect(differ).toEqual(reached);
});
