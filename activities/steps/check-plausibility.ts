import * as z from 'zod';
import { inMemory } from '#numeric/frame';
import { ReductionError } from '../domain/errors.js';
import { knownNumbers } from './known-numbers.js';
import { judgeReadout } from './plausibility.js';
import { defineStep } from './step.js';

export const checkPlausibility = defineStep({
  name: 'checkPlausibility',
  version: 4,
  summary: 'Looks at a raw frame before anybody uses it: was it read out, is it saturated, does its overscan live and lie in the dark, does every bit of its counts work, does a row come twice.',
  inputs: { raw: 'rawFrame' },
  output: 'plausibility',
  settings: z.object({}),
  run({ raw }, _settings, { kernels }) {
    const { numbers, implausible } = judgeReadout({ ...raw, image: inMemory(raw.image) }, kernels);
    // A read-out without overscan has no numbers of it.
    const known = knownNumbers({ ...numbers });
    if (implausible) {
      const { code, reason, advice } = implausible;
      throw new ReductionError(code, `${raw.exposure.name} cannot be used: ${reason}; ${advice}.`, { exposure: raw.exposure.name, ...known });
    }
    return { product: { numbers }, quality: known };
  },
});
