import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidatesNear, framesOfGroup, groupOf } from '#activities/store/calibration-records';
import { AuditRecord } from '#activities/store/audit-record';
import { DecisionRecord, OutboxEntry, Proposal, Reduction, StoredFile, User } from '#activities/store/models';
import { rawFrame } from '#activities/store/test-frames';
import { issueToken } from '#activities/store/tokens';
import type { FileDetail, FileView } from './controllers/file-view.js';
import type { HeaderView } from './controllers/header-view.js';
import type { ReductionDetail } from './controllers/reduction-view.js';
import type { Page } from './paging.js';
import { json, jsonRequest, multipart, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';

const OTHER = 'SOAR2026B-012';
let api: TestApi;
let other: string;
beforeAll(async () => {
  api = await startTestApi();
  const [user] = await User.query(api.database).insert([{ username: 'other', email: 'other@example.org' }]).returning('*');
  await Proposal.ensure(api.database, OTHER);
  await Proposal.query(api.database).where({ soarId: OTHER }).patch({ piId: user?.id ?? 0 });
  other = await issueToken(api.database, user?.id ?? 0);
});
afterAll(() => api.close());

const asOther = (path: string, init: RequestInit = {}) => fetch(api.url + path, { ...init, headers: { ...init.headers, authorization: `Token ${other}` } });
let seed = randomInt(2 ** 31);
const frame = (cards: Record<string, string | number> = {}) => rawFrame({ seed: seed++, cards });
const upload = (name: string, bytes: Uint8Array, who: Parameters<TestApi['fetch']>[1] = 'staff') => api.fetch('/api/files/', who, multipart(name, bytes));
const row = (id: number) => StoredFile.query(api.database).findById(id).throwIfNotFound();
const put = (who: 'staff' | 'pi', id: number, reason: string) =>
  api.fetch(`/api/files/${id}/exclusion/`, who, jsonRequest('PUT', { reason }));

/** A product row beside a raw one, as a reduction would have stored it. */
async function product(rawId: number, more: Partial<StoredFile>): Promise<StoredFile> {
  const { id: _id, created: _c, lastModified: _m, uploadedBy: _u, ...inherited } = (await row(rawId)).$toJson() as StoredFile;
  const key = `made/${seed++}`;
  return StoredFile.query(api.database).insertAndFetch({ ...inherited, key, objectKey: key, bucket: 'products', originalFileId: rawId, parentFileId: rawId, ...more });
}
const arcRef = { kind: 'frame', key: 'x', quality: {} } as unknown as NonNullable<StoredFile['ref']>;

describe('a lamp', () => {
  const lamp = { OBSTYPE: 'ARC', OBJECT: 'CuHeAr', LAMP_CU: 'TRUE' };
  const night = '20261123';

  it('that a PI sent serves that proposal and no other, also with the pointing and the time of another; the telescope\'s serves all, unnamed', async () => {
    const forged = await json<FileView>(upload('0030_forged.fits', frame(lamp), 'pi'));
    const good = await json<FileView>(upload('0031_good.fits', frame({ ...lamp, PROPID: PROPOSAL, PROPOSAL })));
    for (const { id } of [forged, good]) await product(id, { dataType: 2, kind: 'arc', ref: arcRef });
    const names = async (proposal: string | undefined) => (await candidatesNear(api.database, 'arc', night, proposal)).map(({ name }) => name).sort();
    expect(await names(PROPOSAL)).toEqual(['0030_forged.fits', '0031_good.fits']);
    expect(await names(OTHER)).toEqual(['arc of 2026-11-24T03:25:41, another proposal']);
    expect(await names(undefined)).toHaveLength(1);
  });

  it('that the telescope sends after a person did serves all from then on', async () => {
    const bytes = frame(lamp);
    const sent = await json<FileView>(upload('0032_same.fits', bytes, 'pi'));
    await product(sent.id, { dataType: 2, kind: 'arc', ref: arcRef });
    const before = (await candidatesNear(api.database, 'arc', night, OTHER)).length;
    const again = await upload('0032_same.fits', bytes);
    expect([again.status, (await row(sent.id)).trusted]).toEqual([200, true]);
    expect(await candidatesNear(api.database, 'arc', night, OTHER)).toHaveLength(before + 1);
    const promises = await OutboxEntry.query(api.database).where({ fileId: sent.id }).orderBy('id');
    expect(promises.map(({ workflowStart }) => 'wake' in workflowStart)).toEqual([false, true]);
  });
});

describe('a name', () => {
  it('that people took keeps out neither the telescope nor another proposal', async () => {
    expect((await upload('0040_taken.fits', frame(), 'pi')).status).toBe(201);
    const theirs = frame({ PROPID: OTHER, PROPOSAL: OTHER });
    expect((await asOther('/api/files/', multipart('0040_taken.fits', theirs))).status).toBe(201);
    expect((await upload('0040_taken.fits', frame())).status).toBe(201);
    // Twice of the same hand it means one frame.
    expect(await refusal(upload('0040_taken.fits', frame(), 'pi'))).toMatchObject({ status: 409 });
    expect(await refusal(upload('0040_taken.fits', frame()))).toMatchObject({ status: 409 });
  });
});

describe('bias frames', () => {
  const bias = { OBSTYPE: 'BIAS', OBJECT: 'bias', EXPTIME: 0 };
  it('that a PI sent make a master of that proposal, and none that others use', async () => {
    const [mine, shared] = [await json<FileView>(upload('0050_bias.fits', frame(bias), 'pi')), await json<FileView>(upload('0051_bias.fits', frame(bias)))];
    const groups = [groupOf('bias', await row(mine.id)), groupOf('bias', await row(shared.id))];
    expect(groups.map(({ proposal }) => proposal)).toEqual([PROPOSAL, undefined]);
    const members = await Promise.all(groups.map(async (group) => (await framesOfGroup(api.database, group)).map(({ fileName }) => fileName)));
    expect(members).toEqual([['0050_bias.fits'], ['0051_bias.fits']]);
    await product(mine.id, { dataType: 1, fileName: 'own_master.fits' });
    expect((await json<Page<FileView>>(asOther('/api/files/?file_name=own_master.fits'))).count).toBe(0);
    expect((await json<Page<FileView>>(api.fetch('/api/files/?file_name=own_master.fits', 'collaborator'))).count).toBe(1);
  });

  it('are taken out of use by staff, with what was made of them, and taken back', async () => {
    const bad = await json<FileView>(upload('0052_bias.fits', frame(bias)));
    const { checksum } = await row(bad.id);
    const master = await product(bad.id, { dataType: 1, fileName: 'master_bias.fits', ref: { ...arcRef, verdicts: { [checksum]: { used: true } } } as never });
    const spectrum = await json<FileView>(upload('0053_star.fits', frame(), 'pi'));
    const run = await Reduction.open(api.database, { workflowId: 'w', runId: 'r', fileId: spectrum.id });
    await DecisionRecord.query(api.database).insert({ reductionId: run.id, purpose: 'bias', decision: { purpose: 'bias', candidates: [], chosenKey: master.key, provisional: false, reason: '' }, chosenKey: master.key });

    expect(await refusal(put('pi', spectrum.id, 'I do not like it'))).toMatchObject({ status: 403 });
    // Asked before, and nothing changed by asking.
    expect(await refusal(api.fetch(`/api/files/${spectrum.id}/exclusion/`, 'pi'))).toMatchObject({ status: 403 });
    expect(await json(api.fetch(`/api/files/${bad.id}/exclusion/`, 'staff'))).toEqual({ excluded: null, masters: 1, frames: 1, names: ['0053_star.fits'] });
    expect((await row(master.id)).current).toBe(true);
    expect((await put('staff', bad.id, 'light leak')).status).toBe(200);
    expect((await json<FileDetail>(api.fetch(`/api/files/${bad.id}/`, 'staff'))).excluded).toBe('light leak');
    expect((await row(master.id)).current).toBe(false);
    const group = groupOf('bias', await row(bad.id));
    expect((await framesOfGroup(api.database, group)).map(({ id }) => id)).not.toContain(bad.id);
    const promised = (await OutboxEntry.query(api.database).where({ fileId: bad.id }).orderBy('id')).map(({ workflowStart }) => workflowStart);
    expect(promised.slice(1)).toMatchObject([{ group: { purpose: 'bias', night: '20261123' } }, { wake: true, input: { fileId: spectrum.id } }]);

    expect((await api.fetch(`/api/files/${bad.id}/exclusion/`, 'staff', { method: 'DELETE' })).status).toBe(200);
    expect((await framesOfGroup(api.database, group)).map(({ id }) => id)).toContain(bad.id);
    const kept = await AuditRecord.query(api.database).where({ subject: `file ${bad.id}` }).orderBy('id');
    expect(kept.map(({ username, action, before, after }) => [username, action, before, after])).toEqual([
      ['staff', 'file.create', null, { file_name: '0052_bias.fits', checksum, proposal_id: PROPOSAL }],
      ['staff', 'file.exclude', { excluded: null }, { excluded: 'light leak' }],
      ['staff', 'file.include', { excluded: 'light leak' }, { excluded: null }],
    ]);
    await expect(AuditRecord.query(api.database).delete()).rejects.toThrow('never changed');
  });
});

describe('a master that serves everybody', () => {
  it('tells others neither object nor proposal nor the names of its members: in lists, header, filters and bytes', async () => {
    const raw = await json<FileView>(upload('0060_secret.fits', frame({ OBJECT: 'Secret-1' })));
    const source = await row(raw.id);
    // The bytes of a raw frame stand for those of a master: the same cards in the same blocks.
    const master = await product(raw.id, { dataType: 1, kind: 'bias', fileName: 'master_60.fits', bucket: 'raw', objectKey: source.objectKey });
    for (const path of [`/api/files/${master.id}/`, '/api/files/?file_name=master_60.fits', `/api/files/header/?id=${master.id}`, `/api/files/${master.id}/download/`]) {
      const told = await (await asOther(path)).text();
      expect(told.length, path).toBeGreaterThan(100);
      for (const secret of ['Secret-1', PROPOSAL, '0060_secret', '10:24:46']) expect(told.slice(0, 20_000), path).not.toMatch(secret);
      expect((await (await api.fetch(path, 'staff')).text()).slice(0, 20_000), path).toMatch('Secret-1');
    }
    for (const filter of ['object=Secret-1', `proposal_id=${PROPOSAL}`, `original_file_id=${raw.id}`]) {
      expect((await json<Page<FileView>>(asOther(`/api/files/?${filter}`))).count, filter).toBe(0);
      expect((await json<Page<FileView>>(api.fetch(`/api/files/?${filter}&data_type=1`, 'staff'))).count, filter).toBeGreaterThan(0);
    }
    const { cards } = await json<HeaderView>(asOther(`/api/files/header/?id=${master.id}`));
    expect(cards.map(({ keyword }) => keyword)).toContain('GAIN');
    // A part is a part of what this caller would get whole.
    const whole = Buffer.from(await (await asOther(`/api/files/${master.id}/download/`)).arrayBuffer());
    const part = Buffer.from(await (await asOther(`/api/files/${master.id}/download/`, { headers: { range: 'bytes=100-9999' } })).arrayBuffer());
    expect(part.equals(whole.subarray(100, 10_000))).toBe(true);
    expect(whole.subarray(0, 9)).toEqual(Buffer.from('SIMPLE  ='));
    expect(whole.length % 2880).toBe(0);
  });
});

describe('a decision', () => {
  it('names calibrations of others by role and time to its owner, and to staff in full', async () => {
    const lamp = await json<FileView>(upload('0070_lamp.fits', frame({ OBSTYPE: 'ARC', OBJECT: 'CuHeAr', LAMP_CU: 'TRUE' })));
    const arc = await product(lamp.id, { dataType: 2, kind: 'arc', ref: arcRef, fileName: 'cfzst_0070_lamp.fits' });
    const star = await json<FileView>(asOther('/api/files/', multipart('0071_star.fits', frame({ PROPID: OTHER, PROPOSAL: OTHER }))));
    const [candidate] = (await candidatesNear(api.database, 'arc', '20261123', OTHER)).filter(({ key }) => key === arc.key);
    const run = await Reduction.open(api.database, { workflowId: 'w2', runId: 'r2', fileId: star.id });
    const decision = { purpose: 'arc' as const, chosenKey: arc.key, provisional: false, reason: `${candidate?.name}`, candidates: [{ name: candidate?.name ?? '', key: arc.key, checksum: arc.checksum, verdict: 'chosen' as const, distance: 0, provisional: false, criteria: [] }] };
    await DecisionRecord.query(api.database).insert({ reductionId: run.id, purpose: 'arc', decision, chosenKey: arc.key });
    const told = await json<ReductionDetail>(asOther(`/api/reductions/${run.id}/`));
    expect(told.decisions[0]).toMatchObject({ chosen_key: null, candidates: [{ name: 'arc of 2026-11-24T03:25:41, another proposal', key: '', checksum: '' }] });
    expect(JSON.stringify(told)).not.toMatch('0070_lamp');
    const staff = await json<ReductionDetail>(api.fetch(`/api/reductions/${run.id}/`, 'staff'));
    expect(staff.decisions[0]).toMatchObject({ chosen_key: arc.key, candidates: [{ name: 'cfzst_0070_lamp.fits', key: arc.key, checksum: arc.checksum }] });
  });
});

describe('what the platform says of itself', () => {
  it('counts only what the caller may see', async () => {
    const counts = async (who: 'staff' | 'stranger') => (await json<{ counts: { raw_files: number; files: number } }>(api.fetch('/api/', who))).counts;
    expect((await counts('stranger')).raw_files).toBe(0);
    expect((await counts('staff')).raw_files).toBeGreaterThan(5);
  });

  it('is alive and ready, with headers that keep browsers from harm', async () => {
    expect(await json(api.fetch('/api/live/'))).toEqual({ alive: true });
    expect(await json(api.fetch('/api/ready/'))).toEqual({ ready: true });
    const { headers } = await api.fetch('/api/files/', 'pi');
    expect(headers.get('content-security-policy')).toMatch("frame-ancestors 'none'");
    expect([headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(['nosniff', 'DENY', 'no-referrer', 'no-store']);
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('links to where it was reached, whatever a Host header says', async () => {
    await upload('0080_a.fits', frame());
    const http = await import('node:http');
    const body = await new Promise<string>((resolve) => {
      const { hostname, port } = new URL(api.url);
      http.get({ hostname, port, path: '/api/files/?page_size=1', headers: { host: 'evil.example', authorization: `Token ${api.tokens.staff}`, 'x-forwarded-host': 'evil.example' } }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      });
    });
    expect((JSON.parse(body) as Page<FileView>).next).toBe(`${api.url}/api/files/?page_size=1&page=2`);
  });

  it('lets settings that were asked for one frame be taken back', async () => {
    const { id } = await json<FileView>(upload('0081_a.fits', frame(), 'pi'));
    const answer = await api.fetch(`/api/files/${id}/overrides/`, 'pi', { method: 'DELETE' });
    expect([answer.status, ((await answer.json()) as { results: unknown[] }).results.length]).toEqual([202, 1]);
    expect(await refusal(asOther(`/api/files/${id}/overrides/`, { method: 'DELETE' }))).toMatchObject({ status: 404 });
  });

  it('slows down who guesses tokens, and not the neighbors', async () => {
    const guess = () => fetch(`${api.url}/api/files/`, { headers: { authorization: `Token ${'0'.repeat(38)}${String(seed++).slice(-2)}` } });
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) statuses.push((await guess()).status);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401));
    expect(statuses.slice(30)).toEqual([429, 429]);
    expect((await api.fetch('/api/files/', 'pi')).status).toBe(200);
  });
});
