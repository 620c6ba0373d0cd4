import { createHash, randomUUID } from 'node:crypto';
import { connect, migrate } from '#activities/store/database';
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
    await admin('user', 'ghts', '--staff');
    await admin('user', 'ghts', '--no-staff', '--no-active');
    expect(await named('ghts')).toMatchObject({ isStaff: false, isActive: false, isService: true });
    await expect(admin('token', 'ghts', '--days', 'soon')).rejects.toThrow('--days soon');
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
