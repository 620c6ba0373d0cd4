import { readPrimaryHeader } from '#numeric/fits/read';
import { writeFits, type WriteHdu } from '#numeric/fits/write';
import type { Card } from '#numeric/fits/header';
import type { ProductKind, Products, Quality } from '../domain/products.js';
import type { Level } from '../domain/reduction.js';
import { frameFile, masterFile } from './encode-frame.js';
import { spectrumFiles } from './encode-spectra.js';

/** What a file says that its product does not know. The date comes from outside, so that encoding is the same whenever it is done. */
export interface EncodeContext {
  /** The product's key. */
  readonly key: string;
  /** Processing date, YYYY-MM-DD. */
  readonly date: string;
  /** The reduction settings in force; their hash goes into the header. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A product as a file to download. */
export interface EncodedFile {
  readonly fileName: string;
  readonly dataType: Level;
  /** Which source on the slit, from 1; null for what has no sources. */
  readonly target: number | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the numbers alone: dates in the header never change it. */
  readonly checksum: string;
  /** The primary header as written. */
  readonly cards: readonly Card[];
  readonly quality: Quality;
}

/** A file before its bytes are made. */
export interface FileDraft extends Omit<EncodedFile, 'bytes' | 'cards'> {
  readonly hdus: readonly WriteHdu[];
}

export type PublishedKind = 'masterBias' | 'masterFlat' | 'frame' | 'spectra' | 'calibratedSpectra';

const drafts: { readonly [K in PublishedKind]: (product: Products[K], context: EncodeContext) => readonly FileDraft[] } = {
  masterBias: (product, context) => [masterFile('masterBias', product, context)],
  masterFlat: (product, context) => [masterFile('masterFlat', product, context)],
  frame: (product, context) => [frameFile(product, context)],
  spectra: (product, context) => spectrumFiles('spectra', product, context),
  calibratedSpectra: (product, context) => spectrumFiles('calibratedSpectra', product, context),
};

export function isPublished(kind: ProductKind): kind is PublishedKind {
  return Object.hasOwn(drafts, kind);
}

/**
 * A product as FITS files, one for each source on the slit where it has sources: valid for astropy, CHECKSUM and DATASUM in every HDU.
 * `decodeProduct` gives the product back exactly. Pure but for its speed: it belongs into a worker thread.
 * @throws {Error} for a kind that is never published (what is cheap to make again has no file).
 */
export function encodeProduct(kind: ProductKind, product: Products[ProductKind], context: EncodeContext): EncodedFile[] {
  if (!isPublished(kind)) throw new Error(`a product of kind ${kind} is not published, so it has no file format`);
  const draft = drafts[kind] as (product: Products[ProductKind], context: EncodeContext) => readonly FileDraft[];
  return draft(product, context).map(({ hdus, ...file }) => {
    const bytes = writeFits(hdus);
    return { ...file, bytes, cards: readPrimaryHeader(bytes).cards };
  });
}
