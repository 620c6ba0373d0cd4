import { createHash, randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, migrate } from './database.js';
import { Collaborator, Proposal, Reduction, SettingsVersion, StoredFile, StoreEvent, User, settingsFor } from './models.js';
import { migrations } from './migrations/index.js';
import { ObjectStore } from './objects.js';
import { freshDatabaseUrl, freshStores, testS3Settings } from './test-stores.js';
import { defaultSettings } from '../domain/settings.js';

let database: Knex;
let objects: ObjectStore;
beforeAll(async () => {
  ({ database, objects } = await freshStores());
});
afterAll(() => database.destroy());

function rawRow(fileName: string): Partial<StoredFile> {
  const checksum = createHash('sha256').update(fileName).digest('hex');
  return {
    key: `raw/${checksum}`, bucket: 'raw', objectKey: checksum, checksum, sizeBytes: 2880, fileName, dataType: 0,
    proposalId: 'SOAR2021A-011', night: '20210218', kind: 'spectrum', cards: [{ keyword: 'OBJECT', value: 'NGC 3242', comment: '' }], date: '2021-02-18',
  }; // prettier-ignore
}

describe('the schema', () => {
  it('is made once when three processes start at the same instant, database included', async () => {
    const url = freshDatabaseUrl();
    const processes = [connect(url), connect(url), connect(url)];
    await Promise.all(processes.map((process) => migrate(process)));
    await migrate(processes[0] as Knex);
    const runs = await (processes[0] as Knex)('schema_migrations').select('name');
    expect(runs).toEqual(migrations.map(({ name }) => ({ name })));
    await Promise.all(processes.map((process) => process.destroy()));
  });

  it('makes a raw file its own original and parent', async () => {
    const file = await StoredFile.query(database).insert(rawRow('0001_a.fits')).returning('*');
    expect(file).toMatchObject({ originalFileId: file.id, parentFileId: file.id, date: '2021-02-18', exposure: null, cards: [{ keyword: 'OBJECT' }] });
    expect(file.id).toBeTypeOf('number');
    expect(file.created).toBeInstanceOf(Date);
  });

  it.each([
    ['deleted', (id: number) => StoredFile.query(database).deleteById(id)],
    ['given other content', (id: number) => StoredFile.query(database).findById(id).patch({ checksum: '0'.repeat(64) })],
    ['moved', (id: number) => StoredFile.query(database).findById(id).patch({ objectKey: 'elsewhere' })],
    ['made a product', (id: number) => StoredFile.query(database).findById(id).patch({ dataType: 2 })],
    ['marked as deleted', (id: number) => StoredFile.query(database).findById(id).patch({ deletedAt: new Date() })],
  ])('does not let a raw file be %s', async (_what, attempt: (id: number) => PromiseLike<unknown>) => {
    const file = await StoredFile.query(database).insert(rawRow(`${randomBytes(4).toString('hex')}.fits`)).returning('*');
    await expect(attempt(file.id)).rejects.toThrow(/raw file .* is never/);
    await expect(StoredFile.query(database).findById(file.id)).resolves.toMatchObject({ checksum: file.checksum, dataType: 0 });
  });

  it('does not let the table be emptied', async () => {
    await expect(database.raw('truncate files cascade')).rejects.toThrow('never deleted');
  });

  it('lets a product be current no more, and notes when', async () => {
    const raw = await StoredFile.query(database).insert(rawRow('0002_b.fits')).returning('*');
    const product = { ...rawRow('cfzst_0002_b.fits'), key: 'correctFlat/1/abc', dataType: 2 as const, originalFileId: raw.id, parentFileId: raw.id };
    const file = await StoredFile.query(database).insert(product).returning('*');
    await StoredFile.query(database).findById(file.id).patch({ current: false });
    const after = await StoredFile.query(database).findById(file.id).throwIfNotFound();
    expect(after.current).toBe(false);
    expect(after.lastModified.getTime()).toBeGreaterThan(file.lastModified.getTime());
    await expect(StoredFile.query(database).insert(product)).rejects.toThrow('files_key');
  });

  it('numbers the runs on one exposure, and finds a run that is there', async () => {
    const { id: fileId } = await StoredFile.query(database).insert(rawRow('0003_c.fits')).returning('*');
    const runs = await Promise.all(['r1', 'r2', 'r3', 'r1'].map((runId) => Reduction.open(database, { workflowId: 'frame:0003', runId, fileId })));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
    const rows = await Reduction.query(database).where({ fileId });
    expect(rows.map(({ attempt }) => attempt).sort()).toEqual([1, 2, 3]);
  });

  it('gives event numbers in the order of commits', async () => {
    const payload = { dataType: 0, originalFileId: 1, provisional: false } as const;
    const slow = await database.transaction();
    const before = (await StoreEvent.query(database).max('id as last').first()) as unknown as { last: number | null };
    await StoreEvent.add(slow, { kind: 'file', payload: { ...payload, fileName: 'first.fits' } });
    const fast = StoreEvent.add(database, { kind: 'file', payload: { ...payload, fileName: 'second.fits' } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await slow.commit();
    await fast;
    const events = await StoreEvent.query(database).where('id', '>', before.last ?? 0).orderBy('id');
    expect(events.map((event) => event.payload)).toMatchObject([{ fileName: 'first.fits' }, { fileName: 'second.fits' }]);
  });
});

describe('proposals', () => {
  it('are made at first sight, once, and belong to PI and collaborators', async () => {
    await Promise.all([1, 2, 3].map(() => Proposal.ensure(database, 'SOAR2026B-007')));
    const [proposal, ...others] = await Proposal.query(database).where({ soarId: 'SOAR2026B-007' });
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ semester: '2026B', title: 'Title not provided', piId: null });
    const people = await User.query(database).insert(['pi', 'collaborator', 'stranger'].map((username) => ({ username, email: `${username}@example.org` }))).returning('*');
    const [pi, collaborator, stranger] = people as [User, User, User];
    await Proposal.query(database).findById(proposal?.id ?? 0).patch({ piId: pi.id });
    await Collaborator.query(database).insert({ proposalId: proposal?.id ?? 0, userId: collaborator.id });
    expect(await Proposal.soarIdsOf(database, pi.id)).toEqual(['SOAR2026B-007']);
    expect(await Proposal.soarIdsOf(database, collaborator.id)).toEqual(['SOAR2026B-007']);
    expect(await Proposal.soarIdsOf(database, stranger.id)).toEqual([]);
  });

  it('have the default settings until they say otherwise; the newest version holds', async () => {
    await Proposal.ensure(database, 'SOAR2026B-008');
    const { id: proposalId } = await Proposal.query(database).findOne({ soarId: 'SOAR2026B-008' }).throwIfNotFound();
    expect(await settingsFor(database, 'SOAR2026B-008')).toEqual({ version: 0, settings: defaultSettings });
    expect(await settingsFor(database, 'unknown')).toEqual({ version: 0, settings: defaultSettings });
    await SettingsVersion.query(database).insert({ proposalId, version: 1, settings: { ignore_bias: true } });
    await SettingsVersion.query(database).insert({ proposalId, version: 2, settings: { minimum_number_of_bias: 5 } });
    expect(await settingsFor(database, 'SOAR2026B-008')).toEqual({ version: 2, settings: { ...defaultSettings, minimum_number_of_bias: 5 } });
  });
});

describe('objects', () => {
  it('of the raw bucket are written once and cannot be deleted by their writer', async () => {
    const key = randomBytes(16).toString('hex');
    await objects.putObject('raw', key, Buffer.from('first'));
    await objects.putObject('raw', key, Buffer.from('second'));
    expect(String(await objects.getObject('raw', key))).toBe('first');
    const { Client } = await import('minio');
    const s3 = testS3Settings();
    const { hostname, port } = new URL(s3.S3_ENDPOINT);
    const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: s3.S3_ACCESS_KEY, secretKey: s3.S3_SECRET_KEY, region: s3.S3_REGION });
    const { versionId } = await client.statObject('raw', key);
    await expect(client.removeObject('raw', key, { versionId: versionId ?? '' })).rejects.toThrow(/WORM|protected|denied/i);
  });

  it('of other buckets are what was put last, whole or in part', async () => {
    const key = `test/${randomBytes(8).toString('hex')}`;
    expect(await objects.exists('products', key)).toBe(false);
    await objects.putObject('products', key, Buffer.from('first'));
    await objects.putObject('products', key, Buffer.from('second'));
    expect(await objects.exists('products', key)).toBe(true);
    expect(await text(await objects.openObject('products', key, { offset: 2, length: 3 }))).toBe('con');
    expect(await objects.list('products')).toContain(key);
  });

  it('are kept when what they wait for came to a good end, and never were there when it failed', async () => {
    const bytes = randomBytes(3_000_000);
    const key = createHash('sha256').update(bytes).digest('hex');
    const after = sleep(300).then(() => Promise.reject(new Error('another frame has that name')));
    await expect(objects.putObject('raw', key, bytes, { sha256: key, after })).rejects.toThrow('another frame has that name');
    expect(await objects.exists('raw', key)).toBe(false);
    let done = false;
    await objects.putObject('raw', key, bytes, { sha256: key, after: sleep(300).then(() => (done = true)) });
    expect(done).toBe(true);
    expect(await objects.getObject('raw', key)).toEqual(bytes);
    // Where the object is there already the refusal is told all the same.
    await expect(objects.putObject('raw', key, bytes, { sha256: key, after: Promise.reject(new Error('refused')) })).rejects.toThrow('refused');
  });

  it('that are not what their SHA-256 says are refused by the store', async () => {
    const key = randomBytes(16).toString('hex');
    const wrong = createHash('sha256').update('something else').digest('hex');
    await expect(objects.putObject('products', key, Buffer.from('damaged on the way'), { sha256: wrong })).rejects.toThrow(/SHA256|sha256/);
    expect(await objects.exists('products', key)).toBe(false);
    await objects.putObject('products', key, new Uint8Array(0));
    expect((await objects.getObject('products', key)).length).toBe(0);
  });

  it('that are not there are not found', async () => {
    await expect(objects.getObject('products', 'nothing')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of a store that is away are a failure that time can cure', async () => {
    const away = new ObjectStore({ ...testS3Settings(), S3_ENDPOINT: 'http://127.0.0.1:9' });
    await expect(away.getObject('products', 'any')).rejects.toMatchObject({ code: 'store-unavailable' });
    await expect(away.putObject('raw', 'any', Buffer.from('x'))).rejects.toMatchObject({ code: 'store-unavailable' });
  });
});
