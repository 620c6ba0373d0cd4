import { randomInt, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ingestFile } from './ingest.js';
import { StoredFile } from './models.js';
import { sweep } from './sweep.js';
import { rawFrame } from './test-frames.js';
import { freshStores } from './test-stores.js';

it('a sweep finds objects without rows and rows without objects, and cleans only what can be made again', async () => {
  const stores = await freshStores();
  const { file } = await ingestFile({ name: '0001_a.fits', bytes: rawFrame({ seed: randomInt(2 ** 31) }), maxBytes: 2 ** 24 }, stores);
  const { id: _id, created: _c, lastModified: _m, ...inherited } = file.$toJson() as StoredFile;
  const gone = { ...inherited, bucket: 'products', dataType: 2 as const, originalFileId: file.id, parentFileId: file.id };
  const lost = await StoredFile.query(stores.database).insertAndFetch({ ...gone, key: 'p', objectKey: `gone-${randomUUID()}`, fileName: 'cfzst_0001_a.fits' });
  const alone = `alone-${randomUUID()}`;
  await stores.objects.putObject('raw', alone, new Uint8Array(1));

  const found = await sweep(stores, { clean: false });
  // The bucket is shared by all tests, the database is not.
  expect(found.objectsWithoutRow).toContain(alone);
  expect(found.objectsWithoutRow).not.toContain(file.objectKey);
  expect([found.rowsWithoutObject, found.cleaned]).toEqual([[{ id: lost.id, fileName: 'cfzst_0001_a.fits', raw: false }], 0]);

  expect((await sweep(stores, { clean: true })).cleaned).toBe(1);
  expect((await sweep(stores, { clean: true })).rowsWithoutObject).toEqual([]);
  expect(await stores.objects.exists('raw', alone)).toBe(true);
  await stores.database.destroy();
});
