import type { Knex } from 'knex';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { provenanceGraph, type Lineage } from '../products/lineage.js';
import { LineageRecords } from './lineage-records.js';
import { freshStores } from './test-stores.js';

let database: Knex;
let records: LineageRecords;

beforeAll(async () => {
  ({ database } = await freshStores());
  records = new LineageRecords(database);
});
afterAll(() => database.destroy());

const raw = (n: number) => ({ kind: 'rawFrame', key: `raw/${n}`, label: `000${n}.fits` }) as const;
const product = (kind: Lineage['kind'], key: string) => ({ kind, key });

/** A spectrum whose bias and lamp were corrected with the same master: one node is reached by three ways. */
const masterBias: Lineage = { key: 'combineBias/b', kind: 'masterBias', step: 'combineBias', stepVersion: 3, inputs: { frames: [raw(1), raw(2)] }, settings: { clip: 5 } };
const trimmed: Lineage = { key: 'trim/s', kind: 'frame', step: 'trim', stepVersion: 2, inputs: { raw: raw(3) }, settings: { wholeSlit: false } };
const corrected: Lineage = {
  key: 'correctBias/s', kind: 'frame', step: 'correctBias', stepVersion: 1, settings: {},
  inputs: { frame: product('frame', 'trim/s'), masterBias: { ...product('masterBias', 'combineBias/b'), label: 'master_bias.fits (2 frames)', source: { name: 'master_bias.fits', key: 'combineBias/b', checksum: 'c' } } },
}; // prettier-ignore
const lampTrimmed: Lineage = { key: 'trim/l', kind: 'frame', step: 'trim', stepVersion: 2, inputs: { raw: raw(4) }, settings: { wholeSlit: false } };
const lamp: Lineage = { key: 'correctBias/l', kind: 'frame', step: 'correctBias', stepVersion: 1, inputs: { frame: product('frame', 'trim/l'), masterBias: product('masterBias', 'combineBias/b') }, settings: {} };
const spectra: Lineage = { key: 'extract/s', kind: 'spectra', step: 'extract', stepVersion: 4, inputs: { frame: product('frame', 'correctBias/s') }, settings: { method: 'optimal', widthFwhm: 2 } };
const calibrated: Lineage = {
  key: 'calibrateWavelength/s', kind: 'calibratedSpectra', step: 'calibrateWavelength', stepVersion: 5, settings: {},
  inputs: { spectra: product('spectra', 'extract/s'), arc: product('frame', 'correctBias/l') },
}; // prettier-ignore
const night = [masterBias, trimmed, corrected, lampTrimmed, lamp, spectra, calibrated];
/** Of another product altogether. */
const stranger: Lineage = { ...trimmed, key: 'trim/stranger', inputs: { raw: raw(9) } };

beforeEach(async () => {
  for (const each of [...night, stranger]) await records.record(each);
});

it('gives back what was written', async () => {
  for (const each of night) expect(await records.find(each.key)).toEqual(each);
  expect(await records.find('trim/nobody')).toBeUndefined();
});

it('keeps the first row of a key: the same work written again changes nothing', async () => {
  await records.record({ ...trimmed, stepVersion: 99, settings: { wholeSlit: true } });
  expect(await records.find(trimmed.key)).toEqual(trimmed);
});

it.each([
  ['changed', () => database('lineage').where({ key: trimmed.key }).update({ step: 'forged' })],
  ['deleted', () => database('lineage').where({ key: trimmed.key }).delete()],
  ['emptied', () => database.raw('truncate lineage')],
  ['emptied with all that hangs on it', () => database.raw('truncate lineage cascade')],
])('does not let a row be %s', async (_what, attempt: () => PromiseLike<unknown>) => {
  await expect(attempt()).rejects.toMatchObject({ code: '23001', message: expect.stringContaining('lineage is never changed') as string });
  expect(await records.find(trimmed.key)).toEqual(trimmed);
});

it('reaches the raw frames in one query, and draws the same graph as memory does', async () => {
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => statements.push(sql);
  database.on('query', note);
  const graph = await records.graph(calibrated);
  database.off('query', note);
  expect(statements).toHaveLength(1);
  expect(graph).toEqual(provenanceGraph(calibrated, new Map(night.map((each) => [each.key, each]))));
  const raws = graph.nodes.filter(({ kind }) => kind === 'rawFrame').map(({ key }) => key);
  expect(raws.sort()).toEqual(['raw/1', 'raw/2', 'raw/3', 'raw/4']);
  expect(graph.nodes).toHaveLength(night.length + 4);
  expect(graph.nodes.some(({ key }) => key === stranger.key)).toBe(false);
});

it('a product nobody wrote down is the only node of its graph', async () => {
  expect(await records.graph(raw(7))).toEqual({ nodes: [raw(7)], edges: [] });
});

it('names the steps of products and of all they were made from, each version once', async () => {
  const steps = await records.stepsOf([calibrated.key]);
  expect(steps).toContainEqual({ step: 'combineBias', version: 3 });
  expect(steps.filter(({ step }) => step === 'trim')).toEqual([{ step: 'trim', version: 2 }]);
  expect(steps.map(({ step }) => step).sort()).toEqual(['calibrateWavelength', 'combineBias', 'correctBias', 'extract', 'trim']);
});
