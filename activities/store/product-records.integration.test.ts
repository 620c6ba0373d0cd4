import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Level } from '../domain/reduction.js';
import type { DescribedFile } from './frame-records.js';
import { Reduction, StoredFile } from './models.js';
import { saveProductRows, type ProductRow } from './product-records.js';
import { freshStores } from './test-stores.js';

let database: Knex;
let raw: DescribedFile;

beforeAll(async () => {
  ({ database } = await freshStores());
  const checksum = createHash('sha256').update('0001_star.fits').digest('hex');
  raw = (await StoredFile.query(database)
    .insert({ key: `raw/${checksum}`, bucket: 'raw', objectKey: checksum, checksum, sizeBytes: 2880, fileName: '0001_star.fits', dataType: 0, proposalId: 'SOAR2021A-011', night: '20210218', kind: 'spectrum', cards: [], date: '2021-02-18' })
    .returning('*')) as DescribedFile;
});
afterAll(() => database.destroy());

function row(step: string, dataType: Level, target: number | null): ProductRow {
  const name = `${step}_${dataType}_${target ?? ''}.fits`;
  return { key: `${step}/${dataType}`, objectKey: `${step}/${name}`, fileName: name, dataType, target, checksum: createHash('sha256').update(name).digest('hex'), sizeBytes: 2880, cards: [], quality: {}, flags: [] };
}

async function familyOf(runId: string, step: string): Promise<Record<string, string>> {
  const { id: reductionId } = await Reduction.open(database, { workflowId: 'frame:0001', runId, fileId: raw.id });
  const place = { provisional: false, reductionId };
  // As a recipe keeps them: the calibrated spectra, then what they were made from.
  await saveProductRows(database, raw, [row(step, 4, 1), row(step, 4, 2)], place);
  await saveProductRows(database, raw, [row(step, 3, 1), row(step, 3, 2)], place);
  await saveProductRows(database, raw, [row(step, 2, null)], place);
  const files = await StoredFile.query(database).where({ originalFileId: raw.id });
  const nameOf = new Map(files.map(({ id, fileName }) => [id, fileName]));
  return Object.fromEntries(files.filter(({ current, dataType }) => current && dataType > 0).map(({ fileName, parentFileId }) => [fileName, nameOf.get(parentFileId) ?? '']));
}

test('what a spectrum was made from becomes its parent when it is kept after it, also where an older version stands', async () => {
  for (const step of ['first', 'again']) {
    expect(await familyOf(step, step)).toEqual({
      [`${step}_4_1.fits`]: `${step}_3_1.fits`,
      [`${step}_4_2.fits`]: `${step}_3_2.fits`,
      [`${step}_3_1.fits`]: `${step}_2_.fits`,
      [`${step}_3_2.fits`]: `${step}_2_.fits`,
      [`${step}_2_.fits`]: '0001_star.fits',
    });
  }
});
