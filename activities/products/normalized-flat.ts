import type { Frame } from '#numeric/frame';
import type { CalibrationReference } from '../domain/calibrations.js';
import type { Exposed } from '../domain/products.js';
import { defineProduct } from './define-product.js';

/** The response of the pixels, unitless, around 1. */
export interface NormalizedFlat extends Exposed {
  readonly frame: Frame;
  /** As the master flat has it. */
  readonly slit: readonly [number, number];
  /** The master flat it was made of, where that is published. */
  readonly source: CalibrationReference | undefined;
}

export const normalizedFlat = defineProduct<NormalizedFlat>()({
  kind: 'normalizedFlat',
  summary: 'A master flat with the spectrum of its lamp divided out: the response of the pixels.',
  storage: 'memory',
});
