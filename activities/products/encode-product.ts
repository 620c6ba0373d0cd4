import { readPrimaryHeader } from '#numeric/fits/read';
import type { WordLoops } from '#numeric/fits/word-loops';
import { writeFits } from '#numeric/fits/write';
import type { EncodeContext, EncodedFile } from './fits/file-draft.js';
import { calibrationHeaders, fileFormat, type ProductKind, type Products } from './index.js';

/**
 * A product as FITS files, one for each source on the slit where it has sources: valid for astropy, CHECKSUM and DATASUM in every HDU.
 * `decodeProduct` gives the product back exactly. Pure but for its speed: it belongs into a worker thread.
 * @param loops faster than the plain ones; the same bytes.
 * @throws {Error} for a kind that is never published (what is cheap to make again has no file).
 */
export function encodeProduct(kind: ProductKind, product: Products[ProductKind], context: EncodeContext, loops?: WordLoops): EncodedFile[] {
  return fileFormat(kind)
    .files(product, { ...context, calibrationHeaders })
    .map(({ hdus, ...file }) => {
      const bytes = writeFits(hdus, loops ? { loops } : {});
      return { ...file, bytes, cards: readPrimaryHeader(bytes).cards };
    });
}
