import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, migrate } from '#activities/store/database';
import { freshDatabaseUrl, testS3Settings } from '#activities/store/test-stores';
import { explainArchive, sequentialScans, type ExplainedQuestion } from './archive-plans.js';
import { archiveAccounts, archiveIds, fillArchive } from './archive-rows.js';

/** 50 000 files. */
const NIGHTS = 180;
/** Rows: who looks at more has read a table where an index should have been asked. Runs are counted to 10 000, one by one, among those of others. */
const MOST_ROWS = 20_000;

let database: Knex;
let explained: ExplainedQuestion[];
const rows: Record<string, number> = {};
beforeAll(async () => {
  const databaseUrl = freshDatabaseUrl();
  database = connect(databaseUrl);
  await migrate(database);
  await fillArchive(database, NIGHTS, () => undefined);
  for (const table of ['files', 'reductions', 'lineage', 'decisions']) rows[table] = Number((await database(table).count('* as rows').first())?.['rows']);
  const environment = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: inject('services').temporalAddress, ...testS3Settings() };
  explained = await explainArchive(environment, { tokens: await archiveAccounts(database), ids: await archiveIds(database, NIGHTS) });
}, 600_000);
afterAll(() => database.destroy());

describe('plans of a large archive', () => {
  it('answer every question, for staff and for a PI', () => {
    expect(rows['files']).toBeGreaterThan(45_000);
    expect(explained.length).toBeGreaterThan(120);
    // A page beyond the last one and what is not the caller's are answers too.
    expect(explained.filter(({ status }) => status !== 200 && status !== 404)).toEqual([]);
    expect(explained.filter(({ status }) => status === 200).length).toBeGreaterThan(110);
  });

  it('read no large table from end to end', () => {
    const whole = explained.flatMap(({ what, who, queries }) =>
      queries.flatMap(({ plan }) =>
        sequentialScans(plan)
          .filter(({ table, rows: looked }) => looked > MOST_ROWS && (rows[table] ?? 0) > MOST_ROWS)
          .map(({ table, rows: looked }) => `${what}, ${who}: ${looked} of ${rows[table]} ${table}`),
      ),
    );
    expect(whole).toEqual([]);
  });

  it('are told from one another: a scan that stops soon, and one that does not', () => {
    const plan = 'Limit  (cost=0.00..1) (actual time=0.1..0.2 rows=3.00 loops=1)\n  ->  Seq Scan on files  (cost=0.00..9) (actual time=0.1..0.2 rows=3.00 loops=2)\n        Filter: x\n        Rows Removed by Filter: 40\nPlanning Time: 1 ms';
    expect(sequentialScans(plan)).toEqual([{ table: 'files', rows: 86 }]);
    expect(sequentialScans('Index Scan using a on files  (actual time=0.1..0.2 rows=3.00 loops=2)')).toEqual([]);
  });
});
