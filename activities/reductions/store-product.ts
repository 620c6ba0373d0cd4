import { Context } from '@temporalio/activity';
import { flagsOf } from '../domain/quality-flags.js';
import type { EncodedFile } from '../products/fits/file-draft.js';
import type { ProductRef } from '../products/product-ref.js';
import { storedCards } from '../store/file-columns.js';
import type { DescribedFile } from '../store/frame-records.js';
import { filesOfProduct, saveProductRows, type ProductPlace, type ProductRow } from '../store/product-records.js';
import type { OpenedRun } from '../store/run-records.js';
import { spanned } from '../store/spans.js';
import type { ReductionParts } from './parts.js';

/** The object a published file is kept as: its product's key, and the target when there are several. */
function objectKey(product: ProductRef, target: number | null): string {
  return `${product.key}${target === null ? '' : `.${target}`}.fits`;
}

function rowOf(product: ProductRef, { bytes, cards, ...file }: EncodedFile): ProductRow {
  const { fileName, dataType, target, checksum } = file;
  const quality = { ...product.quality, ...file.quality };
  return {
    key: product.key,
    objectKey: objectKey(product, target),
    fileName,
    dataType,
    target,
    checksum,
    sizeBytes: bytes.length,
    cards: storedCards(cards),
    quality,
    flags: flagsOf(quality).map(({ sentence }) => sentence),
  };
}

/**
 * Makes a product durable: objects first, then rows and events in one transaction, each of them idempotent, so that a crash at any
 * point leaves nothing half visible. The same product once more costs one look.
 */
export async function storeProduct(parts: ReductionParts, raw: DescribedFile, product: ProductRef, how: Omit<ProductPlace, 'reductionId'>, run: OpenedRun | undefined): Promise<readonly ProductRow[]> {
  const { database, objects, resolver, pool } = parts;
  const known = await filesOfProduct(database, product.key);
  let files: readonly ProductRow[] = known;
  if (files.length === 0) {
    const { cancellationSignal: signal } = Context.current();
    const value = await resolver.resolve(product, signal);
    const context = { key: product.key, date: new Date().toISOString().slice(0, 10), ...(run?.settings ? { settings: run.settings } : {}), ...(how.distinguishedBy === undefined ? {} : { distinguishedBy: how.distinguishedBy }) };
    const encoded = await spanned(`encode ${product.kind}`, () => pool.encode(product.kind, value, context, signal));
    await spanned(`store ${product.kind}`, () => Promise.all(encoded.map((file) => objects.putObject('products', objectKey(product, file.target), file.bytes))));
    files = encoded.map((file) => rowOf(product, file));
  }
  await spanned(`rows of ${product.kind}`, () => saveProductRows(database, raw, files, { ...how, reductionId: run?.id ?? null }));
  return files;
}
