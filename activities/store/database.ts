import knexPackage, { type Knex } from 'knex';
import { knexSnakeCaseMappers } from 'objection';
import pg from 'pg';
import { migrations } from './migrations/index.js';
import { grantRights } from './rights.js';

/** Any number does, as long as every process of every version uses the same one. */
const MIGRATION_LOCK = 4_142_1896;
const MIGRATIONS_TABLE = 'schema_migrations';
const POSTGRES_OID = { bigint: 20, date: 1082 } as const;

/**
 * How PostgreSQL's types arrive: row numbers as numbers (a table of 2^53 rows is not ours to see), a calendar date as the text it is.
 */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
    if (oid === POSTGRES_OID.bigint) return Number;
    if (oid === POSTGRES_OID.date) return (text) => text;
    return (format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, format)) as (text: string) => unknown;
  },
};

export interface PoolSize {
  /** Most connections. */
  readonly pool?: number;
  /** So many stay open when nothing is asked: frames come minutes apart, and each should not pay for new ones. */
  readonly kept?: number;
}

/**
 * A pool of connections. Columns are snake_case in SQL and camelCase in TypeScript everywhere, also in `where`; only
 * `whereRaw` and friends see the SQL names.
 */
export function connect(databaseUrl: string, { pool = 10, kept = 0 }: PoolSize = {}): Knex {
  return knexPackage.knex({ ...plainConfig(databaseUrl, { pool, kept }), ...knexSnakeCaseMappers() });
}

/** A page on a solid-state disk or in memory costs as much wherever it lies; and a query of a few milliseconds is not worth compiling. */
const PLANNER = '-c random_page_cost=1.1 -c jit=off';

const silent = (): void => undefined;

function plainConfig(databaseUrl: string, { pool, kept }: Required<PoolSize>): Knex.Config {
  return {
    client: 'pg',
    // A server that was killed must be noticed by a query, not waited for.
    connection: { connectionString: databaseUrl, types, keepAlive: true, connectionTimeoutMillis: 5000, application_name: 'goodman-live-pipeline', options: PLANNER } as Knex.PgConnectionConfig,
    pool: { min: kept, max: pool, idleTimeoutMillis: 60_000 },
    acquireConnectionTimeout: 10_000,
    // Knex prints lost connections besides throwing them; who gets the error decides what is worth a line.
    log: { warn: silent, error: silent, debug: silent, deprecate: silent },
  };
}

/** The address a pool was made with, for what needs a connection of its own (migrations, LISTEN). */
export function addressOf(database: Knex): string {
  const { connection } = (database.client as { config: { connection: { connectionString: string } } }).config;
  return connection.connectionString;
}

/** Makes the database itself when the server has none of that name. */
export async function ensureDatabase(databaseUrl: string): Promise<void> {
  const target = new URL(databaseUrl);
  const name = decodeURIComponent(target.pathname.slice(1));
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    return;
  } catch (error) {
    if (codeOf(error) !== '3D000') throw error; // invalid_catalog_name: the server answers, the database is missing
  } finally {
    await client.end().catch(() => undefined);
  }
  target.pathname = '/postgres';
  const maintenance = new pg.Client({ connectionString: target.href });
  await maintenance.connect();
  try {
    await maintenance.query(`create database ${maintenance.escapeIdentifier(name)}`);
  } catch (error) {
    // Another process was faster: 42P04 duplicate_database, or 23505 when both were in the same instant.
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await maintenance.end();
  }
}

/**
 * Brings the schema up to date, and who may do what with it; does nothing when it is. Any number of processes may start at once: an advisory lock lets
 * one work and the others find it done, and PostgreSQL frees it when its holder dies.
 *
 * A user that may not make tables looks only whether they are those of this version.
 * @throws Error that says what to do where they are not
 */
export async function migrate(database: Knex): Promise<void> {
  const databaseUrl = addressOf(database);
  await ensureDatabase(databaseUrl);
  // Knex reads its own tables by their SQL names, so without the mappers.
  const plain = knexPackage.knex(plainConfig(databaseUrl, { pool: 2, kept: 0 }));
  try {
    const { rows } = await plain.raw<{ rows: [{ owns: boolean; who: string }] }>(`select has_schema_privilege(current_user, 'public', 'create') as owns, current_user as who`);
    if (!rows[0].owns) return await refuseOlderSchema(plain, rows[0].who);
    await plain.transaction(async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
      const config = { migrationSource: listedMigrations, tableName: MIGRATIONS_TABLE };
      // Whoever left Knex's own lock behind is dead: we hold the advisory lock.
      await plain.migrate.forceFreeMigrationsLock(config);
      await plain.migrate.latest(config);
      await grantRights(trx);
    });
  } finally {
    await plain.destroy();
  }
}

async function refuseOlderSchema(plain: Knex, who: string): Promise<void> {
  const made = await plain<{ name: string }>(MIGRATIONS_TABLE).select('name').catch((error: unknown) => {
    // undefined_table, insufficient_privilege
    if (['42P01', '42501'].includes(codeOf(error) ?? '')) return [];
    throw error;
  });
  const known = new Set(made.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return;
  throw new Error(`The tables of the database are older than this version (${missing.length} changes are missing, the first is ${missing[0]?.name ?? ''}), and its user ${who} may not change them: run "npm run admin -- migrate" with the DATABASE_URL of their owner, then start again.`);
}

/** Migrations by import, so that they exist wherever the code does. */
const listedMigrations: Knex.MigrationSource<(typeof migrations)[number]> = {
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: ({ name }) => name,
  getMigration: (migration) => Promise.resolve(migration),
};

/** The SQLSTATE of a PostgreSQL error, or the code of a network error. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
