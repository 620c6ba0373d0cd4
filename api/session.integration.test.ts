import { createMongoAbility, subject } from '@casl/ability';
import { unpackRules, type PackRule } from '@casl/ability/extra';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '#activities/store/account-models';
import { AuditRecord } from '#activities/store/audit-record';
import { User } from '#activities/store/models';
import { hashPassword } from '#activities/store/passwords';
import type { SessionView } from './controllers/session.js';
import { json, PROPOSAL, refusal, startTestApi, type TestApi } from './test-api.js';
import { keyIn, startTestMailbox, type TestMailbox } from './test-mailbox.js';

let api: TestApi;
let mailbox: TestMailbox;
const PASSWORD = 'quiet granite lantern';
beforeAll(async () => {
  mailbox = await startTestMailbox();
  api = await startTestApi({ SMTP_URL: mailbox.url });
  await User.query(api.database).patch({ passwordHash: await hashPassword(PASSWORD) });
});
afterAll(async () => {
  await api.close();
  await mailbox.close();
});

/** A browser: keeps its cookies, and sends the word that a page would. */
function browser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
      const answer = await fetch(api.url + path, {
        method,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(method === 'GET' ? {} : { 'x-csrf-token': cookies.get('goodman_csrf') ?? '' }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    },
    async signIn(username: string, password = PASSWORD): Promise<Response> {
      return this.ask('POST', '/api/session/', { username, password });
    },
  };
}

describe('signing in', () => {
  it('is refused without a word of who there is, in the same words and about the same time', async () => {
    const tries = async (username: string) => {
      const since = performance.now();
      const problem = await refusal(browser().signIn(username, 'not the password'));
      return { problem, took: performance.now() - since };
    };
    // Four each: a fifth of one name from one address would wait. In turns, so that a busy machine is busy for both.
    const known = [];
    const unknown = [];
    let hashing = Infinity;
    for (let i = 0; i < 4; i++) {
      known.push(await tries('pi'));
      unknown.push(await tries('nobody'));
      const since = performance.now();
      await hashPassword('not the password');
      hashing = Math.min(hashing, performance.now() - since);
    }
    expect(new Set([...known, ...unknown].map(({ problem }) => JSON.stringify(problem))).size).toBe(1);
    expect(known[0]?.problem.status).toBe(401);
    const [a, b] = [known, unknown].map((all) => Math.min(...all.map(({ took }) => took))) as [number, number];
    console.log(`a wrong password: ${a.toFixed(1)} ms for an account, ${b.toFixed(1)} ms for nobody, ${hashing.toFixed(1)} ms of it argon2`);
    // Whoever skipped argon2, which is nearly all of it, would answer sooner than it takes.
    expect(Math.min(a, b)).toBeGreaterThan(hashing / 2);
  });

  it('of a closed account and of one without a password is refused like a wrong one', async () => {
    await User.query(api.database).insert([
      { username: 'closed', email: 'closed@example.org', isActive: false, passwordHash: await hashPassword(PASSWORD) },
      { username: 'invited', email: 'invited@example.org' },
    ]);
    for (const name of ['closed', 'invited']) expect((await refusal(browser().signIn(name))).code).toBe('unauthenticated');
  });

  it('gives a cookie that no script reads, and tells the page who it is and what may be done', async () => {
    const pi = browser();
    const answer = await pi.signIn('PI@Example.org');
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('goodman_session='));
    expect(cookie).toMatch(/httponly/i);
    expect(cookie).toMatch(/samesite=lax/i);
    const view = (await answer.json()) as SessionView;
    expect(view).toMatchObject({ role: 'observer', proposals: [PROPOSAL], user: { username: 'pi', preferences: {} } });
    const ability = createMongoAbility(unpackRules(view.rules as PackRule<never>[]) as never) as unknown as { can(action: string, what: unknown, field?: string): boolean };
    expect(ability.can('read', subject('File', { proposalId: PROPOSAL }))).toBe(true);
    expect(ability.can('read', subject('File', { proposalId: 'SOAR2026B-012' }))).toBe(false);
    expect(ability.can('update', subject('Proposal', { piId: view.user.id }), 'collaborators')).toBe(true);
    expect(ability.can('update', subject('Proposal', { piId: view.user.id }), 'soarId')).toBe(false);
    expect(await json<SessionView>(pi.ask('GET', '/api/session/'))).toEqual(view);
    const kept = await Session.query(api.database).where({ userId: view.user.id }).orderBy('id', 'desc').first();
    expect(JSON.stringify(kept)).not.toContain(pi.cookies.get('goodman_session'));
    expect((await pi.ask('GET', '/api/files/')).status).toBe(200);
  });

  it('behind TLS is for this host alone and never sent in the clear', async () => {
    const secure = await startTestApi({ PUBLIC_URL: 'https://goodman.example.org' });
    await User.query(secure.database).patch({ passwordHash: await hashPassword(PASSWORD) });
    const answer = await fetch(`${secure.local}/api/session/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'pi', password: PASSWORD }) });
    expect(answer.headers.getSetCookie().join('\n')).toMatch(/__Host-goodman_session=[\w-]+; path=\/; expires=[^;]+; samesite=lax; secure; httponly/i);
    await secure.close();
  });

  it('slows who guesses, and lets nobody else wait for it', async () => {
    for (let i = 0; i < 5; i++) expect((await browser().signIn('collaborator', `guess ${i}`)).status).toBe(401);
    const problem = await refusal(browser().signIn('collaborator'));
    expect(problem).toMatchObject({ code: 'too-many-requests' });
    expect((await browser().signIn('staff')).status).toBe(200);
    expect((await api.fetch('/api/files/', 'collaborator')).status).toBe(200);
  });
});

describe('a session', () => {
  it('changes nothing without the word that only the page knows; a token needs none', async () => {
    const staff = browser();
    await staff.signIn('staff');
    for (const word of ['', 'wrong', 'x'.repeat(43)]) {
      const problem = await refusal(staff.ask('PATCH', '/api/users/me/', { first_name: 'Eve' }, { 'x-csrf-token': word }));
      expect(problem).toMatchObject({ status: 403 });
      expect(problem.detail).toContain('X-CSRF-Token');
    }
    expect(await json(staff.ask('PATCH', '/api/users/me/', { first_name: 'Ana' }))).toMatchObject({ first_name: 'Ana' });
    expect(await json(staff.ask('PATCH', '/api/users/me/', {}))).toMatchObject({ first_name: 'Ana' });
    const patch = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"last_name":"Rojas"}' };
    expect(await json(api.fetch('/api/users/me/', 'staff', patch))).toMatchObject({ first_name: 'Ana', last_name: 'Rojas' });
  });

  it('ends where it is signed out, and everywhere if that is asked', async () => {
    const [one, other] = [browser(), browser()];
    await one.signIn('staff');
    await other.signIn('staff');
    const key = one.cookies.get('goodman_session') ?? '';
    expect((await one.ask('DELETE', '/api/session/')).status).toBe(204);
    expect(one.cookies.size).toBe(0);
    one.cookies.set('goodman_session', key);
    expect((await refusal(one.ask('GET', '/api/session/'))).status).toBe(401);
    expect((await other.ask('GET', '/api/session/')).status).toBe(200);
    expect((await api.fetch('/api/session/', 'staff', { method: 'DELETE' })).status).toBe(409);
    expect((await api.fetch('/api/session/?all=true', 'staff', { method: 'DELETE' })).status).toBe(204);
    expect((await other.ask('GET', '/api/session/')).status).toBe(401);
  });

  it('gets a new key when somebody signs in again', async () => {
    const one = browser();
    await one.signIn('staff');
    const key = one.cookies.get('goodman_session') ?? '';
    await one.signIn('staff');
    const old = browser();
    old.cookies.set('goodman_session', key);
    expect((await old.ask('GET', '/api/session/')).status).toBe(401);
    expect((await one.ask('GET', '/api/session/')).status).toBe(200);
  });

  it('ends by itself: when nobody asked anything, and at its time in any case', async () => {
    const [idle, old] = [browser(), browser()];
    await idle.signIn('staff');
    await old.signIn('staff');
    const [second, first] = await Session.query(api.database).orderBy('id', 'desc').limit(2);
    await Session.query(api.database).findById(first?.id ?? 0).patch({ lastSeen: new Date(Date.now() - 721 * 60_000) });
    await Session.query(api.database).findById(second?.id ?? 0).patch({ expires: new Date(Date.now() - 1000) });
    expect((await idle.ask('GET', '/api/session/')).status).toBe(401);
    expect((await old.ask('GET', '/api/session/')).status).toBe(401);
  });

  it('and its event stream end at once when the account is closed, and so do its tokens', async () => {
    const one = browser();
    await User.query(api.database).insert({ username: 'leaving', email: 'leaving@example.org', passwordHash: await hashPassword(PASSWORD) });
    await one.signIn('leaving');
    const stream = await one.ask('GET', '/api/events/');
    const reader = stream.body?.getReader();
    await reader?.read();
    const since = performance.now();
    await User.query(api.database).patch({ isActive: false }).where({ username: 'leaving' });
    while (!(await reader?.read())?.done);
    expect(performance.now() - since).toBeLessThan(3000);
    expect((await one.ask('GET', '/api/files/')).status).toBe(401);
  });
});

describe('a password', () => {
  it.each([
    ['rojas123', 'too similar to your other personal information'],
    ['Rojas Marisol', 'too similar to your other personal information'],
    ['rojas-2-rojas', 'too similar to your other personal information'],
    ['Xk29!v', 'must contain at least 8 characters'],
    ['password1', 'a commonly used password'],
    ['83749261058', 'entirely numeric'],
    ['marblefox', 'guessed too easily'],
  ])('%s is refused: %s', async (new_password, sentence) => {
    const [user] = await User.query(api.database).insert([{ username: `ana${Math.random()}`, firstName: 'Marisol', lastName: 'Rojas', email: `${Math.random()}@example.org`, passwordHash: await hashPassword(PASSWORD) }]).returning('*');
    const one = browser();
    await one.signIn(user?.username ?? '');
    const problem = await refusal(one.ask('POST', '/api/users/me/password/', { current_password: PASSWORD, new_password }));
    expect(problem).toMatchObject({ status: 422, code: 'password-refused' });
    expect(problem.detail).toContain(sentence);
  });

  it('is changed by who knows it; other browsers are signed out and a mail tells', async () => {
    await User.query(api.database).insert({ username: 'bea', email: 'bea@example.org', passwordHash: await hashPassword(PASSWORD) });
    const [here, there] = [browser(), browser()];
    await here.signIn('bea');
    await there.signIn('bea');
    const next = 'lichen under seven bridges';
    expect((await refusal(here.ask('POST', '/api/users/me/password/', { current_password: 'wrong', new_password: next }))).status).toBe(403);
    expect((await here.ask('POST', '/api/users/me/password/', { current_password: PASSWORD, new_password: next })).status).toBe(204);
    expect((await there.ask('GET', '/api/session/')).status).toBe(401);
    expect((await here.ask('GET', '/api/session/')).status).toBe(200);
    expect((await browser().signIn('bea')).status).toBe(401);
    expect((await browser().signIn('bea', next)).status).toBe(200);
    expect((await mailbox.next('bea@example.org')).subject).toBe('[Goodman] Your password was changed');
  });

  it('is reset with a link that works once, for an hour, and leads where PUBLIC_URL or the server is, whatever Host says', async () => {
    await User.query(api.database).insert({ username: 'cleo', email: 'Cleo@example.org', passwordHash: await hashPassword(PASSWORD) });
    const signedIn = browser();
    await signedIn.signIn('cleo');
    const ask = (email: string) => browser().ask('POST', '/api/password/reset/', { email });
    expect((await ask('cleo@example.org')).status).toBe(202);
    const mail = await mailbox.next('cleo@example.org');
    expect(mail.text).toContain(`${api.url}/reset#`);
    const key = keyIn(mail);
    const set = (token: string, new_password: string) => browser().ask('PUT', `/api/password/reset/${token}/`, { new_password });
    expect((await refusal(set('x'.repeat(43), 'lichen under seven bridges'))).status).toBe(404);
    // Weak ones are no guesses, and whoever has the link does not wait for those that were.
    for (let i = 0; i < 6; i++) expect((await refusal(set(key, 'password'))).status).toBe(422);
    for (let i = 0; i < 5; i++) await browser().ask('POST', '/api/session/', { username: 'cleo', password: 'forgotten' });
    expect((await refusal(browser().ask('POST', '/api/session/', { username: 'cleo@example.org', password: 'forgotten' }))).status).toBe(429);
    expect((await set(key, 'lichen under seven bridges')).status).toBe(204);
    expect((await refusal(set(key, 'another under seven bridges'))).status).toBe(404);
    expect((await signedIn.ask('GET', '/api/session/')).status).toBe(401);
    expect((await browser().signIn('cleo', 'lichen under seven bridges')).status).toBe(200);
    await ask('cleo@example.org');
    const late = keyIn(await mailbox.next('cleo@example.org'));
    await api.database.raw("update password_links set expires = now() - interval '1 second'");
    expect((await refusal(set(late, 'another under seven bridges'))).status).toBe(404);
  });

  it('reset answers the same, in the same time, for an address that nobody has, and sends nothing there', async () => {
    const timed = async (email: string) => {
      const since = performance.now();
      const answer = await browser().ask('POST', '/api/password/reset/', { email });
      return { text: `${answer.status} ${await answer.text()}`, took: performance.now() - since };
    };
    const known = [];
    const unknown = [];
    for (let i = 0; i < 4; i++) {
      known.push(await timed('stranger@example.org'));
      unknown.push(await timed('nobody@example.org'));
    }
    expect(new Set([...known, ...unknown].map(({ text }) => text)).size).toBe(1);
    const [a, b] = [known, unknown].map((all) => Math.min(...all.map(({ took }) => took))) as [number, number];
    console.log(`asking for a link: ${a.toFixed(1)} ms for an account, ${b.toFixed(1)} ms for nobody`);
    // The fastest of four in turns; a busy machine slows both.
    expect(Math.abs(a - b)).toBeLessThan(Math.max(15, Math.min(a, b)));
    await mailbox.next('stranger@example.org');
    expect(mailbox.mails.filter(({ to }) => to === 'nobody@example.org')).toEqual([]);
  });

  it('leaves a line in the audit for each change, with no password in it', async () => {
    const rows = await AuditRecord.query(api.database);
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['session.create', 'session.refuse', 'session.delete', 'account.change', 'password.change', 'password.reset']));
    expect(JSON.stringify(rows)).not.toMatch(/granite|lichen|argon2/);
  });
});
