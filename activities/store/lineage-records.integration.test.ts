import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Lineage } from '../products/lineage.js';
import { connect, migrate } from './database.js';
import { LineageRecords } from './lineage-records.js';
import { freshDatabaseUrl } from './test-stores.js';

let database: Knex;
let records: LineageRecords;

const raw = (name: string) => ({ kind: 'rawFrame' as const, key: `raw/${name}` });
const work = (key: string, kind: Lineage['kind'], step: string, stepVersion: number, inputs: Lineage['inputs']): Lineage => ({ key, kind, step, stepVersion, inputs, settings: {} });

beforeAll(async () => {
  database = connect(freshDatabaseUrl());
  await migrate(database);
  records = new LineageRecords(database);
  await records.record(work('bias', 'masterBias', 'combineBias', 2, { frames: [raw('1'), raw('2')] }));
  await records.record(work('trimmed', 'frame', 'trim', 1, { raw: raw('3') }));
  await records.record(work('corrected', 'frame', 'correctBias', 1, { frame: { kind: 'frame', key: 'trimmed' }, masterBias: { kind: 'masterBias', key: 'bias', label: 'master_bias' } }));
  await records.record(work('other', 'frame', 'trim', 3, { raw: raw('4') }));
});
afterAll(() => database.destroy());

test('the graph of a product reaches its raw frames, and nothing else', async () => {
  const { nodes, edges } = await records.graph({ key: 'corrected', kind: 'frame' });
  expect(nodes.map(({ key }) => key).sort()).toEqual(['bias', 'corrected', 'raw/1', 'raw/2', 'raw/3', 'trimmed']);
  expect(nodes.find(({ key }) => key === 'bias')).toMatchObject({ step: 'combineBias', stepVersion: 2, label: 'master_bias' });
  expect(edges).toContainEqual({ from: 'raw/2', to: 'bias', input: 'frames' });
  expect(edges).toHaveLength(5);
});

test('the steps of products are those of all they were made from, each version once', async () => {
  expect(await records.stepsOf(['corrected'])).toEqual([
    { step: 'combineBias', version: 2 },
    { step: 'correctBias', version: 1 },
    { step: 'trim', version: 1 },
  ]);
  expect((await records.stepsOf(['corrected', 'other'])).filter(({ step }) => step === 'trim')).toEqual([{ step: 'trim', version: 1 }, { step: 'trim', version: 3 }]);
});

test('raw frames, and nothing at all, were made by no step', async () => {
  expect(await records.stepsOf(['raw/3'])).toEqual([]);
  expect(await records.stepsOf([])).toEqual([]);
});
