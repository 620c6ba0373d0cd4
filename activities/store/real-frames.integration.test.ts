import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReductionError } from '../domain/errors.js';
import { ingestFile, type Stores } from './ingest.js';
import { OutboxEntry, Reduction, StoredFile } from './models.js';
import { freshStores } from './test-stores.js';

/** Frames of the instrument and of its neighbors, beside the checkout; they are too large to be part of it. */
const folder = path.join(import.meta.dirname, '../../../shared/data/goodman-frames');
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.fits')) : [];
if (names.length === 0) console.info('skipped: there are no real frames in ../shared/data/goodman-frames');

let stores: Stores;
beforeAll(async () => {
  stores = await freshStores();
});
afterAll(() => stores.database.destroy());

describe.skipIf(names.length === 0)('real frames', () => {
  it.each(names)('%s is taken with a promise, taken with a reason, or refused with a sentence', async (name) => {
    const bytes = readFileSync(path.join(folder, name));
    try {
      const { file, created, start } = await ingestFile({ name, bytes, maxBytes: 2 ** 30 }, stores);
      expect([created, file.sizeBytes]).toEqual([true, bytes.length]);
      expect(await stores.objects.exists('raw', file.checksum)).toBe(true);
      const [promises, failed] = await Promise.all([
        OutboxEntry.query(stores.database).where({ fileId: file.id }).resultSize(),
        Reduction.query(stores.database).where({ fileId: file.id, state: 'failed' }),
      ]);
      expect([promises, failed.length]).toEqual(start ? [1, 0] : [0, 1]);
      console.info(`${name}: ${start && 'summary' in start.workflowStart ? start.workflowStart.summary : `kept, failed: ${failed[0]?.reason}`}`);
    } catch (error) {
      if (!(error instanceof ReductionError)) throw error;
      expect(error.message).toMatch(/^.*\w.*[.!]$/s);
      expect(await StoredFile.query(stores.database).where({ fileName: name }).resultSize()).toBe(0);
      console.info(`${name}: refused, ${error.code}: ${error.message}`);
    }
  });
});
