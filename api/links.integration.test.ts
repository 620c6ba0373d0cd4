import { createHash, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibratedProduct, masterBias } from '#activities/products/test-products';
import { FileLink } from '#activities/store/file-links';
import { AuditRecord } from '#activities/store/audit-record';
import { Collaborator, StoredFile, User } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import type { FileView } from './controllers/file-view.js';
import type { LinkedFile, LinkView, NewLink } from './controllers/link-view.js';
import { loggedPath } from './logged-path.js';
import { json, jsonRequest, multipart, refusal, startTestApi, type TestApi } from './test-api.js';
import { storeProduct } from './test-products.js';

let api: TestApi;
let raw: FileView;
let spectrum: number;
let other: number;
beforeAll(async () => {
  api = await startTestApi();
  raw = await json<FileView>(api.fetch('/api/files/', 'staff', multipart('0700_given.fits', rawFrame({ seed: randomInt(2 ** 31) }))));
  [spectrum = 0] = await storeProduct({ raw: raw.id, stores: api }, 'calibratedSpectra', calibratedProduct(1));
  [other = 0] = await storeProduct({ raw: raw.id, stores: api }, 'calibratedSpectra', calibratedProduct(1));
});
afterAll(() => api.close());

type Who = Parameters<TestApi['fetch']>[1];
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const make = (id: number, who: Who, body: unknown = { until: tomorrow(), note: 'for the referee' }) => api.fetch(`/api/files/${id}/links/`, who, jsonRequest('POST', body));
const made = async (id: number, who: Who = 'pi') => {
  const link = await json<NewLink>(make(id, who));
  return { ...link, path: new URL(link.url).pathname };
};

describe('a link to a file', () => {
  it('is made by those whose file it is, and by nobody else', async () => {
    expect(await refusal(make(spectrum, undefined))).toMatchObject({ status: 401 });
    expect(await refusal(make(spectrum, 'stranger'))).toMatchObject({ status: 404, code: 'not-found' });
    expect(await refusal(make(999_999_999, 'pi'))).toMatchObject({ status: 404, code: 'not-found' });
    for (const who of ['pi', 'collaborator', 'staff'] as const) expect((await make(spectrum, who)).status, who).toBe(201);
  });

  it('is not made of what everybody signed in may read, by who does not own it', async () => {
    const [master = 0] = await storeProduct({ raw: raw.id, stores: api }, 'masterBias', masterBias());
    expect((await api.fetch(`/api/files/${master}/`, 'stranger')).status).toBe(200);
    expect(await refusal(make(master, 'stranger'))).toMatchObject({ status: 404 });
    const { path } = await made(master, 'staff');
    const what = await json<LinkedFile>(api.fetch(path));
    expect(what).toMatchObject({ object: '', data_type: 1, formats: ['fits'] });
    // Whose frames it was made of does not leave with it.
    expect(Buffer.from(await (await api.fetch(`${path}download/`)).arrayBuffer()).toString('latin1')).not.toContain('SOAR2026B-011');
  });

  it.each([
    ['a word', 'tomorrow'],
    ['a day that is none', '2027-02-30'],
    ['a moment without a zone', '2027-01-01T12:00:00'],
    ['what is over', '2020-01-01'],
    ['longer than a year', '2099-01-01'],
  ])('does not last until %s', async (_, until) => {
    expect(await refusal(make(spectrum, 'pi', { until }))).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  it('opens that one file, without an account, and says what it is', async () => {
    const { path, ...link } = await made(spectrum);
    expect(await refusal(api.fetch('/api/links/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/'))).toMatchObject({ status: 404, code: 'not-found' });
    const what = await json<LinkedFile>(api.fetch(path));
    expect(what).toMatchObject({ data_type: 4, object: 'NGC 3242', current: true, note: 'for the referee', from: 'pi', until: link.until, formats: ['fits', 'csv', 'ecsv', 'votable'], download_url: `${link.url}download/` });
    const stored = await StoredFile.query(api.database).findById(spectrum).throwIfNotFound();
    const bytes = await (await api.fetch(`${path}download/`)).arrayBuffer();
    const own = await (await api.fetch(`/api/files/${spectrum}/download/`, 'pi')).arrayBuffer();
    expect(bytes.byteLength).toBe(stored.sizeBytes);
    expect(createHash('sha256').update(Buffer.from(bytes)).digest('hex')).toBe(createHash('sha256').update(Buffer.from(own)).digest('hex'));
    expect((await (await api.fetch(`${path}download/?format=csv`)).text()).split('\n').length).toBeGreaterThan(100);
    const picture = await api.fetch(`${path}visualize/`);
    expect([picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual(['image/svg+xml', 'private, no-cache']);
    expect(await picture.text()).toContain('<svg');
    expect((await api.fetch(`${path}download/`, undefined, { headers: { range: 'bytes=0-9' } })).status).toBe(206);
    // The key is no token, and no other file is behind it.
    const key = path.split('/')[3] ?? '';
    expect((await fetch(`${api.url}/api/files/${spectrum}/`, { headers: { authorization: `Token ${key}` } })).status).toBe(401);
    expect((await api.fetch(`${path}${other}/`)).status).toBe(404);
  });

  it('is kept as a hash, listed without its address, counted and audited', async () => {
    const { id, path } = await made(other);
    const key = path.split('/')[3] ?? '';
    await (await api.fetch(`${path}download/`)).arrayBuffer();
    await api.fetch(`${path}download/`, undefined, { method: 'HEAD' });
    expect(JSON.stringify(await FileLink.query(api.database))).not.toContain(key);
    expect(await refusal(api.fetch(`/api/files/${other}/links/`, 'stranger'))).toMatchObject({ status: 404 });
    const list = await api.fetch(`/api/files/${other}/links/`, 'collaborator');
    const text = await list.text();
    expect(text).not.toContain(key);
    expect(JSON.parse(text) as LinkView[]).toMatchObject([{ id, made_by: 'pi', downloads: 1, note: 'for the referee' }]);
    const rows = await AuditRecord.query(api.database).where({ subject: `file ${other}` }).whereLike('action', 'link.%').orderBy('id');
    expect(rows.map(({ action, username }) => [action, username])).toEqual([['link.create', 'pi'], ['link.download', '']]);
    expect(rows[1]?.address).toBe('127.0.0.1');
    expect(JSON.stringify(rows)).not.toContain(key);
    expect(loggedPath(`${path}download/`)).toBe('/api/links/…/download/');
  });

  it('ends when it is revoked', async () => {
    const { id, path } = await made(spectrum);
    expect((await api.fetch(path)).status).toBe(200);
    const revoke = (who: Who, link = id, file = spectrum) => api.fetch(`/api/files/${file}/links/${link}/`, who, { method: 'DELETE' });
    for (const [who, link, file] of [['stranger', id, spectrum], ['pi', id, other], ['pi', 999_999, spectrum]] as const) expect(await refusal(revoke(who, link, file))).toMatchObject({ status: 404 });
    expect((await revoke('collaborator')).status).toBe(204);
    expect((await revoke('pi')).status).toBe(404);
    for (const what of ['', 'download/', 'visualize/']) expect(await refusal(api.fetch(path + what))).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('ends at its time, with its file, and with the rights of who made it', async () => {
    const links = await Promise.all([made(spectrum), made(spectrum, 'collaborator'), made(other, 'collaborator'), made(other)]);
    const statuses = () => Promise.all(links.map(async ({ path }) => (await api.fetch(path)).status));
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    await FileLink.query(api.database).findById(links[0].id).patch({ expires: new Date(Date.now() - 1000) });
    expect(await statuses()).toEqual([404, 200, 200, 200]);
    const { id } = await User.query(api.database).findOne({ username: 'collaborator' }).throwIfNotFound();
    const [membership] = await Collaborator.query(api.database).where({ userId: id });
    await Collaborator.query(api.database).delete().where({ userId: id });
    expect(await statuses()).toEqual([404, 404, 404, 200]);
    if (membership) await Collaborator.query(api.database).insert(membership);
    await User.query(api.database).findById(id).patch({ isActive: false });
    expect(await statuses()).toEqual([404, 404, 404, 200]);
    await User.query(api.database).findById(id).patch({ isActive: true });
    await StoredFile.query(api.database).findById(other).patch({ deletedAt: new Date() });
    expect(await statuses()).toEqual([404, 200, 404, 404]);
  });

  it('is used so often in a minute, and who guesses is slowed', async () => {
    const { path } = await made(spectrum);
    const statuses: number[] = [];
    for (let i = 0; i < 130; i++) statuses.push((await api.fetch(path)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(120);
    expect(statuses.at(-1)).toBe(429);
    expect((await api.fetch(`/api/files/${spectrum}/`, 'pi')).status).toBe(200);
    const guesses: number[] = [];
    for (let i = 0; i < 40; i++) guesses.push((await api.fetch(`/api/links/${'B'.repeat(40)}${100 + i}/`)).status);
    expect(guesses.at(-1)).toBe(429);
  });
});
