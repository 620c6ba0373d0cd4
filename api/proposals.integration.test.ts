import { request as ask } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawFrame } from '#activities/store/test-frames';
import { AuditRecord } from '#activities/store/audit-record';
import { Proposal, StoredFile, StoreEvent, User } from '#activities/store/models';
import { issueToken } from '#activities/store/tokens';
import type { FilePage } from './controllers/file-list.js';
import type { FacetView } from './controllers/files.js';
import type { LineageView } from './controllers/lineage-view.js';
import type { Page } from './paging.js';
import type { ImportAnswer } from './controllers/proposal-import.js';
import type { ProposalView } from './controllers/proposal-view.js';
import type { UserView } from './controllers/user-view.js';
import { json, jsonRequest, multipart, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';
import { keyIn, startTestMailbox, type TestMailbox } from './test-mailbox.js';

let api: TestApi;
let mailbox: TestMailbox;
beforeAll(async () => {
  mailbox = await startTestMailbox();
  api = await startTestApi({ SMTP_URL: mailbox.url, LOG_LEVEL: 'error' });
});
afterAll(async () => {
  await api.close();
  await mailbox.close();
});

const person = async (username: string) => User.query(api.database).findOne({ username }).throwIfNotFound();
const idOf = async (soarId: string) => (await Proposal.query(api.database).findOne({ soarId }).throwIfNotFound()).id;
const register = async (soar_id: string, pi = 'pi') => json<ProposalView>(api.fetch('/api/proposals/', 'staff', jsonRequest('POST', { soar_id, title: 'A title', user_id: (await person(pi)).id })));

/** Every name another content. */
const frameOf = (name: string, propid = PROPOSAL) => rawFrame({ cards: { PROPID: propid, OBJECT: name } });

describe('proposals', () => {
  it('are seen by their people and by staff; of others nobody is told whether they are there', async () => {
    expect((await refusal(api.fetch('/api/proposals/'))).status).toBe(401);
    const id = await idOf(PROPOSAL);
    const [foreign, missing] = [await refusal(api.fetch(`/api/proposals/${id}/`, 'stranger')), await refusal(api.fetch('/api/proposals/99999/', 'stranger'))];
    expect([foreign.status, foreign.detail.replace(String(id), '#')]).toEqual([404, missing.detail.replace('99999', '#')]);
    expect(await json(api.fetch('/api/proposals/', 'stranger'))).toMatchObject({ count: 0, results: [] });
    const seen = await json<ProposalView>(api.fetch(`/api/proposals/${PROPOSAL}/`, 'collaborator'));
    // The manual's fields under its names.
    expect(Object.keys(seen).slice(0, 7)).toEqual(['id', 'soar_id', 'semester', 'title', 'abstract', 'user', 'collaborators']);
    expect(Object.keys(seen.user ?? {})).toEqual(['id', 'username', 'last_login', 'first_name', 'last_name', 'email', 'is_staff', 'is_active', 'date_joined']);
    expect(seen).toMatchObject({ soar_id: PROPOSAL, semester: '2026B', user: { username: 'pi' }, collaborators: [{ username: 'collaborator' }], may_change: [] });
    expect((await json<ProposalView>(api.fetch(`/api/proposals/${id}/`, 'pi'))).may_change).toEqual(['title', 'abstract', 'collaborators', 'settings']);
    expect(await json(api.fetch('/api/proposals/?q=b-011&semester=2026B', 'staff'))).toMatchObject({ count: 1, next: null, previous: null });
    expect(await json(api.fetch('/api/proposals/?q=%25', 'staff'))).toMatchObject({ count: 0 });
    expect(await json(api.fetch('/api/proposals/?semester=2026b&q=b-011', 'staff'))).toMatchObject({ count: 1 });
    expect(await refusal(api.fetch('/api/proposals/?semester=2026C', 'staff'))).toMatchObject({ status: 400, detail: expect.stringContaining('no semester') as string });
  });

  it('are registered by staff, with 18 months after their semester to themselves', async () => {
    const body = { soar_id: 'SOAR2026B-020', title: 'Faint things', user_id: (await person('pi')).id };
    expect((await refusal(api.fetch('/api/proposals/', 'pi', jsonRequest('POST', body)))).status).toBe(403);
    expect((await refusal(api.fetch('/api/proposals/', 'staff', jsonRequest('POST', { ...body, soar_id: 'a b' })))).status).toBe(400);
    expect((await refusal(api.fetch('/api/proposals/', 'staff', jsonRequest('POST', { ...body, user_id: 99_999 })))).detail).toContain('no open account 99999');
    expect((await refusal(api.fetch('/api/proposals/', 'staff', jsonRequest('POST', { ...body, title: '  ' })))).detail).toBe('title: there are no words in it.');
    const made = await api.fetch('/api/proposals/', 'staff', jsonRequest('POST', body));
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ soar_id: 'SOAR2026B-020', semester: '2026B', release_date: '2028-07-31', user: { username: 'pi' } });
    expect((await refusal(api.fetch('/api/proposals/', 'staff', jsonRequest('POST', body)))).status).toBe(409);
  });

  it('are found in whatever case, in every alphabet', async () => {
    const pi = await person('pi');
    await User.query(api.database).findById(pi.id).patch({ lastName: 'Ωmega' });
    const { id } = await register('SOAR2026B-022');
    await Proposal.query(api.database).findById(id).patch({ title: 'Über Öfen' });
    for (const word of ['Über', 'über', 'ÖFEN', 'Ωmega', 'ωMEGA']) expect([word, (await json<Page<ProposalView>>(api.fetch(`/api/proposals/?q=${encodeURIComponent(word)}`, 'staff'))).results.map((found) => found.id)]).toEqual([word, expect.arrayContaining([id])]);
    for (const word of ['Ωmega', 'ωMEGA']) expect(await json(api.fetch(`/api/users/?q=${encodeURIComponent(word)}`, 'staff'))).toMatchObject({ count: 1, results: [{ username: 'pi' }] });
    await pi.$query(api.database).patch({ lastName: pi.lastName });
  });

  it('whose year a header mistyped are not released for it', async () => {
    await Proposal.ensure(api.database, 'SOAR2016B-003');
    const { releaseDate } = await Proposal.query(api.database).findOne({ soarId: 'SOAR2016B-003' }).throwIfNotFound();
    expect(Date.parse(releaseDate ?? '')).toBeGreaterThan(Date.now() + 500 * 86_400_000);
    // Who registers it says that it is that old.
    expect(await register('SOAR2016B-003')).toMatchObject({ release_date: '2018-07-31' });
  });

  it('are changed by the PI as far as the observatory leaves it, by others not', async () => {
    const url = `/api/proposals/${PROPOSAL}/`;
    expect((await refusal(api.fetch(url, 'stranger', jsonRequest('PATCH', { title: 'mine' })))).status).toBe(404);
    expect((await refusal(api.fetch(url, 'collaborator', jsonRequest('PATCH', { title: 'mine' })))).status).toBe(403);
    expect((await refusal(api.fetch(url, 'pi', jsonRequest('PATCH', { title: 'mine', soar_id: 'SOAR2026B-099' })))).detail).toContain('A PI changes title and abstract');
    expect((await json<ProposalView>(api.fetch(url, 'pi', jsonRequest('PATCH', { title: 'Nebulae', abstract: 'Long.' })))).title).toBe('Nebulae');
    expect((await refusal(api.fetch(url, 'staff', jsonRequest('PATCH', { release_date: '2028-02-30' })))).status).toBe(400);
    expect(await AuditRecord.query(api.database).where({ action: 'proposal.change' }).orderBy('id', 'desc').first()).toMatchObject({ username: 'pi', after: { title: 'Nebulae' } });
  });
});

describe('collaborators', () => {
  const url = `/api/proposals/${PROPOSAL}/collaborators/`;
  it('are added by the PI, by nobody else of the proposal, and hear of it', async () => {
    const body = jsonRequest('POST', { email: 'STRANGER@example.org' });
    expect((await refusal(api.fetch(url, 'stranger', body))).status).toBe(404);
    expect((await refusal(api.fetch(url, 'collaborator', body))).status).toBe(403);
    const added = await json<ProposalView>(api.fetch(url, 'pi', body));
    expect(added.collaborators.map(({ username }) => username)).toEqual(['collaborator', 'stranger']);
    const mail = await mailbox.next('stranger@example.org');
    expect(mail.subject).toBe(`[Goodman] ${PROPOSAL}: you are a collaborator now`);
    expect(mail.text).toContain(api.url);
    expect((await api.fetch(`/api/proposals/${PROPOSAL}/`, 'stranger')).status).toBe(200);
    const id = (await person('stranger')).id;
    expect((await refusal(api.fetch(`${url}${(await person('collaborator')).id}/`, 'stranger', { method: 'DELETE' }))).status).toBe(403);
    // Who wants to leave, leaves.
    expect((await api.fetch(`${url}${id}/`, 'stranger', { method: 'DELETE' })).status).toBe(204);
    expect((await api.fetch(`/api/proposals/${PROPOSAL}/`, 'stranger')).status).toBe(404);
    expect((await refusal(api.fetch(`${url}${id}/`, 'pi', { method: 'DELETE' }))).detail).toContain('is no collaborator of');
  });

  it('without an account get one with empty names, and a link that sets a password', async () => {
    expect((await refusal(api.fetch(url, 'pi', jsonRequest('POST', { email: 'a@b.c,d@e.f' })))).detail).toContain('is no e-mail address');
    const added = await json<ProposalView>(api.fetch(url, 'pi', jsonRequest('POST', { email: 'new.person@example.org' })));
    expect(added.collaborators.at(-1)).toMatchObject({ username: 'new.person', first_name: '', last_name: '', last_login: null, is_active: true });
    const mail = await mailbox.next('new.person@example.org');
    expect(mail.text).toContain(PROPOSAL);
    expect((await fetch(`${api.url}/api/password/reset/${keyIn(mail)}/`, jsonRequest('PUT', { new_password: 'lichen under seven bridges' }))).status).toBe(204);
    const session = await fetch(`${api.url}/api/session/`, jsonRequest('POST', { username: 'new.person', password: 'lichen under seven bridges' }));
    expect(await session.json()).toMatchObject({ role: 'observer', proposals: [PROPOSAL] });
  });

  it('come with the example of the manual as it stands: GET, a form that is called JSON, and the proposal as the answer', async () => {
    const id = await idOf(PROPOSAL);
    const manual = (who: 'pi' | 'collaborator' | 'stranger', form: string) =>
      new Promise<{ status: number | undefined; body: ProposalView }>((resolve, reject) => {
        const request = ask(`${api.url}/api/proposals/collaborators/${id}/`, { method: 'GET', headers: { 'authorization': `Token ${api.tokens[who]}`, 'content-type': 'application/json', 'content-length': form.length } }, (answer) => {
          let text = '';
          answer.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(text) as ProposalView })); // prettier-ignore
        });
        request.on('error', reject);
        request.end(form);
      });
    expect((await manual('stranger', 'email=user%40server.example&action=add')).status).toBe(404);
    expect((await manual('collaborator', 'email=user%40server.example&action=add')).status).toBe(403);
    const { status, body } = await manual('pi', 'email=user%40server.example&action=add');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, soar_id: PROPOSAL });
    expect(body.collaborators.at(-1)).toMatchObject({ username: 'user', email: 'user@server.example', last_login: null, first_name: '' });
    expect((await manual('pi', 'email=user%40server.example&action=remove')).body.collaborators.map(({ username }) => username)).not.toContain('user');
    expect((await manual('pi', '')).body.soar_id).toBe(PROPOSAL);
    expect((await manual('pi', 'email=user%40server.example')).status).toBe(400);
  });
});

describe('a wrong proposal id', () => {
  it('of a proposal is corrected by staff: frames, products and events go along and those with the right id are found', async () => {
    const wrong = await register('SOAR2026B-110');
    const frame = async (name: string, propid: string) => json<{ id: number }>(api.fetch('/api/files/', 'staff', multipart(name, frameOf(name, propid))));
    const { id } = await frame('0301_moved.fits', 'SOAR2026B-110');
    await frame('0302_found.fits', 'SOAR2026B-101');
    expect(await json(api.fetch('/api/files/?proposal_id=SOAR2026B-101', 'pi'))).toMatchObject({ count: 0 });
    const url = `/api/proposals/${wrong.id}/`;
    expect((await refusal(api.fetch(url, 'staff', jsonRequest('PATCH', { soar_id: PROPOSAL })))).detail).toContain('Another proposal is registered as');
    expect(await json(api.fetch(url, 'staff', jsonRequest('PATCH', { soar_id: 'SOAR2026B-101' })))).toMatchObject({ id: wrong.id, soar_id: 'SOAR2026B-101', files_moved: 1, files_found: 1 });
    expect(await json(api.fetch('/api/files/?proposal_id=SOAR2026B-101', 'pi'))).toMatchObject({ count: 2 });
    expect(await StoreEvent.query(api.database).where({ fileId: id }).distinct('proposalId')).toEqual([{ proposalId: 'SOAR2026B-101' }]);
  });

  it('of a frame is corrected by staff: its family moves, and who had it sees it no more', async () => {
    const raw = await json<{ id: number }>(api.fetch('/api/files/', 'pi', multipart('0303_theirs.fits', frameOf('0303_theirs.fits'))));
    const row = await StoredFile.query(api.database).findById(raw.id).throwIfNotFound();
    await StoredFile.query(api.database).insert({ ...copyOf(row), key: 'product/of-theirs', dataType: 2, originalFileId: raw.id, parentFileId: raw.id, fileName: 'cfzt_0303_theirs.fits' });
    const url = `/api/files/${raw.id}/`;
    expect((await refusal(api.fetch(url, 'stranger', jsonRequest('PATCH', { proposal_id: 'SOAR2026B-300' })))).status).toBe(404);
    expect((await refusal(api.fetch(url, 'pi', jsonRequest('PATCH', { proposal_id: 'SOAR2026B-300' })))).status).toBe(403);
    expect(await json(api.fetch(url, 'staff', jsonRequest('PATCH', { proposal_id: 'SOAR2026B-300' })))).toMatchObject({ files_moved: 2, proposal_id: 'SOAR2026B-300' });
    expect((await api.fetch(url, 'pi')).status).toBe(404);
    expect((await StoredFile.query(api.database).findById(raw.id))?.checksum).toBe(row.checksum);
  });
});

/** A row as it is inserted: without what the database gives. */
function copyOf(file: StoredFile): Partial<StoredFile> {
  return Object.fromEntries(Object.entries(file.$toDatabaseJson()).filter(([name]) => !['id', 'created', 'last_modified'].includes(name)).map(([name, value]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]));
}

describe('released data', () => {
  it('are read by everybody with an account from their day on, and by nobody changed', async () => {
    const raw = await json<{ id: number }>(api.fetch('/api/files/', 'pi', multipart('0304_public.fits', frameOf('0304_public.fits'))));
    const url = `/api/files/${raw.id}/`;
    const release = (day: string | null) => api.fetch(`/api/proposals/${PROPOSAL}/`, 'staff', jsonRequest('PATCH', { release_date: day }));
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect((await release(tomorrow)).status).toBe(200);
    expect((await api.fetch(url, 'stranger')).status).toBe(404);
    await release(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    expect((await api.fetch(url, 'stranger')).status).toBe(200);
    expect((await api.fetch(`${url}download/`, 'stranger')).status).toBe(200);
    // Wherever files are listed or counted, not only to who knows the number.
    const listed = async (query = '') => (await json<FilePage>(api.fetch(`/api/files/?file_name=0304_public.fits${query}`, 'stranger'))).count;
    const counted = async (query = '') => {
      const [facet] = (await json<FacetView[]>(api.fetch(`/api/files/facets/?proposal_id=${PROPOSAL}&data_type=0${query}`, 'stranger'))).filter(({ name }) => name === 'proposal_id');
      return facet?.values.length ?? 0;
    };
    const inNight = async () => (await json<{ results: { raw_files: number }[] }>(api.fetch(`/api/nights/?proposal_id=${PROPOSAL}`, 'stranger'))).results.length;
    const all = async () => (await json<FilePage>(api.fetch(`/api/files/?proposal_id=${PROPOSAL}`, 'stranger'))).results.map(({ id }) => id);
    expect(await all()).toContain(raw.id);
    expect([await listed(), await counted(), await counted('&file_name=0304_public.fits'), await inNight()]).toEqual([1, 1, 1, 1]);
    expect((await json<LineageView>(api.fetch(`${url}lineage/`, 'stranger'))).nodes).toMatchObject([{ foreign: false }]);
    expect((await refusal(api.fetch(url))).status).toBe(401);
    expect((await api.fetch('/api/files/reduce/', 'stranger', jsonRequest('POST', { file_id: raw.id }))).status).toBe(404);
    expect((await api.fetch(`/api/proposals/${PROPOSAL}/`, 'stranger')).status).toBe(404);
    await release(null);
    expect((await api.fetch(url, 'stranger')).status).toBe(404);
    expect(await all()).toEqual([]);
    expect([await listed(), await counted(), await counted('&file_name=0304_public.fits'), await inNight()]).toEqual([0, 0, 0, 0]);
  });
});

describe('users', () => {
  const list = '/api/users/';
  it('are managed by staff, staff by superusers', async () => {
    const body = { username: 'dora', email: 'dora@example.org', first_name: 'Dora', partner: 'CHILE' };
    expect((await refusal(api.fetch(list, 'pi'))).status).toBe(403);
    expect((await refusal(api.fetch(list, 'pi', jsonRequest('POST', body)))).status).toBe(403);
    expect((await refusal(api.fetch(list, 'staff', jsonRequest('POST', { ...body, is_staff: true })))).detail).toContain('Only a superuser changes is_staff');
    const dora = await json<UserView>(api.fetch(list, 'staff', jsonRequest('POST', body)));
    expect(dora).toMatchObject({ username: 'dora', partner: 'CHILE', role: 'observer', is_staff: false });
    expect((await mailbox.next('dora@example.org')).text).toContain('Your user name is dora');
    expect((await refusal(api.fetch(list, 'staff', jsonRequest('POST', { ...body, username: 'DORA', email: 'other@example.org' })))).status).toBe(409);
    const url = `${list}${dora.id}/`;
    expect((await refusal(api.fetch(url, 'pi', jsonRequest('PATCH', { first_name: 'x' })))).status).toBe(403);
    expect((await refusal(api.fetch(url, 'staff', jsonRequest('PATCH', { is_staff: true })))).status).toBe(403);
    expect(await json(api.fetch(url, 'superuser', jsonRequest('PATCH', { is_staff: true })))).toMatchObject({ role: 'staff' });
    // An address is a way to a password: that of staff and superusers is not theirs to change.
    expect((await refusal(api.fetch(url, 'staff', jsonRequest('PATCH', { email: 'mine@example.org' })))).status).toBe(403);
    expect(await json(api.fetch(url, 'superuser', jsonRequest('PATCH', {})))).toMatchObject({ username: 'dora', role: 'staff' });
    const root = await person('superuser');
    expect((await refusal(api.fetch(`${list}${root.id}/`, 'staff', jsonRequest('PATCH', { is_active: false })))).status).toBe(403);
    expect((await refusal(api.fetch(`${list}${root.id}/`, 'superuser', jsonRequest('PATCH', { is_superuser: false })))).detail).toContain('the last superuser');
    expect(await json(api.fetch(`${list}?q=dora&is_staff=true`, 'staff'))).toMatchObject({ count: 1, next: null, previous: null });
  });

  it('that are closed are out at once, with every token', async () => {
    const eva = await User.query(api.database).insertAndFetch({ username: 'eva', email: 'eva@example.org' });
    const key = await issueToken(api.database, eva.id);
    const asEva = () => fetch(`${api.url}/api/users/me/`, { headers: { authorization: `Token ${key}` } });
    expect((await asEva()).status).toBe(200);
    await api.fetch(`${list}${eva.id}/`, 'staff', jsonRequest('PATCH', { is_active: false }));
    expect((await asEva()).status).toBe(401);
  });
});

describe('tokens', () => {
  const url = '/api/users/me/tokens/';
  const made = async (body: object) => json<{ id: number; token: string }>(api.fetch(url, 'pi', jsonRequest('POST', body)));
  const as = (token: string, path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Token ${token}`);
    return fetch(api.url + path, { ...init, headers });
  };

  it('are made, shown once, listed without their keys and revoked one by one', async () => {
    expect((await refusal(api.fetch(url))).status).toBe(401);
    expect((await refusal(api.fetch(url, 'pi', jsonRequest('POST', { name: '  ' })))).detail).toBe('name: there are no words in it.');
    const one = await made({ name: 'laptop', days: 30 });
    const two = await made({ name: 'robot' });
    const text = await (await api.fetch(url, 'pi')).text();
    expect(text).toContain('laptop');
    expect(text).not.toContain(one.token);
    expect((await refusal(api.fetch(`${url}${one.id}/`, 'stranger', { method: 'DELETE' }))).status).toBe(404);
    expect((await api.fetch(`${url}${one.id}/`, 'pi', { method: 'DELETE' })).status).toBe(204);
    expect((await as(one.token, '/api/files/')).status).toBe(401);
    expect((await as(two.token, '/api/files/')).status).toBe(200);
  });

  it('may do what they are meant for, and nothing else', async () => {
    const [read, upload, reduce] = [await made({ name: 'r', scopes: ['read'] }), await made({ name: 'u', scopes: ['upload'] }), await made({ name: 'x', scopes: ['reduce'] })];
    const frame = (name: string) => multipart(name, frameOf(name));
    expect((await refusal(as(read.token, '/api/files/', frame('0305_a.fits')))).detail).toContain('needs one with the scope "upload"');
    expect((await refusal(as(upload.token, '/api/files/'))).status).toBe(403);
    expect((await as(upload.token, '/api/files/', frame('0306_b.fits'))).status).toBe(201);
    expect((await as(read.token, '/api/files/')).status).toBe(200);
    expect((await refusal(as(read.token, '/api/files/reduce/', jsonRequest('POST', { file_id: 1 })))).status).toBe(403);
    expect((await as(reduce.token, '/api/files/reduce/', jsonRequest('POST', { file_id: 99_999 }))).status).toBe(404);
    for (const { token } of [read, upload, reduce]) expect((await refusal(as(token, url, jsonRequest('POST', { name: 'more' })))).status).toBe(403);
    const staffReads = await json<{ token: string }>(api.fetch(url, 'staff', jsonRequest('POST', { name: 'watch', scopes: ['read'] })));
    expect((await refusal(as(staffReads.token, `/api/proposals/${PROPOSAL}/`, jsonRequest('PATCH', { title: 'x' })))).status).toBe(403);
  });
});

describe('a semester', () => {
  const url = '/api/proposals/import/';
  const table = (text: string, path = url) => api.fetch(path, 'staff', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: text });
  const good = 'soar_id,title,pi_email,pi_first_name,collaborators\nSOAR2027A-001,"Dwarfs, brown",zoe@example.org,Zoe,pi@example.org; kim@example.org\nSOAR2027A-002,Giants,zoe@example.org,,\n';

  it('is rehearsed line by line with every mistake, and nothing changes', async () => {
    expect((await refusal(api.fetch(url, 'pi', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: good }))).status).toBe(403);
    expect((await refusal(table('soar_id,titel\nx,y\n'))).detail).toContain('the column title is missing; the column pi_email is missing; there is no column "titel"');
    const bad = `${good}SOAR2027A-001,Twice,zoe@example.org,,\nSOAR 9,,nobody,,a@b\n${PROPOSAL},Another,zoe@example.org,,\n`;
    const answer = await json<ImportAnswer>(table(bad, `${url}?dry_run=true`));
    expect(answer).toMatchObject({ dry_run: true, proposals: 2, mistakes: 3, invited: 2 });
    expect(answer.lines.map(({ line, proposal, mistakes }) => [line, proposal, mistakes.length])).toEqual([[2, 'create', 0], [3, 'create', 0], [4, 'mistake', 1], [5, 'mistake', 3], [6, 'mistake', 1]]); // prettier-ignore
    const refused = await refusal(table(bad));
    expect(refused).toMatchObject({ status: 422, code: 'table-invalid' });
    expect(refused.detail).toContain('line 4: SOAR2027A-001 stands in line 2 already.');
    expect(await User.query(api.database).where({ email: 'zoe@example.org' }).resultSize()).toBe(0);
    expect(await Proposal.query(api.database).where('soarId', 'like', 'SOAR2027A%').resultSize()).toBe(0);
  });

  it('is registered with its people, who get their links; twice is once', async () => {
    expect(await json(table(good))).toMatchObject({ dry_run: false, proposals: 2, invited: 2, mistakes: 0 });
    expect((await mailbox.next('zoe@example.org')).subject).toBe('[Goodman] SOAR2027A-001: your account');
    expect((await mailbox.next('kim@example.org')).text).toContain('/reset#');
    expect((await mailbox.next('pi@example.org')).subject).toContain('you are a collaborator now');
    expect(await json(api.fetch('/api/proposals/SOAR2027A-001/', 'pi'))).toMatchObject({ title: 'Dwarfs, brown', semester: '2027A', user: { first_name: 'Zoe' } });
    expect((await json<ImportAnswer>(table(good))).lines.map(({ proposal }) => proposal)).toEqual(['unchanged', 'unchanged']);
    const semesters = await json<{ name: string; proposals: number; next_soar_id?: string }[]>(api.fetch('/api/semesters/', 'staff'));
    expect(semesters.find(({ name }) => name === '2027A')).toMatchObject({ proposals: 2, next_soar_id: 'SOAR2027A-003', begins: '2027-02-01' });
    expect((await json<object[]>(api.fetch('/api/semesters/', 'stranger')))[0]).not.toHaveProperty('next_soar_id');
    expect(await json<object[]>(api.fetch('/api/partners/', 'stranger'))).toContainEqual({ name: 'OTHER', title: 'Other' });
  });
});

describe('mails', () => {
  const body = (proposal: string) => jsonRequest('POST', { proposal, subject: 'Clouds', message: 'We start\nlate.' });
  it('go from the PI or staff to the people of a proposal', async () => {
    expect((await refusal(api.fetch('/api/email/', 'stranger', body(PROPOSAL)))).status).toBe(404);
    expect((await refusal(api.fetch('/api/email/', 'collaborator', body(PROPOSAL)))).status).toBe(403);
    const sent = await api.fetch('/api/email/', 'pi', body(PROPOSAL));
    expect(sent.status).toBe(202);
    expect(((await sent.json()) as { recipients: string[] }).recipients).toContain('collaborator');
    const mail = await mailbox.next('collaborator@example.org');
    expect(mail.subject).toBe(`[Goodman] ${PROPOSAL}: Clouds`);
    expect(mail.text).toContain('We start\nlate.');
  });

  it('that a server does not take now are tried again', async () => {
    mailbox.refuse(1, 451);
    await api.fetch('/api/email/', 'staff', body('SOAR2027A-002'));
    for (const since = Date.now(); Date.now() - since < 10_000; await new Promise((resolve) => setTimeout(resolve, 50))) {
      if ((await api.database('mails').whereNot('problem', '').whereNull('sent_at')).length > 0) break;
    }
    await api.database.raw('update mails set next_attempt = now() where sent_at is null');
    expect((await mailbox.next('zoe@example.org')).subject).toContain('SOAR2027A-002: Clouds');
  });
});
