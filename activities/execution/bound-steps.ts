import type { ProductRef } from '../products/product-ref.js';
import type { BoundSteps } from '../recipes/steps.js';
import type { StepName, StepSettings } from '../steps/index.js';
import type { LooseRefs } from '../steps/step.js';
import type { ProductResolver } from './product-resolver.js';

export interface StepRunning {
  readonly signal?: AbortSignal;
  /** Stands around every step: notes it, times it, translates how it fails. */
  readonly around?: (step: StepName, work: () => Promise<ProductRef>) => Promise<ProductRef>;
}

/** Every step, run in this process and each already holding its settings, so that a recipe names only data. Work that was done already is found, not done again. */
export function boundSteps(resolver: ProductResolver, settings: StepSettings, { signal, around = (_, work) => work() }: StepRunning = {}): BoundSteps {
  return new Proxy({} as BoundSteps, {
    get: (_target, step: StepName) => (inputs: LooseRefs): Promise<ProductRef> => around(step, () => resolver.compute(step, inputs, settings[step], signal)),
  });
}
