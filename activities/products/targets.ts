import type { Target } from '#numeric/sources/targets';
import { defineProduct } from './define-product.js';

/** The sources on the slit, strongest first. */
export interface Targets {
  readonly targets: readonly Target[];
  /** Sources beyond the number asked for: not extracted, but their light is known to be there. */
  readonly neighbors?: readonly Target[];
  /** Sources of which only the flanks are on the rows searched. */
  readonly beyondRows?: number;
}

export const targets = defineProduct<Targets>()({
  kind: 'targets',
  summary: 'The sources found on the slit, strongest first.',
  storage: 'memory',
});
