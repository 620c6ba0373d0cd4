import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, ensureDatabase, migrate } from './database.js';
import { asUserOf, freshDatabaseUrl } from './test-stores.js';

let owner: Knex;
let users: Record<'api' | 'worker', Knex>;
beforeAll(async () => {
  const databaseUrl = freshDatabaseUrl();
  owner = connect(databaseUrl);
  await migrate(owner);
  users = { api: connect(asUserOf('api', databaseUrl)), worker: connect(asUserOf('worker', databaseUrl)) };
});
afterAll(async () => {
  await Promise.all([owner.destroy(), users.api.destroy(), users.worker.destroy()]);
});

const REFUSED = /permission denied|must be owner/;
const tablesOf = async (database: Knex) => (await database<{ tablename: string; schemaname: string }>('pg_tables').where({ schemaname: 'public' })).map(({ tablename }) => tablename);

describe.each(['api', 'worker'] as const)('the database user of the %s', (process) => {
  it('takes the tables as its owner made them, with more than one start at once', async () => {
    await Promise.all([migrate(users[process]), migrate(users[process])]);
  });

  it('can drop, change and empty no table', async () => {
    const tables = await tablesOf(owner);
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      for (const sentence of [`drop table ${table} cascade`, `alter table ${table} add column more text`, `alter table ${table} disable trigger all`, `truncate ${table} cascade`]) {
        await expect(users[process].raw(sentence), sentence).rejects.toThrow(REFUSED);
      }
    }
    for (const sentence of ['create table mine (id integer)', 'drop function events_append_only() cascade', 'create role more', 'alter role current_user superuser', 'drop schema public cascade', 'alter table files owner to current_user', `copy files to program 'true'`]) {
      await expect(users[process].raw(sentence), sentence).rejects.toThrow(REFUSED);
    }
  });

  it('owns nothing', async () => {
    const { rows } = await users[process].raw<{ rows: unknown[] }>('select relname from pg_class where pg_get_userbyid(relowner) = current_user');
    expect(rows).toEqual([]);
  });
});

describe('what was done', () => {
  it('stays written down, whoever takes the API over', async () => {
    await users.api.raw(`insert into audit (action, subject) values ('test', 'nothing')`);
    expect(await users.api('audit').where({ action: 'test' })).toHaveLength(1);
    for (const sentence of [`update audit set action = 'other'`, 'delete from audit', 'delete from events', 'delete from lineage', `update lineage set step = 'other'`, `delete from schema_migrations`]) {
      await expect(users.api.raw(sentence), sentence).rejects.toThrow(REFUSED);
    }
  });
});

describe('people and their keys', () => {
  it.each(['users', 'api_tokens', 'sessions', 'password_links', 'mails', 'file_links', 'secrets', 'audit'])('%s are not for the worker to read or write', async (table) => {
    await expect(users.worker.raw(`select * from ${table}`)).rejects.toThrow(REFUSED);
    await expect(users.worker.raw(`delete from ${table}`)).rejects.toThrow(REFUSED);
    await expect(users.worker.raw(`insert into ${table} default values`)).rejects.toThrow(REFUSED);
  });
});

describe('a table that comes later', () => {
  it('is for the API at once, and after the next migration for the worker', async () => {
    await owner.raw('create table later (id integer generated always as identity primary key, note text)');
    await users.api.raw(`insert into later (note) values ('one')`);
    await expect(users.worker.raw('select * from later')).rejects.toThrow(REFUSED);
    await migrate(owner);
    expect(await users.worker('later')).toHaveLength(1);
    await expect(users.api.raw('drop table later')).rejects.toThrow(REFUSED);
  });
});

describe('tables of an older version', () => {
  it('are told to who may not change them, with what to do', async () => {
    await owner('schema_migrations').where({ name: '2026-11-27-spans' }).update({ name: 'another' });
    await expect(migrate(users.api)).rejects.toThrow(/older than this version.*2026-11-27-spans.*goodman_api may not.*npm run admin -- migrate/);
    await owner('schema_migrations').where({ name: 'another' }).update({ name: '2026-11-27-spans' });
    await migrate(users.api);
  });

  it('are told of a database without any', async () => {
    const databaseUrl = freshDatabaseUrl();
    await ensureDatabase(databaseUrl);
    const database = connect(asUserOf('api', databaseUrl));
    await expect(migrate(database)).rejects.toThrow(/npm run admin -- migrate/);
    await database.destroy();
  });
});
