import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, migrate } from '#activities/store/database';
import { AuditRecord } from '#activities/store/audit-record';
import { ApiToken, Proposal, User } from '#activities/store/models';
import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { administer } from './admin.js';

describe('the command line of the staff', () => {
  let database: Knex;
  let said: string[] = [];
  const admin = (...args: string[]) => {
    said = [];
    return administer(database, args, (line) => said.push(line));
  };
  const named = async (username: string) => User.query(database).findOne({ username }).throwIfNotFound();

  beforeAll(async () => {
    const url = new URL(inject('services').databaseUrl);
    url.pathname = `/admin_${randomUUID().replaceAll('-', '')}`;
    database = connect(url.href, { pool: 2 });
    await migrate(database);
  });
  afterAll(() => database.destroy());

  it('makes a user, and changes only what is said the second time', async () => {
    expect(await admin('user', 'ana', '--email', 'ana@example.org', '--first', 'Ana', '--last', 'Rojas')).toBe('User ana created.');
    expect(await admin('user', 'ana', '--staff')).toBe('User ana changed.');
    expect(await named('ana')).toMatchObject({ email: 'ana@example.org', firstName: 'Ana', lastName: 'Rojas', isStaff: true });
  });

  it('refuses a new user without an address, and an address twice', async () => {
    await expect(admin('user', 'ben')).rejects.toThrow('a new one needs --email');
    await expect(admin('user', 'ben', '--email', 'ana@example.org')).rejects.toThrow('belongs to user ana');
    expect(await User.query(database).findOne({ username: 'ben' })).toBeUndefined();
  });

  it('prints a token of which only the hash is kept', async () => {
    const key = await admin('token', 'ana');
    expect(key).toMatch(/^[0-9a-f]{40}$/);
    const tokens = await ApiToken.query(database).where({ userId: (await named('ana')).id });
    expect(tokens.map(({ tokenHash }) => tokenHash)).toEqual([createHash('sha256').update(key).digest('hex')]);
    expect(JSON.stringify(tokens)).not.toContain(key);
    // The grant of the command before this one stays.
    expect((await named('ana')).isStaff).toBe(true);
    expect(await admin('revoke', 'ana')).toBe('Tokens of ana ended: 1.');
  });

  it('makes the first account of a platform in one command', async () => {
    await admin('token', 'telescope', '--staff');
    expect(said[0]).toMatch(/^User telescope created/);
    expect(await named('telescope')).toMatchObject({ isStaff: true, email: 'telescope@localhost' });
  });

  it('makes a telescope that only sends, demotes, deactivates, and lets a token end by itself', async () => {
    await admin('token', 'ghts', '--service', '--days', '30');
    const { id } = await named('ghts');
    expect(await named('ghts')).toMatchObject({ isService: true, isStaff: false });
    const [token] = await ApiToken.query(database).where({ userId: id });
    expect(((token?.expires?.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(30, 2);
    await expect(admin('token', 'ana2', '--scopes', 'fly')).rejects.toThrow('"fly" is none of read, upload, reduce, admin');
    await admin('user', 'ghts', '--staff');
    await admin('user', 'ghts', '--no-staff', '--no-active');
    expect(await named('ghts')).toMatchObject({ isStaff: false, isActive: false, isService: true });
    await expect(admin('token', 'ghts', '--days', 'soon')).rejects.toThrow('--days soon');
  });

  it('promotes nobody by giving a token, and lists, names and ends single ones', async () => {
    await admin('user', 'olga', '--email', 'olga@example.org');
    await expect(admin('token', 'olga', '--staff')).rejects.toThrow('a token promotes nobody. "npm run admin -- user olga --staff" does.');
    expect(await named('olga')).toMatchObject({ isStaff: false });
    expect(await ApiToken.query(database).where({ userId: (await named('olga')).id }).resultSize()).toBe(0);
    await admin('token', 'olga', '--scopes', 'read,upload', '--name', 'dome');
    await admin('token', 'olga');
    const [line] = (await admin('tokens', 'olga')).split('\n').filter((one) => one.includes('dome'));
    expect(line).toMatch(/^\d+ +dome +read upload /);
    const id = /^\d+/.exec(line ?? '')?.[0] ?? '';
    expect(await admin('revoke', 'olga', '--token', id)).toBe('Tokens of olga ended: 1.');
    await expect(admin('revoke', 'olga', '--token', id)).rejects.toThrow(`olga has no token ${id} that works`);
  });

  it('makes superusers, keeps the last one, signs out, and gives a link for a password', async () => {
    await admin('user', 'root', '--email', 'root@example.org', '--superuser');
    expect(await admin('list')).toMatch(/^root .* superuser +0$/m);
    await expect(admin('user', 'root', '--no-superuser')).rejects.toThrow('root is the last superuser');
    expect(await admin('signout', 'root')).toBe('Browsers of root signed out: 0.');
    expect(await admin('password', 'root')).toMatch(/^\/reset#[\w-]{43}$/);
  });

  it('corrects the id of a proposal and registers those of a semester, after a rehearsal', async () => {
    await admin('proposal', 'SOAR2026A-999', '--pi', 'ana');
    expect(await admin('rename', 'SOAR2026A-999', 'SOAR2026A-099')).toBe('SOAR2026A-999 is SOAR2026A-099 now: 0 files moved, 0 bore that id already.');
    await expect(admin('rename', 'SOAR2026A-999', 'SOAR2026A-098')).rejects.toThrow('There is no proposal SOAR2026A-999.');
    const file = path.join(tmpdir(), `${randomUUID()}.csv`);
    writeFileSync(file, 'soar_id,title,pi_email\nSOAR2027A-001,Dwarfs,zoe@example.org\n');
    expect(await admin('import', file, '--dry-run')).toBe('Nothing was changed. Lines: 1. With mistakes: 0.');
    expect(said).toEqual(['line 2 SOAR2027A-001: create, invites zoe@example.org']);
    expect(await User.query(database).where({ email: 'zoe@example.org' }).resultSize()).toBe(0);
    await admin('import', file);
    expect(await Proposal.soarIdsOf(database, (await named('zoe')).id)).toEqual(['SOAR2027A-001']);
    await expect(admin('import', `${file}.gone`)).rejects.toThrow('cannot be read');
  });

  it('leaves a line in the audit for every change, with the user of the computer', async () => {
    const rows = await AuditRecord.query(database);
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['user.create', 'user.change', 'token.create', 'token.revoke', 'session.delete', 'password.link', 'proposal.change', 'proposals.import']));
    expect(rows.every(({ username, address }) => username.endsWith(' (npm run admin)') && address === 'local')).toBe(true);
  });

  it('gives a proposal its people, also one that a frame made first', async () => {
    await Proposal.ensure(database, 'SOAR2026A-012');
    await admin('user', 'carla', '--email', 'carla@example.org');
    await admin('proposal', 'SOAR2026A-012', '--pi', 'ana', '--title', 'Faint things');
    await admin('collaborator', 'add', 'SOAR2026A-012', 'carla');
    await admin('collaborator', 'add', 'SOAR2026A-012', 'carla');
    expect(await Proposal.soarIdsOf(database, (await named('carla')).id)).toEqual(['SOAR2026A-012']);
    expect(await admin('list')).toMatch(/^SOAR2026A-012 +Faint things +ana +carla$/m);
    await admin('collaborator', 'remove', 'SOAR2026A-012', 'carla');
    expect(await Proposal.soarIdsOf(database, (await named('carla')).id)).toEqual([]);
    await expect(admin('collaborator', 'remove', 'SOAR2026A-012', 'carla')).rejects.toThrow('carla is no collaborator of SOAR2026A-012.');
  });

  it.each([
    [['fly'], 'There is no command "fly"'],
    [[], 'Say what to do'],
    [['user'], '"user" takes 1 words'],
    [['token', 'ana', '--pi', 'ana'], '"token" knows no --pi'],
    [['user', 'ana', '--colour', 'red'], "Unknown option '--colour'"],
    [['proposal', 'SOAR2026A-013', '--pi', 'nobody'], 'There is no user nobody.'],
    [['user', 'no spaces', '--email', 'x@example.org'], '"no spaces" is no user name'],
  ])('answers %j with one clear sentence', async (args, sentence) => {
    await expect(admin(...args)).rejects.toThrow(sentence);
  });
});
