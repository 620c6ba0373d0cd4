import type { Knex } from 'knex';

/** The database users of the two processes that work with the tables. Neither owns one: rows come and go, the schema and its locks stay. */
export const databaseUsers = { api: 'goodman_api', worker: 'goodman_worker' } as const;

const EVERYTHING = 'select, insert, update, delete';

/** Tables of which a user may do less than read and change every row, and what that is. */
const LESS: Readonly<Record<keyof typeof databaseUsers, Readonly<Record<string, string>>>> = {
  api: {
    // What was done stays written down, whoever takes the API over.
    audit: 'select, insert',
    events: 'select, insert, update',
    lineage: 'select',
    secrets: 'select',
    schema_migrations: 'select',
    schema_migrations_lock: '',
  },
  worker: {
    // It knows frames and what was decided about them, and nothing of people and their keys.
    ...Object.fromEntries(['users', 'api_tokens', 'sessions', 'password_links', 'mails', 'file_links', 'audit', 'secrets', 'notifications', 'collaborators'].map((table) => [table, ''])),
    events: 'select, insert',
    lineage: 'select, insert',
    schema_migrations: 'select',
    schema_migrations_lock: '',
  },
};

/**
 * Gives both users their rights on every table there is, and the API on those to come. Makes the users, without a login, where there are none and the
 * owner of the tables may make them; a database whose owner may not, and that has no such users, is one that its owner works with alone.
 */
export async function grantRights(trx: Knex.Transaction): Promise<void> {
  await trx.raw(MAKE_USERS);
  const { rows: users } = await trx.raw<{ rows: { rolname: string }[] }>('select rolname from pg_roles where rolname = any(?)', [Object.values(databaseUsers)]);
  const { rows: tables } = await trx.raw<{ rows: { tablename: string }[] }>(`select tablename from pg_tables where schemaname = 'public'`);
  const there = new Set(users.map(({ rolname }) => rolname));
  for (const [process, user] of Object.entries(databaseUsers) as [keyof typeof databaseUsers, string][]) {
    if (!there.has(user)) continue;
    const less = LESS[process];
    const sentences = tables.map(({ tablename }) => [tablename, less[tablename] ?? EVERYTHING] as const).map(([table, rights]) => `revoke all on ${table} from ${user}; ${rights === '' ? '' : `grant ${rights} on ${table} to ${user};`}`);
    await trx.raw(`${sentences.join('\n')} grant usage on schema public to ${user}; grant usage, select on all sequences in schema public to ${user};`);
  }
  if (!there.has(databaseUsers.api)) return;
  await trx.raw(`alter default privileges in schema public grant ${EVERYTHING} on tables to ${databaseUsers.api}; alter default privileges in schema public grant usage, select on sequences to ${databaseUsers.api};`);
}

/** Two databases of one server may do this at the same instant. */
const MAKE_USERS = `do $$ declare missing text; begin
  if not (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) then return; end if;
  foreach missing in array array['${Object.values(databaseUsers).join("','")}'] loop
    if not exists (select from pg_roles where rolname = missing) then
      begin
        execute format('create role %I nologin', missing);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
end $$`;
