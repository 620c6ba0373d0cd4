import type { Stores } from './ingest.js';
import { StoredFile } from './models.js';
import type { Bucket } from './objects.js';

export interface Orphans {
  /** Raw objects that no row speaks of: an upload ended between the two. They are locked; the same upload takes them up. */
  readonly objectsWithoutRow: readonly string[];
  /** Files whose bytes are not there. */
  readonly rowsWithoutObject: readonly { readonly id: number; readonly fileName: string; readonly raw: boolean }[];
  /** How many of these, products all, are listed no more; the next reduction of their frame makes them again. */
  readonly cleaned: number;
}

/**
 * Compares rows and objects. A raw frame is never touched, on neither side: what is wrong there a person has to look at. Objects of products need no
 * row: steps keep theirs under the same keys.
 */
export async function sweep({ database, objects }: Stores, { clean }: { clean: boolean }): Promise<Orphans> {
  // Rows first: what is written in between has its object before its row.
  const rows = await StoredFile.query(database).select('id', 'fileName', 'bucket', 'objectKey').whereNull('deletedAt').orderBy('id');
  const buckets = ['raw', 'products'] as const satisfies readonly Bucket[];
  const there = new Map(await Promise.all(buckets.map(async (bucket) => [bucket as string, new Set(await objects.list(bucket))] as const)));
  const missing = rows.filter(({ bucket, objectKey }) => there.get(bucket)?.has(objectKey) !== true);
  const spokenOf = new Set((await StoredFile.query(database).select('objectKey').where({ bucket: 'raw' })).map(({ objectKey }) => objectKey));
  const products = missing.filter(({ bucket }) => bucket === 'products').map(({ id }) => id);
  const cleaned = clean ? await StoredFile.query(database).whereIn('id', products).patch({ deletedAt: new Date(), current: false }) : 0;
  return {
    objectsWithoutRow: [...(there.get('raw') ?? [])].filter((name) => !spokenOf.has(name)).sort(),
    rowsWithoutObject: missing.map(({ id, fileName, bucket }) => ({ id, fileName, raw: bucket === 'raw' })),
    cleaned,
  };
}
