import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { encodeProduct } from '#activities/products/encode-product';
import type { ProductKind, Products } from '#activities/products/index';
import { StoredFile } from '#activities/store/models';
import { ObjectStore } from '#activities/store/objects';
import type { ApiSettings } from './settings.js';

/** Writes a product as a reduction of that raw frame would, trusted like it; gives the numbers of its files. */
export async function storeProduct<K extends ProductKind>(
  { raw, parent = raw, stores }: { raw: number; parent?: number; stores: { database: Knex; settings: ApiSettings } },
  kind: K,
  product: Products[K],
): Promise<number[]> {
  const key = `test/${randomBytes(32).toString('hex')}`;
  const objects = new ObjectStore(stores.settings);
  const { id: _id, created: _created, lastModified: _modified, ...of } = (await StoredFile.query(stores.database).findById(raw).throwIfNotFound()).$toJson() as StoredFile;
  const ids: number[] = [];
  for (const file of encodeProduct(kind, product, { key, date: '2026-11-24' })) {
    const objectKey = `${key}/${file.fileName}`;
    await objects.putObject('products', objectKey, file.bytes);
    const cards = file.cards.map(({ keyword, value, comment }) => ({ keyword, comment, value: typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null }));
    const row = { fileName: file.fileName, dataType: file.dataType, target: file.target, checksum: file.checksum, sizeBytes: file.bytes.length, cards, quality: file.quality };
    const { id } = await StoredFile.query(stores.database).insert({ ...of, ...row, key, objectKey, bucket: 'products', originalFileId: raw, parentFileId: parent, saturationValue: null });
    ids.push(id);
  }
  return ids;
}
