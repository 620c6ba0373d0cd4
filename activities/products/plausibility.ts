import type { ReadoutNumbers } from '#numeric/detector/readout-numbers';
import { defineProduct } from './define-product.js';

/** That a raw frame may be used, and the numbers that say so. */
export interface Plausibility {
  readonly numbers: ReadoutNumbers;
}

export const plausibility = defineProduct<Plausibility>()({
  kind: 'plausibility',
  summary: 'What one look at a raw frame told: levels, saturated pixels, rows that were not read, the state of its overscan.',
  storage: 'memory',
});
