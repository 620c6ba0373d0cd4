import { readFits } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import { imageHdu } from './fits/named-hdu.js';
import { decodeRecord } from './fits/record.js';
import { fileFormat, type ProductKind, type Products } from './index.js';

/**
 * The product that a file of ours was made from, exactly. A file of spectra holds one source; the product has that one.
 * @param loops faster than the plain ones; the same values.
 * @throws {Error} if the bytes are not a file of this kind: storage holds what we wrote, so anything else is a mistake, not data.
 */
export function decodeProduct(kind: ProductKind, bytes: Uint8Array, loops?: WordLoops): Products[ProductKind] {
  const format = fileFormat(kind);
  const file = readFits(bytes);
  const { kind: found, ...record } = decodeRecord(imageHdu(file, 'RECORD').physical() as Uint8Array) as { readonly kind: string };
  if (found !== kind) throw new Error(`the file holds a product of kind ${found}, not ${kind}`);
  return format.read(file, record, loops);
}
