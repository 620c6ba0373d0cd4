import { expect, test } from 'vitest';
import { cameTo } from './came-to.js';

test.each([
  ['checkPlausibility', { bias: false, flat: false, arc: false }],
  ['trim', { bias: true, flat: true, arc: false }],
  ['findTargets', { bias: true, flat: true, arc: false }],
  ['extract', { bias: true, flat: true, arc: false }],
  ['calibrateWavelength', { bias: true, flat: true, arc: true }],
  ['a step of long ago', { bias: true, flat: true, arc: true }],
] as const)('what fails at %s fails with every calibration of a later step', (step, came) => {
  expect({ bias: cameTo('bias', step), flat: cameTo('flat', step), arc: cameTo('arc', step) }).toEqual(came);
});
