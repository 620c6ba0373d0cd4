import * as z from 'zod';
import { ReductionError } from '../domain/errors.js';
import type { Quality } from '../domain/products.js';
import { judgeReadout } from './plausibility.js';
import { defineStep } from './step.js';

export const checkPlausibility = defineStep({
  name: 'checkPlausibility',
  version: 2,
  summary: 'Looks at a raw frame before anybody uses it: was it read out, is it saturated, does its overscan live and lie in the dark.',
  inputs: { raw: 'rawFrame' },
  output: 'plausibility',
  settings: z.object({}),
  run({ raw }) {
    const { numbers, implausible } = judgeReadout(raw);
    if (implausible) {
      const { code, reason, advice } = implausible;
      throw new ReductionError(code, `${raw.exposure.name} cannot be used: ${reason}; ${advice}.`, { exposure: raw.exposure.name, ...measured(numbers) });
    }
    return { product: { numbers }, quality: measured(numbers) };
  },
});

/** What could be measured: a read-out without overscan has no numbers of it. */
function measured(numbers: object): Quality {
  return Object.fromEntries(Object.entries(numbers as Readonly<Record<string, number>>).filter(([, value]) => Number.isFinite(value)));
}
