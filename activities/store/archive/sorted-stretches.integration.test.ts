import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshStores } from '../test-stores.js';
import { ArchiveCounts } from './archive-counts.js';
import type { Scope } from './file-filters.js';
import { orderOf, orderSql } from './file-order.js';
import { listFiles } from './list-files.js';
import { fillArchive, seeded } from './test-archive.js';

let database: Knex;
let counts: ArchiveCounts;
beforeAll(async () => {
  ({ database } = await freshStores());
  await fillArchive(database, { files: 1500, seed: 3, proposals: ['A', 'b', 'C', 'a b'] });
  counts = new ArchiveCounts(database);
});
afterAll(() => database.destroy());

const sees = () => true;
const condition = { text: 'true', bindings: [] };
const scope: Scope = { condition, sees, alternatives: [{ condition, sees }] };
const filters = { fields: { current: ['true'] }, conditions: [] };
const fields = ['night', 'data_type', 'grating', 'wavmode', 'proposal_id', 'state', 'filter_2', 'object', 'file_name', 'id', 'size_bytes'];

describe('a page of a sorted list', () => {
  it.each([1, 40, 1000])('is found in the counts where it is in the list, in 60 random orders, with %d files told apart', async (few) => {
    const random = seeded(few);
    for (let i = 0; i < 60; i++) {
      const words = [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => fields[Math.floor(random() * fields.length)] ?? 'id'))].map((field) => (random() < 0.5 ? `-${field}` : field));
      const order = orderOf(words);
      const { rows } = await database.raw<{ rows: { id: number }[] }>(`select id from files where current and deleted_at is null order by ${orderSql(order)}`);
      const right = rows.map(({ id }) => id);
      const offset = Math.floor(random() * (right.length + 20));
      const page = await listFiles(database, counts, { filters, scope, order, limit: 13, offset, few });
      expect([words, offset, page.files.map(({ id }) => id), page.more]).toEqual([words, offset, right.slice(offset, offset + 13), right.length > offset + 13]);
      if (page.files.length === 0) continue;
      const next = await listFiles(database, counts, { filters, scope, order, limit: 17, offset: 0, after: page.place, few });
      expect([words, offset, next.files.map(({ id }) => id)]).toEqual([words, offset, right.slice(offset + page.files.length, offset + page.files.length + 17)]);
    }
  });
});
