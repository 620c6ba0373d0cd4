import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Reduction, StoredFile } from '../models.js';
import { freshStores } from '../test-stores.js';
import { ArchiveCounts } from './archive-counts.js';
import { TUPLE_FIELDS, tupleColumns } from './file-tuple.js';
import { fillArchive, seeded } from './test-archive.js';

let database: Knex;
beforeAll(async () => {
  ({ database } = await freshStores());
});
afterAll(() => database.destroy());

/** Files by tuple and night, counted one by one. */
async function truth(): Promise<Map<string, number>> {
  const tuple = `jsonb_build_array(${TUPLE_FIELDS.map((field) => tupleColumns[field]).join(', ')})::text`;
  const { rows } = await database.raw<{ rows: { tuple: string; files: number }[] }>(`select ${tuple} as tuple, count(*) as files from files where deleted_at is null group by 1`);
  return new Map(rows.map(({ tuple: text, files }) => [JSON.stringify(JSON.parse(text)), files]));
}

async function counted(counts: ArchiveCounts): Promise<Map<string, number>> {
  const cube = await counts.current();
  const files = cube.byTuple();
  const all = Array.from({ length: cube.tuples }, (_, tuple) => [JSON.stringify(TUPLE_FIELDS.map((field) => cube.valueOf(tuple, field))), files[tuple] ?? 0] as const);
  return new Map(all.filter(([, count]) => count !== 0));
}

describe('counts of files', () => {
  it('are those of the files, whatever eight writers at once, four of them broken off, and two that add up do to them', async () => {
    await fillArchive(database, { files: 800, seed: 1, proposals: ['A', 'B', 'C'] });
    const counts = new ArchiveCounts(database);
    expect(await counted(counts)).toEqual(await truth());
    let busy = true;
    const folds = [0, 1].map(async () => {
      while (busy) await counts.fold();
    });
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const random = seeded(100 + writer);
        for (let turn = 0; turn < 12; turn++) {
          const work = database.transaction(async (trx) => {
            const ids = Array.from({ length: 20 }, () => 1 + Math.floor(random() * 800)).sort((a, b) => a - b);
            for (const id of ids) {
              const what = random();
              // In the order of their ids, so that no two wait for each other in a ring.
              if (what < 0.4) await StoredFile.query(trx).where({ id }).patch({ current: random() < 0.5 });
              else if (what < 0.7) await StoredFile.query(trx).where({ id }).patch({ excluded: 'clouds', night: '20260801' });
              else await StoredFile.query(trx).where({ id }).whereNot('dataType', 0).patch({ deletedAt: random() < 0.5 ? new Date() : null });
            }
            if (writer % 2 === 1) throw new Error('broken off');
          });
          await work.catch((error: unknown) => {
            if ((error as Error).message !== 'broken off') throw error;
          });
        }
      }),
    );
    busy = false;
    await Promise.all(folds);
    const right = await truth();
    expect(await counted(counts)).toEqual(right);
    // Who begins now reads the same, also when nothing is left to add up.
    await counts.fold();
    expect(await database('file_count_changes')).toEqual([]);
    expect(await counted(new ArchiveCounts(database))).toEqual(right);
    expect(await counted(counts)).toEqual(right);
  });

  it('follow the state of a raw frame, which is that of its latest run', async () => {
    const counts = new ArchiveCounts(database);
    const raw = await StoredFile.query(database).findOne({ dataType: 0, current: true }).throwIfNotFound();
    const before = raw.lastModified;
    const state = async () => (await StoredFile.query(database).findById(raw.id).throwIfNotFound()).state;
    expect(await state()).toBe('');
    const first = await Reduction.open(database, { workflowId: 'w', runId: '1', fileId: raw.id });
    expect(await state()).toBe('reducing');
    await Reduction.open(database, { workflowId: 'w', runId: '2', fileId: raw.id, state: 'waiting' });
    // A run that was overtaken ends late.
    await Reduction.query(database).findById(first.id).patch({ state: 'failed' });
    expect(await state()).toBe('waiting');
    expect((await Reduction.query(database).where({ fileId: raw.id }).orderBy('attempt')).map(({ latest }) => latest)).toEqual([false, true]);
    expect(await counted(counts)).toEqual(await truth());
    // How far its reduction is changes nothing about the file.
    expect((await StoredFile.query(database).findById(raw.id).throwIfNotFound()).lastModified).toEqual(before);
  });
});
