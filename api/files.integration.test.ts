import { createHash, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qualities } from '#activities/domain/qualities';
import { steps } from '#activities/steps/index';
import { Reduction, StoredFile } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import type { Page } from './paging.js';
import { json, jsonRequest, multipart, refusal, startTestApi, type TestApi } from './test-api.js';
import type { FileDetail, FileView } from './controllers/file-view.js';
import type { HeaderView } from './controllers/header-view.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ TEMPORAL_UI_URL: 'http://ui.example.org/' });
});
afterAll(() => api.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const upload = (name: string, bytes: Uint8Array, who: Parameters<TestApi['fetch']>[1] = 'staff') => api.fetch('/api/files/', who, multipart(name, bytes));

/** All tests share one object store, whose keys are content: each frame has its own. */
let seed = randomInt(2 ** 31);
const frame = (cards: Parameters<typeof rawFrame>[0] = {}) => rawFrame({ seed: seed++, ...cards });

describe('the list of files', () => {
  it('is not for strangers', async () => {
    expect(await refusal(api.fetch('/api/files/'))).toMatchObject({ status: 401 });
    await upload('0600_listed.fits', frame());
    expect(await json<Page<FileView>>(api.fetch('/api/files/', 'stranger'))).toMatchObject({ count: 0, next: null, previous: null, results: [] });
  });

  it('is the newest first, by pages', async () => {
    const names = ['0601_a.fits', '0602_b.fits', '0603_c.fits'];
    for (const name of names) await upload(name, frame({ cards: { OBJECT: 'paged' } }));
    const first = await json<Page<FileView>>(api.fetch('/api/files/?object=paged&page_size=2&data_type=0', 'collaborator'));
    expect(first).toMatchObject({ count: 3, previous: null, next: `${api.url}/api/files/?object=paged&page_size=2&data_type=0&page=2` });
    expect(first.results.map(({ file_name }) => file_name)).toEqual(['0603_c.fits', '0602_b.fits']);
    const second = await json<Page<FileView>>(api.fetch(new URL(first.next ?? '').pathname + new URL(first.next ?? '').search, 'collaborator'));
    expect(second.results.map(({ file_name }) => file_name)).toEqual(['0601_a.fits']);
    expect(second).toMatchObject({ next: null, previous: `${api.url}/api/files/?object=paged&page_size=2&data_type=0&page=1` });
    expect(await refusal(api.fetch('/api/files/?object=paged&page=99', 'pi'))).toMatchObject({ status: 404 });
  });

  it.each(['obstype=ARC', 'filter=VR', 'filter_2=NO_FILTER', 'grating=930_SYZY', 'wavmode=930_M2', 'slit=0.45_LONG_SLIT', 'technique=Imaging', 'night=19991231', 'proposal_id=X', 'file_name=x.fits', 'data_type=4', 'current=false', 'roi=X'])(
    'filtered by %s leaves out what is not',
    async (filter) => {
      await upload(`0610_${String(seed)}.fits`, frame({ cards: { OBJECT: 'filtered' } }));
      const all = await json<Page<FileView>>(api.fetch('/api/files/?object=filtered', 'staff'));
      expect(all.count).toBeGreaterThan(0);
      expect(await json<Page<FileView>>(api.fetch(`/api/files/?object=filtered&${filter}`, 'staff'))).toMatchObject({ count: 0 });
      const [name = ''] = filter.split('=');
      const value = name === 'current' ? 'true' : String(all.results[0]?.[name as keyof FileView]);
      expect((await json<Page<FileView>>(api.fetch(`/api/files/?object=filtered&${name}=${encodeURIComponent(value)}`, 'staff'))).count).toBeGreaterThan(0);
    },
  );

  it.each(['page=0', 'page=x', 'page_size=1000', 'data_type=red', 'flter=VR'])('refuses %s', async (query) => {
    expect(await refusal(api.fetch(`/api/files/?${query}`, 'staff'))).toMatchObject({ status: 400, code: 'request-invalid' });
  });
});

describe('one file', () => {
  let file: FileView;
  const bytes = frame();
  beforeAll(async () => {
    file = await json<FileView>(upload('0700_one.fits', bytes));
  });

  it.each(['', 'download/', 'header'])('is not found by a stranger (%s)', async (what) => {
    const path = what === 'header' ? `/api/files/header/?id=${file.id}` : `/api/files/${file.id}/${what}`;
    expect(await refusal(api.fetch(path))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(path, 'stranger'))).toMatchObject({ status: 404, code: 'not-found' });
    expect((await api.fetch(path, 'pi')).status).toBe(200);
  });

  it.each(['999999', 'abc', '1e3', '0x1', '-1', '99999999999999999999'])('called %s is not found', async (id) => {
    expect(await refusal(api.fetch(`/api/files/${id}/`, 'staff'))).toMatchObject({ status: 404 });
  });

  it('tells its family, and a master is for everybody', async () => {
    const raw = await StoredFile.query(api.database).findById(file.id).throwIfNotFound();
    const { id: _id, created: _c, lastModified: _m, ...inherited } = raw.$toJson() as StoredFile;
    const product = { ...inherited, bucket: 'products', originalFileId: raw.id, parentFileId: raw.id };
    await StoredFile.query(api.database).insert([
      { ...product, key: 'w', objectKey: 'w', dataType: 4, target: 1, fileName: 'wecfzst_0700_one.fits' },
      { ...product, key: 'c', objectKey: 'c', dataType: 2, fileName: 'cfzst_0700_one.fits' },
      { ...product, key: 'old', objectKey: 'old', dataType: 2, fileName: 'cfzst_0700_one.fits', current: false },
      { ...product, key: 'm', objectKey: 'm', dataType: 1, fileName: 'master_bias.fits', proposalId: 'calibrate' },
    ]);
    const detail = await json<FileDetail>(api.fetch(`/api/files/${file.id}/`, 'pi'));
    expect(detail.family.map(({ file_name, data_type }) => [data_type, file_name])).toEqual([
      ['4', 'wecfzst_0700_one.fits'],
      ['2', 'cfzst_0700_one.fits'],
      ['1', 'master_bias.fits'],
      ['0', '0700_one.fits'],
    ]);
    const visible = await json<Page<FileView>>(api.fetch('/api/files/', 'stranger'));
    expect(visible.results.map(({ file_name }) => file_name)).toEqual(['master_bias.fits']);
  });

  it('shows its header in the order of the file', async () => {
    const { cards, file_name } = await json<HeaderView>(api.fetch(`/api/files/header/?id=${file.id}`, 'pi'));
    expect(file_name).toBe('0700_one.fits');
    expect(cards.map(({ keyword }) => keyword).slice(0, 2)).toEqual(['SIMPLE', 'BITPIX']);
    expect(cards).toContainEqual({ keyword: 'EXPTIME', value: 600, comment: '' });
    expect(cards.findIndex(({ keyword }) => keyword === 'DATE-OBS')).toBeLessThan(cards.findIndex(({ keyword }) => keyword === 'GRATING'));
  });

  it('is downloaded whole, in part, or not again', async () => {
    const path = `/api/files/${file.id}/download/`;
    const whole = await api.fetch(path, 'pi');
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="0700_one.fits"');
    expect([whole.headers.get('content-type'), whole.headers.get('content-length')]).toEqual(['application/fits', String(bytes.length)]);
    expect(sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256(bytes));
    const part = await api.fetch(path, 'pi', { headers: { range: 'bytes=0-2879' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 0-2879/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(Buffer.from(bytes.subarray(0, 2880)));
    const none = await api.fetch(path, 'pi', { headers: { range: `bytes=${bytes.length}-` } });
    expect([none.status, none.headers.get('content-range'), none.headers.get('content-disposition')]).toEqual([416, `bytes */${bytes.length}`, null]);
    expect(await none.json()).toMatchObject({ code: 'range-not-satisfiable' });
    const held = await api.fetch(path, 'pi', { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } });
    expect(held.status).toBe(304);
    const head = await api.fetch(path, 'pi', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  });
});

describe('reduce', () => {
  const post = (body: unknown, who?: Parameters<TestApi['fetch']>[1]) =>
    api.fetch('/api/files/reduce/', who, jsonRequest('POST', body));
  let file: FileView;
  beforeAll(async () => {
    file = await json<FileView>(upload('0800_again.fits', frame()));
  });

  it('is refused to strangers, for nothing, and with settings that are none', async () => {
    expect(await refusal(post({ file_id: file.id }))).toMatchObject({ status: 401 });
    expect(await refusal(post({ file_id: file.id }, 'stranger'))).toMatchObject({ status: 404 });
    expect(await refusal(post({}, 'pi'))).toMatchObject({ status: 400 });
    expect(await refusal(post({ file_id: file.id, settings: { flat_normalization_order: 4000 } }, 'pi'))).toMatchObject({ status: 422, code: 'settings-invalid' });
    expect((await refusal(post({ file_id: file.id, settings: { no_such: 1 } }, 'pi'))).detail).toMatch('no_such');
    expect(await refusal(post({ file_id: file.id, extra: 1 }, 'pi'))).toMatchObject({ status: 400 });
    const broken = { method: 'POST', body: '{"file_id": ', headers: { 'content-type': 'application/json' } };
    expect(await refusal(api.fetch('/api/files/reduce/', 'pi', broken))).toMatchObject({ status: 400 });
  });

  it('tells the workflow of the frame', async () => {
    const answer = await post({ file_id: file.id, settings: { ignore_flats: true } }, 'pi');
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ results: [{ file_id: file.id, workflow_id: `frame:0800_again.fits:${file.checksum.slice(0, 12)}` }] });
  });
});

describe('reductions', () => {
  it('are for who may see their frame', async () => {
    const { id } = await json<FileView>(upload('0900_run.fits', frame()));
    await Reduction.open(api.database, { workflowId: 'w', runId: 'first', fileId: id });
    await Reduction.query(api.database).where({ runId: 'first' }).patch({ state: 'failed', reason: 'no lamp', failure: { code: 'too-few-arc-lines', message: 'no lamp', step: 'choose', facts: {} } });
    const run = await Reduction.open(api.database, { workflowId: 'w', runId: 'second', fileId: id });
    const list = `/api/reductions/?file_id=${id}`;
    expect(await refusal(api.fetch(list))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch(`/api/reductions/${run.id}/`))).toMatchObject({ status: 401 });
    expect(await refusal(api.fetch('/api/reductions/summary/'))).toMatchObject({ status: 401 });
    expect(await json(api.fetch(list, 'stranger'))).toMatchObject({ count: 0 });
    expect(await refusal(api.fetch(`/api/reductions/${run.id}/`, 'stranger'))).toMatchObject({ status: 404 });
    expect(await json(api.fetch('/api/reductions/summary/', 'stranger'))).toMatchObject({ total: 0 });

    expect(await json(api.fetch(list, 'pi'))).toMatchObject({ count: 1, results: [{ id: run.id, attempt: 2, state: 'reducing', file_name: '0900_run.fits', night: '20261123' }] });
    expect(await json(api.fetch(`${list}&all_attempts=true`, 'pi'))).toMatchObject({ count: 2 });
    expect(await json(api.fetch(`${list}&state=failed`, 'pi'))).toMatchObject({ count: 0 });
    const { temporal_url: hidden } = await json<{ temporal_url: string | null }>(api.fetch(`/api/reductions/${run.id}/`, 'pi'));
    const { temporal_url: shown } = await json<{ temporal_url: string | null }>(api.fetch(`/api/reductions/${run.id}/`, 'staff'));
    expect(hidden).toBeNull();
    expect(shown).toMatch(/^http:\/\/ui\.example\.org\/namespaces\/default\/workflows\/.+\/.+\/history$/);
    const detail = await json<{ history: unknown[] }>(api.fetch(`/api/reductions/${run.id}/`, 'pi'));
    expect(detail.history).toMatchObject([{ attempt: 2 }, { attempt: 1, state: 'failed', failure: { code: 'too-few-arc-lines' } }]);
    expect(await refusal(api.fetch('/api/reductions/?state=lost', 'pi'))).toMatchObject({ status: 400 });
    const summary = await json<{ states: Record<string, number> }>(api.fetch('/api/reductions/summary/?night=20261123', 'pi'));
    expect(summary.states['reducing']).toBeGreaterThan(0);
  });
});

describe('the rest of the API', () => {
  it('says how it is, to everybody; how much there is, to who is signed in', async () => {
    const open = await json<Record<string, unknown>>(api.fetch('/api/'));
    expect(open).toMatchObject({ healthy: true, services: { database: { healthy: true }, store: { healthy: true }, temporal: { healthy: true } } });
    expect(open).not.toHaveProperty('counts');
    expect(await json(api.fetch('/api/', 'stranger'))).toHaveProperty('counts.files');
    expect(await refusal(api.fetch('/api/', undefined, { headers: { authorization: 'Token wrong-but-long' } }))).toMatchObject({ status: 401 });
  });

  it('lists the steps, each with what it can be told', async () => {
    expect(await refusal(api.fetch('/api/steps/'))).toMatchObject({ status: 401 });
    const listed = await json<{ name: string; version: number; inputs: object; settings: { properties: Record<string, unknown> } }[]>(api.fetch('/api/steps/', 'stranger'));
    expect(listed.map(({ name }) => name)).toEqual(Object.keys(steps));
    expect(listed.find(({ name }) => name === 'findTargets')).toMatchObject({
      version: steps.findTargets.version,
      inputs: { frame: 'frame' },
      output: 'targets',
      settings: { properties: { minimumSnr: { minimum: 1, maximum: 100_000, default: 5, unit: 'sigma' } } },
    });
  });

  it('describes the settings', async () => {
    expect(await refusal(api.fetch('/api/settings/'))).toMatchObject({ status: 401 });
    const { settings } = await json<{ settings: { properties: Record<string, unknown> } }>(api.fetch('/api/settings/', 'stranger'));
    expect(settings.properties['saturation_threshold']).toMatchObject({ minimum: 0, maximum: 100, default: 1, unit: 'percent' });
  });

  it('lists the quality numbers with their bounds', async () => {
    expect(await refusal(api.fetch('/api/qualities/'))).toMatchObject({ status: 401 });
    const listed = await json<{ name: string }[]>(api.fetch('/api/qualities/', 'stranger'));
    expect(listed.map(({ name }) => name)).toEqual(Object.keys(qualities));
    expect(listed.find(({ name }) => name === 'readNoiseRatio')).toMatchObject({ at_least: 0.7, at_most: 1.4, keyword: 'GSQ_RNRA' });
  });

  it('is documented, and Swagger UI shows it', async () => {
    const document = await json<{ paths: Record<string, unknown> }>(api.fetch('/api/openapi.json'));
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining([
      '/api/', '/api/events/', '/api/files/', '/api/files/facets/', '/api/files/header/', '/api/files/{id}/family/', '/api/files/{id}/lineage/', '/api/nights/', '/api/nights/{night}/', '/api/qualities/trend/', '/api/reductions/failures/', '/api/files/reduce/', '/api/files/{id}/', '/api/files/{id}/download/', '/api/files/{id}/exclusion/',
      '/api/files/{id}/overrides/', '/api/live/', '/api/qualities/', '/api/ready/', '/api/reductions/', '/api/reductions/summary/', '/api/reductions/{id}/', '/api/settings/', '/api/steps/',
    ])); // prettier-ignore
    const page = await api.fetch('/api/docs/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await (await api.fetch('/api/docs/swagger-initializer.js')).text()).toMatch('openapi.json');
    expect((await api.fetch('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
    expect((await api.fetch('/api/docs')).url).toBe(`${api.url}/api/docs/`);
    expect(await refusal(api.fetch('/api/docs/..%2fpackage.json'))).toMatchObject({ status: 404 });
  });

  it('answers problems for wrong addresses and methods', async () => {
    expect(await refusal(api.fetch('/api/nothing/'))).toMatchObject({ status: 404 });
    expect(await refusal(api.fetch('/api/files/nothing/at/all/'))).toMatchObject({ status: 404 });
    expect(await refusal(api.fetch('/api/files/', 'staff', { method: 'PUT' }))).toMatchObject({ status: 405, code: 'method-not-allowed' });
  });
});
