import type { Image } from '#numeric/frame';
import type { Exposed } from '../domain/products.js';
import { defineProduct } from './define-product.js';

/** A read-out as it came: counts in adu, [ny × nx]. */
export interface RawFrame extends Exposed {
  readonly image: Image;
  /** SHA-256 of the file. */
  readonly checksum: string;
}

export const rawFrame = defineProduct<RawFrame>()({
  kind: 'rawFrame',
  summary: 'A read-out as it came: counts, with the header in the words of the field.',
  storage: 'uploaded',
});
